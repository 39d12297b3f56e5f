package storetest

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// key signs for all stations: stores do not look.
var key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize))

// Batch makes a batch of records, the first of which has a reference; prev is
// the chain before it.
func Batch(first event.Ref, prev event.Hash, records ...[]byte) hub.Batch {
	message, err := wire.EncodeBatch(wire.Batch{
		Station: first.Station, Epoch: first.Epoch, First: first.Seq, Prev: prev, Records: records,
	}, key)
	if err != nil {
		panic(err)
	}
	return hub.Batch{Station: first.Station, Epoch: first.Epoch, First: first.Seq, Kinds: hub.KindsOf(records), Message: message}
}

// Batches are Batch for as many records as there are, of a journal from its
// beginning.
func Batches(station string, epoch uint32, records ...[]byte) (all []hub.Batch, end hub.Cursor) {
	end = hub.Cursor{Station: station, Epoch: epoch, Hash: event.Genesis(station, epoch)}
	for some := range slices.Chunk(records, wire.MaxRecords) {
		all = append(all, Batch(event.Ref{Station: station, Epoch: epoch, Seq: end.UpTo + 1}, end.Hash, some...))
		for _, r := range some {
			end.UpTo, end.Hash = end.UpTo+1, end.Hash.Next(r)
		}
	}
	return all, end
}

// encoded is a record of a kind, one of those the tests use.
func encoded(kind string, seq uint64) []byte {
	r := &event.Record{Stamp: &event.Stamp{WallMs: int64(seq)}}
	switch kind {
	case "check_in":
		r.Body = &event.Record_CheckIn{CheckIn: &event.CheckIn{}}
	case "booking":
		r.Body = &event.Record_Booking{Booking: &event.Booking{}}
	default:
		panic(kind)
	}
	b, err := event.Encode(r)
	if err != nil {
		panic(err)
	}
	return b
}

// before stands for the chain before a record: stores only pass it on.
func before(seq uint64) event.Hash { return event.Hash{byte(seq)} }

func batch(id string, first, n uint64, kind string) hub.Batch {
	var records [][]byte
	for seq := first; seq < first+n; seq++ {
		records = append(records, encoded(kind, seq))
	}
	return Batch(event.Ref{Station: id, Epoch: 1, Seq: first}, before(first), records...)
}

func (b bench) append(id string, first, n uint64, kind string) {
	b.Helper()
	b.do(func(tx hub.Tx) error {
		return tx.Append([]hub.Batch{batch(id, first, n, kind)}, []hub.Cursor{cursor(id, first+n-1)}, noon)
	})
}

func received(b bench, after, upTo int64, kinds ...string) []hub.Received {
	b.Helper()
	return see(b, func(tx hub.Tx) ([]hub.Received, error) { return tx.Records(after, upTo, kinds) })
}

func refs(all []hub.Received) (text string) {
	for _, r := range all {
		text += fmt.Sprintf("%d=%s ", r.Pos, r.Ref)
	}
	return text
}

func records(b bench) {
	b.put("a", "b")
	b.append("a", 1, 3, "check_in")
	b.append("b", 1, 2, "booking")
	b.append("a", 4, 1, "booking")
	b.same("head", see(b, hub.Tx.Head), 6)
	b.same("all", refs(received(b, 0, 6)), "1=a/1/1 2=a/1/2 3=a/1/3 4=b/1/1 5=b/1/2 6=a/1/4 ")
	first := encoded("booking", 1)
	b.same("one", received(b, 3, 4)[0], hub.Received{Pos: 4, At: noon, Record: hub.Record{
		Ref: event.Ref{Station: "b", Epoch: 1, Seq: 1}, Kind: "booking", Hash: before(1).Next(first), Bytes: first,
	}})
	b.same("parts of batches", refs(received(b, 1, 4)), "2=a/1/2 3=a/1/3 4=b/1/1 ")
	b.same("within a batch", refs(received(b, 1, 2)), "2=a/1/2 ")
	b.same("kinds", refs(received(b, 0, 6, "booking", "cancellation")), "4=b/1/1 5=b/1/2 6=a/1/4 ")
	b.same("several kinds", refs(received(b, 0, 6, "booking", "check_in")), refs(received(b, 0, 6)))
	b.same("none", len(received(b, 6, 9)), 0)
}

// hashes are those of records held, and of no others.
func hashes(b bench) {
	b.put("a")
	b.append("a", 1, 3, "check_in")
	want := before(1).Next(encoded("check_in", 1)).Next(encoded("check_in", 2))
	b.same("hash", see(b, func(tx hub.Tx) (event.Hash, error) { return tx.HashAt(event.Ref{Station: "a", Epoch: 1, Seq: 2}) }), want)
	for _, r := range []event.Ref{{Station: "a", Epoch: 1, Seq: 9}, {Station: "a", Epoch: 2, Seq: 1}, {Station: "b", Epoch: 1, Seq: 1}} {
		err := b.View(b.ctx(), func(tx hub.Tx) error { _, err := tx.HashAt(r); return err })
		b.is(err, hub.ErrRejected)
	}
}

// repeated is a message of which only the end is new.
func repeated(b bench) {
	b.put("a")
	b.append("a", 1, 2, "check_in")
	again := batch("a", 1, 5, "booking")
	again.First, again.Kinds = 3, again.Kinds[2:]
	b.do(func(tx hub.Tx) error { return tx.Append([]hub.Batch{again}, []hub.Cursor{cursor("a", 5)}, noon) })
	b.same("head", see(b, hub.Tx.Head), 5)
	b.same("all", refs(received(b, 0, 9)), "1=a/1/1 2=a/1/2 3=a/1/3 4=a/1/4 5=a/1/5 ")
	b.same("the new ones", refs(received(b, 0, 9, "booking")), "3=a/1/3 4=a/1/4 5=a/1/5 ")
	third := received(b, 2, 3)[0]
	want := before(1)
	for seq := range uint64(3) {
		want = want.Next(encoded("booking", seq+1))
	}
	b.same("the chain through what is repeated", third.Hash, want)
	b.same("hash", see(b, func(tx hub.Tx) (event.Hash, error) { return tx.HashAt(third.Ref) }), want)
}

// places are found by references, also of a journal with many batches.
func places(b bench) {
	b.put("a", "b")
	for i := range uint64(30) {
		b.append("a", 3*i+1, 3, []string{"check_in", "booking"}[i%2])
		b.append("b", i+1, 1, "check_in")
	}
	ref := func(id string, seq uint64) event.Ref { return event.Ref{Station: id, Epoch: 1, Seq: seq} }
	of := func(asked ...event.Ref) []hub.Place {
		all := see(b, func(tx hub.Tx) ([]hub.Place, error) { return tx.Places(asked) })
		slices.SortFunc(all, func(x, y hub.Place) int { return int(x.Pos - y.Pos) })
		return all
	}
	b.same("found", of(ref("b", 2), ref("a", 6), ref("a", 1), ref("a", 91), ref("a", 90), ref("a", 0), ref("c", 1)), []hub.Place{
		{Ref: ref("a", 1), Pos: 1, Kind: "check_in"},
		{Ref: ref("a", 6), Pos: 7, Kind: "booking"},
		{Ref: ref("b", 2), Pos: 8, Kind: "check_in"},
		{Ref: ref("a", 90), Pos: 119, Kind: "booking"},
	})
	b.same("none", len(of()), 0)
}

// reclassified is one record of a batch, and no other.
func reclassified(b bench) {
	b.put("a")
	b.append("a", 1, 3, "check_in")
	second := event.Ref{Station: "a", Epoch: 1, Seq: 2}
	b.do(func(tx hub.Tx) error { return tx.Reclassify(second, event.KindUnknown) })
	b.same("left", refs(received(b, 0, 9, "check_in")), "1=a/1/1 3=a/1/3 ")
	b.same("found as", refs(received(b, 0, 9, event.KindUnknown, hub.KindUnreadable)), "2=a/1/2 ")
	place := see(b, func(tx hub.Tx) ([]hub.Place, error) { return tx.Places([]event.Ref{second}) })
	b.same("place", place, []hub.Place{{Ref: second, Pos: 2, Kind: event.KindUnknown}})
	b.do(func(tx hub.Tx) error { return tx.Reclassify(second, "booking") })
	b.same("found as", refs(received(b, 0, 9, "booking")), "2=a/1/2 ")
	b.same("no more", len(received(b, 0, 9, event.KindUnknown)), 0)
}

// damaged is a batch that does not hold what it says: it is told, not passed on.
func damaged(b bench) {
	b.put("a")
	whole := batch("a", 1, 3, "check_in")
	wrong := whole
	wrong.Kinds = wrong.Kinds[:2]
	broken := whole
	broken.Message = broken.Message[:len(broken.Message)-70]
	for _, bad := range []hub.Batch{wrong, broken} {
		err := b.Update(b.ctx(), func(tx hub.Tx) error {
			if err := tx.Append([]hub.Batch{bad}, []hub.Cursor{cursor("a", 3)}, noon); err != nil {
				return err
			}
			_, err := tx.Records(0, 9, nil)
			return errors.Join(err, errStop)
		})
		b.is(err, hub.ErrRejected)
	}
}
