package escpos_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/opentype"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// TestACommandInATextIsNone: a name may hold any character.
func TestACommandInATextIsNone(t *testing.T) {
	evil := "张\x1B@\x1DV\x00\x10\x14\x01\x00\x05\x1Bp\x00三\x07\u009B\u202E\x7F"
	got := printed(t, escpos.Encoder{}, escpos.Document{escpos.Paragraph{Text: evil}, escpos.Row{Left: evil, Right: evil, At: 8}})
	if got.Lines[0] != "张@Vp三" {
		t.Errorf("it prints %q", got.Lines)
	}
	native := escpos.Encoder{NativeQR: true}
	modules, err := qr.Modules("\x10\x04\x01")
	if err != nil {
		t.Fatal(err)
	}
	if b := bytesOf(t, native, escpos.Document{escpos.QR{Text: "\x10\x04\x01", Modules: modules}}); bytes.Contains(b, []byte{0x10, 0x04, 0x01}) {
		t.Error("a code's text holds DLE EOT")
	}
}

// TestAPictureHoldsNoRealTimeCommand: printers obey those even amid a picture.
func TestAPictureHoldsNoRealTimeCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(100, 180).Draw(t, "modules") // of one dot, so that any byte may come
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		m := make([][]bool, n)
		for y := range m {
			for range n {
				m[y] = append(m[y], random.IntN(4) == 0)
			}
		}
		chunks, err := escpos.Encoder{Band: 200}.Encode(escpos.Document{escpos.QR{Modules: m}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range chunks {
			for _, command := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
				if bytes.Contains(c.Data, []byte(command)) {
					t.Fatalf("% 02X in % 02X", command, c.Data)
				}
			}
			if len(c.Data) > 200 {
				t.Fatalf("a band of %d bytes", len(c.Data))
			}
		}
	})
}

// TestRareCharactersAreDrawn: what the ROM lacks comes as a picture, in the printer's own raster.
func TestRareCharactersAreDrawn(t *testing.T) {
	fonts := []*opentype.Font{embedded(t), full(t)}
	for name, c := range map[string]struct {
		charset escpos.Charset
		text    string
		drawn   bool
	}{
		"common":               {escpos.GBK, "张三", false},
		"GBK":                  {escpos.GBK, "镕喆", false},
		"GBK in GB 2312":       {escpos.GB2312, "镕喆", true},
		"added to GBK":         {escpos.GBK, "䶮", true},
		"supplementary":        {escpos.GBK, "𠮷", true},
		"supplementary in ROM": {escpos.GB18030, "𠮷", false},
		"private":              {escpos.GB18030, "\uE863", true},
		"no Chinese at all":    {escpos.ASCII, "张三", true},
		"ASCII":                {escpos.ASCII, "Zhang San", false},
		"euro":                 {escpos.GBK, "€", true},
	} {
		t.Run(name, func(t *testing.T) {
			b := bytesOf(t, escpos.Encoder{Charset: c.charset, Fonts: fonts}, escpos.Document{escpos.Paragraph{Text: c.text}})
			if drawn := bytes.Contains(b, []byte("\x1Dv0")); drawn != c.drawn {
				t.Errorf("drawn: %v", drawn)
			}
			r := sim.NewRoll(384, fonts[0])
			_, _ = r.Write(b)
			dark := 0
			for _, p := range r.Strips()[0].Picture.Pix {
				if p == 0 {
					dark++
				}
			}
			if c.drawn && dark < 40 {
				t.Errorf("%d dots are dark", dark)
			}
		})
	}
}

// TestDrawnTextStandsWhereROMTextWould: sizes and alignment are the same.
func TestDrawnTextStandsWhereROMTextWould(t *testing.T) {
	f := full(t)
	for _, size := range []escpos.Size{escpos.Normal, escpos.Tall, escpos.Large} {
		for _, align := range []escpos.Align{escpos.Left, escpos.Center, escpos.Right} {
			box := func(charset escpos.Charset) [4]int {
				r := sim.NewRoll(384, f)
				_, _ = r.Write(bytesOf(t, escpos.Encoder{Charset: charset, Fonts: []*opentype.Font{f}},
					escpos.Document{escpos.Paragraph{Text: "国国国", Size: size, Align: align}}))
				p := r.Strips()[0].Picture
				b := [4]int{1000, 1000, 0, 0}
				for i, c := range p.Pix {
					if x, y := i%p.Stride, i/p.Stride; c == 0 {
						b = [4]int{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
					}
				}
				return b
			}
			rom, drawn := box(escpos.GBK), box(escpos.ASCII)
			for i := range rom {
				if d := rom[i] - drawn[i]; d < -6 || d > 6 {
					t.Errorf("size %d, alignment %d: %v from the ROM, %v drawn", size, align, rom, drawn)
					break
				}
			}
		}
	}
}

func TestCodesAreRead(t *testing.T) {
	for _, text := range []string{"NX1", "NXR1" + strings.Repeat("A7F3KQ9ZXL2MN8RT", 18), "https://192.168.10.20:8443/?p=A7f3kQ9ZxL2mN8rT"} {
		modules, err := qr.Modules(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, paper := range []escpos.Paper{escpos.Paper58, escpos.Paper80} {
			e := escpos.Encoder{Paper: paper}
			if got := scanned(t, printed(t, e, escpos.Document{escpos.QR{Modules: modules}, escpos.Cut{}})); got != text {
				t.Errorf("on %d dots: %q", paper, got)
			}
			// A printer that draws codes itself.
			r := sim.NewRoll(int(paper), nil)
			r.DrawQR(qr.Image)
			e.NativeQR = true
			_, _ = r.Write(bytesOf(t, e, escpos.Document{escpos.QR{Text: text, Modules: modules}}))
			if got := scanned(t, r.Strips()[0]); got != text || r.Unknown != 0 {
				t.Errorf("drawn by the printer: %q, %d unknown", got, r.Unknown)
			}
		}
	}
}

func TestWrapping(t *testing.T) {
	for text, want := range map[string][]string{
		"一二三四五六七八九十一二三四五六七":                       {"一二三四五六七八九十一二三四五六", "七"},
		"一二三四五六七八九十一二三四五六，七":                      {"一二三四五六七八九十一二三四五", "六，七"},
		"一二三四五六七八九十一二三四五（六）":                      {"一二三四五六七八九十一二三四五", "（六）"},
		"请在 2026-11-24 09:00 以前到站，过时不候。":          {"请在 2026-11-24 09:00 以前到站，", "过时不候。"},
		strings.Repeat("1234567890", 4):           {"12345678901234567890123456789012", "34567890"},
		"one two three four five six seven eight": {"one two three four five six", "seven eight"},
		"":       {""},
		"a\n\nb": {"a", "", "b"},
	} {
		if got := printed(t, escpos.Encoder{}, escpos.Document{escpos.Paragraph{Text: text}}).Lines; !slices.Equal(got, want) {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// FuzzEncode: whatever the text, the roll gets no command of it, and reads back what the ROM has.
func FuzzEncode(f *testing.F) {
	font := embedded(f)
	f.Fuzz(func(t *testing.T, text string, charset, size, align uint8, at int8) {
		if len(text) > 200 {
			return
		}
		e := escpos.Encoder{Charset: escpos.Charset(charset % 4), Fonts: []*opentype.Font{font}}
		d := escpos.Document{
			escpos.Paragraph{Text: text, Size: escpos.Size(size % 3), Align: escpos.Align(align % 3), Bold: size > 9},
			escpos.Row{Left: text, Right: text, At: int(at)},
		}
		r := sim.NewRoll(384, nil)
		r.FourByte(e.Charset == escpos.GB18030)
		b := bytesOf(t, e, d[:1])
		_, _ = r.Write(b)
		if strips := r.Strips(); r.Unknown != 0 || !r.Ended() || len(strips) > 1 {
			t.Fatalf("%d unknown commands, %d strips: % 02X", r.Unknown, len(strips), b)
		}
		if got, want := solid(strings.Join(r.Strips()[0].Lines, "")), solid(text); !bytes.Contains(b, []byte("\x1Dv0")) && got != want {
			t.Errorf("%q reads back as %q", want, got)
		}
		_, _ = r.Write(bytesOf(t, e, d[1:]))
		if r.Unknown != 0 || !r.Ended() {
			t.Fatalf("%d unknown commands in a row", r.Unknown)
		}
	})
}

// solid is what of a text has ink.
func solid(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp), r == ' ', r == '\u00A0':
			return -1
		case r == '¥':
			return '￥'
		case r == unicode.ReplacementChar:
			return '□'
		}
		return r
	}, text)
}
