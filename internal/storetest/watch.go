package storetest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
	"github.com/nuanxin/station-kit/sync/hub/metrics"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

// Watched is all that those who watch a hub ask of a store.
type Watched interface {
	Store
	console.Wellbeing
	metrics.Fleet
	vitals.Store
	Progress(ctx context.Context, followers []string) ([]hub.Progress, error)
}

// RunWatched runs the suite for what a hub is watched by; open makes an empty
// store each time.
func RunWatched(t *testing.T, open func(t *testing.T) Watched) {
	for name, test := range map[string]func(*testing.T, Watched){"vitals": newest, "census": census, "empty census": nobody} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func good(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newest: the newest vitals count, whichever is written last.
func newest(t *testing.T, s Watched) {
	ctx := t.Context()
	of := func(station string, ago time.Duration, troubles ...string) hub.Vitals {
		return hub.Vitals{Station: station, At: noon.Add(-time.Hour), Heard: noon.Add(-ago), Troubles: append([]string{}, troubles...), Body: []byte("{}")}
	}
	good(t, s.PutVitals(ctx, nil))
	good(t, s.PutVitals(ctx, []hub.Vitals{of("one", time.Minute, "silent", "stuck"), of("two", 0)}))
	good(t, s.PutVitals(ctx, []hub.Vitals{of("one", 2*time.Minute)}))
	v, told, err := s.Vitals(ctx, "one")
	good(t, err)
	same(t, []any{told, v.Heard.Equal(noon.Add(-time.Minute)), v.At.Equal(noon.Add(-time.Hour)), v.Troubles, string(v.Body)},
		[]any{true, true, true, []string{"silent", "stuck"}, "{}"})
	good(t, s.PutVitals(ctx, []hub.Vitals{of("one", 0, "stuck")}))
	all, err := s.AllVitals(ctx)
	good(t, err)
	same(t, []any{len(all), all["one"].Troubles, all["one"].Body == nil, len(all["two"].Troubles)}, []any{2, []string{"stuck"}, true, 0})
	_, told, err = s.Vitals(ctx, "three")
	same(t, []any{told, err}, []any{false, error(nil)})
}

// census: of six stations one has not joined, one is revoked, one never had a receipt.
func census(t *testing.T, s Watched) {
	ctx := t.Context()
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	good(t, s.Update(ctx, func(tx hub.Tx) error {
		for id, heard := range map[string]time.Duration{"a": time.Minute, "b": 30 * time.Minute, "c": 48 * time.Hour, "d": time.Minute} {
			if err := tx.PutStation(hub.Station{ID: id, Key: make([]byte, 32), Heard: ago(heard)}); err != nil {
				return err
			}
		}
		if err := tx.PutStation(hub.Station{ID: "e"}); err != nil {
			return err
		}
		if err := tx.PutStation(hub.Station{ID: "f", Key: make([]byte, 32), Heard: noon, Revoked: noon}); err != nil {
			return err
		}
		for _, r := range []struct {
			id    string
			epoch uint32
			ago   time.Duration
		}{{"c", 1, 90 * time.Hour}, {"a", 1, 50 * time.Hour}, {"c", 2, 48 * time.Hour}, {"b", 1, 30 * time.Minute}, {"a", 2, 2 * time.Minute}} {
			if _, err := tx.Hold([]string{r.id}); err != nil {
				return err
			}
			batches, end := Batches(r.id, r.epoch, encoded("check_in", 1))
			if err := tx.Append(batches, []hub.Cursor{end}, ago(r.ago)); err != nil {
				return err
			}
		}
		if _, _, err := tx.Claim("quick", true); err != nil {
			return err
		}
		if err := tx.Move("quick", 3); err != nil {
			return err
		}
		letters := []hub.DeadLetter{{Follower: "quick", Pos: 1, Ref: event.Ref{Station: "a", Epoch: 1, Seq: 1}}, {Follower: "quick", Pos: 2}}
		if err := tx.PutDeadLetters(letters); err != nil {
			return err
		}
		if err := tx.Quarantine([]hub.SetAside{{Station: "a", Epoch: 1, First: 1, Message: []byte("m")}}, noon); err != nil {
			return err
		}
		past := hub.Slot{ID: "past", Service: "health-check", Starts: ago(time.Hour), Capacity: 99}
		next := hub.Slot{ID: "next", Service: "health-check", Starts: ago(-time.Hour), Capacity: 7}
		if err := tx.PutSlot(past); err != nil {
			return err
		}
		if err := tx.PutSlot(next); err != nil {
			return err
		}
		return tx.Lend("next", "a", 3, noon)
	}))
	good(t, s.PutVitals(ctx, []hub.Vitals{
		{Station: "a", Heard: ago(time.Minute), Troubles: []string{"reader-out", "disk-low"}},
		{Station: "b", Heard: ago(20 * time.Minute), Troubles: []string{"disk-low"}},
		{Station: "c", Heard: ago(40 * time.Hour), Troubles: []string{"stuck"}},
	}))
	ages := []time.Duration{5 * time.Minute, time.Hour, 24 * time.Hour}
	q := hub.CensusQuery{Now: noon, Heard: ages, Receipts: ages, Told: ages, Oldest: 2, Followers: []string{"quick", "new"}}
	c, err := s.Census(ctx, q)
	good(t, err)
	same(t, []any{c.Known, c.Enrolled, c.HeardSince, c.ReceiptSince, c.Receipts, c.Told}, []any{6, 4, []int{2, 3, 3}, []int{1, 2, 2}, 3, []int{1, 2, 2}})
	same(t, c.ReceiptAges, 48*time.Hour+32*time.Minute)
	same(t, []any{len(c.Oldest), c.Oldest[0].Station, c.Oldest[0].At.Equal(ago(48 * time.Hour)), c.Oldest[1].Station}, []any{2, "c", true, "b"})
	same(t, c.Ailing, map[string]int{"reader-out": 1, "disk-low": 2})
	same(t, []any{c.Quarantine, c.DeadLetters}, []any{1, map[string]int{"quick": 2}})
	same(t, []any{c.Capacity, c.Lent, c.Booked}, []any{7, 3, 0})
	quick, late := c.Followers[0], c.Followers[1]
	same(t, []any{quick.Position, quick.Behind, quick.Since.Equal(ago(30 * time.Minute))}, []any{int64(3), int64(2), true})
	same(t, []any{late.Position, late.Behind, late.Since.Equal(ago(90 * time.Hour))}, []any{int64(0), int64(5), true})
	q.Oldest = -1
	if c, err = s.Census(ctx, q); err != nil || len(c.Oldest) != 3 {
		t.Errorf("%d stations of all, %v", len(c.Oldest), err)
	}
	one, err := s.Station(ctx, "a")
	good(t, err)
	same(t, []any{one.ID, one.Epoch, one.UpTo, one.SetAside, one.DeadLetters}, []any{"a", uint32(2), uint64(1), 1, 1})
	if _, err := s.Station(ctx, "nobody"); err == nil {
		t.Error("a station that is none")
	}
}

func nobody(t *testing.T, s Watched) {
	ages := []time.Duration{time.Hour}
	c, err := s.Census(t.Context(), hub.CensusQuery{Now: noon, Heard: ages, Receipts: ages, Told: ages, Oldest: -1, Followers: []string{"new"}})
	good(t, err)
	same(t, c, hub.Census{
		HeardSince: []int{0}, ReceiptSince: []int{0}, Told: []int{0}, Ailing: map[string]int{}, DeadLetters: map[string]int{},
		Followers: []hub.Progress{{Follower: "new"}},
	})
}
