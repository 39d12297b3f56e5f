package storetest

import (
	"errors"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

func words(subject string, texts ...string) (all []hub.Announcement) {
	for _, s := range texts {
		all = append(all, hub.Announcement{Kind: "w", Subject: subject, Bytes: []byte(s), Who: "li"})
	}
	return all
}

func (b bench) takeIn(ids ...string) []hub.Ask {
	b.Helper()
	var asks []hub.Ask
	b.do(func(tx hub.Tx) error {
		if _, err := tx.Hold(ids); err != nil {
			return err
		}
		var err error
		asks, err = tx.TakeIn(ids)
		return err
	})
	return asks
}

// fleet mixes the fleet's journal into those of stations.
func fleet(b bench) {
	b.put("a", "b", "c")
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.Announce(words("s", "w1", "w2"), noon), tx.AppendDown(entries("a", "x1"), noon))
	})
	b.same("head", see(b, hub.Tx.FleetHead), 2)
	b.same("taken in", b.takeIn("a", "b"), []hub.Ask{{Station: "a", After: 1}, {Station: "b"}})
	b.same("nothing more", len(b.takeIn("a", "b")), 0)
	b.do(func(tx hub.Tx) error { return tx.Announce(words("t", "w3"), noon) })
	b.takeIn("a", "b")
	b.do(func(tx hub.Tx) error { return tx.AppendDown(entries("b", "x2"), noon) })
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.Silence("w", "s"), tx.Announce(words("s", "w4"), noon))
	})
	b.takeIn("a", "b", "c")
	b.same("a", runs(b, 9, hub.Ask{Station: "a"}), []hub.Run{{Station: "a", First: 1, Entries: bytesOf("x1", "", "", "w3", "w4"), Last: 5}})
	b.same("a part of b", runs(b, 2, hub.Ask{Station: "b", After: 2}), []hub.Run{{Station: "b", First: 3, Entries: bytesOf("w3", "x2"), Last: 5}})
	b.same("a new one begins with what is not silenced", runs(b, 9, hub.Ask{Station: "c"}), []hub.Run{
		{Station: "c", First: 1, Entries: bytesOf("w3", "w4"), Last: 2},
	})
	b.same("pages of it", runs(b, 1, hub.Ask{Station: "c"}, hub.Ask{Station: "c", After: 1}), []hub.Run{
		{Station: "c", First: 1, Entries: bytesOf("w3"), Last: 2}, {Station: "c", First: 2, Entries: bytesOf("w4"), Last: 2},
	})
	got := see(b, func(tx hub.Tx) ([]hub.Announcement, error) { return tx.Announced("w", "s") })
	b.same("announced", got, []hub.Announcement{{Pos: 4, Kind: "w", Subject: "s", Bytes: []byte("w4"), Who: "li", At: noon}})
}

func untold(b bench) {
	for id, heard := range map[string]time.Time{"a": noon, "b": noon.Add(-time.Hour), "c": {}, "d": noon} {
		b.do(func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id, Heard: heard}) })
	}
	since := func(limit int) []string {
		return see(b, func(tx hub.Tx) ([]string, error) { return tx.Untold(noon.Add(-time.Minute), limit) })
	}
	b.same("nothing was told", len(since(9)), 0)
	b.do(func(tx hub.Tx) error { return tx.Announce(words("s", "w1"), noon) })
	b.same("those heard of", since(9), []string{"a", "d"})
	b.same("some", since(1), []string{"a"})
	b.takeIn("a")
	b.same("those left", since(9), []string{"d"})
}

func acts(b bench) {
	for _, who := range []string{"li", "wang"} {
		b.do(func(tx hub.Tx) error {
			return tx.PutAct(hub.Act{At: noon, Who: who, What: "w", Subject: "s", Detail: "d"})
		})
	}
	b.same("the newest", see(b, func(tx hub.Tx) ([]hub.Act, error) { return tx.Acts(1) }), []hub.Act{{Pos: 2, At: noon, Who: "wang", What: "w", Subject: "s", Detail: "d"}})
}

// leasing gives places back and closes slots.
func leasing(b bench) {
	b.put("a")
	b.do(func(tx hub.Tx) error {
		return errors.Join(
			tx.PutSlot(hub.Slot{ID: "s", Starts: noon, Capacity: 3}), tx.PutSlot(hub.Slot{ID: "t", Starts: noon.Add(time.Hour), Capacity: 1}),
			tx.Lend("s", "a", 3, noon),
		)
	})
	back := func(slot string, n int) (got int) {
		b.do(func(tx hub.Tx) (err error) { got, err = tx.Return(slot, "a", n); return err })
		return got
	}
	b.same("back", []int{back("s", 2), back("s", 2), back("s", 2), back("t", 1), back("u", 1), back("s", -1)}, []int{2, 1, 0, 0, 0, 0})
	b.same("loans", see(b, func(tx hub.Tx) (map[string]int, error) { return tx.Loans("s") }), map[string]int{})
	b.do(func(tx hub.Tx) error { return tx.Lend("s", "a", 3, noon) })
	begun := func() (ids []string) {
		for _, s := range see(b, func(tx hub.Tx) ([]hub.Slot, error) { return tx.Begun(noon, 9) }) {
			ids = append(ids, s.ID)
		}
		return ids
	}
	b.same("begun", begun(), []string{"s"})
	b.do(func(tx hub.Tx) error { return tx.Close("s") })
	b.same("closed", len(begun()), 0)
}

var promises = hub.Table{Name: "promises", Columns: []hub.Column{
	{Name: "station", Type: hub.Text},
	{Name: "epoch", Type: hub.Number},
	{Name: "seq", Type: hub.Number},
	{Name: "slot", Type: hub.Text},
	{Name: "starts_ms", Type: hub.Number},
	{Name: "state", Type: hub.Text},
	{Name: "pos", Type: hub.Number},
	{Name: "asked", Type: hub.Number},
}, Key: 3}

func where(b bench) {
	row := func(seq int64, slot string) []any {
		return []any{"a", int64(1), seq, slot, int64(5), "placed", seq, int64(0)}
	}
	b.do(func(tx hub.Tx) error {
		return tx.Put(promises, [][]any{row(2, "s"), row(1, "s"), row(3, "t")})
	})
	of := func(slot string) [][]any {
		return see(b, func(tx hub.Tx) ([][]any, error) { return tx.Where(promises, "slot", slot) })
	}
	b.same("by key", of("s"), [][]any{row(1, "s"), row(2, "s")})
	b.do(func(tx hub.Tx) error { return tx.Remove(promises, "slot", "s") })
	b.same("removed", []int{len(of("s")), len(of("t"))}, []int{0, 1})
}

func blankAbout(b bench) {
	b.put("a", "b")
	b.do(func(tx hub.Tx) error {
		var all []hub.Entry
		for _, e := range [][3]string{{"a", "member_status", "r"}, {"b", "member_status", "r"}, {"b", "member_status", "q"}, {"b", "other", "r"}} {
			all = append(all, hub.Entry{Station: e[0], Kind: e[1], Subject: e[2], Bytes: []byte("x")})
		}
		return tx.AppendDown(all, noon)
	})
	b.do(func(tx hub.Tx) error { return tx.BlankAbout("member_status", "r") })
	b.same("a", runs(b, 9, hub.Ask{Station: "a"})[0].Entries, bytesOf(""))
	b.same("b", runs(b, 9, hub.Ask{Station: "b"})[0].Entries, bytesOf("", "x", "x"))
}
