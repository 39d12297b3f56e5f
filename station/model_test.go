package station_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// machine is a real station beside its model.
type machine struct {
	t     *testing.T
	cfg   station.Config
	s     *station.Station
	clock *stationtest.Clock
	m     *diary
	// before is every booking as it stood a step ago, decided the one the hub
	// has decided since.
	before  map[event.Ref]event.BookingState
	decided event.Ref
	// told is what riders were last told and have not said that they saw.
	told map[byte][]station.Reminder
}

func newMachine(t *testing.T, r *rapid.T, fleet *stationtest.Fleet) *machine {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, event.Zone)
	k := &machine{t: t, cfg: fleet.Config(t, "st-1"), clock: &stationtest.Clock{Time: day}, told: map[byte][]station.Reminder{}}
	k.cfg.Clock = k.clock.Station()
	k.reopen()
	for _, service := range []string{"health-check", "legal-aid"} {
		stationtest.Offer(t, k.s, &event.ServiceOffered{Id: service, Waitlist: mayWait})
	}
	k.m = &diary{now: day, records: 1}
	// Something to draw from: rapid gives up where it finds too little to do.
	for range 3 {
		k.plan(r)
	}
	first := k.m.sittings[0]
	k.lendTo(first, 1)
	a := ask{who: 1, slot: first}
	b, err := k.s.Book(rider(a.who), first.id)
	k.asked(r, a, b, err)
	return k
}

func (k *machine) reopen() {
	if k.s != nil {
		if err := k.s.Close(); err != nil {
			k.t.Fatal(err)
		}
	}
	var err error
	if k.s, err = station.Open(k.cfg); err != nil {
		k.t.Fatal(err)
	}
}

// The draws.

const riders = 6

func drawRider(r *rapid.T) byte { return rapid.ByteRange(1, riders).Draw(r, "rider") }

// drawSitting is one of the latest slots, known to the station or not.
func (k *machine) drawSitting(r *rapid.T) *sitting {
	return rapid.SampledFrom(latest(k.m.sittings, 4)).Draw(r, "slot")
}

// drawBooking is one of the latest, those gone included, and mostly its own
// rider.
func (k *machine) drawBooking(r *rapid.T) (*wished, byte) {
	b := rapid.SampledFrom(latest(k.m.bookings, 8)).Draw(r, "booking")
	if rapid.IntRange(0, 20).Draw(r, "stranger") == 7 {
		return b, b.who%riders + 1
	}
	return b, b.who
}

func latest[T any](all []T, n int) []T { return all[max(0, len(all)-n):] }

// expect compares the station's error with the model's.
func expect(r *rapid.T, what string, got, want error) {
	if !errors.Is(got, want) || want == nil && got != nil {
		r.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// asked compares the station's answer to a request for a place with the
// model's, and enters it.
func (k *machine) asked(r *rapid.T, a ask, b station.Booking, err error) {
	state, want := k.m.answer(a)
	expect(r, "booking "+a.slot.id, err, want)
	if want == nil {
		if b.State != state || b.Slot.ID != a.slot.id {
			r.Fatalf("booked %+v, want state %s", b, state)
		}
		k.m.book(a, b.Ref, state)
	}
	if rival := k.m.rival(a.who, a.slot.service, a.followUpOf, a.moving); want == station.ErrAlreadyBooked && b.Ref != rival.ref {
		r.Fatalf("holds %s already, not %s", rival.ref, b.Ref)
	}
}

// The steps.

// plan adds a slot that the station has not heard of yet.
func (k *machine) plan(r *rapid.T) {
	ahead := rapid.SampledFrom([]int{10, 30, 30, 90}).Draw(r, "minutes ahead")
	k.m.sittings = append(k.m.sittings, &sitting{
		id:      fmt.Sprint("slot-", len(k.m.sittings)),
		service: rapid.SampledFrom([]string{"health-check", "health-check", "legal-aid"}).Draw(r, "service"),
		starts:  k.m.now.Add(time.Duration(ahead) * time.Minute),
	})
}

func (k *machine) lend(r *rapid.T) {
	k.lendTo(k.drawSitting(r), rapid.IntRange(0, 2).Draw(r, "places"))
}

func (k *machine) lendTo(p *sitting, n int) {
	stationtest.LendSlot(k.t, k.s, &event.SlotLent{
		Slot: p.id, Service: p.service, StartsMs: p.starts.UnixMilli(), Minutes: uint32(length.Minutes()), Quantity: uint32(n),
	})
	k.m.lend(p, n)
}

func (k *machine) book(r *rapid.T) {
	a := ask{who: drawRider(r), slot: k.drawSitting(r)}
	b, err := k.s.Book(rider(a.who), a.slot.id)
	k.asked(r, a, b, err)
}

func (k *machine) bookProvisional(r *rapid.T) {
	a := ask{who: drawRider(r), slot: k.drawSitting(r), beyond: provisional}
	b, err := k.s.BookProvisional(rider(a.who), a.slot.id)
	k.asked(r, a, b, err)
}

func (k *machine) wait(r *rapid.T) {
	a := ask{who: drawRider(r), slot: k.drawSitting(r), beyond: waiting}
	b, err := k.s.Wait(rider(a.who), a.slot.id)
	k.asked(r, a, b, err)
}

func (k *machine) walkIn(r *rapid.T) {
	a := ask{who: drawRider(r), slot: k.drawSitting(r), walkIn: true}
	b, err := k.s.WalkIn(rider(a.who), a.slot.id, "at-1")
	k.asked(r, a, b, err)
}

func (k *machine) followUp(r *rapid.T) {
	of, who := k.drawBooking(r)
	a := ask{who: who, slot: k.drawSitting(r), followUpOf: of.ref}
	b, err := k.s.FollowUp(rider(who), of.ref, a.slot.id, "at-1")
	switch {
	case of.gone || of.who != who:
		expect(r, "follow-up", err, station.ErrNoBooking)
	case of.state != attended:
		expect(r, "follow-up", err, station.ErrNotAttended)
	default:
		k.asked(r, a, b, err)
	}
}

func (k *machine) reschedule(r *rapid.T) {
	old, who := k.drawBooking(r)
	to := k.drawSitting(r)
	b, err := k.s.Reschedule(rider(who), old.ref, to.id)
	switch want := k.m.changeable(old, who); {
	case want != nil:
		expect(r, "rescheduling", err, want)
	case !to.known:
		expect(r, "rescheduling", err, station.ErrNoSlot)
	case to == old.slot:
		expect(r, "rescheduling", err, station.ErrAlreadyBooked)
	case to.service != old.slot.service:
		expect(r, "rescheduling", err, station.ErrOtherService)
	default:
		k.asked(r, ask{who: who, slot: to, followUpOf: old.followUpOf, moving: old}, b, err)
	}
}

func (k *machine) cancel(r *rapid.T) {
	b, who := k.drawBooking(r)
	want := k.m.changeable(b, who)
	expect(r, "cancelling", k.s.Cancel(rider(who).Pseudonym, b.ref), want)
	if want == nil {
		k.m.records++
		k.m.leave(b)
	}
}

func (k *machine) decide(r *rapid.T) {
	b, _ := k.drawBooking(r)
	yes := rapid.Bool().Draw(r, "confirmed")
	stationtest.Decide(k.t, k.s, b.ref, yes)
	k.decided = b.ref
	k.m.decide(b, yes)
}

func (k *machine) giveBack(r *rapid.T) {
	p, n := k.drawSitting(r), rapid.IntRange(0, 3).Draw(r, "places")
	var want error
	switch {
	case !p.known:
		want = station.ErrNoSlot
	case p.begun:
		want = station.ErrSlotStarted
	case n < 1 || n > k.m.free(p):
		want = station.ErrNotUnspent
	}
	expect(r, "giving back", k.s.GiveBack(p.id, n), want)
	if want == nil {
		p.lent -= n
		k.m.records++
	}
}

// note is what an attendant notes of a booking.
func (k *machine) note(state event.BookingState, do func(event.Pseudonym, event.Ref, string) error) func(*rapid.T) {
	return func(r *rapid.T) {
		b, who := k.drawBooking(r)
		want := k.m.noteable(b, who, state)
		expect(r, "noting "+state.String(), do(rider(who).Pseudonym, b.ref, "at-1"), want)
		if want != nil {
			return
		}
		if state == noShow && b.state != noShow {
			k.m.settle(b.slot)
		}
		k.m.note(b, state)
	}
}

func (k *machine) advance(r *rapid.T) {
	if k.m.now.Hour() > 20 {
		return // everything asks for today only
	}
	by := time.Duration(rapid.SampledFrom([]int{0, 1, 1, 5, 15}).Draw(r, "minutes")) * time.Minute
	k.clock.Time = k.clock.Time.Add(by)
	k.m.advance(by)
}

func (k *machine) lapse(r *rapid.T) {
	if err := k.s.Lapse(); err != nil {
		r.Fatal(err)
	}
	for _, p := range k.m.sittings {
		k.m.settle(p)
	}
}

func (k *machine) remind(r *rapid.T) {
	who := drawRider(r)
	told, err := k.s.Reminders(rider(who).Pseudonym)
	if err != nil {
		r.Fatal(err)
	}
	got := map[event.Ref]station.Reason{}
	for _, t := range told {
		got[t.Booking.Ref] = t.Reason
	}
	if want := k.m.reminders(who); !maps.Equal(got, want) {
		r.Fatalf("rider %d is told %v, want %v", who, got, want)
	}
	k.told[who] = told
}

// seen may come long after the reminders.
func (k *machine) seen(r *rapid.T) {
	told := k.told[drawRider(r)]
	if err := k.s.Seen(told); err != nil {
		r.Fatal(err)
	}
	for _, each := range told {
		k.m.seen(each.Booking.Ref, each.Booking.State)
	}
}

// nothingLostOnReopen: what the file is closed with it is opened with.
func (k *machine) nothingLostOnReopen(r *rapid.T) {
	before := k.everything(r)
	k.reopen()
	if after := k.everything(r); !slices.Equal(before, after) {
		r.Fatalf("closed with %v, opened with %v", before, after)
	}
}

// everything is each booking that is not gone: all are of one day.
func (k *machine) everything(r *rapid.T) []station.Booking {
	all, err := k.s.Today()
	if err != nil {
		r.Fatal(err)
	}
	return all
}

// The invariants, of what the station shows.

// agreesWithModel: slots, bookings and the journal's length are the model's.
func (k *machine) agreesWithModel(r *rapid.T) {
	for _, p := range k.m.sittings {
		slots, err := k.s.Slots(p.service)
		i := slices.IndexFunc(slots, func(s station.Slot) bool { return s.ID == p.id })
		if err != nil || (i >= 0) != (p.known && !p.begun) || i >= 0 && slots[i].Left != k.m.free(p) {
			r.Fatalf("slot %s of %v (%v), want known %v, begun %v, %d left", p.id, slots, err, p.known, p.begun, k.m.free(p))
		}
	}
	got, want := map[event.Ref]event.BookingState{}, map[event.Ref]event.BookingState{}
	for _, b := range k.everything(r) {
		got[b.Ref] = b.State
	}
	for _, b := range k.m.bookings {
		if !b.gone {
			want[b.ref] = b.state
		}
	}
	if !maps.Equal(got, want) {
		r.Fatalf("bookings %v, want %v", got, want)
	}
	if at, err := k.s.Standing(); err != nil || at.Last != k.m.records {
		r.Fatalf("%d records, want %d (%v)", at.Last, k.m.records, err)
	}
}

// noSlotOverItsLoan: a station never promises more places than it was lent.
func (k *machine) noSlotOverItsLoan(r *rapid.T) {
	for _, p := range k.m.sittings {
		promised := 0
		for _, b := range k.everything(r) {
			if b.Slot.ID == p.id && (b.State == confirmed || b.State == called || b.State == attended) {
				promised++
			}
		}
		if promised > p.lent {
			r.Fatalf("slot %s: %d promised, %d lent", p.id, promised, p.lent)
		}
	}
}

// oneActivePerRiderAndService, beside follow-ups.
func (k *machine) oneActivePerRiderAndService(r *rapid.T) {
	type whose struct {
		who     event.Pseudonym
		service string
	}
	seen := map[whose]event.Ref{}
	for _, b := range k.everything(r) {
		open := b.State == confirmed || b.State == called || b.State == provisional || b.State == waiting
		if !open || b.FollowUpOf != (event.Ref{}) || !b.Slot.Ends().After(k.m.now) {
			continue
		}
		w := whose{b.Who, b.Slot.Service}
		if other, found := seen[w]; found {
			r.Fatalf("%s and %s are both active", other, b.Ref)
		}
		seen[w] = b.Ref
	}
}

// spentEqualsConfirmed, and every other invariant of the tables, is what the
// station's own check looks for.
func (k *machine) spentEqualsConfirmed(r *rapid.T) {
	if report, err := k.s.Check(); err != nil || len(report.Faults) > 0 {
		r.Fatalf("check: %v, %v", report.Faults, err)
	}
}

// waitlistInOrder: nobody gets a place, but by the hub's word, while somebody
// waits longer; and nobody waits while a place is free.
func (k *machine) waitlistInOrder(r *rapid.T) {
	passed := map[string]event.Ref{}
	now := map[event.Ref]event.BookingState{}
	for _, b := range k.everything(r) { // of one slot oldest first
		now[b.Ref] = b.State
		pending := b.State == provisional || b.State == waiting
		if pending && b.Slot.Left > 0 {
			r.Fatalf("%s waits while %d places are free", b.Ref, b.Slot.Left)
		}
		if pending && passed[b.Slot.ID].Seq == 0 {
			passed[b.Slot.ID] = b.Ref
		}
		was := k.before[b.Ref]
		if promoted := b.State == confirmed && (was == provisional || was == waiting); promoted && b.Ref != k.decided {
			if older := passed[b.Slot.ID]; older.Seq != 0 {
				r.Fatalf("%s got its place before %s", b.Ref, older)
			}
		}
	}
	k.before, k.decided = now, event.Ref{}
}

// TestBookingsAgainstModel: whatever riders, attendants and hub do, however
// time passes and however often the station is stopped, it answers as the
// model does and keeps the invariants.
func TestBookingsAgainstModel(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		k := newMachine(t, r, fleet)
		defer func() { stationtest.Close(t, k.s) }()
		for range 4 { // 30 steps, rapid's standard, are too few to meet
			k.steps(r)
		}
	})
}

func (k *machine) steps(r *rapid.T) {
	r.Repeat(map[string]func(*rapid.T){
		"plan": k.plan, "lend": k.lend, "book": k.book, "provisional": k.bookProvisional, "wait": k.wait, "wait too": k.wait, "decide": k.decide,
		"cancel": k.cancel, "reschedule": k.reschedule, "give back": k.giveBack,
		"walk-in": k.walkIn, "follow-up": k.followUp,
		"call":    func(r *rapid.T) { k.note(called, k.s.Call)(r) },
		"attend":  func(r *rapid.T) { k.note(attended, k.s.Attend)(r) },
		"no-show": func(r *rapid.T) { k.note(noShow, k.s.NoShow)(r) },
		"advance": k.advance, "lapse": k.lapse, "remind": k.remind, "seen": k.seen, "reopen": k.nothingLostOnReopen,
		"": func(r *rapid.T) {
			k.agreesWithModel(r)
			k.noSlotOverItsLoan(r)
			k.oneActivePerRiderAndService(r)
			k.spentEqualsConfirmed(r)
			k.waitlistInOrder(r)
		},
	})
}
