package edge

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

var (
	stationKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	hubKey     = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32))
	t0         = time.Unix(1_000_000_000, 0)
)

// complaint is how a world says that something is wrong: rapid's or testing's.
type complaint interface {
	Helper()
	Fatalf(format string, args ...any)
}

// shelf is a station reduced to its journals. It implements Outbox and Inbox.
type shelf struct {
	records   [][]byte
	links     []event.Hash // links[n] is that at record n
	delivered uint64
	gone      uint64 // records up to it were removed
	cursor    uint64 // of the down-journal
	applied   []string
	forks     int
	link      station.Link
	heard     time.Time
	broken    error // what Hear says
}

func newShelf() *shelf { return &shelf{links: []event.Hash{event.Genesis("st-1", 1)}} }

func (s *shelf) append(n int) {
	for range n {
		r := fmt.Appendf(nil, "record %d", len(s.records)+1)
		s.records, s.links = append(s.records, r), append(s.links, s.links[len(s.links)-1].Next(r))
	}
}

func (s *shelf) last() uint64 { return uint64(len(s.records)) }

func (s *shelf) Standing() (station.Standing, error) {
	return station.Standing{Epoch: 1, Last: s.last(), Delivered: s.delivered, DownCursor: s.cursor, JournalEpoch: 1, Waiting: s.last() - s.delivered}, nil
}

func (s *shelf) Appended() <-chan struct{} { return nil }

func (s *shelf) Records(after uint64, count, _ int) (event.Hash, [][]byte, error) {
	rest := s.records[after:]
	return s.links[after], rest[:min(count, len(rest), 10)], nil // small batches, so that there are many
}

func (s *shelf) fits(upTo uint64, link event.Hash) bool {
	return upTo <= s.last() && s.links[upTo] == link
}

func (s *shelf) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	if epoch != 1 || !s.fits(upTo, link) {
		return station.ErrForeignReceipt
	}
	s.delivered = max(s.delivered, upTo)
	return nil
}

func (s *shelf) Regress(_ uint32, upTo uint64, link event.Hash) error {
	switch {
	case upTo < s.gone:
		return station.ErrRecordsGone
	case !s.fits(upTo, link):
		return station.ErrForeignReceipt
	}
	s.delivered = min(s.delivered, upTo)
	return nil
}

func (s *shelf) Fork(uint32) error        { s.forks++; return nil }
func (s *shelf) Hear(hub time.Time) error { s.heard = hub; return s.broken }
func (s *shelf) Linked(l station.Link)    { s.link = l }

func (s *shelf) Apply(first uint64, entries [][]byte) error {
	if first == 0 || first > s.cursor+1 {
		return station.ErrGap
	}
	for i, e := range entries {
		if n := first + uint64(i); n > s.cursor {
			s.cursor, s.applied = n, append(s.applied, string(e))
		}
	}
	return nil
}

// modelHub is a hub reduced to the protocol.
type modelHub struct {
	upTo   uint64
	links  []event.Hash
	down   []string
	credit uint32
	retry  time.Duration
	deaf   bool // takes nothing up, though it answers greetings
}

func newModelHub() *modelHub { return &modelHub{links: []event.Hash{event.Genesis("st-1", 1)}} }

func (h *modelHub) receipt(v wire.Verdict, now time.Time) wire.Receipt {
	return wire.Receipt{Epoch: 1, UpTo: h.upTo, Hash: h.links[h.upTo], Verdict: v, HubTime: now, RetryAfter: h.retry, Credit: h.credit}
}

func (h *modelHub) take(w complaint, b wire.Batch, now time.Time) wire.Receipt {
	if b.First > h.upTo+1 {
		return h.receipt(wire.Resend, now)
	}
	if h.links[b.First-1] != b.Prev {
		w.Fatalf("a batch from %d does not continue the chain", b.First)
	}
	for i, r := range b.Records {
		if b.First+uint64(i) == h.upTo+1 {
			h.links = append(h.links, h.links[h.upTo].Next(r))
			h.upTo++
		}
	}
	return h.receipt(wire.Accepted, now)
}

// restore goes back to an earlier state.
func (h *modelHub) restore(upTo uint64) {
	h.upTo = min(h.upTo, upTo)
	h.links = h.links[:h.upTo+1]
}

// pages answers a cursor, two entries to a page.
func (h *modelHub) pages(cursor uint64) (pages []wire.Page) {
	for first := cursor + 1; first <= uint64(len(h.down)); first += 2 {
		p := wire.Page{First: first, Last: uint64(len(h.down)), JournalEpoch: 1}
		for _, e := range h.down[first-1 : min(first+1, uint64(len(h.down)))] {
			p.Entries = append(p.Entries, []byte(e))
		}
		pages = append(pages, p)
	}
	return pages
}

// world is a station's core, a hub, and what is under way between them. It
// complains of whatever a core must never do.
type world struct {
	complaint
	now  time.Time
	core *Core
	st   *shelf
	hub  *modelHub
	on   bool

	up, down [][]byte // messages under way
	sent     int      // messages ever handed to the carrier
	batches  int
	vitals   int
	redials  int
	hello    time.Time // the last one
	granted  int
	pause    time.Time
	flying   []wire.Batch // batches without a receipt, before a go-back
	receipts uint64       // the most any receipt has said
}

func newWorld(c complaint) *world {
	w := &world{complaint: c, now: t0, st: newShelf(), hub: newModelHub()}
	var nonces uint64
	w.core = NewCore(Config{
		Station: "st-1", Key: stationKey, Hub: hubKey.Public().(ed25519.PublicKey), Outbox: w.st, Inbox: w.st,
		Telemetry: func() []byte { return []byte("{}") },
		Now:       func() time.Time { return w.now },
		Random:    func() float64 { return 0.5 },
		Nonce: func() (n wire.Nonce) {
			nonces++
			binary.BigEndian.PutUint64(n[:], nonces)
			return n
		},
	})
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%v", err)
	}
}

func (w *world) connect() {
	if w.on {
		return
	}
	w.on, w.granted, w.flying = true, unheard, nil
	w.must(w.core.Connected(w.now))
	w.pump()
}

func (w *world) cut() {
	w.on, w.up, w.down = false, nil, nil
	w.core.Lost()
}

func (w *world) append(n int) {
	w.st.append(n)
	w.core.Appended()
	w.pump()
}

// pump does all that is due and returns when to look again.
func (w *world) pump() time.Time {
	w.Helper()
	for range 20 {
		a, err := w.core.Next(w.now)
		w.must(err)
		switch a.Kind {
		case Send:
			w.send(a)
		case Offer:
			w.vitals++
		case Redial:
			w.redials++
			w.cut()
			return w.now.Add(time.Second)
		case Wait:
			w.status()
			if !a.Wake.After(w.now) {
				w.Fatalf("to be woken %v ago", w.now.Sub(a.Wake))
			}
			return a.Wake
		}
	}
	w.Fatalf("it never waits")
	return w.now
}

func (w *world) send(a Action) {
	w.Helper()
	if !w.on {
		w.Fatalf("sent while not connected")
	}
	w.sent++
	w.up = append(w.up, a.Payload)
	if a.Topic == wire.Hello.Topic("st-1") {
		if w.now.Sub(w.hello) < time.Second {
			w.Fatalf("two hellos within %v", w.now.Sub(w.hello))
		}
		w.hello = w.now
		return
	}
	b, err := wire.OpenBatch(a.Payload, keys)
	w.must(err)
	w.batches++
	w.batch(b)
}

// batch checks one that is sent against receipts, credit and pause.
func (w *world) batch(b wire.Batch) {
	w.Helper()
	if b.First <= w.st.delivered {
		w.Fatalf("record %d is sent, %d are receipted", b.First, w.st.delivered)
	}
	if w.now.Before(w.pause) {
		w.Fatalf("a batch is sent %v before the hub's pause ends", w.pause.Sub(w.now))
	}
	if n := len(w.flying); n > 0 && b.First <= w.flying[n-1].Last() {
		w.flying = nil // it goes back
	}
	w.flying = append(w.flying, b)
	if len(w.flying) > w.granted {
		w.Fatalf("%d batches under way, %d granted", len(w.flying), w.granted)
	}
}

func (w *world) status() {
	w.Helper()
	st, err := w.core.Status()
	w.must(err)
	if st.ReceiptUpTo != w.st.delivered || st.ReceiptUpTo > w.receipts || st.Waiting != w.st.last()-w.st.delivered {
		w.Fatalf("the status says %+v; delivered %d, receipts up to %d", st, w.st.delivered, w.receipts)
	}
	if st.Link != w.st.link {
		w.Fatalf("the station was told %+v, the status is %+v", w.st.link, st.Link)
	}
	if st.Connected.IsZero() == w.on {
		w.Fatalf("connected since %v, in truth %v", st.Connected, w.on)
	}
}

func keys(string) (ed25519.PublicKey, error) { return stationKey.Public().(ed25519.PublicKey), nil }

// arrive has the hub take a message and answer.
func (w *world) arrive(message []byte) {
	w.Helper()
	if b, err := wire.OpenBatch(message, keys); err == nil {
		if !w.hub.deaf {
			w.answer(wire.Downward{Receipt: new(w.hub.take(w, b, w.now))})
		}
		return
	}
	g, err := wire.OpenGreeting(message, keys)
	w.must(err)
	r := w.hub.receipt(wire.Accepted, w.now)
	r.Nonce = g.Nonce
	w.answer(wire.Downward{Receipt: &r})
	for _, p := range w.hub.pages(g.DownCursor) {
		w.answer(wire.Downward{Page: &p})
	}
}

func (w *world) answer(d wire.Downward) {
	message, err := wire.EncodeDownward("st-1", d, hubKey)
	w.must(err)
	w.down = append(w.down, message)
}

// receive hands a message from the hub to the core, noting what it allows.
func (w *world) receive(message []byte) {
	w.Helper()
	d, err := wire.OpenDownward(message, "st-1", hubKey.Public().(ed25519.PublicKey))
	if err == nil && d.Receipt != nil && d.Receipt.Epoch == 1 {
		w.note(*d.Receipt)
	}
	w.must(w.core.Receive(w.now, message))
	w.pump()
}

func (w *world) note(r wire.Receipt) {
	w.granted = window
	if r.Credit > 0 {
		w.granted = min(window, int(r.Credit))
	}
	w.pause = w.now.Add(min(r.RetryAfter, longestPause))
	if w.st.fits(r.UpTo, r.Hash) {
		w.receipts = max(w.receipts, r.UpTo)
		for len(w.flying) > 0 && w.flying[0].Last() <= r.UpTo {
			w.flying = w.flying[1:]
		}
	}
	if r.Verdict != wire.Accepted || r.UpTo < w.st.delivered {
		w.flying = nil // it may go back
	}
}

// settle lets everything arrive in order, and time pass, until nothing is left
// to do or patience ends.
func (w *world) settle(patience time.Duration) {
	w.Helper()
	for end := w.now.Add(patience); w.now.Before(end) && !w.done(); {
		if !w.on {
			w.connect()
		}
		wake := w.pump()
		switch {
		case len(w.up) > 0:
			m := w.up[0]
			w.up = w.up[1:]
			w.arrive(m)
		case len(w.down) > 0:
			m := w.down[0]
			w.down = w.down[1:]
			w.receive(m)
		case w.on:
			w.now = wake
		default:
			w.now = w.now.Add(time.Second)
		}
	}
}

func (w *world) done() bool {
	return w.st.link.Stuck == "" && w.st.delivered == w.st.last() && w.hub.upTo == w.st.last() && w.st.cursor == uint64(len(w.hub.down)) && len(w.up)+len(w.down) == 0
}
