package samv

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
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
			got := all(p.Next)
			if !slices.Equal(got, test.want) || p.Skipped() != test.rest {
				t.Errorf("got %v with %d bytes left over, want %v with %d", got, p.Skipped(), test.want, test.rest)
			}
		})
	}
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
		if !slices.Equal(got, want) {
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

// TestLast: what an unfinished frame swallowed is found once the line is silent.
func TestLast(t *testing.T) {
	for name, test := range map[string]struct {
		stream string
		want   []Code
		rest   int
	}{
		"false length":         {"AA AA AA 96 69 10 00" + noneFrame + cutFrame, []Code{NoCard, SelectFailed}, 7},
		"two false lengths":    {"AA AA AA 96 69 10 00 AA AA AA 96 69 05 08 00" + foundFrame, []Code{Found}, 15},
		"torn, then torn":      {"AA AA AA 96 69 00 08 00 AA AA AA 96 69 00 08 00", nil, 16},
		"length one too long":  {"AA AA AA 96 69 00 05 00 00 80 85", nil, 11},
		"length one too short": {"AA AA AA 96 69 00 04 00 00 90 01 95" + noneFrame, []Code{NoCard}, 12},
		"half a preamble":      {noneFrame + "AA AA AA", []Code{NoCard}, 3},
		"nothing":              {"", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var p Parser
			_, _ = p.Write(unhex(t, test.stream))
			got := all(p.Next)
			got = append(got, all(p.Last)...)
			if !slices.Equal(got, test.want) || p.Skipped() != test.rest || p.Begun() {
				t.Errorf("got %v with %d bytes left over, want %v with %d", got, p.Skipped(), test.want, test.rest)
			}
		})
	}
}

// all drains a parser.
func all(next func() (Reply, bool)) (codes []Code) {
	for r, ok := next(); ok; r, ok = next() {
		codes = append(codes, r.Code)
	}
	return codes
}

// worstStreams are made to keep a parser busy.
var worstStreams = map[string]func(n int) []byte{
	"preambles":     func(n int) []byte { return bytes.Repeat(preamble, n/len(preamble)) },
	"long frames":   func(n int) []byte { return bytes.Repeat([]byte("\xAA\xAA\xAA\x96\x69\x10\x00"), n/7) },
	"nested frames": func(n int) []byte { return bytes.Repeat([]byte("\xAA\xAA\xAA\x96\x69\x0F\xFF\x01"), n/8) },
	"half preamble": func(n int) []byte { return bytes.Repeat([]byte{0xAA}, n) },
	"zeros":         func(n int) []byte { return make([]byte, n) },
}

// TestWorstStreams: no stream makes the parser slower with its length, or hold more than a frame.
func TestWorstStreams(t *testing.T) {
	for name, stream := range worstStreams {
		for _, step := range []int{1, 512} {
			t.Run(fmt.Sprintf("%s by %d", name, step), func(t *testing.T) {
				var p Parser
				short := fastest(func() { feed(t, &p, stream(50_000), step) })
				long := fastest(func() { feed(t, &p, stream(400_000), step) })
				if long > 24*short { // 8 times the bytes; a quadratic parser takes 64 times as long
					t.Errorf("%v for 50 kB, %v for 400 kB", short, long)
				}
			})
		}
	}
}

// fastest is the least processor time of three runs: what else the machine does must not count.
func fastest(do func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Duration(math.MaxInt64)
	for range 3 {
		began := threadTime()
		do()
		best = min(best, threadTime()-began)
	}
	return best
}

func threadTime() time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now); err != nil {
		panic(err)
	}
	return time.Duration(now.Nano())
}

// feed gives the stream in steps and watches what the parser holds.
func feed(t testing.TB, p *Parser, stream []byte, step int) {
	t.Helper()
	for ; len(stream) > 0; stream = stream[min(step, len(stream)):] {
		_, _ = p.Write(stream[:min(step, len(stream))])
		for _, ok := p.Next(); ok; _, ok = p.Next() {
		}
		if held := len(p.buf) - p.at; held >= lengthEnd+maxReply {
			t.Fatalf("%d bytes held", held)
		}
	}
	if c := cap(p.buf); c > 6*maxReply {
		t.Fatalf("%d bytes of memory", c)
	}
}

// BenchmarkParser measures clean replies, replies among garbage, and the worst streams.
func BenchmarkParser(b *testing.B) {
	noise := make([]byte, 1000)
	for i := range noise {
		noise[i] = byte(i * 37)
	}
	streams := map[string][]byte{
		"readings": bytes.Repeat(baseReply(), 40),
		"garbage":  bytes.Repeat(append(noise, reply(Found, make([]byte, 4))...), 50),
	}
	for name, stream := range worstStreams {
		streams[name] = stream(50_000)
	}
	for name, stream := range streams {
		b.Run(name, func(b *testing.B) {
			var p Parser
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				feed(b, &p, stream, 512)
			}
		})
	}
}

// FuzzParser: whatever the stream and however it is split, the same replies come out, each was really there,
// every byte is accounted for, and little is held. A good frame behind garbage that began no frame is found.
func FuzzParser(f *testing.F) {
	for _, seed := range []string{
		foundFrame, noneFrame + cutFrame, "AA AA AA 96 69 00 08 00 00 9F" + cutFrame,
		"AA AA AA 96 69 00 03 20 01 22" + foundFrame, "AA AA AA 96 69 00 04 6A 82 41 AD", "AA AA AA 96 69 10 00" + noneFrame,
	} {
		f.Add(unhex(f, seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, stream []byte, step uint8) {
		whole, _ := parse(t, stream, len(stream)+1)
		split, p := parse(t, stream, int(step)+1)
		if !slices.Equal(whole, split) {
			t.Fatalf("%d replies at once, %d in steps of %d", len(whole), len(split), int(step)+1)
		}
		if p.Begun() {
			return // what follows would be taken for the rest of that frame
		}
		found := false
		_, _ = p.Write(reply(Found, []byte("behind it all")))
		for r, ok := p.Last(); ok; r, ok = p.Last() {
			found = found || string(r.Data) == "behind it all"
		}
		if !found {
			t.Fatal("a good frame behind garbage was lost")
		}
	})
}

// parse feeds the stream in steps and returns the replies as frames.
func parse(t *testing.T, stream []byte, step int) (replies []string, p *Parser) {
	p = &Parser{}
	used := 0
	for rest := stream; len(rest) > 0; {
		n := min(step, len(rest))
		_, _ = p.Write(rest[:n])
		rest = rest[n:]
		for r, ok := p.Next(); ok; r, ok = p.Next() {
			f := string(appendFrame(nil, append([]byte{byte(r.Card >> 8), byte(r.Card), byte(r.Code)}, r.Data...)...))
			used += len(f)
			replies = append(replies, f)
			if !bytes.Contains(stream, []byte(f)) {
				t.Fatalf("frame % X was never sent", f)
			}
		}
		if held := len(p.buf) - p.at; held >= lengthEnd+maxReply {
			t.Fatalf("%d bytes held", held)
		}
	}
	if used+p.Skipped() != len(stream) {
		t.Fatalf("%d bytes in frames, %d left over, of %d", used, p.Skipped(), len(stream))
	}
	return replies, p
}

// A buffer that grew would leave copies of cards where it was.
func TestAParsersBufferStaysWhereItIs(t *testing.T) {
	var p Parser
	_, _ = p.Write([]byte{preamble[0]})
	first := &p.buf[0]
	for range maxReply / 512 {
		_, _ = p.Write(make([]byte, 512))
	}
	if &p.buf[0] != first {
		t.Error("it has moved while an answer came in")
	}
}
