package capture

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wire is a line whose device says what the test gives it, in the pieces given.
type wire struct{ pieces [][]byte }

func (w *wire) Write(b []byte) (int, error)     { return len(b), nil }
func (w *wire) SetReadDeadline(time.Time) error { return nil }
func (w *wire) Read(b []byte) (int, error) {
	if len(w.pieces) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, w.pieces[0])
	if w.pieces = w.pieces[1:]; n == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	return n, nil
}

// record records what a device says after each command, each 10 ms apart, in a bubble's time.
func record(t *testing.T, device string, talk ...exchange) (c Capture) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var file bytes.Buffer
		r, err := NewRecorder(&file, Header{Device: device})
		if err != nil {
			t.Fatal(err)
		}
		w := &wire{}
		line, buf := r.Line(w), make([]byte, 4096)
		for _, x := range talk {
			time.Sleep(10 * time.Millisecond)
			if _, err := line.Write(x.command); err != nil {
				t.Fatal(err)
			}
			for w.pieces = x.pieces; len(w.pieces) > 0; {
				time.Sleep(10 * time.Millisecond)
				_, _ = line.Read(buf)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if c, err = Read(&file); err != nil {
			t.Fatal(err)
		}
	})
	return c
}

type exchange struct {
	command []byte
	pieces  [][]byte
}

func said(c Capture) (all []byte) {
	for _, e := range c.Entries {
		all = append(all, e.Received...)
	}
	return all
}

func answer(status byte, data []byte) []byte {
	b := append(bytes.Clone(preamble), 0, 0, 0, 0, status)
	b = append(b, data...)
	binary.BigEndian.PutUint16(b[5:], uint16(len(data)+4))
	return append(b, xor(b[5:]))
}

func base(t testing.TB, c sim.Card) []byte {
	t.Helper()
	text, err := c.Text()
	if err != nil {
		t.Fatal(err)
	}
	photo := bytes.Repeat([]byte("photo!"), 200)[:1024]
	return answer(0x90, append(append([]byte{1, 0, 4, 0}, text...), photo...))
}

// TestHarmlessAnswersStay: what no person is in is written as it was, but for the difference that a wrong
// checksum makes.
func TestHarmlessAnswersStay(t *testing.T) {
	for frame, want := range map[string]string{
		"AAAAAA9669 0008 00009F 00000000 97":                            "",
		"AAAAAA9669 000C 000090 0000000000000000 9C":                    "",
		"AAAAAA9669 0004 000080 84":                                     "",
		"AAAAAA9669 0004 000041 45 AAAAAA9669 0004 000080 84":           "",
		"AAAAAA9669 0014 000090 05000300 E5D63401 39300000 07000000 8A": "",
		"AAAAAA9669 0004 120341 54":                                     "", // the card's own status
		"AAAAAA9669 0004 000080 85":                                     "AAAAAA9669 0004 000080 D1",
		"AAAAAA9669 0508 00":                                            "", // torn
		"AAAAAA9669 0008 00009F 01020304 93":                            "AAAAAA9669 0008 00009F 78787878 97",
		// no serial number: a wrong checksum, or no date in it
		"AAAAAA9669 0014 000090 05000300 E5D63401 39300000 07000000 8B": "AAAAAA9669 0014 000090 78007800 78787878 78780000 78000000 A9",
		"AAAAAA9669 0014 000090 31003100 31003200 33003400 35003600 83": "AAAAAA9669 0014 000090 78007800 78007800 78007800 78007800 84",
		"AAAAAA9669 0100 00009F 0000 AAAAAA9669 0004 000080 84":         "AAAAAA9669 0100 00009F 0000 AAAAAA9669 0004 000080 84",
		"AAAAAA9669 0508 000090 0100 0400 D06731":                       "AAAAAA9669 0508 000090 0100 0400 D06778", // torn within a character
		"AAAAAA":                       "",
		"AA AAAAAA9669 0004 000080 84": "",
	} {
		if want == "" {
			want = frame
		}
		got := said(record(t, CardReader, exchange{[]byte("x"), [][]byte{unhex(t, frame)}}))
		if !bytes.Equal(got, unhex(t, want)) {
			t.Errorf("%s became % X, want %s", frame, got, want)
		}
	}
}

// permitCheck is the check digit of a number that begins with 810000 and goes on with ones.
const permitCheck = "0"

// TestACardStaysReadable: the layout, the classes of characters and a right number stay.
func TestACardStaysReadable(t *testing.T) {
	got := said(record(t, CardReader, exchange{[]byte("x"), [][]byte{base(t, sim.Card{
		Kind: "permit", NameOnCard: "龥A·a𠮷\uE863\uE000㐀", Number: "810000199408230021", Sex: "male", Birth: "1990-03-07",
		Address: "某路１号Ｂ,é", Issuer: "局", ValidFrom: "2019-05-20", ValidTo: "长期", PassNumber: "H12345678", IssueCount: "01",
	})}}))
	want := base(t, sim.Card{
		Kind: "permit", NameOnCard: "某X·x𠮷\uE863\uE000㐀", Number: "81000011111111111" + permitCheck, Sex: "male", Birth: "1111-11-11",
		Address: "某某１某Ｘ-é", Issuer: "某", ValidFrom: "1111-11-11", ValidTo: "长期", PassNumber: "X11111111", IssueCount: "11",
	})
	for i := 14 + 256; i < len(want)-1; i++ {
		want[i] = 'x'
	}
	want[len(want)-1] = xor(want[5 : len(want)-1])
	if !bytes.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("byte %d is %02X, want %02X", i, got[i], want[i])
			}
		}
		t.Errorf("%d bytes, want %d", len(got), len(want))
	}
}

// TestSplitsAndTimesStay: an answer in pieces is written in the same pieces, at their times.
func TestSplitsAndTimesStay(t *testing.T) {
	b := base(t, sim.Invent(rand.New(rand.NewPCG(1, 1))))
	c := record(t, CardReader, exchange{[]byte("x"), [][]byte{b[:3], b[3:100], b[100:1000], b[1000:]}})
	want := []struct{ at, size int }{{20000, 3}, {30000, 97}, {40000, 900}, {50000, 295}}
	for i, w := range want {
		if e := c.Entries[2+i]; e.At != int64(w.at) || len(e.Received) != w.size {
			t.Errorf("piece %d: %d bytes at %d, want %v", i, len(e.Received), e.At, w)
		}
	}
}

// TestWhatIsUnrecognisedIsFiller: one entry with nothing but its length, whatever it was.
func TestWhatIsUnrecognisedIsFiller(t *testing.T) {
	text, _ := sim.Invent(rand.New(rand.NewPCG(2, 1))).Text()
	for device, with := range map[string]string{CardReader: "x", CodeScanner: "\xFF"} {
		c := record(t, device, exchange{[]byte("x"), [][]byte{text[:40], text[40:41], text[41:200]}}, exchange{[]byte("x"), [][]byte{text[200:]}})
		last := c.Entries[len(c.Entries)-1]
		if first := c.Entries[2]; len(first.Received) != 200 || first.Note != Unrecognised || first.At != 20000 ||
			strings.Trim(string(first.Received), with) != "" || strings.Trim(string(last.Received), with) != "" {
			t.Errorf("%s: %+v", device, c.Entries)
		}
	}
}

// TestNoiseBetweenSilencesIsOneEntry: also where an end mark turns up in it.
func TestNoiseBetweenSilencesIsOneEntry(t *testing.T) {
	c := record(t, CodeScanner, exchange{[]byte("x"), [][]byte{[]byte("\x81\xff\r\x90"), []byte("\x01\r\xff"), []byte("7\r")}})
	if len(c.Entries) != 3 || len(c.Entries[2].Received) != 9 || c.Entries[2].Note != Unrecognised {
		t.Errorf("%+v", c.Entries)
	}
}

// TestNothingPersonalHoweverSpoilt has answers with persons in them torn, flipped, split, joined, shifted and
// buried in garbage. Nothing of a person's texts comes out, not even in part.
func TestNothingPersonalHoweverSpoilt(t *testing.T) {
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 0))
		card := sim.Invent(random)
		card.NewAddresses = []string{card.Address}
		var talk []exchange
		for range 1 + random.IntN(3) {
			talk = append(talk, exchange{asks[random.IntN(len(asks))], pieces(random, spoilt(t, random, card))})
		}
		c := record(t, CardReader, talk...)
		if got, want := len(said(c)), size(talk); got != want {
			t.Fatalf("seed %d: %d bytes became %d", seed, want, got)
		}
		if what := found(said(c), card); what != "" {
			t.Fatalf("seed %d: %q is in the capture", seed, what)
		}
	}
}

var asks = [][]byte{
	{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 1, 0x32},
	{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x12, 0xFF, 0xEE},
	{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 3, 0x30},
	{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 4, 0x61, 0xFF, 0x10, 0x8A},
}

func size(talk []exchange) (n int) {
	for _, x := range talk {
		for _, p := range x.pieces {
			n += len(p)
		}
	}
	return n
}

// spoilt is a stream of answers about a card, with what lines do to it.
func spoilt(t *testing.T, random *rand.Rand, card sim.Card) (b []byte) {
	t.Helper()
	text, err := card.Text()
	if err != nil {
		t.Fatal(err)
	}
	for range 1 + random.IntN(3) {
		var f []byte
		switch random.IntN(5) {
		case 0:
			f = answer(0x90, text[random.IntN(100):100+random.IntN(150)])
		case 1:
			f = bytes.Clone(text)
		case 2: // with fingerprints
			f = answer(0x90, append(append([]byte{1, 0, 4, 0, 4, 0}, text...), make([]byte, 2048)...))
		default:
			f = base(t, card)
		}
		for range random.IntN(4) {
			f = spoil(random, f)
		}
		b = append(b, f...)
	}
	return b
}

func spoil(random *rand.Rand, f []byte) []byte {
	if len(f) < 12 {
		return f
	}
	at := random.IntN(min(len(f), 300))
	switch random.IntN(8) {
	case 0:
		return f[:at]
	case 1:
		return f[at:]
	case 2: // bytes lost, from the head on too
		lost := min(len(f), at+random.IntN(20))
		return append(f[:at], f[lost:]...)
	case 3:
		f[at] ^= 1 << random.IntN(8)
	case 4:
		f[random.IntN(10)] = byte(random.Uint32())
	case 5:
		binary.BigEndian.PutUint16(f[5:], uint16(random.IntN(len(f))))
	case 6: // a length that fits, so that the rest is a stray
		n := 4 + random.IntN(min(200, len(f)-11))
		binary.BigEndian.PutUint16(f[5:], uint16(n))
		f[7+n-1] = xor(f[5 : 7+n-1])
	case 7:
		return append(bytes.Repeat([]byte{0xAA}, random.IntN(5)), f...)
	}
	return f
}

// pieces splits a stream as reads may; an empty piece is a read that timed out.
func pieces(random *rand.Rand, b []byte) (all [][]byte) {
	for len(b) > 0 {
		n := min(len(b), 1+random.IntN(400))
		all = append(all, b[:n])
		if b = b[n:]; random.IntN(5) == 0 {
			for range 120 {
				all = append(all, nil)
			}
		}
	}
	return all
}

// found is a piece of three characters, or six digits, of a person's texts in the bytes.
func found(b []byte, c sim.Card) string {
	number := strings.TrimPrefix(c.Number, "810000") // that it is a permit's stays
	for _, text := range []string{c.Name, c.Address, c.Issuer, c.LatinName, number, c.PassNumber, strings.ReplaceAll(c.Birth, "-", "")} {
		runes, window := []rune(text), 3
		if text != "" && text[0] < 0x80 {
			window = 6
		}
		for i := 0; i+window <= len(runes); i++ {
			piece := string(runes[i : i+window])
			if uniform(piece) {
				continue
			}
			for _, form := range forms(piece) {
				if bytes.Contains(b, form) {
					return piece
				}
			}
		}
	}
	return ""
}

// uniform reports whether filler looks like that: the same character again and again, and a check digit.
func uniform(s string) bool {
	return len(strings.TrimLeft(s, s[:1])) < 2
}

func forms(s string) [][]byte {
	var le []byte
	for _, r := range s {
		le = append(le, byte(r), byte(r>>8))
	}
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	return [][]byte{le, []byte(s), gbk}
}

// TestCodes: end marks, lengths, classes and what differs stay; the text does not.
func TestCodes(t *testing.T) {
	for name, test := range map[string]struct{ said, want string }{
		"CR":           {"NX1-98765\r", "AA0-00000\r"},
		"CRLF":         {"]Q1Zhang 3\r\n", "]Q1Aaaaa 0\r\n"},
		"STX ETX":      {"\x02K7\x03", "\x02A0\x03"},
		"none":         {"https://x.cn/?q=1", "aaaaa---a-aa--a-0"},
		"hanzi":        {"暖新驿站\r", "某某某某\r"},
		"rare":         {"𠮷é\r", "𠮷é\r"},
		"several":      {"A1\rA2\rA1\rA3\r", "A0\rA1\rA0\rA2\r"},
		"GM65":         {"\x02\x00\x00\x01\x00\x33\x31A9\r", "\x02\x00\x00\x01\x00\x33\x31A0\r"},
		"Newland":      {"\x02\x010000#SCNTRG0\x06;\x03", "\x02\x010000#SCNTRG0\x06;\x03"},
		"no Newland":   {"\x02\x010000ZHANG67;\x03", strings.Repeat("\xFF", 15)},
		"noise":        {"\x81\x02\xff\r\x90\r", "\xFF\xFF\xFF\xFF\xFF\xFF"},
		"text, noise":  {"A7\r\x01\x02Zhang\r", "A0\r" + strings.Repeat("\xFF", 8)},
		"only a mark":  {"\r\n", "\r\n"},
		"no AIM":       {"]y1\r", "-a0\r"},
		"AIM and STX":  {"\x02]d2Zz\x03", "\x02]d2Aa\x03"},
		"GB18030 long": {gbk("㐁张"), gbk("㐀某")},
		"GBK":          {gbk("张三") + "\r", gbk("某某") + "\r"},
	} {
		command := []byte("~\x010000#SCNTRG0;\x03")
		if got := string(said(record(t, CodeScanner, exchange{command, [][]byte{[]byte(test.said)}}))); got != test.want {
			t.Errorf("%s: %q became %q, want %q", name, test.said, got, test.want)
		}
	}
}

func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestCommands: what the kit sends stays; what is no command does not.
func TestCommands(t *testing.T) {
	trigger := []byte{0x16, 0x54, 0x0D}
	for _, test := range []struct {
		device        string
		command, want []byte
	}{
		{CardReader, asks[0], asks[0]},
		{CardReader, asks[3], asks[3]},
		{CardReader, []byte("张三"), []byte("xxxxxx")},
		{CardReader, append(bytes.Clone(preamble), 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9), bytes.Repeat([]byte("x"), 16)},
		{CodeScanner, trigger, trigger},
		{CodeScanner, bytes.Repeat([]byte("n"), 33), bytes.Repeat([]byte("\xFF"), 33)},
	} {
		if c := record(t, test.device, exchange{test.command, nil}); !bytes.Equal(c.Entries[1].Sent, test.want) {
			t.Errorf("%s: %q became %q", test.device, test.command, c.Entries[1].Sent)
		}
	}
}

// TestEchoStays: half-duplex wiring repeats the command before the answer.
func TestEchoStays(t *testing.T) {
	b := append(bytes.Clone(asks[0]), answer(0x41, nil)...)
	if got := said(record(t, CardReader, exchange{asks[0], [][]byte{b[:4], b[4:]}})); !bytes.Equal(got, b) {
		t.Errorf("% X became % X", b, got)
	}
}

type brokenDisk struct{ after int }

func (d *brokenDisk) Write(b []byte) (int, error) {
	if d.after--; d.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

// TestFullDisk: a recording that cannot be written does not disturb the line, and says so at the end.
func TestFullDisk(t *testing.T) {
	r, err := NewRecorder(&brokenDisk{after: 2}, Header{Device: CardReader})
	if err != nil {
		t.Fatal(err)
	}
	line := r.Line(&wire{pieces: [][]byte{answer(0x80, nil)}})
	n, err := line.Write(asks[0])
	m, err2 := line.Read(make([]byte, 64))
	if n != len(asks[0]) || m != 11 || err != nil || err2 != nil {
		t.Errorf("%d, %d, %v, %v", n, m, err, err2)
	}
	if err := r.Close(); err == nil {
		t.Error("the recording is said to be whole")
	}
	if _, err := NewRecorder(&brokenDisk{}, Header{Device: CardReader}); err == nil {
		t.Error("a recording without a beginning")
	}
}

// FuzzScrub: whatever a device says, as many bytes are written, and a second pass changes nothing that was
// recognised: there is nothing left to take out.
func FuzzScrub(f *testing.F) {
	f.Add(append(answer(0x9F, make([]byte, 4)), base(f, sim.Invent(rand.New(rand.NewPCG(3, 3))))...), uint8(9), true)
	f.Add([]byte("]Q1NX1-98765\r\n\x02K7\x03"), uint8(3), false)
	f.Add([]byte(gbk("张三")+"\r"), uint8(1), false)
	f.Fuzz(func(t *testing.T, b []byte, step uint8, reader bool) {
		b = b[:min(len(b), 2*maxHeld)]
		device := CodeScanner
		if reader {
			device = CardReader
		}
		once := scrubbed(t, device, b, int(step)+1)
		if len(once) != len(b) {
			t.Fatalf("%d bytes became %d", len(b), len(once))
		}
		if twice := scrubbed(t, device, once, int(step)+1); reader && !bytes.Equal(once, twice) && !rightByChance(b, once) {
			t.Fatalf("%x\nfirst %x\nthen  %x", b, once, twice)
		}
	})
}

// rightByChance reports whether a frame was wrong, and the filler of what it claims makes its checksum right: one
// byte cannot tell, and a second pass takes it for whole.
func rightByChance(b, once []byte) bool {
	for at := range b {
		if !bytes.HasPrefix(b[at:], preamble) || len(b) < at+lengthEnd {
			continue
		}
		end := at + lengthEnd + claimed(b[at:])
		if end <= len(b) && xor(b[at+len(preamble):end]) != 0 && xor(once[at+len(preamble):end]) == 0 {
			return true
		}
	}
	return false
}

// scrubbed judges as a Recorder does, without its clock: the fuzzer needs the same input to do the same.
func scrubbed(t *testing.T, device string, b []byte, step int) (all []byte) {
	t.Helper()
	var s scrubber = &cards{}
	if device == CodeScanner {
		s = newCodes()
	}
	var held []byte
	judge := func(final bool) {
		for len(held) > 0 {
			written, _ := s.judge(held, final)
			if len(written) == 0 {
				return
			}
			all, held = append(all, written...), held[len(written):]
		}
	}
	for at := 0; at < len(b); at += step {
		held = append(held, b[at:min(at+step, len(b))]...)
		judge(false)
	}
	judge(true)
	return all
}
