package scanner_test

import (
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// frames feeds the stream in steps; "~" in it stands for silence.
func frames(f *scanner.Framer, stream string, step int) (got []string) {
	take := func(frame []byte) { got = append(got, string(frame)) }
	for b := []byte(stream); len(b) > 0; {
		if b[0] == '~' {
			f.Idle(take)
			b = b[1:]
			continue
		}
		n := 1
		for n < min(step, len(b)) && b[n] != '~' {
			n++
		}
		f.Feed(b[:n], take)
		b = b[n:]
	}
	return got
}

func TestFraming(t *testing.T) {
	const cr, lf, crlf, wrapped, silence = scanner.CR, scanner.LF, scanner.CRLF, scanner.STXETX, scanner.Silence
	for name, test := range map[string]struct {
		framing       scanner.Framing
		stream        string
		want          []string
		dropped, torn int
	}{
		"learns CR":                     {0, "one\r~two\rsix\r", []string{"one", "two", "six"}, 0, 0},
		"learns LF":                     {0, "one\n~two\nsix\n", []string{"one", "two", "six"}, 0, 0},
		"learns CRLF":                   {0, "one\r\n~two\r\nsix\r\n", []string{"one", "two", "six"}, 0, 0},
		"learns from glued codes":       {0, "one\rtwo\r~", []string{"one", "two"}, 0, 0},
		"holds until it knows":          {0, "one\r", nil, 0, 0},
		"learns that there is no mark":  {0, "one~tw\ro~", []string{"one", "tw\ro"}, 0, 0},
		"lines before CR":               {0, "a\nb\r~c\nd\r~", []string{"a\nb", "c\nd"}, 0, 0},
		"lines before CRLF":             {0, "a\nb\r\n~c\rd\r\n~", []string{"a\nb", "c\rd"}, 0, 0},
		"lines and no mark":             {0, "a\r\nb~c\nd~", []string{"a\r\nb", "c\nd"}, 0, 0},
		"set up anew":                   {0, "one\r~two\n~six\n~a\nb\n", []string{"one", "two\n", "six\n", "a", "b"}, 0, 0},
		"one odd code teaches nothing":  {0, "one\r~two\n~six\r~a\nb\r", []string{"one", "two\n", "six", "a\nb"}, 0, 0},
		"noise teaches nothing":         {0, "\x00\r\n~a\nb~", []string{"a\nb"}, 0, 0},
		"no silence, ever":              {0, "12345\r12345\r12345\r", []string{"12345", "12345", "12345"}, 0, 0},
		"no silence, CRLF":              {0, "12345\r\n12345\r\n12345\r\n", []string{"12345", "12345", "12345"}, 0, 0},
		"STX ETX":                       {0, "\x02one\x03\x02two\x03", []string{"one", "two"}, 0, 0},
		"STX ETX CR":                    {0, "\x02one\x03\r\x02two\x03\r", []string{"one", "two"}, 0, 0},
		"lines in STX ETX":              {0, "\x02a\r\nb\x03", []string{"a\r\nb"}, 0, 0},
		"STX ETX teaches no mark":       {0, "\x02one\x03\r~a\rb\n~", []string{"one", "a\rb"}, 0, 0},
		"STX alone":                     {0, "\x02one\r~", []string{"one\r"}, 0, 0},
		"torn STX frame":                {0, "\x02on\x02two\x03", []string{"two"}, 0, 1},
		"text before STX":               {0, "one\x02two\x03", []string{"one", "two"}, 0, 0},
		"only marks":                    {0, "\r\n\r\n\x02\x03\r~", nil, 0, 0},
		"too long":                      {0, "123456789\r~next\r", []string{"next"}, 1, 0},
		"too long, mark known":          {0, "a\r~123456789abcdef\rnext\r", []string{"a", "next"}, 1, 0},
		"just fits":                     {0, "12345678\r\n~12345678\r\n", []string{"12345678", "12345678"}, 0, 0},
		"too long, no end":              {0, "123456789~next~", []string{"next"}, 1, 0},
		"far too long, no end":          {0, "123456789123456789~next~", []string{"next"}, 1, 0},
		"far too long in STX":           {0, "\x02123456789123456789\x03\x02next\x03", []string{"next"}, 1, 0},
		"CR":                            {cr, "one\rt\no\r", []string{"one", "t\no"}, 0, 0},
		"CR, and CRLF comes":            {cr, "one\r\ntwo\r\n", []string{"one", "\ntwo"}, 0, 0},
		"CR, STX is text":               {cr, "\x02one\r", []string{"\x02one"}, 0, 0},
		"CR, torn":                      {cr, "one~two\r", []string{"two"}, 0, 1},
		"LF":                            {lf, "one\nt\ro\n", []string{"one", "t\ro"}, 0, 0},
		"CRLF":                          {crlf, "one\r\nt\r\ro\n!\r\n", []string{"one", "t\r\ro\n!"}, 0, 0},
		"CRLF, too long":                {crlf, "123456789\r\n12345678\r\n", []string{"12345678"}, 1, 0},
		"STX and ETX":                   {wrapped, "\x02a\r\nb\x03\r\n\x02two\x03", []string{"a\r\nb", "two"}, 0, 0},
		"STX and ETX, torn at its head": {wrapped, "ne\x03\x02two\x03", []string{"two"}, 0, 1},
		"STX and ETX, torn at its end":  {wrapped, "\x02on\x02two\x03~\x02si~", []string{"two"}, 0, 2},
		"STX and ETX, text between":     {wrapped, "x\x02one\x03y~", []string{"one"}, 0, 2},
		"silence":                       {silence, "a\r\nb~\x02c\x03~", []string{"a\r\nb", "\x02c\x03"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for step := 1; step <= len(test.stream); step++ {
				f := scanner.Framer{Framing: test.framing, Max: 8}
				if got := frames(&f, test.stream, step); !slices.Equal(got, test.want) || f.Dropped != test.dropped || f.Torn != test.torn {
					t.Fatalf("in steps of %d: %q, %d dropped, %d torn; want %q, %d, %d",
						step, got, f.Dropped, f.Torn, test.want, test.dropped, test.torn)
				}
			}
		})
	}
}

// TestNothingPendsForEver: after a silence nothing of what came waits for more.
func TestNothingPendsForEver(t *testing.T) {
	for framing := scanner.Auto; framing <= scanner.Silence; framing++ {
		for _, stream := range []string{"one", "one\r", "\x02one", "\x02", "\r", "12345678901234567890", "\x02one\x03"} {
			f := scanner.Framer{Framing: framing, Max: 8}
			frames(&f, stream+"~", 1)
			if f.Pending() {
				t.Errorf("%v: %q still pends", framing, stream)
			}
		}
	}
}

func TestFramingNames(t *testing.T) {
	for want := scanner.Auto; want <= scanner.Silence; want++ {
		var got scanner.Framing
		if err := got.UnmarshalText([]byte(want.String())); err != nil || got != want {
			t.Errorf("%v became %v, %v", want, got, err)
		}
	}
	var f scanner.Framing
	if err := f.UnmarshalText([]byte("crcr")); err == nil {
		t.Error("an unknown framing was taken")
	}
}
