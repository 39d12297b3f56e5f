package scanner_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

func inGBK(t interface{ Fatal(args ...any) }, text string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	gbk := inGBK(t, "暖新驿站")
	for name, test := range map[string]struct {
		frame string
		want  scanner.Scan
		err   error
	}{
		"plain":                {"NX1-ABC", scanner.Scan{Text: "NX1-ABC"}, nil},
		"AIM QR":               {"]Q1NX1", scanner.Scan{Text: "NX1", AIM: "]Q1"}, nil},
		"AIM code 128":         {"]C0690123", scanner.Scan{Text: "690123", AIM: "]C0"}, nil},
		"no AIM":               {"]]Q1", scanner.Scan{Text: "]]Q1"}, nil},
		"AIM alone":            {"]Q1", scanner.Scan{}, scanner.ErrText},
		"UTF-8":                {"暖新驿站", scanner.Scan{Text: "暖新驿站"}, nil},
		"supplementary":        {"𠂇𬎆", scanner.Scan{Text: "𠂇𬎆"}, nil},
		"GBK":                  {gbk, scanner.Scan{Text: "暖新驿站"}, nil},
		"GB 18030, four bytes": {inGBK(t, "𠂇暖"), scanner.Scan{Text: "𠂇暖"}, nil},
		"AIM and GBK":          {"]Q1" + gbk, scanner.Scan{Text: "暖新驿站", AIM: "]Q1"}, nil},
		"BOM":                  {"\ufeffNX1", scanner.Scan{Text: "NX1"}, nil},
		"AIM and BOM":          {"]Q1\ufeff暖", scanner.Scan{Text: "暖", AIM: "]Q1"}, nil},
		"BOM in GB 18030":      {"\x84\x31\x95\x33" + gbk, scanner.Scan{Text: "暖新驿站"}, nil},
		"BOM alone":            {"\ufeff", scanner.Scan{}, scanner.ErrText},
		"blanks":               {" \tNX1\r\n", scanner.Scan{Text: "NX1"}, nil},
		"lines":                {"a\r\nb\tc\n", scanner.Scan{Text: "a\r\nb\tc"}, nil},
		"only blanks":          {" \t ", scanner.Scan{}, scanner.ErrText},
		"nothing":              {"", scanner.Scan{}, scanner.ErrText},
		"NUL around":           {"\x00NX1\x00", scanner.Scan{Text: "NX1"}, nil},
		"NUL inside":           {"NX\x001", scanner.Scan{}, scanner.ErrText},
		"control character":    {"NX\x051", scanner.Scan{}, scanner.ErrText},
		"group separator":      {"]d20106901\x1d10A\x1e\x04", scanner.Scan{Text: "0106901\x1d10A\x1e\x04", AIM: "]d2"}, nil},
		"neither":              {"\xff\xff", scanner.Scan{}, scanner.ErrText},
		"half a GBK character": {gbk[:5], scanner.Scan{}, scanner.ErrText},
		"half a UTF-8 one":     {"暖新驿站"[:11], scanner.Scan{}, scanner.ErrText},
		"UTF-8 with a hole":    {"暖新" + "驿站网点"[1:], scanner.Scan{}, scanner.ErrText},
		"UTF-8, then GBK":      {"暖新驿站服务" + gbk[:4], scanner.Scan{}, scanner.ErrText},
		"U+FFFD":               {"NX\ufffd1", scanner.Scan{}, scanner.ErrText},
		"UTF-16":               {"\xff\xfeN\x00X\x001\x00", scanner.Scan{}, scanner.ErrText},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := scanner.Decode([]byte(test.frame))
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q %q, %v; want %q %q, %v", got.AIM, got.Text, err, test.want.AIM, test.want.Text, test.err)
			}
		})
	}
}

func TestPrefix(t *testing.T) {
	p := scanner.Profile{Prefix: "\x02S1:"}
	for frame, want := range map[string]string{
		"\x02S1:NX1":        "NX1",
		"\x02S1:]Q1NX1":     "NX1",
		"]Q1\x02S1:NX1":     "NX1",
		"\n\x02S1:NX1":      "NX1",
		"NX1":               "NX1",
		"\x02S1:S1:NX1":     "S1:NX1",
		"\x02S1:\ufeffNX1 ": "NX1",
	} {
		if got, err := p.Decode([]byte(frame)); got.Text != want || err != nil {
			t.Errorf("%q became %q, %v", frame, got.Text, err)
		}
	}
}

// TestGBKIsNotTakenForDamagedUTF8: of the texts that GBK scanners send, next to none may be refused. Hanzi of
// GB/T 2312 level 1, which are most of what is written, from 2 to 20 of them.
func TestGBKIsNotTakenForDamagedUTF8(t *testing.T) {
	const tries = 100_000
	random := rand.New(rand.NewPCG(1, 2))
	refused, other := 0, 0
	for range tries {
		b := make([]byte, 0, 40)
		for range 2 + random.IntN(19) {
			b = append(b, byte(0xb0+random.IntN(0x27)), byte(0xa1+random.IntN(94)))
		}
		text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(b)
		switch got, err := scanner.Decode(b); {
		case err != nil:
			refused++
		case got.Text != string(text):
			other++ // it is UTF-8 as well
		}
	}
	t.Logf("of %d GBK texts %d were refused, %d read as UTF-8", tries, refused, other)
	if refused > tries/1000 || other > tries/100 {
		t.Errorf("of %d GBK texts %d were refused, %d read as UTF-8", tries, refused, other)
	}
}

func TestSymbology(t *testing.T) {
	for aim, want := range map[string]string{
		"]Q1": "QR Code", "]C1": "Code 128", "]E0": "EAN/UPC", "]d2": "Data Matrix", "]h0": "Han Xin", "": "", "]y0": "",
	} {
		if got := (scanner.Scan{AIM: aim}).Symbology(); got != want {
			t.Errorf("%s is %q, want %q", aim, got, want)
		}
	}
}

func TestScansDoNotLeak(t *testing.T) {
	scan := scanner.Scan{Text: "secret-pass", AIM: "]Q1"}
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("scanned", "scan", scan)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&out, verb, scan)
		fmt.Fprintf(&out, verb, []scanner.Scan{scan})
	}
	if s := out.String(); strings.Contains(s, "secret") || strings.Contains(s, "736563726574") || !strings.Contains(s, "11 characters") {
		t.Error(s)
	}
}

func TestAdvice(t *testing.T) {
	for _, err := range []error{scanner.ErrText, scanner.ErrTooLong, scanner.ErrTorn, scanner.ErrNoAck} {
		a, known := scanner.AdviceOf(fmt.Errorf("wrapped: %w", err))
		for _, text := range []remedy.Text{a.Rider, a.Technician} {
			if !known || text.ZH == "" || text.EN == "" || text.ZH == text.EN {
				t.Errorf("%v: %+v", err, a)
			}
		}
	}
	if _, known := scanner.AdviceOf(errors.New("another")); known {
		t.Error("advice for an unknown error")
	}
}
