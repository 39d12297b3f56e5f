package hub

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// keptBooking is a booking as a station's records tell it.
type keptBooking struct {
	Received
	body  *event.Booking
	state event.BookingState
	since int64
}

var kindRestored = (&event.Down{Body: &event.Down_BookingRestored{}}).Kind()

// restoreBookings gives a station that has lost its file the bookings of slots
// that are not over, in place of those given before, and returns how many. Their
// places are of what it was lent, which is lent to nobody again: so those of
// riders the hub has not heard of, and of no other, remain to the lost file.
func restoreBookings(tx Tx, station string, now time.Time) (int, error) {
	open, err := openBookings(tx, station, now)
	if err != nil {
		return 0, err
	}
	if err := tx.Blank(station, kindRestored); err != nil {
		return 0, err
	}
	if _, err := tx.TakeIn([]string{station}); err != nil { // its services come first
		return 0, err
	}
	return len(open), tx.AppendDown(open, now)
}

func openBookings(tx Tx, station string, now time.Time) ([]Entry, error) {
	records, err := tx.RecordsOf(station, []string{"booking", "booking_change", "cancellation", "person_erased"})
	if err != nil {
		return nil, err
	}
	kept, err := settled(tx, station, follow(records))
	if err != nil {
		return nil, err
	}
	var entries []Entry
	slots := map[string]Slot{}
	for _, b := range kept {
		s, known := slots[b.body.Slot]
		if !known {
			if s, err = tx.Slot(b.body.Slot); err != nil && !errors.Is(err, ErrUnknownSlot) {
				return nil, err
			}
			slots[b.body.Slot] = s
		}
		if !s.Starts.Add(time.Duration(s.Minutes) * time.Minute).After(now) {
			continue // unknown ones are long over
		}
		entry, err := b.entry(s)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// follow tells what became of each booking, without those cancelled, moved or
// erased. A record that cannot be read is a dead letter, and no booking.
func follow(records []Received) []*keptBooking {
	kept := map[event.Ref]*keptBooking{}
	for _, r := range records {
		rec, err := event.Decode(r.Bytes)
		if err != nil {
			continue
		}
		e := Event{Received: r, Body: rec}
		ref, named := bookingNamed(e)
		switch {
		case rec.GetBooking() != nil:
			delete(kept, ref)
			state := max(rec.GetBooking().State, event.BookingState_BOOKING_STATE_CONFIRMED)
			kept[r.Ref] = &keptBooking{r, rec.GetBooking(), state, rec.GetStamp().GetWallMs()}
		case rec.GetBookingChange() != nil && kept[ref] != nil:
			kept[ref].state, kept[ref].since = rec.GetBookingChange().State, rec.GetStamp().GetWallMs()
		case rec.GetCancellation() != nil && named:
			delete(kept, ref)
		case rec.GetPersonErased() != nil:
			for ref, b := range kept {
				if bytes.Equal(b.body.Pseudonym, rec.GetPersonErased().Pseudonym) {
					delete(kept, ref)
				}
			}
		}
	}
	all := make([]*keptBooking, 0, len(kept))
	for _, b := range kept {
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b *keptBooking) int { return int(a.Pos - b.Pos) })
	return all
}

// settled leaves those that are open, with what the hub has decided of them:
// word of a place that was on its way is blanked with the loans, and one beyond
// the loan is for a person to settle.
func settled(tx Tx, station string, all []*keptBooking) ([]*keptBooking, error) {
	refs := make([]event.Ref, len(all))
	for i, b := range all {
		refs[i] = b.Ref
	}
	promises, err := promisesOf(tx, refs)
	return slices.DeleteFunc(all, func(b *keptBooking) bool {
		p := promises[b.Ref]
		switch b.state {
		case event.BookingState_BOOKING_STATE_CONFIRMED, event.BookingState_BOOKING_STATE_CALLED:
			return p != nil && p.state == disputed
		case event.BookingState_BOOKING_STATE_PROVISIONAL:
			if p != nil && p.state == granted {
				b.state = event.BookingState_BOOKING_STATE_CONFIRMED
			}
			return p != nil && p.state == finished // refused
		case event.BookingState_BOOKING_STATE_WAITING:
			// A place lent for it may have gone to whoever waited longer.
			return p != nil && p.state == finished
		}
		return true
	}), err
}

func (b *keptBooking) entry(s Slot) (Entry, error) {
	d := &event.Down{Body: &event.Down_BookingRestored{BookingRestored: &event.BookingRestored{
		Booking: &event.Reference{Epoch: b.Epoch, Seq: b.Seq},
		Hash:    b.Hash[:], Record: b.Bytes, State: b.state, SinceMs: b.since,
		Slot: slotLent(s, 0).GetSlotLent(),
	}}}
	entry, err := event.EncodeDown(d)
	return Entry{b.Station, d.Kind(), s.ID, entry}, err
}
