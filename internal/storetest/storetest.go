// Package storetest holds what every store of the hub has to do alike,
// whatever it keeps its rows in.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
)

// Store is all that a hub and its console ask of a store.
type Store interface {
	hub.Store
	console.Source
	Ping(context.Context) error
}

var noon = time.UnixMilli(1_795_000_000_000)

// bench is one empty store and the test it is for.
type bench struct {
	*testing.T
	Store
}

// ShownTables are the parts of the suite for stores whose tables programs read,
// with SQL's views of them.
var ShownTables = []string{"pages of tables", "tables that are shown", "columns"}

// Run runs the suite, without some parts; open makes an empty store each time.
func Run(t *testing.T, open func(t *testing.T) Store, without ...string) {
	for name, test := range map[string]func(bench){
		"stations":                 stations,
		"stations are held":        held,
		"records":                  records,
		"hashes":                   hashes,
		"a batch repeats":          repeated,
		"places":                   places,
		"a kind is corrected":      reclassified,
		"a damaged batch":          damaged,
		"nothing of a failure":     nothing,
		"a record twice":           twice,
		"many rows":                many,
		"quarantine":               quarantine,
		"down-journals":            down,
		"pushes":                   pushes,
		"capacities":               capacities,
		"codes":                    codes,
		"keys":                     keys,
		"followers":                followers,
		"dead letters":             letters,
		"tables":                   tables,
		"added":                    added,
		"erasures":                 anonymise,
		"the fleet's journal":      fleet,
		"who lacks of it":          untold,
		"acts":                     acts,
		"places given back":        leasing,
		"rows by a column":         where,
		"entries about a rider":    blankAbout,
		"pages of tables":          browse,
		"tables that are shown":    shown,
		"columns":                  columns,
		"a view cannot write":      view,
		"reports":                  reports,
		"readers miss nothing":     order,
		"decisions take turns":     decisions,
		"held in any order":        crosswise,
		"claims are one at a time": claims,
	} {
		if !slices.Contains(without, name) {
			t.Run(name, func(t *testing.T) { test(bench{t, open(t)}) })
		}
	}
}

func (b bench) ctx() context.Context { return b.Context() }

// do runs a transaction that has to succeed.
func (b bench) do(f func(tx hub.Tx) error) {
	b.Helper()
	if err := b.Update(b.ctx(), f); err != nil {
		b.Fatal(err)
	}
}

// see reads.
func see[T any](b bench, f func(tx hub.Tx) (T, error)) (v T) {
	b.Helper()
	if err := b.View(b.ctx(), func(tx hub.Tx) (err error) { v, err = f(tx); return err }); err != nil {
		b.Fatal(err)
	}
	return v
}

func (b bench) put(ids ...string) {
	b.Helper()
	for _, id := range ids {
		b.do(func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id, NameZH: "站", NameEN: "S"}) })
	}
}

// same fails where two values are printed differently.
func (b bench) same(what string, got, want any) {
	b.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		b.Errorf("%s: %s, want %s", what, g, w)
	}
}

func (b bench) is(err, want error) {
	b.Helper()
	if !errors.Is(err, want) {
		b.Errorf("error %v, want %v", err, want)
	}
}

func stations(b bench) {
	_, err := station(b, "a")
	b.is(err, hub.ErrUnknownStation)
	whole := hub.Station{
		ID: "a", NameZH: "甲", NameEN: "A", Key: make([]byte, 32), Heard: noon,
		LastEpoch: 4_000_000_000, Last: 1 << 62, Journal: 3, Sent: 9,
	}
	b.do(func(tx hub.Tx) error { return tx.PutStation(whole) })
	b.put("c", "b")
	got, _ := station(b, "a")
	b.same("station", got, whole)
	whole.NameZH, whole.Key = "乙", nil
	b.do(func(tx hub.Tx) error { return tx.PutStation(whole) })
	got, _ = station(b, "a")
	b.same("station", got, whole)
	b.same("ids", see(b, hub.Tx.StationIDs), []string{"a", "b", "c"})
	named := see(b, func(tx hub.Tx) ([]hub.Station, error) { return tx.Named([]string{"c", "a", "z"}) })
	b.same("named", len(named), 2)
	none := see(b, func(tx hub.Tx) ([]hub.Station, error) { return tx.Named(nil) })
	b.same("none", len(none), 0)
}

func station(b bench, id string) (s hub.Station, err error) {
	err = b.View(b.ctx(), func(tx hub.Tx) error { s, err = tx.Station(id); return err })
	return s, err
}

func cursor(id string, upTo uint64) hub.Cursor {
	return hub.Cursor{Station: id, Epoch: 1, UpTo: upTo, Hash: event.Hash{byte(upTo)}}
}

func held(b bench) {
	b.put("a", "b")
	b.append("a", 1, 3, "check_in")
	b.do(func(tx hub.Tx) error {
		held, err := tx.Hold([]string{"a", "b", "z"})
		if len(held) != 2 || held["a"].Newest() != 1 || held["b"].Newest() != 0 || held["a"].Cursors[1] != cursor("a", 3) {
			b.Errorf("held %+v", held)
		}
		s := held["a"].Station
		s.Heard, s.LastEpoch, s.Last, s.Journal, s.Sent = noon, 2, 7, 2, 5
		return errors.Join(err, tx.Spoke([]hub.Station{s}), tx.Spoke(nil))
	})
	got, _ := station(b, "a")
	b.same("spoke", got, hub.Station{ID: "a", NameZH: "站", NameEN: "S", Heard: noon, LastEpoch: 2, Last: 7, Journal: 2, Sent: 5})
}

var errStop = errors.New("stop")

func nothing(b bench) {
	b.put("a")
	err := b.Update(b.ctx(), func(tx hub.Tx) error {
		return errors.Join(
			tx.Append([]hub.Batch{batch("a", 1, 1, "check_in")}, []hub.Cursor{cursor("a", 1)}, noon),
			tx.PutStation(hub.Station{ID: "b"}), errStop)
	})
	b.is(err, errStop)
	b.same("ids", see(b, hub.Tx.StationIDs), []string{"a"})
	b.append("a", 1, 1, "check_in")
	b.same("positions drawn in vain are drawn again", received(b, 0, 9)[0].Pos, 1)
}

func twice(b bench) {
	b.put("a")
	b.append("a", 1, 2, "check_in")
	err := b.Update(b.ctx(), func(tx hub.Tx) error {
		return tx.Append([]hub.Batch{batch("a", 2, 1, "check_in")}, []hub.Cursor{cursor("a", 2)}, noon)
	})
	b.is(err, hub.ErrRejected)
	err = b.Update(b.ctx(), func(tx hub.Tx) error {
		return tx.Append([]hub.Batch{batch("nobody", 1, 1, "check_in")}, []hub.Cursor{cursor("nobody", 1)}, noon)
	})
	b.is(err, hub.ErrRejected)
	b.same("head", see(b, hub.Tx.Head), 2)
}

// many crosses every size a statement is cut to.
func many(b bench) {
	b.put("a")
	const records = 1234
	b.do(func(tx hub.Tx) error {
		var all []hub.Batch
		for seq := uint64(1); seq <= records; seq++ {
			all = append(all, batch("a", seq, 1, "check_in"))
		}
		return tx.Append(all, []hub.Cursor{cursor("a", records)}, noon)
	})
	all := received(b, 0, 9999)
	b.same("records", len(all), records)
	for i, r := range all {
		if r.Seq != uint64(i+1) || r.Pos != int64(i+1) {
			b.Fatalf("record %d is %+v", i, r)
		}
	}
}

func quarantine(b bench) {
	b.put("a", "b")
	for range 2 {
		b.do(func(tx hub.Tx) error {
			var all []hub.SetAside
			for i := range 150 {
				all = append(all, hub.SetAside{Station: "a", Epoch: 1, First: uint64(i), Reason: "r", Message: []byte{byte(i)}})
			}
			return tx.Quarantine(append(all, hub.SetAside{Station: "b", Message: []byte("of b")}), noon)
		})
	}
	all, err := b.Stations(b.ctx())
	b.same("set aside", []any{all[0].SetAside, all[1].SetAside, err}, []any{100, 1, nil})
}

func entries(id string, bodies ...string) (all []hub.Entry) {
	for _, s := range bodies {
		all = append(all, hub.Entry{Station: id, Kind: s[:1], Subject: "s" + s[:1], Bytes: []byte(s)})
	}
	return all
}

func runs(b bench, limit int, asked ...hub.Ask) []hub.Run {
	b.Helper()
	return see(b, func(tx hub.Tx) ([]hub.Run, error) { return tx.Down(asked, limit) })
}

func bytesOf(texts ...string) (all [][]byte) {
	for _, s := range texts {
		all = append(all, []byte(s))
	}
	return all
}

func down(b bench) {
	b.put("a", "b")
	b.do(func(tx hub.Tx) error {
		return tx.AppendDown(append(entries("a", "x1", "y1"), entries("b", "x2")...), noon)
	})
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.AppendDown(entries("a", "x3"), noon), tx.AppendDown(nil, noon))
	})
	b.same("head", see(b, hub.Tx.DownHead), 4)
	b.same("all", runs(b, 9, hub.Ask{Station: "a"}), []hub.Run{{Station: "a", First: 1, Entries: bytesOf("x1", "y1", "x3"), Last: 3}})
	b.same("two", runs(b, 1, hub.Ask{Station: "a", After: 1}, hub.Ask{Station: "b"}, hub.Ask{Station: "b", After: 1}), []hub.Run{
		{Station: "a", First: 2, Entries: bytesOf("y1"), Last: 3}, {Station: "b", First: 1, Entries: bytesOf("x2"), Last: 1},
	})
	b.same("nothing new", len(runs(b, 9, hub.Ask{Station: "a", After: 3}, hub.Ask{Station: "a", After: ^uint64(0)})), 0)
	newest := see(b, func(tx hub.Tx) ([]byte, error) { return tx.Newest("a", "x", "sx") })
	b.same("newest", string(newest), "x3")
	b.do(func(tx hub.Tx) error { return tx.Blank("a", "x") })
	b.same("blanked", runs(b, 9, hub.Ask{Station: "a"})[0].Entries, bytesOf("", "y1", ""))
	err := b.Update(b.ctx(), func(tx hub.Tx) error { return tx.AppendDown(entries("nobody", "x1"), noon) })
	b.is(err, hub.ErrRejected)
}

func pushes(b bench) {
	for id, heard := range map[string]time.Time{"a": noon, "b": noon.Add(-time.Hour), "c": {}} {
		b.do(func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id, Heard: heard, Sent: 1, Journal: 5}) })
	}
	for range 2 {
		b.do(func(tx hub.Tx) error {
			return tx.AppendDown(slices.Concat(entries("a", "x", "y"), entries("b", "x"), entries("c", "x", "y")), noon)
		})
	}
	since := func(after, upTo int64) []hub.Run {
		return see(b, func(tx hub.Tx) ([]hub.Run, error) { return tx.DownBetween(after, upTo, noon.Add(-time.Minute)) })
	}
	b.same("those heard of, not sent", since(0, 10), []hub.Run{{Station: "a", Journal: 5, First: 2, Entries: bytesOf("y", "x", "y"), Last: 4}})
	b.same("a part", since(6, 10), []hub.Run{{Station: "a", Journal: 5, First: 4, Entries: bytesOf("y"), Last: 4}})
	b.same("nothing", len(since(7, 10)), 0)
}

func capacities(b bench) {
	b.put("a", "b")
	err := b.View(b.ctx(), func(tx hub.Tx) error { _, err := tx.Slot("s"); return err })
	b.is(err, hub.ErrUnknownSlot)
	slot := hub.Slot{ID: "s", Service: "x", Starts: noon, Minutes: 20, PlaceZH: "一", PlaceEN: "1", Capacity: 3}
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.PutSlot(slot), tx.Lend("s", "a", 1, noon), tx.Lend("s", "b", 1, noon), tx.Lend("s", "a", 1, noon))
	})
	b.same("slot", see(b, func(tx hub.Tx) (hub.Slot, error) { return tx.Slot("s") }), slot)
	b.same("loans", see(b, func(tx hub.Tx) (map[string]int, error) { return tx.Loans("s") }), map[string]int{"a": 2, "b": 1})
	err = b.Update(b.ctx(), func(tx hub.Tx) error { return tx.Lend("s", "b", 1, noon) })
	b.is(err, hub.ErrRejected)
	slot.Capacity = 9
	b.do(func(tx hub.Tx) error { return tx.PutSlot(slot) })
	all, err := b.Slots(b.ctx(), noon)
	b.same("report", []any{all[0].Capacity, all[0].Lent, all[0].Booked, all[0].Loans, err}, []any{9, 3, 0, map[string]int{"a": 2, "b": 1}, nil})
	all, err = b.Slots(b.ctx(), noon.Add(time.Second))
	b.same("later ones", []any{len(all), err}, []any{0, nil})
}

func codes(b bench) {
	b.put("a")
	code := hub.Code{Hash: [32]byte{1}, Station: "a", Expires: noon}
	find := func(hash byte) (found bool) {
		return see(b, func(tx hub.Tx) (bool, error) {
			got, found, err := tx.Code([32]byte{hash})
			if found {
				b.same("code", got, code)
			}
			return found, err
		})
	}
	b.do(func(tx hub.Tx) error { return tx.PutCode(code) })
	b.same("found", find(1), true)
	code.Used = noon
	b.do(func(tx hub.Tx) error { return tx.PutCode(code) })
	b.same("found", find(1), true)
	code.Hash = [32]byte{2}
	b.do(func(tx hub.Tx) error { return tx.PutCode(code) })
	b.same("only the newer", []bool{find(1), find(2)}, []bool{false, true})
}

func view(b bench) {
	err := b.View(b.ctx(), func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: "a"}) })
	if err == nil {
		b.Error("a view wrote")
	}
	b.same("ids", len(see(b, hub.Tx.StationIDs)), 0)
}

func reports(b bench) {
	b.is(b.Ping(b.ctx()), nil)
	b.put("a", "b")
	b.append("a", 1, 3, "check_in")
	b.append("b", 1, 1, "booking")
	b.do(func(tx hub.Tx) error { return tx.PutDeadLetters([]hub.DeadLetter{letter("f", 2, "r")}) })
	all, err := b.Stations(b.ctx())
	b.same("station", []any{all[0].ID, all[0].Epoch, all[0].UpTo, all[0].ReceiptAt, all[0].DeadLetters, err}, []any{"a", 1, 3, noon, 1, nil})
	for _, c := range []struct {
		query hub.EventQuery
		want  []int64
	}{
		{hub.EventQuery{Limit: 9}, []int64{1, 2, 3, 4}},
		{hub.EventQuery{Limit: 2, After: 1}, []int64{2, 3}},
		{hub.EventQuery{Limit: 2, Newest: true}, []int64{4, 3}},
		{hub.EventQuery{Limit: 9, After: 1, Newest: true}, []int64{4, 3, 2}},
		{hub.EventQuery{Limit: 9, Station: "b"}, []int64{4}},
	} {
		events, err := b.Events(b.ctx(), c.query)
		b.is(err, nil)
		var got []int64
		for _, e := range events {
			got = append(got, e.Pos)
		}
		b.same(fmt.Sprintf("%+v", c.query), got, c.want)
	}
}
