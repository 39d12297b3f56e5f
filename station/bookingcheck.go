package station

import (
	"bytes"

	"github.com/nuanxin/station-kit/station/event"
)

// told is what the journal says of a booking.
type told struct {
	// booked is its record, nil where that has been thinned away.
	booked *event.Booking
	state  event.BookingState
	gone   bool // cancelled, moved or erased
}

// checkBookings compares each row with the journal, both ways, and with the
// agenda; and looks for riders with two bookings where one is allowed.
func checkBookings(v *view, r *Report) {
	story := v.told()
	open := map[string][]Booking{}
	for key, row := range each(v.Tx, bucketBookings) {
		r.Bookings++
		b, err := v.bookingOf(key, row)
		if err != nil || !v.fits(b, row, story) {
			r.fault("bookings: row %x is not in the journal as it stands (%v)", key, err)
			continue
		}
		delete(story, b.Ref)
		if v.Bucket(bucketAgenda).Get(agendaKey(b)) == nil {
			r.fault("bookings: %s is not in the agenda", b.Ref)
		}
		if b.FollowUpOf == (event.Ref{}) && !b.restored && (pends(b.stored) || b.State == confirmed || b.State == called) {
			whose := string(b.Who[:]) + b.Slot.Service
			open[whose] = append(open[whose], b)
		}
	}
	for ref, t := range story {
		if !t.gone && t.booked != nil && uint64(t.booked.StartsMs) >= getUint64(v.Bucket(bucketMeta), keyForgotten) {
			r.fault("bookings: record %s has no row", ref)
		}
	}
	for whose, those := range open {
		if i := overlapping(those); i > 0 {
			r.fault("bookings: %x made %s while another of %s was active", whose[:16], those[i].Ref, whose[16:])
		}
	}
	v.checkAgenda(r)
}

// overlapping finds, among open bookings in the order in which they were made,
// one made before the one before it was over; 0 for none. It asks the bookings
// and not the clock, which may have been set back.
func overlapping(open []Booking) int {
	for i := 1; i < len(open); i++ {
		over := open[i-1].Slot.Ends()
		if pends(open[i-1].stored) {
			over = open[i-1].Slot.Starts
		}
		if open[i].Made.Before(over) {
			return i
		}
	}
	return 0
}

// fits compares a row with what the journal says, as far as the journal still
// goes back.
func (v *view) fits(b Booking, row []byte, story map[event.Ref]told) bool {
	at := journalKey(b.Ref.Epoch, b.Ref.Seq)
	if journal := v.Bucket(bucketJournal).Get(at); journal != nil {
		t := story[b.Ref]
		return bytes.Equal(journal, row[bookingHead:]) && !t.gone && t.state == b.stored
	}
	if t, changed := story[b.Ref]; changed && (t.gone || t.state != b.stored) {
		return false
	}
	oldest, _ := v.Bucket(bucketJournal).Cursor().First()
	return b.restored || bytes.Compare(at, oldest) < 0
}

// told reads the journal's story of every booking.
func (v *view) told() map[event.Ref]told {
	story := map[event.Ref]told{}
	for key, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		switch {
		case rec.GetBooking() != nil:
			b := rec.GetBooking()
			story[v.s.refIn(key)] = told{booked: b, state: max(b.State, confirmed)}
			v.end(story, b.MovedFrom)
		case rec.GetBookingChange() != nil:
			ref := v.s.refOf(rec.GetBookingChange().Booking)
			t := story[ref]
			t.state = rec.GetBookingChange().State
			story[ref] = t
		case rec.GetCancellation() != nil:
			v.end(story, &event.Reference{Epoch: rec.GetCancellation().BookingEpoch, Seq: rec.GetCancellation().BookingSeq})
		case rec.GetPersonErased() != nil:
			v.endAll(story, rec.GetPersonErased().Pseudonym)
		}
	}
	return story
}

func (v *view) end(story map[event.Ref]told, r *event.Reference) {
	if r != nil {
		t := story[v.s.refOf(r)]
		t.gone = true
		story[v.s.refOf(r)] = t
	}
}

func (v *view) endAll(story map[event.Ref]told, who []byte) {
	for ref, t := range story {
		if t.booked != nil && bytes.Equal(t.booked.Pseudonym, who) {
			t.gone = true
			story[ref] = t
		}
	}
}

func (v *view) checkAgenda(r *Report) {
	for key, row := range each(v.Tx, bucketAgenda) {
		if len(key) != 8+12 || len(row) < len(event.Pseudonym{}) {
			r.fault("agenda: row %x is unreadable", key)
			continue
		}
		who := event.PseudonymFrom(row[:len(event.Pseudonym{})])
		b, err := v.booking(who, v.s.refIn(key[8:]))
		if err != nil || !bytes.Equal(key, agendaKey(b)) || string(row[len(who):]) != b.Slot.ID {
			r.fault("agenda: row %x names no booking (%v)", key, err)
		}
	}
}

// checkLoans counts the bookings of each slot against what was spent and lent,
// and looks for places left free while somebody waits.
func checkLoans(v *view, r *Report) {
	booked, waits := v.tally()
	for id := range each(v.Tx, bucketSlots) {
		l, err := loanOf(v.Tx, string(id))
		spent := spentOf(v.Tx, string(id))
		if err != nil || spent != booked[string(id)] || spent > uint64(l.GetQuantity()) {
			r.fault("slot %s: %d lent, %d spent, %d booked (%v)", id, l.GetQuantity(), spent, booked[string(id)], err)
			continue
		}
		if !event.Time(l.StartsMs).After(v.now()) || spent == uint64(l.Quantity) {
			continue
		}
		if n := waits[string(id)]; n > 0 {
			r.fault("slot %s: %d wait, and %d of %d places are spent", id, n, spent, l.Quantity)
		}
		if string(v.Bucket(bucketCalendar).Get(calendarKey(l))) != l.Service {
			r.fault("slot %s: not in the calendar", id)
		}
	}
	for _, bucket := range [][]byte{bucketSpent, bucketCalendar} {
		for key := range each(v.Tx, bucket) {
			if _, err := loanOf(v.Tx, string(slotIn(bucket, key))); err != nil {
				r.fault("%s: row %x names no slot", bucket, key)
			}
		}
	}
}

func slotIn(bucket, key []byte) []byte {
	if bytes.Equal(bucket, bucketCalendar) {
		return key[min(8, len(key)):]
	}
	return key
}

// tally counts the bookings that have a place, and those that wait for one.
func (v *view) tally() (booked map[string]uint64, waits map[string]int) {
	booked, waits = map[string]uint64{}, map[string]int{}
	for _, row := range each(v.Tx, bucketBookings) {
		if len(row) < bookingHead {
			continue
		}
		rec, _ := recordOf(row[bookingHead:])
		switch state := event.BookingState(row[0]); {
		case spends(state):
			booked[rec.GetBooking().GetSlot()]++
		case pends(state):
			waits[rec.GetBooking().GetSlot()]++
		}
	}
	return booked, waits
}
