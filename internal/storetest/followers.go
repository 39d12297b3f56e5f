package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

func position(b bench, name string) int64 {
	b.Helper()
	return see(b, func(tx hub.Tx) (int64, error) { return tx.Position(name) })
}

func followers(b bench) {
	b.same("unknown", position(b, "new"), 0)
	for _, wait := range []bool{false, true} {
		b.do(func(tx hub.Tx) error {
			at, claimed, err := tx.Claim("new", wait)
			b.same("claimed", []any{at, claimed}, []any{position(b, "new"), true})
			return errors.Join(err, tx.Move("new", at+7))
		})
	}
	b.same("moved", position(b, "new"), 14)
	version := func() int { return see(b, func(tx hub.Tx) (int, error) { return tx.Version("new") }) }
	b.same("version", version(), 0)
	b.do(func(tx hub.Tx) error { return tx.SetVersion("new", 3) })
	b.same("version", version(), 3)
	b.same("another", position(b, "other"), 0)
}

func letter(follower string, pos int64, reason string) hub.DeadLetter {
	return hub.DeadLetter{Follower: follower, Pos: pos, Ref: event.Ref{Station: "a", Epoch: 1, Seq: uint64(pos)}, Kind: "k", Reason: reason, At: noon}
}

func letters(b bench) {
	one, two, three := letter("f", 1, "r"), letter("g", 1, "r"), letter("f", 2, "r")
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.PutDeadLetters([]hub.DeadLetter{one, three, two}), tx.PutDeadLetters(nil))
	})
	one.Reason = "another"
	b.do(func(tx hub.Tx) error { return tx.PutDeadLetters([]hub.DeadLetter{one}) })
	list := func(follower string, after hub.DeadLetter, limit int) []hub.DeadLetter {
		return see(b, func(tx hub.Tx) ([]hub.DeadLetter, error) { return tx.DeadLetters(follower, after, limit) })
	}
	b.same("all", list("", hub.DeadLetter{}, 9), []hub.DeadLetter{one, two, three})
	b.same("a page", list("", one, 1), []hub.DeadLetter{two})
	b.same("one follower's", list("f", one, 9), []hub.DeadLetter{three})
	b.do(func(tx hub.Tx) error { return tx.Forget("f", []int64{1, 9}) })
	b.same("forgotten", list("", hub.DeadLetter{}, 9), []hub.DeadLetter{two, three})
	b.do(func(tx hub.Tx) error { return tx.Forget("g", nil) })
	b.same("all forgotten", list("", hub.DeadLetter{}, 9), []hub.DeadLetter{three})
}

// table is one that the migrations of every store make, as far as the test needs
// it.
var table = hub.Table{Name: "check_ins", Key: 1, Columns: []hub.Column{
	{Name: "pos", Type: hub.Number},
	{Name: "station", Type: hub.Text},
	{Name: "epoch", Type: hub.Number},
	{Name: "seq", Type: hub.Number},
	{Name: "at_ms", Type: hub.Number},
	{Name: "trust", Type: hub.Text},
	{Name: "boot", Type: hub.Number},
	{Name: "pseudonym", Type: hub.Blob},
	{Name: "means", Type: hub.Text},
}}

func checkIn(pos int64, pseudonym, means any) []any {
	return []any{pos, "a", int64(1), pos, noon.UnixMilli() + pos, "system", int64(3), pseudonym, means}
}

func found(b bench, keys ...any) [][]any {
	all := make([][]any, len(keys))
	for i, k := range keys {
		all[i] = []any{k}
	}
	rows := see(b, func(tx hub.Tx) ([][]any, error) { return tx.Find(table, all) })
	slices.SortFunc(rows, func(x, y []any) int { return int(x[0].(int64) - y[0].(int64)) })
	return rows
}

func tables(b bench) {
	var rows [][]any
	var keys []any
	for i := range int64(250) {
		rows, keys = append(rows, checkIn(i, nil, "card")), append(keys, i)
	}
	rows[7] = checkIn(7, []byte("0123456789abcdef"), nil)
	b.do(func(tx hub.Tx) error { return errors.Join(tx.Put(table, rows), tx.Put(table, nil)) })
	b.same("found", found(b, keys...), rows)
	b.same("some", found(b, int64(7), int64(999)), rows[7:8])
	b.same("none", len(found(b)), 0)
	b.do(func(tx hub.Tx) error { return tx.Put(table, [][]any{checkIn(7, nil, "phone")}) })
	b.same("replaced", found(b, int64(7)), [][]any{checkIn(7, nil, "phone")})
	b.same("first", see(b, func(tx hub.Tx) ([][]any, error) { return tx.First(table, 7) }), rows[:7])
	b.same("first of fewer", len(see(b, func(tx hub.Tx) ([][]any, error) { return tx.First(table, 999) })), 250)
	b.do(func(tx hub.Tx) error { return tx.Empty(table) })
	b.same("emptied", len(found(b, keys...)), 0)
	err := b.Update(b.ctx(), func(tx hub.Tx) error {
		return tx.Put(table, [][]any{{int64(1), "a", int64(1), int64(1), nil, "system", int64(1), nil, nil}})
	})
	b.is(err, hub.ErrRejected)
}

// added are rows of new keys, every value as Put would have it, and none where
// one is there.
func added(b bench) {
	var rows [][]any
	for i := range int64(250) {
		rows = append(rows, checkIn(i, []byte("0123456789abcdef"), "card"))
	}
	rows[3] = checkIn(3, nil, "\u503c, \t\"q\" \\N\n")
	b.do(func(tx hub.Tx) error { return errors.Join(tx.Add(table, rows[:200]), tx.Add(table, nil)) })
	b.is(b.Update(b.ctx(), func(tx hub.Tx) error { return tx.Add(table, rows[199:]) }), hub.ErrRejected)
	b.is(b.Update(b.ctx(), func(tx hub.Tx) error { return errors.Join(tx.Add(table, rows[200:]), errStop) }), errStop)
	b.same("added", see(b, func(tx hub.Tx) ([][]any, error) { return tx.First(table, 999) }), rows[:200])
}

// anonymise empties the rows from before an erasure, by position or by time.
func anonymise(b bench) {
	who, other := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	rows := [][]any{checkIn(1, who, nil), checkIn(2, other, nil), checkIn(3, who, nil), checkIn(4, who, nil), checkIn(9, who, nil)}
	b.do(func(tx hub.Tx) error { return tx.Put(table, rows) })
	b.do(func(tx hub.Tx) error {
		return errors.Join(tx.Anonymise("check_ins", nil), tx.Anonymise("check_ins", []hub.Erasure{{Pseudonym: who, Pos: 3, AtMs: noon.UnixMilli() + 4}}))
	})
	for _, i := range []int{0, 2, 3} {
		rows[i][7] = nil
	}
	b.same("emptied", found(b, int64(1), int64(2), int64(3), int64(4), int64(9)), rows)
}

// browse pages through a table and a view as programs do.
func browse(b bench) {
	var rows [][]any
	for i := range int64(25) {
		rows = append(rows, checkIn(i, []byte{byte(i), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, "card"))
	}
	b.do(func(tx hub.Tx) error { return tx.Put(table, rows) })
	for _, name := range []string{"check_ins", "visits", "check_ins_local"} {
		b.same(name, pages(b, name, "pos"), "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24")
	}
	page, err := b.Rows(b.ctx(), hub.TableQuery{Table: "check_ins_local", Limit: 1})
	b.same("times", []any{page.Rows[0][len(page.Columns)-1], err}, []any{"2026-11-18 19:06:40", nil})
	page, err = b.Rows(b.ctx(), hub.TableQuery{Table: "visits_by_day", Limit: 9})
	b.same("a day", []any{page.Columns[:5], page.Rows[0][:5], page.Next, err}, []any{
		[]string{"day", "station", "visits", "riders", "anonymous"}, []any{"2026-11-18", "a", 25, 25, 0}, "", nil,
	})
	for _, after := range []string{"x", "[1,2]", `[{"a":1}]`, `[[1]]`, `[["zz"]]`, "[1.5]"} {
		_, err := b.Rows(b.ctx(), hub.TableQuery{Table: "check_ins", After: after, Limit: 1})
		b.is(err, hub.ErrBadCursor)
	}
	for _, name := range []string{"", "records", "stations; DROP TABLE stations", "codes"} {
		_, err := b.Rows(b.ctx(), hub.TableQuery{Table: name, Limit: 1})
		b.is(err, hub.ErrUnknownTable)
	}
}

// pages reads a column of a whole table in pages.
func pages(b bench, name, column string) string {
	var all []string
	for q := (hub.TableQuery{Table: name, Limit: 7}); ; {
		page, err := b.Rows(b.ctx(), q)
		b.is(err, nil)
		for _, row := range page.Rows {
			all = append(all, fmt.Sprint(row[slices.Index(page.Columns, column)]))
		}
		if q.After = page.Next; q.After == "" {
			return strings.Join(all, " ")
		}
	}
}

// shown has every table and view that programs may read be there, with its key,
// read from the beginning and on from a cursor.
func shown(b bench) {
	for _, s := range hub.ShownTables() {
		page, err := b.Rows(b.ctx(), hub.TableQuery{Table: s.Name, Limit: 5})
		if err != nil {
			b.Errorf("%s: %v", s.Name, err)
		}
		for _, key := range s.Key {
			if !slices.Contains(page.Columns, key) {
				b.Errorf("%s has no %s", s.Name, key)
			}
		}
	}
}

// columns has the tables of the kinds of records have the columns they are
// filled by, and no others.
func columns(b bench) {
	for _, t := range hub.PlainTables() {
		page, err := b.Rows(b.ctx(), hub.TableQuery{Table: t.Name, Limit: 1})
		b.is(err, nil)
		var want []string
		for _, c := range t.Columns {
			want = append(want, c.Name)
		}
		b.same(t.Name, page.Columns, want)
	}
}
