package station_test

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

const (
	confirmed   = event.BookingState_BOOKING_STATE_CONFIRMED
	provisional = event.BookingState_BOOKING_STATE_PROVISIONAL
	waiting     = event.BookingState_BOOKING_STATE_WAITING
	called      = event.BookingState_BOOKING_STATE_CALLED
	attended    = event.BookingState_BOOKING_STATE_ATTENDED
	noShow      = event.BookingState_BOOKING_STATE_NO_SHOW
	lapsed      = event.BookingState_BOOKING_STATE_LAPSED
)

// What the model knows beforehand: slots take 20 minutes, and two may wait.
const (
	length  = 20 * time.Minute
	mayWait = 2
)

// wished is a booking in the model.
type wished struct {
	ref        event.Ref
	who        byte
	slot       *sitting
	state      event.BookingState
	followUpOf event.Ref
	news       bool
	unrecorded bool // lapsed, and the station has not said so yet
	gone       bool // cancelled or moved
}

// sitting is a slot in the model.
type sitting struct {
	id, service string
	starts      time.Time
	known       bool
	lent        int
	begun       bool
}

// diary is what a station should do with bookings, in memory and in plain
// words. It looks at everything each time.
type diary struct {
	now      time.Time
	sittings []*sitting
	bookings []*wished // oldest first, those gone included
	records  uint64
}

func (b *wished) hasPlace() bool {
	return !b.gone && (b.state == confirmed || b.state == called || b.state == attended)
}

func (b *wished) pending() bool {
	return !b.gone && (b.state == provisional || b.state == waiting)
}

func (m *diary) over(p *sitting) bool { return !p.starts.Add(length).After(m.now) }

func (m *diary) active(b *wished) bool {
	return b.pending() || !b.gone && (b.state == confirmed || b.state == called) && !m.over(b.slot)
}

func (m *diary) spent(p *sitting) (n int) {
	for _, b := range m.bookings {
		if b.slot == p && b.hasPlace() {
			n++
		}
	}
	return n
}

func (m *diary) free(p *sitting) int { return p.lent - m.spent(p) }

func (m *diary) queue(p *sitting) (q []*wished) {
	for _, b := range m.bookings {
		if b.slot == p && b.pending() {
			q = append(q, b)
		}
	}
	return q
}

// advance lets time pass: a slot that begins keeps only the places it has
// promised, and nobody waits for it any more.
func (m *diary) advance(by time.Duration) {
	m.now = m.now.Add(by)
	for _, p := range m.sittings {
		if p.begun || p.starts.After(m.now) {
			continue
		}
		p.begun = true
		for _, b := range m.queue(p) {
			b.state, b.news, b.unrecorded = lapsed, true, true
		}
		p.lent = m.spent(p)
	}
}

// settle is when the station says what has lapsed.
func (m *diary) settle(p *sitting) {
	for _, b := range m.bookings {
		if b.slot == p && b.unrecorded {
			b.unrecorded = false
			m.records++
		}
	}
}

func (m *diary) lend(p *sitting, n int) {
	p.known = true
	if !p.begun {
		p.lent += n
	}
	m.promote(p)
}

func (m *diary) promote(p *sitting) {
	for _, b := range m.queue(p) {
		if m.free(p) > 0 {
			m.confirm(b)
		}
	}
}

func (m *diary) confirm(b *wished) {
	b.state, b.news = confirmed, true
	m.records++
}

// rival is the active booking beside which another may not be.
func (m *diary) rival(who byte, service string, of event.Ref, except *wished) *wished {
	i := slices.IndexFunc(m.bookings, func(b *wished) bool {
		same := b.who == who && b.followUpOf == of && (b.slot.service == service || of != event.Ref{})
		return same && b != except && m.active(b)
	})
	if i < 0 {
		return nil
	}
	return m.bookings[i]
}

// ask is one of the ways to ask for a place.
type ask struct {
	who        byte
	slot       *sitting
	beyond     event.BookingState
	walkIn     bool
	followUpOf event.Ref
	moving     *wished
}

// answer is the state of the new booking, or what is wrong.
func (m *diary) answer(a ask) (event.BookingState, error) {
	switch {
	case !a.slot.known:
		return 0, station.ErrNoSlot
	case m.rival(a.who, a.slot.service, a.followUpOf, a.moving) != nil:
		return 0, station.ErrAlreadyBooked
	case a.slot.begun && (m.over(a.slot) || !a.walkIn):
		return 0, station.ErrSlotStarted
	case m.free(a.slot) > 0:
		return confirmed, nil
	case a.beyond == 0:
		return 0, station.ErrSlotFull
	case a.beyond == provisional:
		return provisional, nil
	}
	inLine := 0
	for _, b := range m.queue(a.slot) {
		if b.state == waiting {
			inLine++
		}
	}
	if inLine >= mayWait {
		return 0, station.ErrWaitlistFull
	}
	return waiting, nil
}

func (m *diary) book(a ask, ref event.Ref, state event.BookingState) {
	m.records++
	m.bookings = append(m.bookings, &wished{ref: ref, who: a.who, slot: a.slot, state: state, followUpOf: a.followUpOf})
	if a.moving != nil {
		m.leave(a.moving)
	}
}

// leave gives up a booking; its place goes to whoever waits.
func (m *diary) leave(b *wished) {
	b.gone = true
	if !b.slot.begun {
		m.promote(b.slot)
	}
}

// changeable says whether its rider can still cancel or move a booking.
func (m *diary) changeable(b *wished, who byte) error {
	switch {
	case b.gone || b.who != who:
		return station.ErrNoBooking
	case b.slot.begun:
		return station.ErrSlotStarted
	case !m.active(b):
		return station.ErrNoBooking
	}
	return nil
}

// decide is the hub's word.
func (m *diary) decide(b *wished, yes bool) {
	open := !b.gone && b.state == provisional
	switch {
	case b.slot.begun:
	case yes:
		b.slot.lent++
		if open {
			m.confirm(b)
		}
		m.promote(b.slot)
	case open:
		b.state, b.news = lapsed, true
		m.records++
	}
}

func (m *diary) note(b *wished, state event.BookingState) {
	if b.state != state {
		b.state, b.news = state, false
		m.records++
	}
}

// noteable says whether an attendant can note a state.
func (m *diary) noteable(b *wished, who byte, state event.BookingState) error {
	here := b.state == confirmed || b.state == called
	switch {
	case b.gone || b.who != who:
		return station.ErrNoBooking
	case b.state == state:
		return nil
	case state == attended && b.state == noShow && m.free(b.slot) == 0:
		return station.ErrSlotFull
	case state == attended && b.state == noShow:
		return nil
	case !here, state == called && m.over(b.slot):
		return station.ErrNotHeld
	case state == noShow && !b.slot.begun:
		return station.ErrNotBegun
	}
	return nil
}

// reminders are the reasons for which a rider is reminded, by booking.
func (m *diary) reminders(who byte) map[event.Ref]station.Reason {
	all := map[event.Ref]station.Reason{}
	for _, b := range m.bookings {
		ahead := !b.slot.begun && b.hasPlace() && b.state != attended
		switch {
		case b.gone || b.who != who:
		case b.state == lapsed && b.news:
			all[b.ref] = station.ReminderLapsed
		case ahead && b.news:
			all[b.ref] = station.ReminderPromoted
		case ahead && b.slot.starts.Sub(m.now) <= 48*time.Hour:
			all[b.ref] = station.ReminderSoon
		}
	}
	return all
}

// seen ends what was told as news, unless it has changed again since.
func (m *diary) seen(ref event.Ref, state event.BookingState) {
	for _, b := range m.bookings {
		if b.ref != ref || b.gone || !b.news || b.state != state {
			continue
		}
		b.news = false
		if b.unrecorded { // and not one that the hub refused, which is recorded
			m.settle(b.slot)
		}
	}
}
