package sqlite_test

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// older fills the tables as the hub before followers left them. What it says
// of riders is invented.
const older = `
INSERT INTO stations (id, name_zh, name_en, public_key, heard_ms, last_epoch, last_seq, journal_epoch)
	VALUES ('st-1', '站', 'S', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 1795000000000, 1, 4, 1);
INSERT INTO cursors VALUES ('st-1', 1, 4, zeroblob(32), 1795000000000);
INSERT INTO check_ins VALUES ('st-1', 1, 1, 5, NULL, 'card');
INSERT INTO bookings (station, epoch, seq, at_ms, means, slot, service, starts_ms) VALUES ('st-1', 1, 2, 5, 'card', 's', 'legal-aid', 9);
INSERT INTO dead_letters VALUES ('st-1', 1, 3, 'cancellation', 'of nothing'), ('st-1', 1, 4, 'unknown', 'not known');
INSERT INTO slots VALUES ('s', 'legal-aid', 9, 20, '一', '1', 5, 2);
INSERT INTO loans VALUES ('s', 'st-1', 2, 5);
INSERT INTO down_entries (pos, station, seq, kind, subject, entry, appended_ms) VALUES (1, 'st-1', 1, 'slot_lent', 's', x'09', 5);
INSERT INTO quarantine VALUES (zeroblob(32), 'st-1', 1, 1, 'r', x'08', 5);
INSERT INTO codes VALUES ('st-1', zeroblob(32), 9, 0);`

// stored are the records, with gaps between their positions.
var stored = []struct {
	pos  int64
	kind string
	*event.Record
}{
	{1, "check_in", &event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Means: event.Means_MEANS_CARD}}}},
	{3, "booking", &event.Record{Body: &event.Record_Booking{Booking: &event.Booking{Slot: "s", Service: "legal-aid", StartsMs: 9}}}},
	{4, "cancellation", &event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingEpoch: 1, BookingSeq: 1, Slot: "s"}}}},
	{7, "unknown", &event.Record{}},
}

func fill(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(older); err != nil {
		t.Fatal(err)
	}
	for i, r := range stored {
		r.Stamp = &event.Stamp{WallMs: 5, Boot: 1}
		b, err := event.Encode(r.Record)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`INSERT INTO records (pos, station, epoch, seq, kind, hash, record, received_ms)
			VALUES (?, 'st-1', 1, ?, ?, zeroblob(32), ?, 1795000000000)`, r.pos, i+1, r.kind, b); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnOlderFileComesUpWithItsData(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	sqlite.MigrateTo(t, path, 2)
	fill(t, path)
	s := open(t, path)
	all, err := s.Stations(t.Context())
	if err != nil || len(all) != 1 || all[0].UpTo != 4 || all[0].SetAside != 1 || all[0].DeadLetters != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	// The tables' shape is another now: the followers fill them again by themselves.
	h := hub.New(hub.Config{Store: s})
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page, err := s.Rows(t.Context(), hub.TableQuery{Table: "check_ins", Limit: 9}); err != nil || len(page.Rows) != 1 {
		t.Errorf("%+v, %v", page, err)
	}
	slots, err := s.Slots(t.Context(), time.UnixMilli(1))
	if err != nil || len(slots) != 1 || slots[0].Booked != 1 || slots[0].Lent != 2 {
		t.Errorf("%+v, %v", slots, err)
	}
	var letters []string
	if err := h.DeadLetters(t.Context(), "", func(l hub.DeadLetter) error {
		letters = append(letters, l.Follower+" "+l.Ref.String())
		return nil
	}); err != nil || len(letters) != 2 || letters[0] != "bookings st-1/1/3" || letters[1] != "unread st-1/1/4" {
		t.Errorf("dead letters %v, %v", letters, err)
	}
	goesOn(t, s, h)
}

// goesOn checks that new records follow the old ones, and that what was
// projected or pushed is not again.
func goesOn(t *testing.T, s *store.Store, h *hub.Hub) {
	t.Helper()
	err := s.Update(t.Context(), func(tx hub.Tx) error {
		if s, err := tx.Station("st-1"); err != nil || s.Journal != 1 || s.Sent != 0 {
			t.Errorf("%+v, %v", s, err)
		}
		at, err := tx.Position("push")
		head, err2 := tx.DownHead()
		if at != 1 || head != 1 || err != nil || err2 != nil {
			t.Errorf("pushed up to %d of %d, %v, %v", at, head, err, err2)
		}
		return tx.Append([]hub.Batch{storetest.Batch(event.Ref{Station: "st-1", Epoch: 1, Seq: 5}, event.Hash{}, []byte{5})},
			[]hub.Cursor{{Station: "st-1", Epoch: 1, UpTo: 5}}, time.UnixMilli(5))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Error(err)
	}
	events, err := s.Events(t.Context(), hub.EventQuery{Limit: 9})
	for i, r := range stored {
		b, _ := event.Encode(r.Record)
		if e := events[i]; e.Pos != r.pos || e.Kind != r.kind || e.Seq != uint64(i+1) || !bytes.Equal(e.Bytes, b) || e.At.UnixMilli() != 1795000000000 {
			t.Errorf("%+v is now %+v", r, e)
		}
	}
	if err != nil || len(events) != 5 || events[4].Pos != 8 || !bytes.Equal(events[4].Bytes, []byte{5}) {
		t.Errorf("%+v, %v", events, err)
	}
}
