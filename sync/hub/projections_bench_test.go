package hub_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// ofADay is how many records a station makes in a day.
const ofADay = 12

// aDay is what n stations record in a day, a batch each: mostly visits, a
// booking and points.
func aDay(n int) (all []hub.Batch) {
	for i := range n {
		id, who := benchStation(i), make16(byte(i))
		who[1], who[2], who[3] = byte(i>>8), byte(i>>16), 1
		visit := func(j int) *event.Record {
			return &event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{
				Pseudonym: append(who[:15:15], byte(j)), Means: event.Means_MEANS_CARD, Purpose: event.Purpose_PURPOSE_REST, Occupation: "delivery-rider",
			}}}
		}
		day := []*event.Record{visit(1), visit(2), visit(3), visit(4), visit(5), visit(6), visit(7), visit(8)}
		day = append(day,
			&event.Record{Body: &event.Record_CheckOut{CheckOut: &event.CheckOut{CheckIn: &event.Reference{Epoch: 1, Seq: 3}, StayedMs: 900_000}}},
			&event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{Pseudonym: who, Rule: "visit", Points: 5, Cause: &event.Reference{Epoch: 1, Seq: 1}}}},
			&event.Record{Body: &event.Record_Booking{Booking: &event.Booking{Pseudonym: who, Slot: "health-check-1", Service: "health-check", StartsMs: noon.UnixMilli(), State: event.BookingState_BOOKING_STATE_CONFIRMED}}},
			&event.Record{Attendant: "duty", Body: &event.Record_BookingChange{BookingChange: &event.BookingChange{Booking: &event.Reference{Epoch: 1, Seq: 11}, State: event.BookingState_BOOKING_STATE_ATTENDED}}},
		)
		records := make([][]byte, ofADay)
		for seq, r := range day {
			r.Stamp = stamp(seq * 1000)
			records[seq] = encoded(r)
		}
		batches, _ := storetest.Batches(id, 1, records...)
		all = append(all, batches...)
	}
	return all
}

func benchStation(i int) string {
	return "st-" + string([]byte{byte('a' + i/17576%26), byte('a' + i/676%26), byte('a' + i/26%26), byte('a' + i%26)})
}

// BenchmarkProjections measures all projections together against the insertion
// of the batches they read by the same store in the same run. One iteration is
// one station's day of twelve records.
func BenchmarkProjections(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		project(b, must(sqlite.Open(ctx, filepath.Join(b.TempDir(), "hub.db"))))
	})
	b.Run("postgres", func(b *testing.B) {
		project(b, must(postgres.Open(ctx, postgrestest.Start(b).New(b))))
	})
}

func project(b *testing.B, s *store.Store) {
	defer s.Close()
	batches := aDay(b.N)
	must(0, s.Update(ctx, func(tx hub.Tx) error {
		for i := range b.N {
			if err := tx.PutStation(hub.Station{ID: benchStation(i)}); err != nil {
				return err
			}
		}
		return nil
	}))
	h := hub.New(hub.Config{Store: s, Followers: hub.Projections()})
	must(0, h.CatchUp(ctx))
	start := time.Now()
	for some := range slices.Chunk(batches, bareGroup/ofADay) {
		must(0, s.Update(ctx, func(tx hub.Tx) error { return tx.Append(some, nil, noon) }))
	}
	inserted := time.Since(start)
	b.ResetTimer()
	must(0, h.CatchUp(ctx))
	b.StopTimer()
	took := b.Elapsed()
	for _, f := range hub.Projections() {
		must(0, s.View(ctx, func(tx hub.Tx) error {
			letters, err := tx.DeadLetters(f.Name, hub.DeadLetter{}, 1)
			if len(letters) > 0 {
				b.Fatalf("%+v", letters)
			}
			return err
		}))
	}
	n := float64(len(batches) * ofADay)
	b.ReportMetric(n/took.Seconds(), "records/s")
	b.ReportMetric(n/inserted.Seconds(), "inserted/s")
	b.ReportMetric(took.Seconds()/inserted.Seconds(), "x/insert")
}
