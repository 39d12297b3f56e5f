package hub

import (
	"github.com/nuanxin/station-kit/station/event"
)

var bookingsTable = Table{"bookings", columns(
	Column{"pseudonym", Blob}, Column{"means", Text},
	Column{"slot", Text}, Column{"service", Text}, Column{"starts_ms", Number},
	Column{"state", Text}, Column{"cancelled_epoch", Number}, Column{"cancelled_seq", Number}, Column{"cancelled_ms", Number},
), recordKey}

// Places in a row of the bookings' table.
const (
	bookingSlot  = 6
	bookingState = 9 // and what follows: epoch, seq and time of the record that ended it
)

var bookings = Follower{
	Name:   "bookings",
	Kinds:  []string{"booking", "cancellation"},
	Tables: []Table{bookingsTable},
	Digest: func(tx Tx, page []Event, dead Dead) error {
		rows, err := bookingRows(tx, page)
		if err != nil {
			return err
		}
		for _, e := range page {
			reason := ""
			if e.Kind == "booking" {
				reason = rows.book(e)
			} else {
				reason = rows.cancel(e)
			}
			if reason != "" {
				dead(e, reason)
			}
		}
		return tx.Put(bookingsTable, rows.changed())
	},
}

// bookingSet is the rows that a page of records is about.
type bookingSet struct {
	rows  map[event.Ref][]any
	dirty map[event.Ref]bool
}

// bookingRows reads the bookings that the page's records end.
func bookingRows(tx Tables, page []Event) (*bookingSet, error) {
	set := &bookingSet{map[event.Ref][]any{}, map[event.Ref]bool{}}
	var keys [][]any
	for _, e := range page {
		if old, ends := ended(e); ends {
			keys = append(keys, []any{old.Station, int64(old.Epoch), int64(old.Seq)})
		}
	}
	found, err := tx.Find(bookingsTable, keys)
	for _, row := range found {
		set.rows[event.Ref{Station: row[0].(string), Epoch: uint32(row[1].(int64)), Seq: uint64(row[2].(int64))}] = row
	}
	return set, err
}

// ended is the booking that a record cancels or takes the place of.
func ended(e Event) (event.Ref, bool) {
	if c := e.Body.GetCancellation(); c != nil {
		return event.Ref{Station: e.Station, Epoch: c.BookingEpoch, Seq: c.BookingSeq}, true
	}
	if from := e.Body.GetBooking().GetMovedFrom(); from != nil {
		return event.Ref{Station: e.Station, Epoch: from.Epoch, Seq: from.Seq}, true
	}
	return event.Ref{}, false
}

func (s *bookingSet) book(e Event) (reason string) {
	b := e.Body.GetBooking()
	if reason := oddPseudonym(b.GetPseudonym()); reason != "" {
		return reason
	}
	if b.GetSlot() == "" {
		return "a booking of no slot"
	}
	if !placed(b.State) {
		return "" // it holds no place, and no table shows the others yet
	}
	if old, moved := ended(e); moved {
		s.end(old, e)
	}
	s.rows[e.Ref] = row(e, orNil(b.Pseudonym), meansText(b.Means), b.Slot, b.Service, b.StartsMs, "booked", nil, nil, nil)
	s.dirty[e.Ref] = true
	return ""
}

// placed reports whether a booking was recorded with a place of its slot.
func placed(s event.BookingState) bool {
	return s == event.BookingState_BOOKING_STATE_UNSPECIFIED || s == event.BookingState_BOOKING_STATE_CONFIRMED
}

func (s *bookingSet) cancel(e Event) (reason string) {
	old, _ := ended(e)
	row := s.rows[old]
	if row == nil || row[bookingSlot] != e.Body.GetCancellation().Slot || !s.end(old, e) {
		return "cancels " + old.String() + ", which is not an open booking of that slot"
	}
	return ""
}

// end marks a booking as cancelled by a record. It reports whether there was
// such a booking, not cancelled before.
func (s *bookingSet) end(old event.Ref, by Event) bool {
	row := s.rows[old]
	if row == nil || row[bookingState] != "booked" {
		return false
	}
	copy(row[bookingState:], []any{"cancelled", int64(by.Epoch), int64(by.Seq), by.Body.GetStamp().GetWallMs()})
	s.dirty[old] = true
	return true
}

func (s *bookingSet) changed() (rows [][]any) {
	for ref := range s.dirty {
		rows = append(rows, s.rows[ref])
	}
	return rows
}
