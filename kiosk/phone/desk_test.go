package phone

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

var _ Desk = (*station.Station)(nil)

var errForged = errors.New("forged")

// desk is a station in memory that keeps the station's rules: a slot's
// capacity, one booking of a rider and service, one check-in counted.
type desk struct {
	*station.Station // nil: what a test of these subjects needs is real, see furnished
	now              func() time.Time
	services         []station.Service

	mu     sync.Mutex
	slots  []*station.Slot
	booked map[event.Ref]placed
	visits map[event.Pseudonym]station.Visit
	passes map[string]event.Pseudonym
	seq    uint64
	broken error     // what every write and pass look-up returns, where set
	ends   time.Time // the last day of the passes presented
}

type placed struct {
	who event.Pseudonym
	station.Booking
}

func (d *desk) Announcements() ([]station.Announcement, error) { return nil, nil }

func (d *desk) Seats() (station.Seats, error) { return station.Seats{}, nil }

func (d *desk) ref() event.Ref {
	d.seq++
	return event.Ref{Station: "test-1", Epoch: 1, Seq: d.seq}
}

// end says when the passes presented from now on end.
func (d *desk) end(at time.Time) { d.mu.Lock(); defer d.mu.Unlock(); d.ends = at }

func (d *desk) fail(err error) { d.mu.Lock(); defer d.mu.Unlock(); d.broken = err }

func (d *desk) ByPass(text string) (station.Rider, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken != nil {
		return station.Rider{}, d.broken
	}
	p, ok := d.passes[text]
	if !ok {
		return station.Rider{}, errForged
	}
	return station.Rider{Pseudonym: p, Means: event.Means_MEANS_PASS, PassExpires: d.ends}, nil
}

func (d *desk) ByPhone() station.Rider {
	r := station.Rider{Means: event.Means_MEANS_PHONE}
	_, _ = rand.Read(r.Pseudonym[:])
	return r
}

func (d *desk) IssuePass(p event.Pseudonym) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken != nil {
		return "", d.broken
	}
	text := fmt.Sprintf("NX1:%X:%0260d", p[:], len(d.passes))
	d.passes[text] = p
	return text, nil
}

func (d *desk) CheckIn(r station.Rider) (station.Visit, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken != nil {
		return station.Visit{}, d.broken
	}
	if v, ok := d.visits[r.Pseudonym]; ok && r.Pseudonym.Known() {
		v.Repeat = true
		return v, nil
	}
	v := station.Visit{Ref: d.ref(), At: d.now()}
	d.visits[r.Pseudonym] = v
	return v, nil
}

func (d *desk) Services() ([]station.Service, error) { return d.services, nil }

func (d *desk) Slots(service string) ([]station.Slot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []station.Slot
	for _, slot := range d.slots {
		if slot.Service == service && slot.Starts.After(d.now()) {
			list = append(list, *slot)
		}
	}
	return list, nil
}

func (d *desk) Book(r station.Rider, id string) (station.Booking, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken != nil {
		return station.Booking{}, d.broken
	}
	if !r.Pseudonym.Known() {
		return station.Booking{}, station.ErrAnonymous
	}
	i := slices.IndexFunc(d.slots, func(s *station.Slot) bool { return s.ID == id })
	if i < 0 {
		return station.Booking{}, station.ErrNoSlot
	}
	slot := d.slots[i]
	for _, b := range d.booked {
		if b.who == r.Pseudonym && b.Slot.Service == slot.Service {
			return b.Booking, station.ErrAlreadyBooked
		}
	}
	switch {
	case !slot.Starts.After(d.now()):
		return station.Booking{}, station.ErrSlotStarted
	case slot.Left == 0:
		return station.Booking{}, station.ErrSlotFull
	}
	slot.Left--
	b := station.Booking{Ref: d.ref(), Slot: *slot, Made: d.now()}
	d.booked[b.Ref] = placed{r.Pseudonym, b}
	return b, nil
}

func (d *desk) Points(event.Pseudonym) (int64, error) { return 0, nil }

func (d *desk) Reminders(event.Pseudonym) ([]station.Reminder, error) { return nil, nil }
func (d *desk) Seen([]station.Reminder) error                         { d.mu.Lock(); defer d.mu.Unlock(); return d.broken }
func (d *desk) Notices() ([]station.Notice, error)                    { return nil, nil }

func (d *desk) Bookings(p event.Pseudonym) ([]station.Booking, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []station.Booking
	for _, b := range d.booked {
		if b.who == p {
			list = append(list, b.Booking)
		}
	}
	slices.SortFunc(list, func(a, b station.Booking) int { return a.Slot.Starts.Compare(b.Slot.Starts) })
	return list, nil
}

func (d *desk) Cancel(p event.Pseudonym, ref event.Ref) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	b, ok := d.booked[ref]
	if d.broken != nil {
		return d.broken
	}
	if !ok || b.who != p {
		return station.ErrNoBooking
	}
	delete(d.booked, ref)
	for _, slot := range d.slots {
		if slot.ID == b.Slot.ID {
			slot.Left++
		}
	}
	return nil
}

func (d *desk) Receipt(b station.Booking) string { return "NXR1:" + b.Ref.String() }

// take fills a slot as others at the kiosk would.
func (d *desk) take(id string) {
	for {
		if _, err := d.Book(d.ByPhone(), id); err != nil {
			return
		}
	}
}

func (d *desk) bookings() int { d.mu.Lock(); defer d.mu.Unlock(); return len(d.booked) }
func (d *desk) issued() int   { d.mu.Lock(); defer d.mu.Unlock(); return len(d.passes) }

func (d *desk) visitors() []event.Pseudonym {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.visits))
}

func newDesk(now func() time.Time) *desk {
	d := &desk{
		now: now, booked: map[event.Ref]placed{}, visits: map[event.Pseudonym]station.Visit{}, passes: map[string]event.Pseudonym{},
		services: []station.Service{
			{ID: "health-check", Name: station.Text{ZH: "健康检查", EN: "Health check"}, Note: station.Text{ZH: "不用空腹，穿宽松衣服", EN: "loose clothes; no need to fast"}},
			{ID: "legal-aid", Name: station.Text{ZH: "法律援助", EN: "Legal aid"}, Note: station.Text{ZH: "合同、工资单等材料", EN: "your contract and pay slips"}},
		},
	}
	room := station.Text{ZH: "一楼健康小屋", EN: "Health room, ground floor"}
	for dayOff := range 4 {
		for _, hour := range []int{10, 14, 16} {
			starts := time.Date(2026, 8, 3+dayOff, hour, 30, 0, 0, beijing)
			for _, service := range d.services {
				d.slots = append(d.slots, &station.Slot{
					ID: service.ID + "@" + starts.Format("0102T15"), Service: service.ID,
					Starts: starts.UTC(), Minutes: 30, Place: room, Left: 1 + (hour+dayOff)%3,
				})
			}
		}
	}
	return d
}

var beijing = time.FixedZone("CST", 8*60*60)
