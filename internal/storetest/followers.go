package storetest

import (
	"errors"
	"slices"

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

// table is one that the migrations of every store make.
var table = hub.Projections()[1].Tables[0]

func tables(b bench) {
	row := func(seq int64, pseudonym any, means string) []any {
		return []any{"a", int64(1), seq, noon.UnixMilli(), pseudonym, means}
	}
	var rows, keys [][]any
	for i := range int64(250) {
		rows, keys = append(rows, row(i, nil, "card")), append(keys, []any{"a", int64(1), i})
	}
	rows[7] = row(7, []byte("0123456789abcdef"), "pass")
	b.do(func(tx hub.Tx) error { return errors.Join(tx.Put(table, rows), tx.Put(table, nil)) })
	find := func(keys [][]any) [][]any {
		found := see(b, func(tx hub.Tx) ([][]any, error) { return tx.Find(table, keys) })
		slices.SortFunc(found, func(x, y []any) int { return int(x[2].(int64) - y[2].(int64)) })
		return found
	}
	b.same("found", find(keys), rows)
	b.same("some", find([][]any{{"a", int64(1), int64(7)}, {"a", int64(2), int64(8)}}), rows[7:8])
	b.same("none", len(find(nil)), 0)
	b.do(func(tx hub.Tx) error { return tx.Put(table, [][]any{row(7, nil, "phone")}) })
	b.same("replaced", find(keys[7:8]), [][]any{row(7, nil, "phone")})
	b.do(func(tx hub.Tx) error { return tx.Empty(table) })
	b.same("emptied", len(find(keys)), 0)
	err := b.Update(b.ctx(), func(tx hub.Tx) error { return tx.Put(table, [][]any{{"a", int64(1), int64(1), nil, nil, "card"}}) })
	b.is(err, hub.ErrRejected)
}
