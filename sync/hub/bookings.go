package hub

import (
	"maps"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

// bookingState is how a booking stands, behind the columns of what was recorded:
// "confirmed", "provisional", "waiting", "called", "attended", "no_show",
// "lapsed", "moved" or "cancelled", since when, by which record, and when it
// was first confirmed, called and attended.
var bookingState = []Column{
	{"state", Text},
	{"state_ms", Number},
	{"state_epoch", Number},
	{"state_seq", Number},
	{"confirmed_ms", Number},
	{"called_ms", Number},
	{"attended_ms", Number},
}

// stateColumns is how many of them there are, for rows to have room.
const stateColumns = 7

const (
	stateConfirmed = "confirmed"
	stateMoved     = "moved"
	stateCancelled = "cancelled"
)

// firsts are the states whose first time is kept, in the order of their columns.
var firsts = []any{stateConfirmed, "called", "attended"}

// diary is the bookings that a page of records is about, by position.
type diary struct {
	table *plainTable
	rows  map[int64][]any
	dirty map[int64]bool
	// Places in a row.
	slot, as, state int
}

// newDiary reads the bookings that the page's records name.
func newDiary(tx Tables, t *plainTable, known targets) (*diary, error) {
	d := &diary{table: t, rows: map[int64][]any{}, dirty: map[int64]bool{}}
	d.slot, d.as, d.state = t.place("slot"), t.place("booked_as"), t.place("state")
	var keys [][]any
	for _, named := range known {
		keys = append(keys, []any{named.Pos})
	}
	found, err := tx.Find(t.Table, keys)
	for _, row := range found {
		d.rows[row[rowPos].(int64)] = row
	}
	return d, err
}

func (t *plainTable) place(column string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == column })
}

func (p *projection) digestBookings(tx Tx, page []Event, dead Dead) error {
	s, err := p.open(tx, page)
	if err != nil {
		return err
	}
	d, err := newDiary(tx, p.byKind["booking"], s.known)
	if err != nil {
		return err
	}
	for _, e := range page {
		row, reason := s.read(e)
		if reason == "" && row != nil {
			reason = d.enter(s, e, row)
		}
		if reason != "" {
			dead(e, reason)
		}
	}
	if err := s.write(tx); err != nil {
		return err
	}
	return tx.Put(d.table.Table, d.changed(s.erased))
}

// enter takes a record's row, or tells why what it says cannot be.
func (d *diary) enter(s *sheet, e Event, row []any) (reason string) {
	switch body := e.Body.Body.(type) {
	case *event.Record_Booking:
		d.book(s, e, row)
		return ""
	case *event.Record_BookingChange:
		reason = d.turn(s, e, body.BookingChange)
	case *event.Record_Cancellation:
		reason = d.cancel(s, e, body.Cancellation)
	}
	if reason == "" {
		s.add(e, row)
	}
	return reason
}

func (d *diary) book(s *sheet, e Event, row []any) {
	if row[d.as] == nil {
		row[d.as] = stateConfirmed // as bookings were before there were others
	}
	if from := e.Body.GetBooking().GetMovedFrom(); from != nil {
		if old := d.rows[d.named(s, e, from.Epoch, from.Seq)]; old != nil && !ended(old[d.state]) {
			d.set(old, stateMoved, e)
		}
	}
	row = append(row, make([]any, stateColumns)...)
	d.set(row, row[d.as], e)
}

func (d *diary) turn(s *sheet, e Event, c *event.BookingChange) (reason string) {
	row := d.rows[d.named(s, e, c.Booking.Epoch, c.Booking.Seq)]
	if row == nil || ended(row[d.state]) {
		return "it changes a booking that was moved, cancelled or never taken"
	}
	state, reason := word(c.State.Descriptor(), c.State.Number(), "state")
	if reason == "" {
		d.set(row, state, e)
	}
	return reason
}

func (d *diary) cancel(s *sheet, e Event, c *event.Cancellation) (reason string) {
	row := d.rows[d.named(s, e, c.BookingEpoch, c.BookingSeq)]
	if row == nil || ended(row[d.state]) || row[d.slot] != c.Slot {
		return "it cancels what is not an open booking of that slot"
	}
	d.set(row, stateCancelled, e)
	return ""
}

// named is the position of a record that e names, checked already.
func (d *diary) named(s *sheet, e Event, epoch uint32, seq uint64) int64 {
	return s.known[event.Ref{Station: e.Station, Epoch: epoch, Seq: seq}].Pos
}

func ended(state any) bool { return state == stateMoved || state == stateCancelled }

// set notes a booking's new state by the record that made it.
func (d *diary) set(row []any, state any, by Event) {
	at := by.Body.GetStamp().GetWallMs()
	copy(row[d.state:], []any{state, at, int64(by.Epoch), int64(by.Seq)})
	if i := slices.Index(firsts, state); i >= 0 && row[d.state+4+i] == nil {
		row[d.state+4+i] = at
	}
	pos := row[rowPos].(int64)
	d.rows[pos], d.dirty[pos] = row, true
}

// changed are the rows to write, those of riders erased without them.
func (d *diary) changed(erased *erasures) (rows [][]any) {
	for _, pos := range slices.Sorted(maps.Keys(d.dirty)) {
		erased.empty(d.table, d.rows[pos])
		rows = append(rows, d.rows[pos])
	}
	return rows
}
