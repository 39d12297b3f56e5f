package edge

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/sync/wire"
)

// pick takes one of the messages under way, if any: out of order, and for good
// unless it is repeated.
func pick(t *rapid.T, from *[][]byte, repeat bool) []byte {
	if len(*from) == 0 {
		return nil
	}
	i := rapid.IntRange(0, len(*from)-1).Draw(t, "which")
	m := (*from)[i]
	if !repeat {
		*from = slices.Delete(*from, i, i+1)
	}
	return m
}

// lie is a receipt that the hub signs and that may be false in any way but one:
// it answers no greeting.
func (w *world) lie(t *rapid.T) wire.Receipt {
	r := wire.Receipt{
		Epoch: rapid.Uint32Range(1, 2).Draw(t, "epoch"), UpTo: rapid.Uint64Range(0, w.st.last()+3).Draw(t, "up to"),
		Verdict: wire.Verdict(rapid.Int32Range(0, 6).Draw(t, "verdict")), HubTime: w.now,
		Credit: rapid.SampledFrom([]uint32{0, 1, 3, 1 << 31}).Draw(t, "credit"),
	}
	if r.UpTo <= w.st.last() && rapid.Bool().Draw(t, "right hash") {
		r.Hash = w.st.links[r.UpTo]
	}
	return r
}

// TestWhateverHappens tries every order of events: the world complains if the
// core sends what was receipted, more than was granted, too early, two greetings
// within a second, or wants to be woken in the past. Once the faults stop,
// everything arrives.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		do := func(f func([]byte), from *[][]byte, repeat bool) func(*rapid.T) {
			return func(t *rapid.T) {
				if m := pick(t, from, repeat); m != nil {
					f(m)
				}
			}
		}
		lose := func([]byte) {}
		t.Repeat(map[string]func(*rapid.T){
			"append":      func(t *rapid.T) { w.append(rapid.IntRange(1, 40).Draw(t, "records")) },
			"connect":     func(*rapid.T) { w.connect() },
			"cut":         func(*rapid.T) { w.cut() },
			"up":          do(w.arrive, &w.up, false),
			"up 2":        do(w.arrive, &w.up, false),
			"up twice":    do(w.arrive, &w.up, true),
			"up lost":     do(lose, &w.up, false),
			"down":        do(w.receive, &w.down, false),
			"down 2":      do(w.receive, &w.down, false),
			"down twice":  do(w.receive, &w.down, true),
			"down lost":   do(lose, &w.down, false),
			"down forged": do(func(m []byte) { m = bytes.Clone(m); m[len(m)/2] ^= 1; w.receive(m) }, &w.down, true),
			"time": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.Int64Range(1, int64(3*time.Minute)).Draw(t, "passes")))
				w.pump()
			},
			"a moment": func(t *rapid.T) { w.now = w.now.Add(time.Second); w.pump() },
			"journal": func(t *rapid.T) {
				w.hub.down = append(w.hub.down, fmt.Sprint("entry ", len(w.hub.down)+1))
				pages := w.hub.pages(rapid.Uint64Range(0, uint64(len(w.hub.down))).Draw(t, "pushed after"))
				for _, p := range pages {
					w.answer(wire.Downward{Page: &p})
				}
			},
			"of another epoch": func(*rapid.T) {
				w.answer(wire.Downward{Page: &wire.Page{First: w.st.cursor + 1, Entries: [][]byte{[]byte("foreign")}, Last: 1 << 40, JournalEpoch: 2}})
				m := w.down[len(w.down)-1]
				w.down = w.down[:len(w.down)-1]
				w.receive(m)
				w.core.later = 0 // else that epoch, which never was, is told for good
			},
			"credit": func(t *rapid.T) { w.hub.credit = rapid.Uint32Range(0, 9).Draw(t, "credit") },
			"retry": func(t *rapid.T) {
				w.hub.retry = time.Duration(rapid.SampledFrom([]int{0, 1, 60_000, 1 << 31}).Draw(t, "ms")) * time.Millisecond
			},
			"lie": func(t *rapid.T) {
				r := w.lie(t)
				w.answer(wire.Downward{Receipt: &r})
			},
			"restore": func(t *rapid.T) { w.hub.restore(rapid.Uint64Range(0, w.hub.upTo).Draw(t, "to")) },
			"changed": func(*rapid.T) { w.core.Changed() },
		})
		w.hub.credit, w.hub.retry = 0, 0
		w.settle(6 * time.Hour)
		if !w.done() {
			t.Fatalf("never settles: %d of %d delivered, the hub has %d; cursor %d of %d; %+v",
				w.st.delivered, w.st.last(), w.hub.upTo, w.st.cursor, len(w.hub.down), w.st.link)
		}
		if w.st.link.Stuck != "" || !slices.Equal(w.st.applied, w.hub.down) {
			t.Fatalf("%+v; applied %v of %v", w.st.link, w.st.applied, w.hub.down)
		}
	})
}

// TestTheHubSendsAnything: no message of the hub, however wrong, stops or
// hurries the core.
func TestTheHubSendsAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.append(30)
		w.connect()
		for range 50 {
			r := w.lie(t)
			if n := len(w.core.hello.asked); n > 0 && rapid.Bool().Draw(t, "answers") {
				r.Nonce = w.core.hello.asked[n-1].nonce
			}
			d := wire.Downward{Receipt: &r}
			if rapid.Bool().Draw(t, "page") {
				d = wire.Downward{Page: &wire.Page{
					First: rapid.Uint64().Draw(t, "first"), Last: rapid.Uint64().Draw(t, "last"), JournalEpoch: 1,
					Entries: make([][]byte, rapid.IntRange(0, 3).Draw(t, "entries")),
				}}
				if d.Page.First == 1 { // else it would be an honest entry
					d.Page.First = 0
				}
			}
			w.answer(d)
			w.receive(w.down[0])
			w.down = w.down[1:]
			w.now = w.now.Add(100 * time.Millisecond)
		}
		if w.sent > 50+10 { // at most one batch for each message, one greeting a second
			t.Fatalf("%d messages in 5 s", w.sent)
		}
	})
}
