package wedge_test

import (
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// BenchmarkDecoder measures bytes of events through parsing and decoding: a code of 96 characters, with Enter.
func BenchmarkDecoder(b *testing.B) {
	k := new(typist)
	for range 24 {
		k.text("NX1-")
	}
	stream := encode(native, k.tap(keyEnter).events...)
	var p wedge.Parser
	var d wedge.Decoder
	codes := 0
	feed := func(e wedge.Event) {
		d.Feed(e, func(o wedge.Outcome) {
			if o.Err == nil {
				codes++
			}
		})
	}
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		p.Feed(stream, feed)
	}
	if codes < b.N {
		b.Fatalf("%d codes of %d", codes, b.N)
	}
}
