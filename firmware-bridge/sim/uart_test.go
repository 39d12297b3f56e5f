package sim

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMishear holds what a UART makes of bytes at another rate against waveforms drawn by hand.
func TestMishear(t *testing.T) {
	for name, test := range map[string]struct {
		sent        []byte
		from, heard int
		want        []byte
	}{
		"the same rate": {[]byte{0x00, 0x55, 0xAA, 0xFF}, 9600, 9600, []byte{0x00, 0x55, 0xAA, 0xFF}},
		// 0x55 is the square wave 0 1010 1010 1; at half the rate the middle of each start bit is a high bit.
		"half": {[]byte{0x55}, 19200, 9600, nil},
		// 0x00 is nine low bits, 18 at double rate: a break, which is a zero byte.
		"double, low": {[]byte{0x00}, 9600, 19200, []byte{0x00}},
		// 0xFF is one low bit, two at double rate: start bit, then the lowest data bit is 0.
		"double, high": {[]byte{0xFF}, 9600, 19200, []byte{0xFE}},
		// 0xF0 is five low bits, ten at double rate: nine and the stop bit are low.
		"double, no stop": {[]byte{0xF0}, 9600, 19200, []byte{0x00}},
		// 0xF8 is four low bits, eight at double rate: start bit and seven data bits.
		"double, most low": {[]byte{0xF8}, 9600, 19200, []byte{0x80}},
		// A start bit at 115200 is a twelfth of one at 9600: over before the middle of it.
		"too fast": {[]byte{0xFF, 0xFF}, 115200, 9600, nil},
		// At half the rate the first edge is too short; the next start bit is the third bit of 0xF9, the eight data
		// bits reach to the stop bit of 0xFF, and where the stop bit should be is the low bit of 0xFE: dropped.
		"half, no stop": {[]byte{0xF9, 0xFF, 0xFE}, 19200, 9600, nil},
		"unknown rate":  {[]byte{0x00}, 9600, 0, nil},
		"nothing":       {nil, 9600, 19200, nil},
		"twelve times":  {[]byte{0xFF}, 9600, 115200, []byte{0x00}},
		"a little fast": {[]byte("AB"), 115200, 117000, []byte("AB")},
	} {
		if got := mishear(test.sent, test.from, test.heard); !bytes.Equal(got, test.want) {
			t.Errorf("%s: % X, want % X", name, got, test.want)
		}
	}
}

// TestHeardAtTheSameRate: any bytes are heard as they are, also where the rates differ by two per cent.
func TestHeardAtTheSameRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		if got := mishear(b, 9600, rapid.IntRange(9408, 9792).Draw(t, "rate")); !slices.Equal(got, b) {
			t.Fatalf("% X became % X", b, got)
		}
	})
}
