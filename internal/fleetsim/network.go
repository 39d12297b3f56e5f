package fleetsim

import (
	"bytes"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// network carries messages, at least once on a good day.
type network struct {
	*world
	// broker counts how often it lost everything.
	broker int
	flying int
}

// travel is how long a message takes.
func (n *network) travel() time.Duration {
	if n.calm {
		return 30 * time.Millisecond
	}
	d := 5*time.Millisecond + n.some(40*time.Millisecond)
	if n.strikes(delayed, .4) {
		d += n.some(20 * time.Second)
		if n.chance(.1) {
			d += n.some(5 * time.Minute)
		}
	}
	return d
}

// carry has a message arrive: never, once or twice, whole or not.
func (n *network) carry(what string, payload []byte, arrive func(payload []byte, whole bool)) {
	n.happened("messages")
	if n.strikes(lost, .5) {
		return
	}
	copies := 1
	for copies < 4 && n.strikes(repeated, .5) {
		copies++
	}
	for range copies {
		as, whole := n.damage(payload)
		n.fly(what, func() { arrive(as, whole) })
	}
}

// damage may change a message, and says whether it is whole.
func (n *network) damage(payload []byte) ([]byte, bool) {
	if !n.strikes(corrupted, .3) {
		return payload, true
	}
	bad := bytes.Clone(payload)
	bad[n.rng.IntN(len(bad))] ^= 1 << n.rng.IntN(8)
	if n.chance(.2) {
		bad = bad[:n.rng.IntN(len(bad))]
	}
	return bad, false
}

func (n *network) fly(what string, arrive func()) {
	broker := n.broker
	n.flying++
	n.after(n.travel(), what, func() {
		n.flying--
		if broker == n.broker {
			arrive()
		}
	})
}

// up takes a message from a station to one of the hubs.
func (n *network) up(from *site, topic string, payload []byte) {
	if from.line.dead() {
		return
	}
	if n.strikes(strayed, .1) {
		_, channel, _ := wire.ParseTopic(topic)
		topic = channel.Topic(n.anySite().id)
	}
	n.carry("up", payload, func(payload []byte, _ bool) {
		if r := n.anyReplica(); r != nil {
			r.take(hub.Message{Topic: topic, Payload: payload})
		}
	})
}

// down takes a message from a hub to whoever is connected under the name of
// a station: a PC that was replaced may still be.
func (n *network) down(topic string, payload []byte) {
	id, _, _ := wire.ParseTopic(topic)
	to := id
	if n.strikes(strayed, .1) {
		to = n.anySite().id
	}
	n.carry("down", payload, func(payload []byte, whole bool) {
		for _, s := range n.everyone() {
			if s.id == to {
				s.receive(payload, whole && to == id)
			}
		}
	})
}

// forge has the carrier send what it made up: a receipt that is right but for
// its signature, made of what it has seen pass.
func (n *network) forge() bool {
	s := n.anySite()
	b := s.flow.newest
	if b == nil {
		return false
	}
	message, err := wire.EncodeDownward(s.id, wire.Downward{Receipt: &wire.Receipt{
		Epoch: b.epoch, UpTo: b.last, Hash: b.hash, Verdict: wire.Accepted, HubTime: n.time().Add(-time.Hour),
	}}, forger)
	n.must(err)
	n.fly("forged", func() { s.receive(message, false) })
	return true
}

// body is what a message says, signed or not.
func body(payload []byte, m proto.Message) bool {
	var s wirepb.Signed
	return proto.Unmarshal(payload, &s) == nil && proto.Unmarshal(s.Body, m) == nil
}
