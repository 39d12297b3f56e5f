package hub

import (
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Meter is told what a hub does. Its methods must not block.
type Meter interface {
	// Settled tells what became of messages that were taken together: of them
	// so many went into one transaction, which took a time.
	Settled(answers []Answer, committed int, took time.Duration)
	// Sent tells that a message was handed to the carrier.
	Sent(wire.Downward)
	// TelemetryDropped tells that there was no time for a station's telemetry.
	TelemetryDropped()
}

type unmeasured struct{}

// Settled implements Meter.
func (unmeasured) Settled([]Answer, int, time.Duration) {}

// Sent implements Meter.
func (unmeasured) Sent(wire.Downward) {}

// TelemetryDropped implements Meter.
func (unmeasured) TelemetryDropped() {}

// slowCommit is how long a transaction may take before it is worth a warning:
// receipts, and with them riders' "delivered", come no sooner.
const slowCommit = 2 * time.Second

func (h *Hub) measure(answers []Answer, committed int, took time.Duration) {
	h.Meter.Settled(answers, committed, took)
	for _, a := range answers {
		if a.Err == nil && a.Records > 0 {
			r := a.Down[0].Receipt
			h.Log.Debug("batch settled", keyStation, a.Station, keyEpoch, r.Epoch, keyUpTo, r.UpTo, keyRecords, a.Records, keyVerdict, r.Verdict)
		}
	}
	if committed > 0 && took > slowCommit {
		h.Log.Warn("slow commit", keyCount, committed, keyTook, took)
	}
}

// unanswered is the answer to a letter before anything is decided.
func (l *letter) unanswered() Answer {
	a := Answer{Message: l.Message, Station: l.station, Read: l.err == nil, Err: l.err}
	if l.batch != nil {
		a.Records = len(l.batch.Records)
	}
	return a
}
