package flow

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

var zone = time.FixedZone("CST", 8*3600)

// desk is a small honest station: it books what has places, once a service.
// Everything it says of a rider carries the rider's mark, so that a test can
// find it wherever it went. Cards and passes are "rider-N".
type desk struct {
	now    time.Time
	fail   error // given instead of any answer, while set
	left   map[string]int
	held   map[event.Pseudonym][]station.Booking
	visits map[event.Pseudonym]station.Visit
	seq    uint64
	status station.Status
	till   till
	files  files
	shelf  shelf
	board  board
	cases
	lookups int
	read    int // how often all that is held of a rider was read
	people  people
	staff   *staff
	counter
}

func newDesk() *desk {
	return &desk{
		now:    time.Date(2026, 11, 23, 14, 32, 10, 0, zone),
		left:   map[string]int{"health-1": 2, "health-2": 0, "health-3": 1, "legal-1": 1},
		held:   map[event.Pseudonym][]station.Booking{},
		visits: map[event.Pseudonym]station.Visit{},
		till:   newTill(),
		files:  newFiles(),
		shelf:  newShelf(),
		board:  newTaskBoard(),
		people: newPeople(),
		staff:  newStaff(time.Date(2026, 11, 23, 14, 32, 10, 0, zone)),
	}
}

func pseudonym(mark string) event.Pseudonym {
	var p event.Pseudonym
	copy(p[:], mark)
	return p
}

func mark(p event.Pseudonym) string {
	n := 0
	for n < len(p) && p[n] != 0 {
		n++
	}
	return string(p[:n])
}

func (d *desk) ref(who string) event.Ref {
	d.seq++
	return event.Ref{Station: who, Epoch: 1, Seq: d.seq}
}

func (d *desk) ByCard(name, number string) station.Rider {
	return station.Rider{Pseudonym: pseudonym(number), Means: event.Means_MEANS_CARD, Masked: name + "**"}
}

func (d *desk) ByPass(text string) (station.Rider, error) {
	switch text {
	case "shop":
		return station.Rider{}, fmt.Errorf("seen: %w", pass.ErrNotPass)
	case "old":
		return station.Rider{}, pass.ErrExpired
	case "lost":
		return station.Rider{}, pass.ErrRevoked
	}
	return station.Rider{Pseudonym: pseudonym(text), Means: event.Means_MEANS_PASS}, nil
}

func (d *desk) CheckIn(r station.Rider) (station.Visit, error) {
	if d.afterCheckIn != nil {
		defer d.afterCheckIn()
	}
	if d.fail != nil {
		return station.Visit{}, d.fail
	}
	if v, ok := d.visits[r.Pseudonym]; ok && r.Pseudonym.Known() {
		v.Repeat = true
		return v, nil
	}
	v := station.Visit{Ref: d.ref(mark(r.Pseudonym)), At: d.now.UTC()}
	d.visits[r.Pseudonym] = v
	return v, nil
}

func (d *desk) Services() ([]station.Service, error) {
	return []station.Service{
		{ID: "health", Name: station.Text{ZH: "健康检查", EN: "Health check"}, Waitlist: 2},
		{ID: "legal", Name: station.Text{ZH: "法律援助", EN: "Legal aid"}},
	}, d.fail
}

func (d *desk) slot(id string) station.Slot {
	hour := map[string]int{"health-1": 10, "health-2": 11, "health-3": 40, "legal-1": 9}[id]
	service := id[:len(id)-2]
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, zone).UTC()
	return station.Slot{ID: id, Service: service, Starts: day.Add(time.Duration(hour) * time.Hour), Minutes: 30, Left: d.left[id]}
}

func (d *desk) Slots(service string) ([]station.Slot, error) {
	var slots []station.Slot
	for _, id := range []string{"legal-1", "health-1", "health-2", "health-3"} {
		if s := d.slot(id); s.Service == service {
			slots = append(slots, s)
		}
	}
	return slots, d.fail
}

func (d *desk) Book(r station.Rider, slot string) (station.Booking, error) {
	return d.book(r, slot, 0)
}

// book is what happens where the slot is full: it is refused, or the booking begins in another state.
func (d *desk) book(r station.Rider, slot string, full event.BookingState) (station.Booking, error) {
	s := d.slot(slot)
	for _, b := range d.held[r.Pseudonym] {
		if b.Slot.Service == s.Service {
			return b, station.ErrAlreadyBooked
		}
	}
	state := event.BookingState_BOOKING_STATE_CONFIRMED
	switch {
	case d.fail != nil:
		return station.Booking{}, d.fail
	case d.left[slot] == 0 && full == 0:
		return station.Booking{}, station.ErrSlotFull
	case d.left[slot] == 0:
		state = full
	default:
		d.left[slot]--
	}
	b := station.Booking{Ref: d.ref(mark(r.Pseudonym)), Slot: s, Made: d.now, State: state}
	d.held[r.Pseudonym] = append(d.held[r.Pseudonym], b)
	return b, nil
}

func (d *desk) Bookings(who event.Pseudonym) ([]station.Booking, error) {
	return d.held[who], d.fail
}

func (d *desk) Cancel(who event.Pseudonym, ref event.Ref) error {
	for i, b := range d.held[who] {
		if b.Ref == ref && d.fail == nil {
			d.held[who] = append(d.held[who][:i:i], d.held[who][i+1:]...)
			if b.State == event.BookingState_BOOKING_STATE_CONFIRMED {
				d.left[b.Slot.ID]++
			}
			return nil
		}
	}
	if d.fail != nil {
		return d.fail
	}
	return station.ErrNoBooking
}

func (d *desk) IssuePass(who event.Pseudonym) (string, error) { return "NX1" + mark(who), d.fail }
func (d *desk) Receipt(b station.Booking) string              { return "NXR1" + b.Ref.String() }
func (d *desk) Status() (station.Status, error)               { return d.status, nil }
func (d *desk) Now() time.Time                                { return d.now }
