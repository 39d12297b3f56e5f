package hub

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// A station whose batch was set aside, or whose epoch is over, changes nothing
// by sending again at once: a person has to act first.
const settleAfter = time.Minute

// ingest judges a batch and acts on the judgement.
func (g *group) ingest(s *Standing, b *batch, message []byte) (wire.Receipt, error) {
	at := s.cursor(b.Epoch)
	verdict, err := g.judge(s.Newest(), at, b)
	if err != nil {
		return wire.Receipt{}, err
	}
	switch {
	case verdict == wire.Accepted && b.Last() > at.UpTo:
		at = g.store(s, at, b, message)
	case verdict == wire.Forked, verdict == wire.StaleEpoch && b.Last() > at.UpTo:
		// Records of an epoch that is over are a returned PC's: they too are
		// for a person to settle, and not to be lost.
		g.aside = append(g.aside, SetAside{b.Station, b.Epoch, b.First, reasons[verdict], message})
	}
	return receiptAt(at, verdict, g.now), nil
}

var reasons = map[wire.Verdict]string{
	wire.Forked:     "contradicts the records held of this epoch",
	wire.StaleEpoch: "a later epoch of the station has begun",
}

// judge compares a batch with the chain the hub holds. As each link hangs on
// all before it, one common link is enough: the newest that both have.
func (g *group) judge(newest uint32, at Cursor, b *batch) (wire.Verdict, error) {
	switch {
	case b.Epoch < newest:
		return wire.StaleEpoch, nil
	case b.First > at.UpTo+1:
		return wire.Resend, nil
	}
	common, held := min(b.Last(), at.UpTo), at.Hash
	if common < at.UpTo {
		var err error
		if held, err = g.hashAt(event.Ref{Station: b.Station, Epoch: b.Epoch, Seq: common}); err != nil {
			return 0, err
		}
	}
	if b.links[common+1-b.First] != held {
		return wire.Forked, nil
	}
	return wire.Accepted, nil
}

// hashAt is the chain at a record of this group or of the store.
func (g *group) hashAt(r event.Ref) (event.Hash, error) {
	for _, b := range g.fresh[journal{r.Station, r.Epoch}] {
		if r.Seq >= b.First && r.Seq <= b.Last() {
			return b.links[r.Seq+1-b.First], nil
		}
	}
	return g.tx.HashAt(r)
}

// store takes what of the batch is new, and returns where the cursor is then.
func (g *group) store(s *Standing, at Cursor, b *batch, message []byte) Cursor {
	first := at.UpTo + 1
	g.batches = append(g.batches, Batch{b.Station, b.Epoch, first, b.kinds[first-b.First:], message})
	at.UpTo, at.Hash = b.Last(), b.links[len(b.links)-1]
	of := journal{b.Station, b.Epoch}
	g.moved[of], g.fresh[of], s.Cursors[b.Epoch] = at, append(g.fresh[of], b), at
	return at
}

func receiptAt(c Cursor, v wire.Verdict, now time.Time) wire.Receipt {
	r := wire.Receipt{Epoch: c.Epoch, UpTo: c.UpTo, Hash: c.Hash, Verdict: v, HubTime: now}
	if v == wire.Forked || v == wire.StaleEpoch {
		r.RetryAfter = settleAfter
	}
	return r
}
