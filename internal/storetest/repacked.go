package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// RunRepacked takes the tables back to a version that had a row for each record,
// and forward again: records stay what they were, and where. open opens the
// same store each time.
func RunRepacked(t *testing.T, open func(t *testing.T) Store, back func(t *testing.T)) {
	b := bench{t, open(t)}
	b.put("a", "b")
	early, _ := Batches("a", 1, some(1100)...)
	late, end := Batches("a", 1, some(1300)...)
	repeats := late[2] // what early ends with
	repeats.First, repeats.Kinds = 1101, repeats.Kinds[100:]
	other, _ := Batches("b", 7, []byte("\xff"), []byte{}, encoded("booking", 2))
	b.do(func(tx hub.Tx) error { return tx.Append(append(early, other...), nil, noon) })
	b.do(func(tx hub.Tx) error { return tx.Append([]hub.Batch{repeats}, []hub.Cursor{end}, noon.Add(time.Hour)) })
	b.do(func(tx hub.Tx) error {
		return tx.Reclassify(event.Ref{Station: "a", Epoch: 1, Seq: 600}, event.KindUnknown)
	})
	before := received(b, 0, 9999)
	back(t)
	b = bench{t, open(t)}
	after := received(b, 0, 9999)
	if len(before) != 1303 || len(after) != len(before) {
		t.Fatalf("%d records, of %d", len(after), len(before))
	}
	for i := range before {
		if was, is := fmt.Sprintf("%+v", before[i]), fmt.Sprintf("%+v", after[i]); was != is {
			t.Fatalf("was %s\nis  %s", was, is)
		}
	}
	b.same("head", see(b, hub.Tx.Head), 1303)
	b.same("of a kind", len(received(b, 0, 9999, "booking")), 1)
}

func some(n uint64) (all [][]byte) {
	for seq := range n {
		all = append(all, encoded("check_in", seq))
	}
	return all
}
