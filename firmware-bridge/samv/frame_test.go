package samv

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCommands holds every command against the frames of the vendor notes.
func TestCommands(t *testing.T) {
	for want, body := range map[string][]byte{
		"00 03 11 FF ED": cmdStatus,
		"00 03 12 FF EE": cmdID,
		"00 03 20 01 22": cmdFind,
		"00 03 20 02 21": cmdSelect,
		"00 03 30 01 32": cmdReadBase,
		"00 03 30 03 30": cmdAddress,
	} {
		if got := appendFrame(nil, body...); !bytes.Equal(got, unhex(t, "AA AA AA 96 69"+want)) {
			t.Errorf("frame % X, want AA AA AA 96 69 %s", got, want)
		}
	}
}

const (
	foundFrame = "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"
	noneFrame  = "AA AA AA 96 69 00 04 00 00 80 84"
	cutFrame   = "AA AA AA 96 69 00 04 00 00 81 85"
)

func TestParser(t *testing.T) {
	for name, test := range map[string]struct {
		stream string
		want   []Code
		rest   int // bytes that belong to no reply
	}{
		"found":             {foundFrame, []Code{Found}, 0},
		"selected":          {"AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", []Code{OK}, 0},
		"none":              {noneFrame, []Code{NoCard}, 0},
		"read failed":       {"AA AA AA 96 69 00 04 00 00 41 45", []Code{ReadFailed}, 0},
		"joined":            {noneFrame + cutFrame + foundFrame, []Code{NoCard, SelectFailed, Found}, 0},
		"garbage before":    {"00 FF AA 12" + noneFrame, []Code{NoCard}, 4},
		"extra preamble":    {"AA AA" + noneFrame, []Code{NoCard}, 2},
		"garbage between":   {noneFrame + "96 69 AA" + foundFrame, []Code{NoCard, Found}, 3},
		"wrong checksum":    {"AA AA AA 96 69 00 04 00 00 80 85" + cutFrame, []Code{SelectFailed}, 11},
		"length too short":  {"AA AA AA 96 69 00 03 00 00 80" + cutFrame, []Code{SelectFailed}, 10},
		"length too long":   {"AA AA AA 96 69 FF FF 00 00 80" + cutFrame, []Code{SelectFailed}, 10},
		"the card's status": {"AA AA AA 96 69 00 04 6A 82 41 AD" + cutFrame, []Code{ReadFailed, SelectFailed}, 0},
		"torn, then whole":  {"AA AA AA 96 69 00 08 00 00 9F" + cutFrame, []Code{SelectFailed}, 10},
		"torn":              {"AA AA AA 96 69 00 08 00 00 9F", nil, 10},
		"half a preamble":   {noneFrame + "AA AA AA", []Code{NoCard}, 3},
		"a preamble for id": {"AA AA AA 96 69 AA AA AA 96 69 00 04 00 00 80 84", []Code{NoCard}, 5},
		"nothing":           {"", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var p Parser
			_, _ = p.Write(unhex(t, test.stream))
			var got []Code
			for r, ok := p.Next(); ok; r, ok = p.Next() {
				got = append(got, r.Code)
			}
			if !equal(got, test.want) || p.Skipped() != test.rest {
				t.Errorf("got %v with %d bytes left over, want %v with %d", got, p.Skipped(), test.want, test.rest)
			}
		})
	}
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// reply builds a good frame.
func reply(code Code, data []byte) []byte {
	return appendFrame(nil, append([]byte{0, 0, byte(code)}, data...)...)
}

// TestParserFindsEveryGoodFrame: whatever lies between good frames and however the bytes are split, every
// good frame comes out, in order, once.
func TestParserFindsEveryGoodFrame(t *testing.T) {
	junk := rapid.OneOf(
		rapid.SliceOfN(rapid.Byte(), 0, 40),
		rapid.Map(rapid.IntRange(1, 4), func(n int) []byte { return preamble[:n] }),
		rapid.Map(rapid.IntRange(0, 9), func(n int) []byte { return reply(OK, []byte("torn frame"))[:10+n] }),
		rapid.Map(rapid.IntRange(7, 14), func(at int) []byte {
			b := reply(OK, []byte("flipped"))
			b[at] ^= 0x10
			return b
		}),
	)
	good := rapid.Custom(func(t *rapid.T) []byte {
		return reply(Code(rapid.Byte().Draw(t, "code")), rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "data"))
	})
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		var want []string
		begins := map[int]bool{}
		for range rapid.IntRange(1, 5).Draw(t, "frames") {
			f := good.Draw(t, "frame")
			stream = append(stream, junk.Draw(t, "junk")...)
			begins[len(stream)] = true
			stream = append(stream, f...)
			want = append(want, string(f))
		}
		if chance(stream, begins) {
			t.Skip("junk and the frame behind it happen to make a frame")
		}
		var p Parser
		var got []string
		for len(stream) > 0 {
			n := rapid.IntRange(1, min(len(stream), 64)).Draw(t, "split")
			_, _ = p.Write(stream[:n])
			stream = stream[n:]
			for r, ok := p.Next(); ok; r, ok = p.Next() {
				got = append(got, string(reply(r.Code, r.Data)))
			}
		}
		if !equal(got, want) {
			t.Fatalf("%d frames came out of %d", len(got), len(want))
		}
	})
}

// chance reports whether a frame that nobody sent begins somewhere: one byte of
// XOR lets one in 256 torn frames pass with what follows them.
func chance(stream []byte, begins map[int]bool) bool {
	for at := range stream {
		b := stream[at:]
		if begins[at] || len(b) < 8 || !bytes.HasPrefix(b, preamble) {
			continue
		}
		end := 7 + int(binary.BigEndian.Uint16(b[5:])) - 1
		if end < 7 || end >= len(b) {
			continue
		}
		var xor byte
		for _, c := range b[5:end] {
			xor ^= c
		}
		if xor == b[end] {
			return true
		}
	}
	return false
}

// FuzzParser: no input breaks the parser, it accounts for every byte, and what comes out was really there.
func FuzzParser(f *testing.F) {
	for _, seed := range []string{foundFrame, noneFrame + cutFrame, "AA AA AA 96 69 00 08 00 00 9F" + cutFrame} {
		f.Add(unhex(f, seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, stream []byte, step uint8) {
		var p Parser
		used := 0
		for rest := stream; len(rest) > 0; {
			n := min(int(step)+1, len(rest))
			_, _ = p.Write(rest[:n])
			rest = rest[n:]
			for r, ok := p.Next(); ok; r, ok = p.Next() {
				f := reply(r.Code, r.Data)
				used += len(f)
				if !bytes.Contains(stream, f) {
					t.Fatalf("frame % X was never sent", f)
				}
			}
		}
		if used+p.Skipped() != len(stream) {
			t.Fatalf("%d bytes in frames, %d left over, of %d", used, p.Skipped(), len(stream))
		}
	})
}
