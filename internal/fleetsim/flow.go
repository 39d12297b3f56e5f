package fleetsim

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/edge"
	"github.com/nuanxin/station-kit/sync/wire"
	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// What docs/wire.md lets a station have under way.
const (
	window    = 4
	unheard   = 1
	helloGap  = time.Second
	longPause = time.Hour
)

// flow holds a station to the hub's word on how much it may send.
type flow struct {
	granted int
	pause   time.Time
	flying  []wirepb.Batch
	hello   time.Time
	epoch   uint32
	newest  *link1
}

// link1 is the chain at the end of a batch.
type link1 struct {
	epoch uint32
	last  uint64
	hash  event.Hash
}

func lastOf(b *wirepb.Batch) uint64 { return b.FirstSeq + uint64(b.Count) - 1 }

func (f *flow) connected() { f.granted, f.flying = unheard, nil }

func (f *flow) sent(s *site, a edge.Action) {
	if a.Topic == wire.Hello.Topic(s.id) {
		s.happened("hellos")
		if !f.hello.IsZero() && s.time().Sub(f.hello) < helloGap {
			s.fail("%s greets twice within %v", s.id, s.time().Sub(f.hello))
		}
		f.hello = s.time()
		return
	}
	var b wirepb.Batch
	if !body(a.Payload, &b) {
		s.fail("%s sends what is no batch", s.id)
	}
	s.happened("batches")
	f.batch(s, &b)
}

func (f *flow) batch(s *site, b *wirepb.Batch) {
	if s.time().Before(f.pause) {
		s.fail("%s sends a batch %v before the hub's pause ends", s.id, f.pause.Sub(s.time()))
	}
	if n := len(f.flying); n > 0 && b.FirstSeq <= lastOf(&f.flying[n-1]) || b.Epoch != f.epoch {
		f.flying = nil // it goes back, or on
	}
	f.epoch = b.Epoch
	f.flying = append(f.flying, wirepb.Batch{FirstSeq: b.FirstSeq, Count: b.Count})
	if len(f.flying) > f.granted {
		s.fail("%s has %d batches under way, %d granted", s.id, len(f.flying), f.granted)
	}
}

// hears notes what a message of the hub allows, that came when the station stood
// so.
func (f *flow) hears(s *site, at station.Standing, payload []byte) {
	var d wirepb.Down
	if !body(payload, &d) || d.GetReceipt() == nil {
		return
	}
	r := d.GetReceipt()
	if r.Epoch != at.Epoch {
		return
	}
	f.granted = window
	if r.Credit > 0 {
		f.granted = min(window, int(r.Credit))
	}
	f.pause = s.time().Add(min(time.Duration(r.RetryAfterMs)*time.Millisecond, longPause))
	for len(f.flying) > 0 && lastOf(&f.flying[0]) <= r.UpTo {
		f.flying = f.flying[1:]
	}
	if r.Verdict != wirepb.Verdict_VERDICT_ACCEPTED || r.UpTo < at.Delivered {
		f.flying = nil // it may go back
	}
}

// tide counts messages by the minute.
type tide struct {
	minute  int64
	out, in int
}

// quiet is how many messages a station may send in a minute without a cause:
// greetings, and what had no answer.
const quiet = 80

func (t *tide) turn(s *site) {
	if m := int64(s.now / time.Minute); m != t.minute {
		*t = tide{minute: m}
	}
}

func (t *tide) sent(s *site) {
	t.turn(s)
	if t.out++; t.out > quiet+5*t.in {
		s.fail("%s has sent %d messages within a minute, having received %d", s.id, t.out, t.in)
	}
}

func (t *tide) received(s *site) {
	t.turn(s)
	t.in++
}
