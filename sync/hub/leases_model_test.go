package hub_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// outpost is a real station of the hub, and a copy of its file.
type outpost struct {
	enrolled
	cfg   station.Config
	s     *station.Station
	copy  string
	acked bool // has greeted in its present epoch, so that what was void is void
}

// GoString keeps what a failing draw prints short.
func (p *outpost) GoString() string { return p.id }

// town is a real hub and real stations, with what riders believe they hold.
type town struct {
	*rig
	t        *rapid.T
	dir      string
	clock    *stationtest.Clock
	posts    []*outpost
	slots    []hub.Slot
	believes map[event.Ref]string // to the slot
	left     map[event.Ref]bool   // cancelled or moved, whatever a file says
	calm     bool                 // nothing dies or is lost any more
}

func newTown(t *rapid.T, fleet *stationtest.Fleet, outer *testing.T) *town {
	w := &town{t: t, dir: must(os.MkdirTemp("", "town-*")), clock: &stationtest.Clock{Time: noon}, believes: map[event.Ref]string{}, left: map[event.Ref]bool{}}
	w.rig = newRig(filepath.Join(w.dir, "hub"))
	w.Followers = w.Reactions()
	for _, id := range []string{"a", "b", "c"} {
		p := &outpost{enrolled: w.enrol(id), cfg: fleet.Config(outer, id), acked: true}
		p.cfg.Path, p.cfg.Issuer.Key, p.cfg.Clock = filepath.Join(w.dir, id+".db"), p.key, w.clock.Station()
		p.s = must(station.Open(p.cfg))
		w.posts = append(w.posts, p)
	}
	for i := range 2 {
		s := slotOf(rapid.IntRange(1, 4).Draw(t, "capacity"))
		s.Starts = s.Starts.Add(time.Duration(i) * time.Hour)
		s.ID = hub.SlotID(s.Service, s.Starts, s.PlaceZH)
		var shares []hub.Share
		for _, p := range w.posts {
			if n := rapid.IntRange(0, s.Capacity/2).Draw(t, "lent to "+p.id); n > 0 && len(shares) < 2 {
				shares = append(shares, hub.Share{Station: p.id, Places: n})
			}
		}
		must(w.setSlot(s, shares))
		w.slots = append(w.slots, s)
	}
	for _, p := range w.posts {
		w.greet(p)
	}
	return w
}

func (w *town) close() {
	for _, p := range w.posts {
		report := must(p.s.Check())
		for _, fault := range report.Faults {
			w.t.Errorf("%s: %s", p.id, fault)
		}
		p.s.Close()
	}
	w.store.Close()
	os.RemoveAll(w.dir)
}

func townRider(n byte) station.Rider {
	return station.Rider{Pseudonym: event.PseudonymFrom(make16(n)), Means: event.Means_MEANS_CARD}
}

const townRiders = 7

func (w *town) draw() (*outpost, station.Rider, hub.Slot) {
	p := rapid.SampledFrom(w.posts).Draw(w.t, "station")
	r := townRider(rapid.ByteRange(1, townRiders).Draw(w.t, "rider"))
	return p, r, w.slots[rapid.IntRange(0, len(w.slots)-1).Draw(w.t, "slot")]
}

func (w *town) book(how func(*station.Station) func(station.Rider, string) (station.Booking, error)) {
	p, r, slot := w.draw()
	if _, err := how(p.s)(r, slot.ID); errors.Is(err, station.ErrStorage) {
		w.t.Fatal(err)
	}
}

func (w *town) cancel() {
	p, r, _ := w.draw()
	for _, b := range must(p.s.Bookings(r.Pseudonym)) {
		if p.s.Cancel(r.Pseudonym, b.Ref) == nil {
			w.left[b.Ref] = true
		}
	}
}

func (w *town) move() {
	p, r, slot := w.draw()
	for _, b := range must(p.s.Bookings(r.Pseudonym)) {
		if _, err := p.s.Reschedule(r, b.Ref, slot.ID); err == nil {
			w.left[b.Ref] = true
		}
	}
}

func (w *town) giveBack() {
	p, _, slot := w.draw()
	_ = p.s.GiveBack(slot.ID, rapid.IntRange(1, 2).Draw(w.t, "places"))
}

// up sends what waits at a station, or a part of it, once or twice, to a hub
// that may die.
func (w *town) up(p *outpost, most int) {
	at := must(p.s.Standing())
	prev, records, err := p.s.Records(at.Delivered, most, 1<<20)
	if err != nil || len(records) == 0 {
		return
	}
	message := must(wire.EncodeBatch(wire.Batch{Station: p.id, Epoch: at.Epoch, First: at.Delivered + 1, Prev: prev, Records: records}, p.key))
	w.crash.next = w.fault("the hub dies", 6)
	_, _, _ = w.Ingest(ctx, message)
	w.crash.next = false
	if w.fault("the receipt is lost", 4) {
		return
	}
	_, receipt, err := w.Ingest(ctx, message)
	if err != nil {
		w.t.Fatal(err)
	}
	switch receipt.Verdict {
	case wire.Accepted, wire.Resend:
		if err := p.s.Deliver(receipt.Epoch, receipt.UpTo, receipt.Hash); err != nil {
			w.t.Fatal(err)
		}
	default:
		if err := p.s.Fork(receipt.Epoch); err != nil {
			w.t.Fatal(err)
		}
	}
}

// answer has the hub read what it was sent. It may die before a commit.
func (w *town) answer() {
	w.crash.next = w.fault("the hub dies", 4)
	if err := w.CatchUp(ctx); err != nil && !errors.Is(err, errCrash) {
		w.t.Fatal(err)
	}
	w.crash.next = false
}

// greet applies what the hub has for a station.
func (w *town) greet(p *outpost) {
	at := must(p.s.Standing())
	hello := must(wire.EncodeGreeting(wire.Greeting{
		Station: p.id, Epoch: at.Epoch, Last: at.Last, DownCursor: at.DownCursor, Wall: noon, JournalEpoch: at.JournalEpoch,
	}, p.key))
	_, _, pages, err := w.Greet(ctx, hello)
	if err != nil {
		w.t.Fatal(err)
	}
	p.acked = true
	for _, page := range pages {
		for range 2 {
			if err := p.s.Apply(page.First, page.Entries); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

func (w *town) backUp() {
	p, _, _ := w.draw()
	var b bytes.Buffer
	if err := p.s.Backup(&b); err != nil {
		w.t.Fatal(err)
	}
	p.copy = filepath.Join(w.dir, p.id+".copy")
	must(0, os.WriteFile(p.copy, b.Bytes(), 0o600))
}

// restore loses a station's file; what riders were told stays told.
func (w *town) restore() {
	p, _, _ := w.draw()
	if p.copy == "" {
		return
	}
	w.look()
	must(0, p.s.Close())
	must(station.Restore(p.cfg, p.copy))
	p.s, p.acked = must(station.Open(p.cfg)), false
}

func (w *town) widen() {
	i := rapid.IntRange(0, len(w.slots)-1).Draw(w.t, "slot")
	w.slots[i].Capacity++
	if _, err := w.setSlot(w.slots[i], []hub.Share{{Station: "c"}}); errors.Is(err, hub.ErrLost) {
		w.slots[i].Capacity--
	} else if err != nil {
		w.t.Fatal(err)
	}
}

// look notes what riders see: a place confirmed is believed until they leave it.
func (w *town) look() {
	for _, p := range w.posts {
		for n := range byte(townRiders) {
			for _, b := range must(p.s.Bookings(townRider(n + 1).Pseudonym)) {
				if b.State == event.BookingState_BOOKING_STATE_CONFIRMED && !w.left[b.Ref] {
					w.believes[b.Ref] = b.Slot.ID
				}
			}
		}
	}
	for ref := range w.left {
		delete(w.believes, ref)
	}
}

// rights are the places that stations may still promise, those on their way
// included.
func (w *town) rights() map[string]int {
	n := map[string]int{}
	for _, p := range w.posts {
		for _, s := range must(p.s.Slots("health-check")) {
			n[s.ID] += s.Left
		}
		if !p.acked {
			continue // what is on its way will be void
		}
		for _, page := range must(w.PagesAfter(ctx, p.id, must(p.s.Standing()).DownCursor)) {
			for _, e := range page.Entries {
				d := must(event.DecodeDown(e))
				n[d.GetSlotLent().GetSlot()] += int(d.GetSlotLent().GetQuantity())
				if d.GetBookingDecided().GetConfirmed() {
					n[w.slotOf(p, d.GetBookingDecided().Booking)]++
				}
			}
		}
	}
	return n
}

// slotOf is the slot of a booking the hub has decided on.
func (w *town) slotOf(p *outpost, at *event.Reference) (slot string) {
	for _, e := range must(w.store.Events(ctx, hub.EventQuery{Station: p.id, Limit: 1000})) {
		if e.Epoch == at.Epoch && e.Seq == at.Seq {
			slot = must(event.Decode(e.Bytes)).GetBooking().GetSlot()
		}
	}
	return slot
}

// neverTooMany: what riders believe and stations may promise fits, but for what
// is shown as a conflict.
func (w *town) neverTooMany(allowed map[string]int) {
	w.look()
	rights := w.rights()
	for _, s := range w.slots {
		n := rights[s.ID]
		for _, slot := range w.believes {
			if slot == s.ID {
				n++
			}
		}
		if n > s.Capacity+allowed[s.ID] {
			w.t.Fatalf("slot %s of %d: %d promised or to be promised, %d by rights, believed %v", s.ID, s.Capacity, n, rights[s.ID], w.believes)
		}
	}
}

// fault is one time in so many.
func (w *town) fault(what string, in int) bool {
	return !w.calm && rapid.IntRange(1, in).Draw(w.t, what) == in
}

// settle lets all converge.
func (w *town) settle() {
	w.calm = true
	for range 6 {
		for _, p := range w.posts {
			w.greet(p)
			w.up(p, 1000)
		}
		w.answer()
	}
}

func (w *town) step() {
	any := func() *outpost { return rapid.SampledFrom(w.posts).Draw(w.t, "station") }
	switch rapid.SampledFrom([]string{
		"book", "provisional", "wait", "cancel", "move", "give back", "widen", "up", "up all", "answer", "answer", "greet", "greet",
	}).Draw(w.t, "step") {
	case "book":
		w.book(func(s *station.Station) func(station.Rider, string) (station.Booking, error) { return s.Book })
	case "provisional":
		w.book(func(s *station.Station) func(station.Rider, string) (station.Booking, error) {
			return s.BookProvisional
		})
	case "wait":
		w.book(func(s *station.Station) func(station.Rider, string) (station.Booking, error) { return s.Wait })
	case "cancel":
		w.cancel()
	case "move":
		w.move()
	case "give back":
		w.giveBack()
	case "widen":
		w.widen()
	case "up":
		w.up(any(), rapid.IntRange(1, 5).Draw(w.t, "records"))
	case "up all":
		w.up(any(), 1000)
	case "answer":
		w.answer()
	case "greet":
		w.greet(any())
	}
}

// TestNobodyIsDoubleBooked: whatever stations do offline, whatever comes twice,
// is lost or restored, places promised and places that may be promised never
// exceed a slot's capacity.
func TestNobodyIsDoubleBooked(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newTown(rt, fleet, t)
		defer w.close()
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 12).Draw(rt, "fault") {
			case 11:
				w.backUp()
			case 12:
				w.restore()
			default:
				w.step()
			}
			w.neverTooMany(nil)
		}
		w.settle()
		w.neverTooMany(nil)
		if n := len(must(w.Conflicts(ctx, ""))); n > 0 {
			rt.Fatalf("%d conflicts, and no station was declared lost", n)
		}
		w.nobodyLeftWaiting()
	})
}

// nobodyLeftWaiting: once all is quiet no place is free while somebody wants it.
func (w *town) nobodyLeftWaiting() {
	for _, s := range must(w.store.Slots(ctx, time.Time{})) {
		if s.Lent == s.Capacity {
			continue
		}
		for _, p := range w.posts {
			if !p.restored() {
				for n := range byte(townRiders) {
					for _, b := range must(p.s.Bookings(townRider(n + 1).Pseudonym)) {
						if b.Slot.ID == s.ID && b.State != event.BookingState_BOOKING_STATE_CONFIRMED {
							w.t.Fatalf("%s waits (%s) while %d of %d are lent", b.Ref, b.State, s.Lent, s.Capacity)
						}
					}
				}
			}
		}
	}
}

// restored: decisions sent to the file that was lost are void.
func (p *outpost) restored() bool { return must(p.s.Standing()).JournalEpoch > 1 }

// TestALostStationsPromisesShowAsConflicts: what a station declared lost had
// confirmed, when it returns, either has its place still or is there for a
// person to settle.
func TestALostStationsPromisesShowAsConflicts(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newTown(rt, fleet, t)
		defer w.close()
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			if rapid.IntRange(0, 12).Draw(rt, "fault") == 12 {
				must(w.DeclareLost(ctx, rapid.SampledFrom(w.posts).Draw(rt, "lost").id))
			} else {
				w.step()
			}
		}
		w.settle()
		open := map[string]int{}
		for _, c := range must(w.Conflicts(ctx, "")) {
			open[c.Slot]++
		}
		w.neverTooMany(open)
	})
}
