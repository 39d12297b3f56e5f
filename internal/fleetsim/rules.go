package fleetsim

import (
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

const (
	confirmed   = event.BookingState_BOOKING_STATE_CONFIRMED
	provisional = event.BookingState_BOOKING_STATE_PROVISIONAL
	lapsed      = event.BookingState_BOOKING_STATE_LAPSED
)

func reference(r event.Ref) *event.Reference { return &event.Reference{Epoch: r.Epoch, Seq: r.Seq} }

func (l *loan) starts() time.Time { return event.Time(l.StartsMs) }

func (p *paper) begun(l *loan) bool { return !l.starts().After(p.Now()) }

func (p *paper) left(l *loan) int {
	if p.begun(l) && !l.lapsed {
		return 0
	}
	return max(0, int(l.Quantity)-int(l.spent))
}

// CheckIn records a visit, once a minute for a rider.
func (p *paper) CheckIn(r station.Rider) (station.Visit, error) {
	if ref, found := p.visits[r.Pseudonym]; found {
		at := p.logs[ref.Epoch].made[ref.Seq-1]
		if since := p.Now().Sub(at); since >= 0 && since < time.Minute {
			return station.Visit{Ref: ref, At: at, Repeat: true}, nil
		}
	}
	ref := p.write(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: r.Pseudonym.Bytes(), Means: r.Means}}})
	if !r.Pseudonym.Known() {
		return station.Visit{Ref: ref}, nil
	}
	p.visits[r.Pseudonym] = ref
	if p.earns > 0 {
		p.write(&event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{
			Pseudonym: r.Pseudonym.Bytes(), Rule: "visit", Points: p.earns, Cause: reference(ref),
		}}})
		p.points[r.Pseudonym] += p.earns
	}
	return station.Visit{Ref: ref, At: p.Now()}, nil
}

// Book promises a place out of the loan.
func (p *paper) Book(r station.Rider, slot string) (station.Booking, error) {
	return p.book(r, slot, false)
}

// BookProvisional asks the hub where the loan has none.
func (p *paper) BookProvisional(r station.Rider, slot string) (station.Booking, error) {
	return p.book(r, slot, true)
}

func (p *paper) book(r station.Rider, slot string, ask bool) (station.Booking, error) {
	l := p.loans[slot]
	if l == nil {
		return station.Booking{}, station.ErrNoSlot
	}
	for _, ref := range p.order {
		if b := p.bookings[ref]; b.who == r.Pseudonym && b.state != lapsed && !p.begun(p.loans[b.slot]) {
			return p.shown(b), station.ErrAlreadyBooked
		}
	}
	state := confirmed
	switch {
	case p.begun(l):
		return station.Booking{}, station.ErrSlotStarted
	case p.left(l) > 0:
		l.spent++
	case ask:
		state = provisional
	default:
		return station.Booking{}, station.ErrSlotFull
	}
	b := &booking{who: r.Pseudonym, slot: slot, state: state}
	b.ref = p.write(&event.Record{Body: &event.Record_Booking{Booking: &event.Booking{
		Pseudonym: r.Pseudonym.Bytes(), Slot: slot, Service: service, StartsMs: l.StartsMs, Means: r.Means, State: state,
	}}})
	p.bookings[b.ref], p.order = b, append(p.order, b.ref)
	return p.shown(b), nil
}

func (p *paper) shown(b *booking) station.Booking {
	return station.Booking{Ref: b.ref, Who: b.who, State: b.state, Slot: station.Slot{ID: b.slot}}
}

// Bookings lists what a rider holds or waits for that has not begun.
func (p *paper) Bookings(who event.Pseudonym) (all []station.Booking, err error) {
	for _, ref := range p.order {
		if b := p.bookings[ref]; b.who == who && b.state != lapsed && !p.begun(p.loans[b.slot]) {
			all = append(all, p.shown(b))
		}
	}
	return all, nil
}

// Cancel gives a place back to the loan.
func (p *paper) Cancel(who event.Pseudonym, ref event.Ref) error {
	b := p.bookings[ref]
	if b == nil || b.who != who || b.state == lapsed {
		return station.ErrNoBooking
	}
	l := p.loans[b.slot]
	if p.begun(l) {
		return station.ErrSlotStarted
	}
	p.write(&event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingEpoch: ref.Epoch, BookingSeq: ref.Seq, Slot: b.slot}}})
	delete(p.bookings, ref)
	p.order = slices.DeleteFunc(p.order, func(r event.Ref) bool { return r == ref })
	if b.state == provisional {
		return nil
	}
	l.spent--
	if ref.Epoch != p.epoch {
		l.Quantity--
		return nil
	}
	p.promote(l)
	return nil
}

// promote gives free places to those who wait.
func (p *paper) promote(l *loan) {
	for _, ref := range p.order {
		if b := p.bookings[ref]; b.slot == l.Slot && b.state == provisional && !p.begun(l) && p.left(l) > 0 {
			l.spent++
			p.turn(b, confirmed)
		}
	}
}

func (p *paper) turn(b *booking, to event.BookingState) {
	b.state = to
	p.write(&event.Record{Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{Booking: reference(b.ref), State: to}}})
}

// GiveBack returns unspent places to the hub.
func (p *paper) GiveBack(slot string, n int) error {
	l := p.loans[slot]
	switch {
	case l == nil:
		return station.ErrNoSlot
	case p.begun(l):
		return station.ErrSlotStarted
	case n < 1 || n > p.left(l):
		return station.ErrNotUnspent
	}
	p.write(&event.Record{Body: &event.Record_QuotaReturned{QuotaReturned: &event.QuotaReturned{Slot: slot, Quantity: uint32(n)}}})
	l.Quantity -= uint32(n)
	return nil
}

// Redeem spends points, and the budget.
func (p *paper) Redeem(r station.Rider, _ string, price int64) (station.PointsEntry, error) {
	switch {
	case p.costs == 0:
		return station.PointsEntry{}, station.ErrNoReward
	case p.points[r.Pseudonym] < price:
		return station.PointsEntry{}, station.ErrTooFewPoints
	case p.budget < price:
		return station.PointsEntry{}, station.ErrBudgetSpent
	}
	p.points[r.Pseudonym] -= price
	p.budget -= price
	ref := p.write(&event.Record{Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{Pseudonym: r.Pseudonym.Bytes(), Reward: reward, Points: price}}})
	return station.PointsEntry{Ref: ref, Points: -price}, nil
}

// ReturnBudget gives points back to the hub.
func (p *paper) ReturnBudget(points int64) (int64, error) {
	n := min(points, p.budget)
	if n <= 0 {
		return 0, nil
	}
	p.budget -= n
	p.write(&event.Record{Body: &event.Record_BudgetReturned{BudgetReturned: &event.BudgetReturned{Points: n}}})
	return n, nil
}

// Points is a rider's balance.
func (p *paper) Points(who event.Pseudonym) (int64, error) { return p.points[who], nil }

// PointsBudget is what riders can still redeem.
func (p *paper) PointsBudget() (int64, error) { return p.budget, nil }

// Slots lists those that have not begun.
func (p *paper) Slots(string) (all []station.Slot, err error) {
	for _, id := range slices.Sorted(maps.Keys(p.loans)) {
		if l := p.loans[id]; !p.begun(l) {
			all = append(all, station.Slot{ID: id, Starts: l.starts(), Left: p.left(l)})
		}
	}
	return all, nil
}

// Lapse lets go of what ends when a slot begins.
func (p *paper) Lapse() error {
	for _, id := range slices.Sorted(maps.Keys(p.loans)) {
		l := p.loans[id]
		if l.lapsed || !p.begun(l) {
			continue
		}
		for _, ref := range p.order {
			if b := p.bookings[ref]; b.slot == id && b.state == provisional {
				p.turn(b, lapsed)
			}
		}
		l.Quantity, l.lapsed = l.spent, true
	}
	return nil
}

// Apply implements edge.Inbox.
func (p *paper) Apply(first uint64, entries [][]byte) error {
	if first == 0 || first > p.cursor+1 {
		return station.ErrGap
	}
	for i, entry := range entries {
		if n := first + uint64(i); n > p.cursor {
			p.cursor = n
			if d, err := event.DecodeDown(entry); err == nil {
				p.apply(d)
			}
		}
	}
	return nil
}

func (p *paper) apply(d *event.Down) {
	switch body := d.Body.(type) {
	case *event.Down_SlotLent:
		p.lent(body.SlotLent)
	case *event.Down_BookingDecided:
		p.decided(body.BookingDecided)
	case *event.Down_PointsRule:
		p.earns = body.PointsRule.Points
	case *event.Down_RewardOffered:
		p.costs = body.RewardOffered.Points
	case *event.Down_PointsBudget:
		p.budget += body.PointsBudget.Points
	}
}

func (p *paper) lent(s *event.SlotLent) {
	l := p.loans[s.Slot]
	if l == nil {
		l = &loan{SlotLent: event.SlotLent{Slot: s.Slot, Service: s.Service, StartsMs: s.StartsMs, Minutes: s.Minutes}}
		p.loans[s.Slot] = l
	}
	p.more(l, s.Quantity)
	p.promote(l)
}

// more adds places, unless the slot has begun: then they have lapsed.
func (p *paper) more(l *loan, n uint32) {
	if !p.begun(l) {
		l.Quantity += n
		l.lapsed = false
	}
}

func (p *paper) decided(word *event.BookingDecided) {
	ref := event.Ref{Station: p.pc.id, Epoch: word.GetBooking().GetEpoch(), Seq: word.GetBooking().GetSeq()}
	b := p.bookings[ref]
	switch {
	case b != nil && b.state == provisional && !p.begun(p.loans[b.slot]):
		if !word.Confirmed {
			p.turn(b, lapsed)
			return
		}
		l := p.loans[b.slot]
		p.more(l, 1)
		l.spent++
		p.turn(b, confirmed)
	case word.Confirmed && ref.Epoch == p.epoch:
		p.spare(ref)
	}
}

// spare takes the place of a booking that needs it no more.
func (p *paper) spare(ref event.Ref) {
	l := p.logs[ref.Epoch]
	if l == nil || ref.Seq == 0 || ref.Seq > l.last() {
		return
	}
	r, err := event.Decode(l.records[ref.Seq-1])
	if err != nil || p.loans[r.GetBooking().GetSlot()] == nil {
		return
	}
	to := p.loans[r.GetBooking().GetSlot()]
	p.more(to, 1)
	p.promote(to)
}
