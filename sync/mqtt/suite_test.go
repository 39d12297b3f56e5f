package mqtt_test

import "testing"

// guard is what a broker knows of its clients; each knows what the one before
// knows.
type guard int

const (
	open  guard = iota // nothing
	named              // who is who, and who may reach what
	bound              // also which client ID is whose
)

// suite is what every broker of the kit holds to, as far as it is guarded. The
// tests of one broker share it. So nothing that one sends may still be under
// way when the next begins, and what stays behind comes last: a retained
// message, then a station that sends until the broker is gone.
var suite = []struct {
	name  string
	needs guard
	test  func(*testing.T, *carrier)
}{
	{"ServesOnceStarted", open, servesOnceStarted},
	{"RoundTrip", open, roundTrip},
	{"LargePayload", open, largePayload},
	{"Order", open, order},
	{"WillOnAbruptLoss", open, willOnAbruptLoss},
	{"NoWillAfterClose", open, noWillAfterClose},
	{"WillAsAnother", named, willAsAnother},
	{"LossReleasesPublish", open, lossReleasesPublish},
	{"CloseDoesNotHang", open, closeDoesNotHang},
	{"PublishWhileHandling", open, publishWhileHandling},
	{"PublishAsAnother", named, publishAsAnother},
	{"SubscribeAsAnother", named, subscribeAsAnother},
	{"ClientIDOfAnother", bound, clientIDOfAnother},
	{"WildcardName", named, wildcardName},
	{"StrangersAreRefused", named, strangersAreRefused},
	{"SendKeepsOrder", open, sendKeepsOrder},
	{"SendFillsAWindowUnacknowledged", open, sendFillsAWindowUnacknowledged},
	{"CloseTellsWhatIsUnacknowledged", open, closeTellsWhatIsUnacknowledged},
	{"Offer", open, offer},
	{"Retain", open, retain},
	{"KeepThroughRestart", open, keepThroughRestart},
}

func TestConformance(t *testing.T) {
	for name, start := range brokers {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			for _, s := range suite {
				if c.guard >= s.needs && !(c.forgets && s.name == "Retain") {
					t.Run(s.name, func(t *testing.T) { s.test(t, c) })
				}
			}
		})
	}
}
