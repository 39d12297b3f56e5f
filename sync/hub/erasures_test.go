package hub_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

func visitOf(i int, who byte) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: make16(who)}}})
}

func bookedBy(i int, who byte) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_Booking{Booking: &event.Booking{Slot: "s", Pseudonym: make16(who)}}})
}

func erased(i int, who byte) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_PersonErased{PersonErased: &event.PersonErased{Pseudonym: make16(who)}}})
}

// named are the rows of a table that still name somebody.
func named(r *rig, table string) string {
	var refs []string
	page := must(r.store.Rows(ctx, hub.TableQuery{Table: table, Limit: 100}))
	for _, row := range page.Rows {
		for i, c := range page.Columns {
			if c == "pseudonym" && row[i] != nil {
				refs = append(refs, hub.Texts(row)[1]+"/"+hub.Texts(row)[3])
			}
		}
	}
	return strings.Join(refs, " ")
}

// TestErasureEmptiesEveryTable: what was recorded before an erasure names nobody
// any more, whenever it arrives, and still counts; whoever comes again is new.
func TestErasureEmptiesEveryTable(t *testing.T) {
	r := rigFor(t)
	r.Followers = hub.Projections()
	one, two := r.enrol("one"), r.enrol("two")
	history := [][]byte{
		visitOf(10, 1), bookedBy(11, 1), visitOf(12, 2),
		encoded(&event.Record{Stamp: stamp(13), Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{
			Booking: &event.Reference{Epoch: 1, Seq: 2}, State: event.BookingState_BOOKING_STATE_CALLED,
		}}}),
		erased(20, 1), visitOf(30, 1),
	}
	must(ingest(r, one.batch(1, history, 1, 3)))
	r.follow()
	if got := named(r, "check_ins") + " " + named(r, "bookings"); got != "one/1 one/3 one/2" {
		t.Errorf("before: %s", got)
	}
	must(ingest(r, one.batch(1, history, 4, 3)))
	// The other station was offline: what it recorded before comes after.
	must(ingest(r, two.batch(1, [][]byte{visitOf(15, 1), bookedBy(16, 1), visitOf(25, 1), visitOf(16, 2)}, 1, 4)))
	for range 2 {
		r.follow()
		if got := named(r, "check_ins"); got != "one/3 one/6 two/3 two/4" {
			t.Errorf("check-ins name %s", got)
		}
		if got := named(r, "bookings") + named(r, "persons_erased"); got != "" {
			t.Errorf("bookings name %s", got)
		}
		for table, want := range map[string]int{"check_ins": 6, "bookings": 2, "bookings WHERE state = 'called'": 1, "persons_erased": 1} {
			if n := countIn(t, r, table); n != want {
				t.Errorf("%s: %d instead of %d", table, n, want)
			}
		}
		replayAll(r.Hub)
	}
}

// TestErasuresOfManyAreFound: where more were erased than are read at once, what
// comes late still names none of them.
func TestErasuresOfManyAreFound(t *testing.T) {
	r := rigFor(t)
	r.Followers = hub.Projections()
	one, two := r.enrol("one"), r.enrol("two")
	must(ingest(r, one.batch(1, [][]byte{erased(20, 1)}, 1, 1)))
	r.follow()
	var others [][]any
	for i := range hub.FewErased {
		hash := make([]byte, 32) // before any that is computed
		binary.BigEndian.PutUint16(hash[2:], uint16(i))
		others = append(others, []any{hash, int64(1), int64(1)})
	}
	must(0, r.store.Update(ctx, func(tx hub.Tx) error { return tx.Add(hub.ErasedInVisits, others) }))
	must(ingest(r, two.batch(1, [][]byte{visitOf(15, 1), visitOf(15, 2)}, 1, 2)))
	r.follow()
	if got := named(r, "check_ins"); got != "two/2" {
		t.Errorf("check-ins name %s", got)
	}
}
