package station

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

var bucketBookings = []byte("bookings")

var bookings = subject{buckets: [][]byte{bucketBookings}, check: checkBookings}

// Book promises a rider a place. It returns ErrAnonymous, ErrNoSlot,
// ErrSlotStarted, ErrSlotFull, or ErrAlreadyBooked with the booking held.
func (s *Station) Book(r Rider, slot string) (Booking, error) {
	if !r.Pseudonym.Known() {
		return Booking{}, ErrAnonymous
	}
	var b Booking
	err := s.change(func(c *change) (err error) {
		b, err = c.book(r, slot)
		return err
	})
	return b, err
}

func (c *change) book(r Rider, slot string) (Booking, error) {
	l, err := loanOf(c.Tx, slot)
	if err != nil {
		return Booking{}, err
	}
	held, err := c.s.held(c.Tx, r.Pseudonym, c.now())
	if err != nil {
		return Booking{}, err
	}
	same := func(b Booking) bool { return b.Slot.Service == l.Service }
	if i := slices.IndexFunc(held, same); i >= 0 {
		return held[i], ErrAlreadyBooked
	}
	place, err := c.spend(slot)
	if err != nil {
		return Booking{}, err
	}
	if err := c.introduce(r); err != nil {
		return Booking{}, err
	}
	ref, row, err := c.append(&event.Record{Body: &event.Record_Booking{Booking: &event.Booking{
		Pseudonym: r.Pseudonym.Bytes(), Slot: slot, Service: l.Service, StartsMs: l.StartsMs, Means: r.Means,
	}}})
	if err != nil {
		return Booking{}, err
	}
	b := Booking{ref, place, c.now(), [16]byte(row[:16])}
	return b, c.put(bucketBookings, bookingKey(r.Pseudonym, ref), row)
}

// A row of the bookings bucket: pseudonym (16 bytes), epoch (4) and sequence
// (8) to a copy of the booking's row in the journal. Cancelling deletes it.
func bookingKey(who event.Pseudonym, ref event.Ref) []byte {
	return append(who[:], journalKey(ref.Epoch, ref.Seq)...)
}

// Bookings lists what a rider holds that has not begun, by start.
func (s *Station) Bookings(who event.Pseudonym) ([]Booking, error) {
	var held []Booking
	err := s.db.View(func(tx *bolt.Tx) (err error) {
		held, err = s.held(tx, who, s.Now())
		return err
	})
	return held, storage(err)
}

func (s *Station) held(tx *bolt.Tx, who event.Pseudonym, now time.Time) ([]Booking, error) {
	var held []Booking
	if !who.Known() {
		return nil, nil
	}
	rows := tx.Bucket(bucketBookings).Cursor()
	for key, row := rows.Seek(who[:]); bytes.HasPrefix(key, who[:]); key, row = rows.Next() {
		b, err := s.bookingOf(tx, key, row)
		if err != nil {
			return nil, err
		}
		if b.Slot.Starts.After(now) {
			held = append(held, b)
		}
	}
	slices.SortFunc(held, func(a, b Booking) int { return a.Slot.Starts.Compare(b.Slot.Starts) })
	return held, nil
}

func (s *Station) bookingOf(tx *bolt.Tx, key, row []byte) (Booking, error) {
	r, err := recordOf(row)
	if err != nil {
		return Booking{}, err
	}
	slot := r.GetBooking().GetSlot()
	l, err := loanOf(tx, slot)
	if err != nil {
		return Booking{}, err
	}
	at := key[len(event.Pseudonym{}):]
	ref := event.Ref{Station: s.id, Epoch: binary.BigEndian.Uint32(at), Seq: binary.BigEndian.Uint64(at[4:])}
	made := time.UnixMilli(r.GetStamp().GetWallMs())
	return Booking{ref, slotOf(l, spentOf(tx, slot)), made, [16]byte(row[:16])}, nil
}

// Cancel gives a rider's place back. It returns ErrNoBooking, or
// ErrSlotStarted once the slot has begun.
func (s *Station) Cancel(who event.Pseudonym, ref event.Ref) error {
	return s.change(func(c *change) error {
		key := bookingKey(who, ref)
		row := c.Bucket(bucketBookings).Get(key)
		if row == nil || ref.Station != s.id || !who.Known() {
			return ErrNoBooking
		}
		b, err := s.bookingOf(c.Tx, key, row)
		if err != nil {
			return err
		}
		if !b.Slot.Starts.After(c.now()) {
			return ErrSlotStarted
		}
		if err := c.unspend(b.Slot.ID); err != nil {
			return err
		}
		_, _, err = c.append(&event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{
			BookingEpoch: ref.Epoch, BookingSeq: ref.Seq, Slot: b.Slot.ID,
		}}})
		if err != nil {
			return err
		}
		return c.drop(bucketBookings, key)
	})
}

// Receipt is the text of the QR code that proves a booking.
func (s *Station) Receipt(b Booking) string {
	return s.Issuer.Receipt(pass.Receipt{Ref: b.Ref, Link: b.link, Made: b.Made})
}
