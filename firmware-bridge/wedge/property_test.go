package wedge_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// dialects are the ways in which scanners type what no key has, with what the reader is told of it.
var dialects = []struct {
	alt   wedge.Alt
	text  string
	types func(*typist, string) *typist
}{
	{wedge.AltAuto, `[!-\\^-~][!-~]{5,20}`, (*typist).text},
	{wedge.AltAuto, `[一-龥]{2,9}`, (*typist).bytes},
	{wedge.AltGBK, `[一-龥]{6,12}`, (*typist).gbk},
	{wedge.AltAuto, `[啊-座]{6,12}`, (*typist).gbk},
	{wedge.AltUnicode, `[一-龥]{6,12}`, (*typist).unicode},
	{wedge.AltAuto, `[一-耀]{6,12}`, (*typist).unicode},
}

// TestEveryCodeComesOut: however a scanner types and ends its codes, however fast, with repeats between the
// keys and split anywhere, each code comes out once, in its order, and nothing else.
func TestEveryCodeComesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dialect := rapid.SampledFrom(dialects).Draw(t, "dialect")
		word := rapid.SampledFrom([]int{4, 8}).Draw(t, "word")
		k := typist{at: time.Duration(rapid.Int64Range(0, 1<<40).Draw(t, "start"))}
		want := rapid.SliceOfN(rapid.StringMatching(dialect.text), 0, 5).Draw(t, "codes")
		for _, code := range want {
			k.gap = time.Duration(rapid.IntRange(0, 25).Draw(t, "gap")) * time.Millisecond
			dialect.types(&k, code)
			if held := rapid.Bool().Draw(t, "held"); held {
				k.set(keyF1, 2)
			}
			if end := rapid.SampledFrom([]uint16{keyEnter, keyKPEnter, keyTab, 0}).Draw(t, "end"); end != 0 {
				k.tap(end)
			} else {
				k.wait(150 * time.Millisecond)
			}
		}
		got, errs := parsed(t, dialect.alt, word, encode(word, k.events...))
		if !slices.Equal(got, want) || errs != nil {
			t.Fatalf("got %q, %v; want %q", got, errs, want)
		}
	})
}

func parsed(t *rapid.T, alt wedge.Alt, word int, b []byte) ([]string, []error) {
	p, k := wedge.Parser{Word: word}, new(typist)
	for len(b) > 0 {
		n := rapid.IntRange(1, len(b)).Draw(t, "bytes")
		p.Feed(b[:n], func(e wedge.Event) { k.events = append(k.events, e) })
		b = b[n:]
	}
	return decode(wedge.Profile{Alt: alt}, k)
}
