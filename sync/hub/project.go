package hub

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// KindUnreadable is the kind of a record whose bytes are no record at all. It
// is stored like any other: the station signed and chained it.
const KindUnreadable = "unreadable"

func decode(b []byte) (*event.Record, string) {
	r, err := event.Decode(b)
	if err != nil {
		return nil, KindUnreadable
	}
	return r, r.Kind()
}

// project brings one record into the tables. What it cannot digest becomes
// a dead letter and stops nothing; an error is the Store's alone.
func project(tx Projections, ref event.Ref, kind string, r *event.Record) error {
	dead := func(reason string) error { return tx.DeadLetter(ref, kind, reason) }
	switch {
	case kind == KindUnreadable:
		return dead("its bytes are not an encoded record")
	case kind == event.KindUnknown:
		return dead("this version of the hub does not know the kind")
	case r.GetCheckIn() != nil:
		c := r.GetCheckIn()
		if reason := oddPseudonym(c.Pseudonym); reason != "" {
			return dead(reason)
		}
		return tx.AddCheckIn(checkIn(ref, r, c.Pseudonym, c.Means))
	case r.GetBooking() != nil:
		return projectBooking(tx, ref, r, dead)
	case r.GetCancellation() != nil:
		return projectCancellation(tx, ref, r, dead)
	}
	return nil // a kind that no table shows
}

func projectBooking(tx Projections, ref event.Ref, r *event.Record, dead func(string) error) error {
	b := r.GetBooking()
	if reason := oddPseudonym(b.Pseudonym); reason != "" {
		return dead(reason)
	}
	if b.Slot == "" {
		return dead("a booking of no slot")
	}
	if !placed(b.State) {
		return nil // it holds no place, and no table shows the others yet
	}
	if from := b.MovedFrom; from != nil {
		old := event.Ref{Station: ref.Station, Epoch: from.Epoch, Seq: from.Seq}
		if err := tx.MoveBooking(old, ref, stamped(r)); err != nil {
			return err
		}
	}
	return tx.AddBooking(Booking{checkIn(ref, r, b.Pseudonym, b.Means), b.Slot, b.Service, time.UnixMilli(b.StartsMs)})
}

// placed reports whether a booking was recorded with a place of its slot.
func placed(s event.BookingState) bool {
	return s == event.BookingState_BOOKING_STATE_UNSPECIFIED || s == event.BookingState_BOOKING_STATE_CONFIRMED
}

func projectCancellation(tx Projections, ref event.Ref, r *event.Record, dead func(string) error) error {
	c := r.GetCancellation()
	booking := event.Ref{Station: ref.Station, Epoch: c.BookingEpoch, Seq: c.BookingSeq}
	found, err := tx.CancelBooking(booking, c.Slot, ref, stamped(r))
	if err == nil && !found {
		return dead("cancels " + booking.String() + ", which is not an open booking of that slot")
	}
	return err
}

func checkIn(ref event.Ref, r *event.Record, pseudonym []byte, means event.Means) CheckIn {
	return CheckIn{ref, stamped(r), event.PseudonymFrom(pseudonym), meansText(means)}
}

// meansText is "card", "pass", "phone" or "anonymous".
func meansText(m event.Means) string {
	switch m {
	case event.Means_MEANS_CARD:
		return "card"
	case event.Means_MEANS_PASS:
		return "pass"
	case event.Means_MEANS_PHONE:
		return "phone"
	case event.Means_MEANS_ANONYMOUS:
		return "anonymous"
	}
	return "unknown"
}

func oddPseudonym(b []byte) string {
	if len(b) != 0 && !event.PseudonymFrom(b).Known() {
		return "its pseudonym is not one of 16 bytes"
	}
	return ""
}

func stamped(r *event.Record) time.Time { return time.UnixMilli(r.GetStamp().GetWallMs()) }
