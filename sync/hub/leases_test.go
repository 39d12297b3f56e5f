package hub_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// diarist is a station of which only the records matter.
type diarist struct {
	enrolled
	r       *rig
	epoch   uint32
	history [][]byte
}

func (r *rig) diarist(id string) *diarist { return &diarist{r.enrol(id), r, 1, nil} }

// say records and delivers, twice, and has the followers read it.
func (d *diarist) say(all ...*event.Record) {
	first := len(d.history) + 1
	for _, rec := range all {
		rec.Stamp = stamp(len(d.history))
		d.history = append(d.history, encoded(rec))
	}
	for range 2 {
		must(ingest(d.r, d.batch(d.epoch, d.history, first, len(all))))
		d.r.follow()
	}
}

func booking(state event.BookingState, slot string) *event.Record {
	return &event.Record{Body: &event.Record_Booking{Booking: &event.Booking{Slot: slot, Service: "health-check", State: state, StartsMs: slotOf(1).Starts.UnixMilli()}}}
}

func cancel(epoch uint32, seq uint64, slot string) *event.Record {
	return &event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingEpoch: epoch, BookingSeq: seq, Slot: slot}}}
}

func changed(seq uint64, to event.BookingState) *event.Record {
	return &event.Record{Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{Booking: &event.Reference{Epoch: 1, Seq: seq}, State: to}}}
}

func returned(slot string, n uint32) *event.Record {
	return &event.Record{Body: &event.Record_QuotaReturned{QuotaReturned: &event.QuotaReturned{Slot: slot, Quantity: n}}}
}

var (
	gaveUp      = &event.Record{Body: &event.Record_LoansForfeited{LoansForfeited: &event.LoansForfeited{}}}
	confirmed   = event.BookingState_BOOKING_STATE_CONFIRMED
	provisional = event.BookingState_BOOKING_STATE_PROVISIONAL
	waiting     = event.BookingState_BOOKING_STATE_WAITING
	slotID      = hub.SlotID("health-check", slotOf(1).Starts, slotOf(1).PlaceZH)
)

// told is what the hub has sent a station after its first loans, in short.
func (r *rig) told(id string) string {
	var all []string
	for _, d := range r.journal(id) {
		switch body := d.Body.(type) {
		case *event.Down_SlotLent:
			all = append(all, fmt.Sprintf("lent %d", body.SlotLent.Quantity))
		case *event.Down_BookingDecided:
			all = append(all, fmt.Sprintf("%d %t", body.BookingDecided.Booking.Seq, body.BookingDecided.Confirmed))
		case *event.Down_QuotaWanted:
			all = append(all, fmt.Sprintf("wanted %d", body.QuotaWanted.Quantity))
		case *event.Down_LoansEnded:
			all = append(all, "ended")
		}
	}
	return strings.Join(all, ", ")
}

func (r *rig) lent() string {
	s := must(r.store.Slots(ctx, time.Time{}))[0]
	return fmt.Sprintf("%d of %d %v", s.Lent, s.Capacity, s.Loans)
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestAProvisionalBookingGetsAFreePlaceOrARefusal(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.diarist("b")
	must(r.setSlot(slotOf(3), []hub.Share{{Station: "a", Places: 2}}))
	b.say(booking(provisional, slotID), booking(provisional, slotID))
	same(t, "b has the free place, and a is asked for another", r.told("b")+"; "+r.told("a"), "1 true; lent 2, wanted 1")
	same(t, "loans", r.lent(), "3 of 3 map[a:2 b:1]")
	r.diarist("c").say(returned(slotID, 1)) // it has none
	a.say(returned(slotID, 1))
	same(t, "b has what a gave back; a is asked once", r.told("b")+"; "+r.told("a"), "1 true, 2 true; lent 2, wanted 1")
	same(t, "loans", r.lent(), "3 of 3 map[a:1 b:2]")
	a.say(booking(confirmed, slotID))
	b.say(changed(1, confirmed), changed(2, confirmed), booking(provisional, slotID))
	same(t, "all is promised", r.told("b"), "1 true, 2 true, 5 false")
}

func TestWhoWaitsIsSentALoan(t *testing.T) {
	r := rigFor(t)
	a := r.diarist("a")
	must(r.setSlot(slotOf(1), []hub.Share{{Station: "a", Places: 1}}))
	a.say(booking(confirmed, slotID), booking(waiting, slotID))
	same(t, "none is free", r.told("a"), "lent 1")
	must(r.setSlot(slotOf(2), []hub.Share{{Station: "a", Places: 1}}))
	same(t, "the capacity was raised", r.told("a"), "lent 1, lent 1")
}

func TestSlotStartRefusesAndCloses(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.diarist("b")
	must(r.setSlot(slotOf(2), []hub.Share{{Station: "a", Places: 2}}))
	b.say(booking(provisional, slotID))
	same(t, "a may give one back", r.told("b"), "")
	must(0, r.Tend(ctx))
	same(t, "before the start", r.told("b"), "")
	r.now = slotOf(1).Starts
	for range 2 {
		must(0, r.Tend(ctx))
	}
	same(t, "at the start", r.told("b"), "1 false")
	a.say(returned(slotID, 2))
	b.say(booking(waiting, slotID), booking(provisional, slotID))
	same(t, "afterwards", r.told("b"), "1 false, 3 false")
}

func TestCancelledBookingsOfOtherEpochsStayLockedUntilWrittenOff(t *testing.T) {
	r := rigFor(t)
	a := r.diarist("a")
	must(r.setSlot(slotOf(2), []hub.Share{{Station: "a", Places: 2}}))
	a.say(booking(confirmed, slotID), booking(confirmed, slotID))
	a.epoch, a.history = 2, nil
	a.say(cancel(1, 1, slotID))
	same(t, "locked", r.lent(), "2 of 2 map[a:2]")
	if freed := must(r.DeclareLost(hub.As(ctx, "li"), "a")); freed != 1 {
		t.Errorf("%d freed", freed)
	}
	a.say(gaveUp, cancel(1, 2, slotID))
	same(t, "written off", r.lent(), "0 of 2 map[]")
}

func TestALostStationIsLentNothingUntilItIsBack(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.diarist("b")
	must(r.setSlot(slotOf(3), []hub.Share{{Station: "a", Places: 3}}))
	a.say(booking(confirmed, slotID))
	b.say(booking(provisional, slotID))
	if freed := must(r.DeclareLost(hub.As(ctx, "li"), "a")); freed != 2 {
		t.Errorf("%d freed", freed)
	}
	same(t, "its places are for others", r.told("b")+"; "+r.lent(), "1 true; 2 of 3 map[a:1 b:1]")
	if _, err := r.setSlot(slotOf(3), []hub.Share{{Station: "a", Places: 2}}); !errors.Is(err, hub.ErrLost) {
		t.Errorf("lent to a lost station: %v", err)
	}
	// It returns: what it gives back was written off, what it confirmed has a
	// place while there is one, and then is for a person.
	a.say(returned(slotID, 1), booking(confirmed, slotID), booking(confirmed, slotID), booking(provisional, slotID))
	same(t, "loans", r.lent(), "3 of 3 map[a:2 b:1]")
	open := must(r.Conflicts(ctx, ""))
	if len(open) != 1 || open[0].Ref.Seq != 4 || open[0].Slot != slotID {
		t.Fatalf("conflicts %+v", open)
	}
	same(t, "not decided while away", r.told("a"), "wanted 1, ended")
	a.say(gaveUp)
	same(t, "decided now", r.told("a"), "wanted 1, ended, 5 false")

	if err := r.Settle(hub.As(ctx, "li"), open[0].Ref, true, ""); !errors.Is(err, hub.ErrNoPlace) {
		t.Errorf("honoured without a place: %v", err)
	}
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "b", Places: 1}}))
	must(0, r.Settle(hub.As(ctx, "li"), open[0].Ref, true, "told by telephone"))
	if err := r.Settle(ctx, open[0].Ref, false, ""); !errors.Is(err, hub.ErrNoConflict) {
		t.Errorf("settled twice: %v", err)
	}
	same(t, "loans", r.lent(), "4 of 4 map[a:3 b:1]")
	acts := r.deeds()
	if len(acts) != 2 || acts[0].What != "settle" || acts[0].Detail != "honoured" || acts[1].What != "lost" || acts[1].Who != "li" {
		t.Errorf("acts %+v", acts)
	}
}

func TestAConflictEndsWithItsBooking(t *testing.T) {
	r := rigFor(t)
	a := r.diarist("a")
	must(r.setSlot(slotOf(1), nil))
	a.say(booking(confirmed, slotID), booking(confirmed, slotID))
	open := must(r.Conflicts(ctx, ""))
	if len(open) != 1 || open[0].Ref.Seq != 2 {
		t.Fatalf("%+v", open)
	}
	a.say(cancel(1, 2, slotID))
	done := must(r.Conflicts(ctx, "cancelled"))
	if len(must(r.Conflicts(ctx, ""))) != 0 || len(done) != 1 || done[0].Who != hub.Itself {
		t.Errorf("%+v", done)
	}
}

// A follower whose transaction fails begins the page anew, and a record that
// comes twice is answered once.
func TestAnswersAreGivenOnceWhereverTheHubDies(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.enrol("b")
	must(r.setSlot(slotOf(3), []hub.Share{{Station: "a", Places: 2}}))
	a.say(returned(slotID, 1))
	history := [][]byte{encoded(&event.Record{Stamp: stamp(0), Body: booking(provisional, slotID).Body})}
	must(ingest(r, b.batch(1, history, 1, 1)))
	for range 3 {
		r.crash.next = true
		if err := r.CatchUp(ctx); !errors.Is(err, errCrash) {
			t.Fatalf("%v", err)
		}
	}
	r.crash.next = false
	for range 3 {
		r.follow()
		must(ingest(r, b.batch(1, history, 1, 1)))
	}
	same(t, "once", r.told("b")+"; "+r.lent(), "1 true; 2 of 3 map[a:1 b:1]")
	if err := r.Replay(ctx, "leases"); !errors.Is(err, hub.ErrNoReplay) {
		t.Errorf("replayed: %v", err)
	}
	if !slices.ContainsFunc(r.Followers, func(f hub.Follower) bool { return f.Name == "leases" && f.Tables == nil }) {
		t.Error("no such follower")
	}
}
