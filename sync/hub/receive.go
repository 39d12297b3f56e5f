package hub

import (
	"context"
	"errors"
	"slices"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Answer is what one message is answered with. Nothing of it counts unless Err
// is nil. Errors are those of wire.OpenBatch, wire.ErrTopic, ErrUnknownStation,
// ErrNoKey, ErrRevoked, ErrReplaced, or the Store's.
type Answer struct {
	Message
	// Station is who signed the message, and whom the answer is for.
	Station string
	Down    []wire.Downward
	// Records are those of the batch, 0 where it was none. Behind: the station has
	// spoken of others that are not here. Read: Err, if any, is not the message's.
	Records int
	Read    bool
	Behind  bool
	Err     error
}

// bytes is about how much memory the answer takes.
func (a Answer) bytes() int {
	n := len(a.Payload)
	for _, d := range a.Down {
		if d.Page != nil {
			for _, e := range d.Page.Entries {
				n += len(e)
			}
		}
	}
	return n
}

// Receive commits messages of any stations together, each station's in the
// order given, and returns an answer for each. A batch that contradicts what
// the hub holds is no error: the receipt's verdict says so.
func (h *Hub) Receive(ctx context.Context, messages []Message) []Answer {
	return h.commit(ctx, h.open(ctx, messages))
}

func (h *Hub) commit(ctx context.Context, letters []*letter) []Answer {
	answers := make([]Answer, len(letters))
	var good []int
	for i, l := range letters {
		answers[i] = l.unanswered()
		switch {
		case l.err != nil:
		case l.vitals != nil:
			h.observe(*l.vitals)
		default:
			good = append(good, i)
		}
	}
	began := h.Now()
	h.settle(ctx, letters, answers, good)
	h.measure(answers, len(good), h.Now().Sub(began))
	return answers
}

// observe passes telemetry on. It is not answered.
func (h *Hub) observe(v wire.Vitals) {
	h.Log.Debug("telemetry", keyStation, v.Station, "version", v.Version, "bytes", len(v.Body))
	h.Telemetry(v.Station, v.Wall, v.Body)
}

// settle commits some of the letters in one transaction. Where the store takes
// no offence but at one of them, the others do without it.
func (h *Hub) settle(ctx context.Context, letters []*letter, answers []Answer, some []int) {
	if len(some) == 0 {
		return
	}
	var settled []Answer
	var records int
	err := h.Store.Update(ctx, func(tx Tx) (err error) {
		g := newGroup(tx, h.Now())
		settled, err = g.settle(letters, some)
		records = g.records()
		return err
	})
	if half := len(some) / 2; half > 0 && errors.Is(err, ErrRejected) {
		h.settle(ctx, letters, answers, some[:half])
		h.settle(ctx, letters, answers, some[half:])
		return
	}
	for n, i := range some {
		if err != nil {
			answers[i].Err = err
		} else {
			answers[i] = settled[n]
		}
	}
	if err == nil {
		h.passed(records)
		h.grown.ring()
	}
}

func unique(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Ingest is Receive of one batch.
func (h *Hub) Ingest(ctx context.Context, message []byte) (station string, receipt wire.Receipt, err error) {
	a := h.Receive(ctx, []Message{{wire.Up.Topic(anyStation), message}})[0]
	if a.Err != nil {
		return "", wire.Receipt{}, a.Err
	}
	return a.Station, *a.Down[0].Receipt, nil
}

// anyStation stands where the message itself says whose it is.
const anyStation = "-"
