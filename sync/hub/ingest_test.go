package hub_test

import (
	"bytes"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"os"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// model is what the hub should hold of one station.
type model struct {
	held   map[uint32][][]byte
	newest uint32
}

func (m *model) verdict(epoch uint32, history [][]byte, first, count int) wire.Verdict {
	held, last := m.held[epoch], first-1+count
	switch {
	case epoch < m.newest:
		return wire.StaleEpoch
	case first > len(held)+1:
		return wire.Resend
	}
	for i := range min(last, len(held)) {
		if !bytes.Equal(held[i], history[i]) {
			return wire.Forked
		}
	}
	return wire.Accepted
}

func (m *model) accept(epoch uint32, history [][]byte, last int) {
	if last > len(m.held[epoch]) {
		m.held[epoch] = history[:last]
		m.newest = epoch
	}
}

func (m *model) hash(station string, epoch uint32) event.Hash {
	h := event.Genesis(station, epoch)
	for _, r := range m.held[epoch] {
		h = h.Next(r)
	}
	return h
}

// histories are two for each epoch: what the station wrote, and what a copy of
// its file wrote that went another way after some record.
func histories(epochs, length int) map[uint32][2][][]byte {
	all := map[uint32][2][][]byte{}
	for e := 1; e <= epochs; e++ {
		one, other := checkIns(length), checkIns(length)
		for i := 3 * e; i < length; i++ {
			other[i] = checkedIn(1000 + i)
		}
		all[uint32(e)] = [2][][]byte{one, other}
	}
	return all
}

func TestIngestAgainstModel(t *testing.T) {
	const epochs, length = 3, 14
	written := histories(epochs, length)
	rapid.Check(t, func(t *rapid.T) {
		dir := must(os.MkdirTemp("", "ingest-*"))
		defer os.RemoveAll(dir)
		r := newRig(dir)
		defer r.store.Close()
		station := r.enrol("st-1")
		m := &model{held: map[uint32][][]byte{}}
		for range rapid.IntRange(1, 25).Draw(t, "batches") {
			epoch := uint32(rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3}).Draw(t, "epoch"))
			history := written[epoch][rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "copy")]
			first := rapid.IntRange(1, min(length, len(m.held[epoch])+3)).Draw(t, "first")
			count := rapid.IntRange(1, length-first+1).Draw(t, "count")
			message := station.batch(epoch, history, first, count)
			if rapid.IntRange(0, 5).Draw(t, "crash") == 0 {
				crashIn(t, r, message)
				continue
			}
			want := m.verdict(epoch, history, first, count)
			if want == wire.Accepted {
				m.accept(epoch, history, first-1+count)
			}
			_, got, err := r.Ingest(ctx, message)
			if err != nil || got.Verdict != want || got.Epoch != epoch ||
				got.UpTo != uint64(len(m.held[epoch])) || got.Hash != m.hash("st-1", epoch) {
				t.Fatalf("epoch %d, %d records from %d: %+v, %v; expected verdict %v up to %d", epoch, count, first, got, err, want, len(m.held[epoch]))
			}
		}
		holds(t, r, m)
	})
}

func crashIn(t *rapid.T, r *rig, message []byte) {
	r.crash.next = true
	if _, got, err := r.Ingest(ctx, message); !errors.Is(err, errCrash) || got != (wire.Receipt{}) {
		t.Fatalf("a receipt without a commit: %+v, %v", got, err)
	}
}

// holds checks that the tables are exactly the model: bytes, chain, check-ins.
func holds(t *rapid.T, r *rig, m *model) {
	got := map[uint32][]hub.Received{}
	for _, e := range must(r.store.Events(ctx, hub.EventQuery{Limit: 1000})) {
		got[e.Epoch] = append(got[e.Epoch], e)
	}
	total := 0
	for epoch, want := range m.held {
		chain := event.Genesis("st-1", epoch)
		for i, record := range want {
			chain = chain.Next(record)
			if e := got[epoch][i]; !bytes.Equal(e.Bytes, record) || e.Seq != uint64(i+1) || e.Hash != chain || e.Kind != "check_in" {
				t.Fatalf("epoch %d record %d is %+v", epoch, i+1, e)
			}
		}
		if len(got[epoch]) != len(want) {
			t.Fatalf("epoch %d holds %d records instead of %d", epoch, len(got[epoch]), len(want))
		}
		total += len(want)
	}
	r.follow()
	if n := countIn(t, r, "check_ins"); n != total {
		t.Fatalf("%d check-ins of %d records", n, total)
	}
}

// countIn looks into the file the way an analyst does: from outside.
func countIn(t interface{ Fatalf(string, ...any) }, r *rig, table string) (n int) {
	db, err := sql.Open("sqlite", r.path)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatalf("%v", err)
	}
	return n
}

func recordsIn(t interface{ Fatalf(string, ...any) }, r *rig) (n int) {
	if err := r.store.View(ctx, func(tx hub.Tx) error {
		all, err := tx.Records(0, 1<<40, nil)
		n = len(all)
		return err
	}); err != nil {
		t.Fatalf("%v", err)
	}
	return n
}

func TestForkedBatchIsKeptOnceAndNothingMoves(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	history := checkIns(5)
	must(ingest(r, station.batch(1, history, 1, 5)))
	other := append(append([][]byte{}, history[:3]...), checkedIn(77), checkedIn(78), checkedIn(79))
	forked := station.batch(1, other, 2, 5)
	for range 3 {
		got := must(ingest(r, forked))
		if got.Verdict != wire.Forked || got.UpTo != 5 || got.RetryAfter == 0 {
			t.Fatalf("receipt %+v", got)
		}
	}
	if n := countIn(t, r, "quarantine"); n != 1 {
		t.Errorf("%d batches set aside instead of 1", n)
	}
	if got := must(ingest(r, station.batch(1, append(history, checkedIn(6)), 6, 1))); got.Verdict != wire.Accepted || got.UpTo != 6 {
		t.Errorf("the true history does not go on: %+v", got)
	}
}

func ingest(r *rig, message []byte) (wire.Receipt, error) {
	_, receipt, err := r.Ingest(ctx, message)
	return receipt, err
}

func TestRecordsOfAnEndedEpochAreSetAside(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	must(ingest(r, station.batch(1, checkIns(3), 1, 2)))
	must(ingest(r, station.batch(2, checkIns(1), 1, 1)))
	late, old := station.batch(1, checkIns(3), 3, 1), station.batch(1, checkIns(3), 1, 2)
	for _, message := range [][]byte{late, old} {
		if got := must(ingest(r, message)); got.Verdict != wire.StaleEpoch || got.Epoch != 1 || got.UpTo != 2 {
			t.Errorf("receipt %+v", got)
		}
	}
	if n := countIn(t, r, "quarantine"); n != 1 {
		t.Errorf("%d batches set aside instead of the late one", n)
	}
}

func TestIngestRefusesStrangers(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	must(r.Invite(ctx, "st-2", "", ""))
	_, other, _ := ed25519.GenerateKey(nil)
	message := station.batch(1, checkIns(1), 1, 1)
	for name, c := range map[string]struct {
		message []byte
		want    error
	}{
		"another key":      {enrolled{"st-1", other}.batch(1, checkIns(1), 1, 1), wire.ErrSignature},
		"unknown station":  {enrolled{"st-9", other}.batch(1, checkIns(1), 1, 1), hub.ErrUnknownStation},
		"not joined yet":   {enrolled{"st-2", other}.batch(1, checkIns(1), 1, 1), hub.ErrNoKey},
		"epoch 0":          {station.batch(0, checkIns(1), 1, 1), wire.ErrMalformed},
		"half a message":   {message[:len(message)/2], wire.ErrMalformed},
		"a hello as batch": {station.hello(1, 1, 0), wire.ErrMalformed},
	} {
		if got, err := ingest(r, c.message); !errors.Is(err, c.want) || got != (wire.Receipt{}) {
			// A hello is decoded as a batch before its signature is looked at.
			if !(name == "a hello as batch" && errors.Is(err, wire.ErrSignature)) {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
	}
	if n := recordsIn(t, r); n != 0 {
		t.Errorf("%d records of strangers", n)
	}
}

func TestTwoBatchesOfOneStationAtOnce(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	history := checkIns(40)
	var all sync.WaitGroup
	for _, from := range []int{1, 3, 1, 11, 6, 21, 15, 31} {
		all.Go(func() {
			for {
				got, err := ingest(r, station.batch(1, history, from, 10))
				if err != nil || got.Verdict == wire.Forked {
					t.Errorf("%+v, %v", got, err)
				}
				if err != nil || got.Verdict == wire.Accepted {
					return
				}
			}
		})
	}
	all.Wait()
	if n := recordsIn(t, r); n != 40 {
		t.Errorf("%d records instead of 40", n)
	}
}

func TestProjections(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	history := [][]byte{
		encoded(&event.Record{Stamp: stamp(0), Body: &event.Record_EpochStarted{EpochStarted: &event.EpochStarted{Cause: "created"}}}),
		checkedIn(1),
		booked(2, "slot-a"), // 3
		booked(3, "slot-a"), // 4
		cancelled(4, 1, 3, "slot-a"),
		cancelled(5, 1, 3, "slot-a"),  // 6: a second time
		cancelled(6, 1, 99, "slot-a"), // 7: of nothing
		cancelled(7, 1, 4, "slot-b"),  // 8: of another slot
		[]byte("\xff\xff"),            // 9: no record
		{0xfa, 0x7f, 0x01, 0x00},      // 10: field 2047, a later version's kind
		encoded(&event.Record{Stamp: stamp(9), Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: []byte("short")}}}), // 11
		booked(10, "slot-b"), // 12
	}
	got := must(ingest(r, station.batch(1, history, 1, len(history))))
	if got.Verdict != wire.Accepted || got.UpTo != uint64(len(history)) {
		t.Fatalf("receipt %+v", got)
	}
	r.follow()
	for table, want := range map[string]int{
		"batches": 1, "check_ins": 1, "bookings": 3, "bookings WHERE state = 'cancelled'": 1,
		"bookings WHERE state = 'cancelled' AND seq = 3 AND state_seq = 5": 1,
		"dead_letters": 6, "dead_letters WHERE seq IN (6, 7, 8, 9, 10, 11)": 6,
		"dead_letters WHERE kind = 'unknown'": 1, "dead_letters WHERE kind = 'unreadable'": 1,
	} {
		if n := countIn(t, r, table); n != want {
			t.Errorf("%s: %d instead of %d", table, n, want)
		}
	}
}

func TestEveryStationHasItsOwnChain(t *testing.T) {
	r := rigFor(t)
	one, two := r.enrol("st-1"), r.enrol("st-2")
	must(ingest(r, one.batch(1, checkIns(2), 1, 2)))
	if got := must(ingest(r, two.batch(1, checkIns(2), 2, 1))); got.Verdict != wire.Resend || got.UpTo != 0 || got.Hash != event.Genesis("st-2", 1) {
		t.Errorf("receipt %+v", got)
	}
}
