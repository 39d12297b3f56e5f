package station

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	bucketBookings = []byte("bookings")
	bucketAgenda   = []byte("agenda")
)

var bookings = subject{
	buckets: [][]byte{bucketBookings, bucketAgenda},
	apply:   applyDecision,
	check:   checkBookings,
	mine:    bookingsHeld,
	erase:   eraseBookings,
}

// A row of the bookings bucket: pseudonym (16 bytes), epoch (4) and sequence
// (8) to the state (1), flags (1), the time at which it came into that state
// (8, Unix milliseconds) and a copy of the booking's row in the journal.
// Cancelling and moving delete it.
const bookingHead = 1 + 1 + 8

// The flags of such a row.
const (
	flagNews     = 1 << iota // the rider has not seen how it stands
	flagAge                  // see Booking.CheckAge
	flagRestored             // its record is another PC's
)

func ageFlag(check bool) byte {
	if check {
		return flagAge
	}
	return 0
}

// flags are those that stay with a booking.
func (b Booking) flags() byte {
	if b.restored {
		return ageFlag(b.CheckAge) | flagRestored
	}
	return ageFlag(b.CheckAge)
}

func bookingRow(state event.BookingState, flags byte, since time.Time, journal []byte) []byte {
	row := binary.BigEndian.AppendUint64([]byte{byte(state), flags}, millis(since))
	return append(row, journal...)
}

// A row of the agenda bucket: the slot's start (8 bytes, Unix milliseconds),
// epoch (4) and sequence (8) of the booking to pseudonym (16) and slot: the
// bookings by time, and those of one slot oldest first.
func agendaKey(b Booking) []byte {
	return append(asBytes(millis(b.Slot.Starts)), journalKey(b.Ref.Epoch, b.Ref.Seq)...)
}

// file enters a booking's row.
func (c *change) file(b Booking, row []byte) error {
	if err := c.put(bucketBookings, riderKey(b.Who, b.Ref), row); err != nil {
		return err
	}
	return c.put(bucketAgenda, agendaKey(b), append(bytes.Clone(b.Who[:]), b.Slot.ID...))
}

// strike removes it.
func (c *change) strike(b Booking) error {
	if err := c.drop(bucketBookings, riderKey(b.Who, b.Ref)); err != nil {
		return err
	}
	return c.drop(bucketAgenda, agendaKey(b))
}

// turn brings a booking into another state and records it; flag is flagNews or 0.
func (c *change) turn(b Booking, to event.BookingState, flag byte, attendant string) error {
	_, _, err := c.append(&event.Record{Attendant: attendant, Body: &event.Record_BookingChange{
		BookingChange: &event.BookingChange{Booking: reference(b.Ref), State: to},
	}})
	if err != nil {
		return err
	}
	key := riderKey(b.Who, b.Ref)
	journal := c.Bucket(bucketBookings).Get(key)[bookingHead:]
	return c.put(bucketBookings, key, bookingRow(to, flag|b.flags(), c.now(), journal))
}

// booking is one of a rider's, or ErrNoBooking.
func (v *view) booking(who event.Pseudonym, ref event.Ref) (Booking, error) {
	key := riderKey(who, ref)
	row := v.Bucket(bucketBookings).Get(key)
	if row == nil || ref.Station != v.s.id {
		return Booking{}, ErrNoBooking
	}
	return v.bookingOf(key, row)
}

// bookingsOf are all of a rider's, whatever their state, by start.
func (v *view) bookingsOf(who event.Pseudonym) ([]Booking, error) {
	var all []Booking
	if !who.Known() {
		return nil, nil
	}
	for key, row := range under(v.Tx, bucketBookings, who[:]) {
		b, err := v.bookingOf(key, row)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b Booking) int { return a.Slot.Starts.Compare(b.Slot.Starts) })
	return all, nil
}

// bookingOf reads a row. What still waited when its slot began has lapsed,
// also before Lapse comes to record it.
func (v *view) bookingOf(key, row []byte) (Booking, error) {
	if len(row) < bookingHead || len(key) != len(event.Pseudonym{})+12 {
		return Booking{}, event.ErrUnreadable
	}
	r, err := recordOf(row[bookingHead:])
	if err != nil {
		return Booking{}, err
	}
	slot, err := v.slot(r.GetBooking().GetSlot())
	if err != nil {
		return Booking{}, err
	}
	b := Booking{
		Ref:      v.s.refIn(key[len(event.Pseudonym{}):]),
		Who:      event.PseudonymFrom(key[:len(event.Pseudonym{})]),
		Slot:     slot,
		Made:     event.Time(r.GetStamp().GetWallMs()),
		State:    event.BookingState(row[0]),
		Since:    event.Time(int64(binary.BigEndian.Uint64(row[2:]))),
		WalkIn:   r.GetBooking().GetWalkIn(),
		CheckAge: row[1]&flagAge != 0,
		news:     row[1]&flagNews != 0,
		restored: row[1]&flagRestored != 0,
		link:     [16]byte(row[bookingHead:]),
	}
	if of := r.GetBooking().GetFollowUpOf(); of != nil {
		b.FollowUpOf = v.s.refOf(of)
	}
	if b.stored = b.State; pends(b.State) && slot.begun(v.now()) {
		b.State, b.Since, b.news = lapsed, slot.Starts, true
	}
	return b, nil
}

// between are the bookings of slots that start at or after from and before to,
// by start and then oldest first.
func (v *view) between(from, to time.Time) ([]Booking, error) {
	var all []Booking
	rows := v.Bucket(bucketAgenda).Cursor()
	for key, row := rows.Seek(asBytes(millis(from))); key != nil && binary.BigEndian.Uint64(key) < millis(to); key, row = rows.Next() {
		b, err := v.booking(event.PseudonymFrom(row[:len(event.Pseudonym{})]), v.s.refIn(key[8:]))
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}
