package scanner_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// script is a line that gives what each element holds in one read; an empty one is silence. Then it ends.
type script []string

func (*script) SetReadDeadline(time.Time) error { return nil }

func (s *script) Read(b []byte) (int, error) {
	switch {
	case len(*s) == 0:
		return 0, os.ErrClosed
	case (*s)[0] == "":
		*s = (*s)[1:]
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, (*s)[0])
	if (*s)[0] = (*s)[0][n:]; (*s)[0] == "" {
		*s = (*s)[1:]
	}
	return n, nil
}

// setUp is a way in which a scanner may be set up, and what the reader is told of it.
type setUp struct {
	framing     scanner.Framing
	start, end  string
	inText      string // line ends that its texts may hold
	needSilence bool   // after each code, and not only after the first
}

var setUps = []setUp{
	{scanner.Auto, "", "\r", "\n", false},
	{scanner.Auto, "", "\n", "\r", false},
	{scanner.Auto, "", "\r\n", "\r \n", false},
	{scanner.Auto, "", "", "\r\n", true},
	{scanner.Auto, "\x02", "\x03", "\r\n", false},
	{scanner.Auto, "\x02", "\x03\r\n", "\r\n", false},
	{scanner.CR, "", "\r", "\n", false},
	{scanner.CR, "", "\r\n", "\n", false},
	{scanner.LF, "", "\n", "\r", false},
	{scanner.LF, "", "\r\n", "\r", false},
	{scanner.CRLF, "", "\r\n", "\r \n", false},
	{scanner.STXETX, "\x02", "\x03", "\r\n", false},
	{scanner.STXETX, "\x02", "\x03\r", "\r\n", false},
	{scanner.Silence, "", "", "\r\n", true},
	{scanner.Silence, "", "\r\n", "\r\n", true},
}

// codes draws texts as a scanner set up so could send them, and how it sends them: in UTF-8 or GBK, with or
// without an AIM identifier.
func (u setUp) codes(t *rapid.T, prefix string) (texts, sent []string) {
	text := rapid.StringMatching(`[!-~\p{Han}]{1,20}([` + u.inText + `]?[!-~\p{Han}]{1,20}){0,3}`)
	for range rapid.IntRange(0, 6).Draw(t, "codes") {
		code := text.Filter(func(s string) bool { return plain(u, s) }).Draw(t, "text")
		raw := code
		if gbk := inGBK(t, code); rapid.Bool().Draw(t, "GBK") && readsAs(gbk, code) {
			raw = gbk
		}
		aim := rapid.SampledFrom([]string{"", "]Q1", "]C0"}).Draw(t, "AIM")
		texts, sent = append(texts, code), append(sent, u.start+prefix+aim+raw+u.end)
	}
	return texts, sent
}

// plain leaves out texts that no reader could tell from what surrounds them.
func plain(u setUp, s string) bool {
	return !strings.HasPrefix(s, "]") && (u.framing == scanner.STXETX || u.start != "" || u.end == "" ||
		u.framing == scanner.Silence || !strings.Contains(s, u.end))
}

// readsAs leaves out GBK texts that are valid UTF-8 too.
func readsAs(gbk, text string) bool {
	got, err := scanner.Decode([]byte(gbk))
	return err == nil && (got.Text == text || !utf8.ValidString(gbk))
}

// TestEveryCodeComesOut: however the scanner is set up, whatever it sends between the codes and however the
// line splits it, each code comes out once, in its order, and nothing else.
func TestEveryCodeComesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom(setUps).Draw(t, "set up")
		prefix := rapid.SampledFrom([]string{"", "S1:"}).Draw(t, "prefix")
		want, sent := u.codes(t, prefix)
		var line script
		for i, code := range sent {
			line = append(line, chunks(t, withReply(t, code))...)
			if u.needSilence || i == 0 || rapid.Bool().Draw(t, "silence") {
				line = append(line, "")
			}
		}
		line = append(line, "")
		var h heard
		r := h.reader(scanner.Profile{Framing: u.framing, Prefix: prefix})
		r.Window = -1
		_ = r.Run(t.Context(), &line)
		if !slices.Equal(h.scans, want) || h.rejected != nil {
			t.Fatalf("got %q, rejected %v; want %q", h.scans, h.rejected, want)
		}
	})
}

func withReply(t *rapid.T, code string) string {
	reply := rapid.SampledFrom([]string{"", ack, ack + ack, newland}).Draw(t, "reply")
	at := rapid.IntRange(0, len(code)).Draw(t, "place")
	return code[:at] + reply + code[at:]
}

func chunks(t *rapid.T, stream string) (parts []string) {
	for len(stream) > 0 {
		n := rapid.IntRange(1, len(stream)).Draw(t, "bytes")
		parts, stream = append(parts, stream[:n]), stream[n:]
	}
	return parts
}
