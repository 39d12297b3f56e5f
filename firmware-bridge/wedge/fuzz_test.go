package wedge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// FuzzDecoder: for any bytes taken for events, how they are split does not matter; what comes out is a clean
// text or a known error; nothing pends after a silence; and then the next code comes out.
func FuzzDecoder(f *testing.F) {
	f.Add(encode(8, new(typist).text("NX1-ABC").tap(keyEnter).events...), 8, 7)
	f.Add(encode(4, new(typist).gbk("暖新驿站服务").drop().events...), 4, 16)
	f.Fuzz(func(t *testing.T, b []byte, word, step int) {
		if word != 4 {
			word = 8
		}
		step = 1 + (step%64+64)%64
		told := outcomes(t, b, word, step)
		if again := outcomes(t, b, word, len(b)+1); !slices.EqualFunc(told, again, same) {
			t.Fatalf("in steps of %d: %v, in one: %v", step, told, again)
		}
	})
}

func same(a, b wedge.Outcome) bool {
	return a.Scan == b.Scan && a.At == b.At && fmt.Sprint(a.Err) == fmt.Sprint(b.Err)
}

func outcomes(t *testing.T, b []byte, word, step int) (told []wedge.Outcome) {
	p, d := wedge.Parser{Word: word}, wedge.Decoder{Profile: wedge.Profile{Max: 64}}
	tell := func(o wedge.Outcome) {
		if _, known := wedge.AdviceOf(o.Err); o.Err != nil && !known {
			t.Fatalf("no advice for %v", o.Err)
		}
		if s := o.Scan.Text; o.Err == nil && (s == "" || !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\ufffd")) {
			t.Fatalf("text %q", s)
		}
		told = append(told, o)
	}
	feed := func(e wedge.Event) { d.Feed(e, tell) }
	for part := range slices.Chunk(b, step) {
		p.Feed(part, feed)
	}
	d.Idle(tell)
	if d.Pending() {
		t.Fatal("pends after a silence")
	}
	settle(feed)
	d.Idle(tell)
	k := typist{at: time.Hour}
	for _, e := range k.text("next-code").tap(keyEnter).events {
		d.Feed(e, tell)
	}
	if last := told[len(told)-1]; last.Scan != (scanner.Scan{Text: "next-code"}) {
		t.Fatalf("after a silence the next code came as %v, %v", last.Scan, last.Err)
	}
	return told
}

// settle lets go of everything that may be held down.
func settle(feed func(wedge.Event)) {
	feed(wedge.Event{Type: evSyn})
	for code := range uint16(128) {
		feed(wedge.Event{Type: evKey, Code: code})
	}
	feed(wedge.Event{Type: evLED, Code: 1})
}
