package scanner_test

import (
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// BenchmarkFramer measures bytes through framing alone, and through all that a reader does with them.
func BenchmarkFramer(b *testing.B) {
	stream := []byte(strings.Repeat("]Q1NX1-"+strings.Repeat("A", 90)+"\r\n", 40))
	for framing := scanner.Auto; framing <= scanner.CRLF; framing++ {
		b.Run(framing.String(), func(b *testing.B) {
			f := scanner.Framer{Framing: framing}
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				f.Feed(stream, func([]byte) {})
			}
		})
	}
}

func BenchmarkReader(b *testing.B) {
	stream := []byte(strings.Repeat("]Q1NX1-"+strings.Repeat("A", 90)+"\r\n", 40))
	var replies scanner.Replies
	var f scanner.Framer
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		f.Feed(replies.Strip(stream), func(frame []byte) {
			if _, err := scanner.Decode(frame); err != nil {
				b.Fatal(err)
			}
		})
	}
}
