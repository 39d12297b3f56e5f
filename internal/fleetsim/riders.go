package fleetsim

import (
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// wanting is a booking that waits for the hub's word.
type wanting struct {
	who event.Pseudonym
	ref event.Ref
}

// rider is the nth of a site's.
func (s *site) rider(n int) station.Rider {
	r := station.Rider{Means: event.Means_MEANS_PASS}
	r.Pseudonym[0] = byte(s.n + 1)
	binary.BigEndian.PutUint32(r.Pseudonym[1:], uint32(n+1))
	return r
}

// someone has been here before, or not.
func (s *site) someone() station.Rider {
	if s.riders == 0 || s.chance(.4) {
		s.riders++
		return s.rider(s.riders - 1)
	}
	return s.rider(s.rng.IntN(s.riders))
}

// serve lets riders come, until the calm.
func (s *site) serve() {
	if s.calm {
		return
	}
	if s.desk != nil {
		s.act()
	}
	s.after(50*time.Millisecond+s.some(s.weather.pace), "rider", s.serve)
}

// act does one thing at the screen, and writes down what was confirmed.
func (s *site) act() {
	s.guard(func() error {
		if s.strikes(insideDie, .01) {
			panic(crash{})
		}
		said, err := s.one()
		var broken *fault
		if errors.As(err, &broken) {
			return broken.error
		}
		if s.strikes(insideDie, .02) {
			panic(crash{}) // before the screen says so
		}
		if said != nil {
			s.confirm(said)
		}
		return nil
	})
	s.appended()
}

// fault is an error that is no rule.
type fault struct{ error }

func (s *site) confirm(e *said) {
	e.pc = s.n
	e.disputed, e.gone = s.doubts[e.ref.Epoch], s.gone
	s.ledger.add(e)
	s.happened("confirmed")
	s.note(e.kind, uint64(s.n), uint64(e.ref.Epoch), e.ref.Seq)
}

// one thing that people do at a station.
func (s *site) one() (*said, error) {
	switch n := s.rng.IntN(100); {
	case n < 38:
		return s.checkIn()
	case n < 62:
		return s.book(s.desk.Book)
	case n < 74:
		return s.book(s.desk.BookProvisional)
	case n < 84:
		return s.cancel()
	case n < 88:
		return s.giveBack()
	case n < 95:
		return s.redeem()
	case n < 97:
		_, err := s.desk.ReturnBudget(price)
		return nil, s.honest(err)
	}
	return nil, s.honest(s.desk.Lapse())
}

// honest turns an error that no rider causes into a fault.
func (s *site) honest(err error, rules ...error) error {
	if err == nil || slices.ContainsFunc(rules, func(r error) bool { return errors.Is(err, r) }) {
		return nil
	}
	return &fault{err}
}

func (s *site) checkIn() (*said, error) {
	who := s.someone()
	if s.chance(.3) {
		who = station.Anonymous()
	}
	v, err := s.desk.CheckIn(who)
	if err != nil || v.Repeat {
		return nil, s.honest(err)
	}
	return &said{ref: v.Ref, kind: "check_in", who: who.Pseudonym}, nil
}

func (s *site) book(how func(station.Rider, string) (station.Booking, error)) (*said, error) {
	who, slot := s.someone(), s.office.slots[s.rng.IntN(len(s.office.slots))]
	b, err := how(who, slot.ID)
	if err != nil {
		return nil, s.honest(err, station.ErrNoSlot, station.ErrAlreadyBooked, station.ErrSlotStarted, station.ErrSlotFull)
	}
	if b.State == confirmed {
		return &said{ref: b.Ref, kind: "booking", who: who.Pseudonym, slot: slot.ID}, nil
	}
	s.happened("provisional bookings")
	s.wanting = append(s.wanting, wanting{who.Pseudonym, b.Ref})
	return &said{ref: b.Ref, kind: "booking", who: who.Pseudonym, slot: slot.ID, ended: true}, nil
}

// cancel ends a booking that its rider remembers.
func (s *site) cancel() (*said, error) {
	var mine []*said
	for _, e := range s.ledger.all {
		if e.pc == s.n && e.kind == "booking" && !e.ended && !e.gone {
			mine = append(mine, e)
		}
	}
	if len(mine) == 0 {
		return nil, nil
	}
	b := mine[s.rng.IntN(len(mine))]
	before, err := s.desk.Status()
	if err != nil {
		return nil, &fault{err}
	}
	if err := s.desk.Cancel(b.who, b.ref); err != nil {
		return nil, s.honest(err, station.ErrNoBooking, station.ErrSlotStarted)
	}
	b.ended = true
	return &said{ref: event.Ref{Station: s.id, Epoch: before.Epoch, Seq: before.Last + 1}, kind: "cancellation", of: b.ref}, nil
}

func (s *site) giveBack() (*said, error) {
	slot := s.office.slots[s.rng.IntN(len(s.office.slots))]
	return nil, s.honest(s.desk.GiveBack(slot.ID, 1), station.ErrNoSlot, station.ErrSlotStarted, station.ErrNotUnspent)
}

func (s *site) redeem() (*said, error) {
	if s.riders == 0 {
		return nil, nil
	}
	who := s.rider(s.rng.IntN(s.riders))
	e, err := s.desk.Redeem(who, reward, price)
	if err != nil {
		return nil, s.honest(err, station.ErrNoReward, station.ErrTooFewPoints, station.ErrBudgetSpent, station.ErrPriceChanged)
	}
	return &said{ref: e.Ref, kind: "points_redeemed", who: who.Pseudonym}, nil
}
