package samv

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// TestEveryFailureHasAdvice: each code a byte can hold, and each error between host and reader, tells both
// people what to do, in both languages.
func TestEveryFailureHasAdvice(t *testing.T) {
	failures := []error{ErrSilent, ErrGarbled, ErrEcho, ErrReply, ErrText, ErrPhoto, ErrBaud}
	for b := range 256 {
		if c := Code(b); !c.Success() {
			failures = append(failures, c)
		}
	}
	for _, err := range failures {
		a, ok := AdviceOf(fmt.Errorf("reading: %w", err))
		if !ok {
			t.Errorf("no advice for %v", err)
		}
		for _, text := range []remedy.Text{a.Rider, a.Technician} {
			if !chinese(text.ZH) || chinese(text.EN) || text.EN == "" {
				t.Errorf("%v: texts %q", err, text)
			}
		}
		if n := utf8.RuneCountInString(a.Rider.ZH); n > 26 || strings.ContainsAny(a.Rider.ZH+a.Rider.EN, "0123456789") {
			t.Errorf("%v: the rider is told %q", err, a.Rider.ZH)
		}
	}
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestTechniciansSeeTheCode: it is what the supplier asks for.
func TestTechniciansSeeTheCode(t *testing.T) {
	for b := range 256 {
		c, hex := Code(b), fmt.Sprintf("%02X", b)
		if !strings.Contains(c.Error(), hex) {
			t.Errorf("%s: %v", hex, c)
		}
		a := c.Advice()
		if c.Success() != (a == remedy.Advice{}) {
			t.Errorf("%s: advice %v", hex, a)
		}
		if !c.Success() && !(strings.Contains(a.Technician.ZH, hex) && strings.Contains(a.Technician.EN, hex)) {
			t.Errorf("%s: technician is told %v", hex, a.Technician)
		}
	}
}

// TestDocumentedCodes: every code of the public table has its own words; the codes of vendors' software have none.
func TestDocumentedCodes(t *testing.T) {
	documented := []Code{
		0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x37, 0x3F, 0x40, 0x41, 0x47, 0x60, 0x66, 0x80, 0x81, 0x90, 0x91, 0x9F,
	}
	seen := map[string]bool{}
	for _, c := range documented {
		if m := c.entry().meaning; seen[m] || m == undocumented.meaning {
			t.Errorf("%02X: %q", byte(c), m)
		} else {
			seen[m] = true
		}
	}
	if len(codes) != len(documented) {
		t.Errorf("%d codes, want %d", len(codes), len(documented))
	}
	for _, c := range []Code{0x01, 0x02, 0x03, 0x05, 0x09, 0xFF} {
		if c.entry() != undocumented {
			t.Errorf("%v", c)
		}
	}
}

// TestCardFaults are those that the person at the reader can do something about.
func TestCardFaults(t *testing.T) {
	faults := map[Code]bool{0x31: true, 0x32: true, 0x33: true, 0x3F: true, 0x40: true, 0x41: true, 0x80: true, 0x81: true}
	for b := range 256 {
		if c := Code(b); c.CardFault() != faults[c] {
			t.Errorf("%v: %v", c, c.CardFault())
		}
	}
}

// TestAdviceForOthersErrors: other packages' errors are theirs, and success is no failure.
func TestAdviceForOthersErrors(t *testing.T) {
	for _, err := range []error{nil, errors.New("disk full"), OK, NoContent, Found} {
		if a, ok := AdviceOf(err); ok {
			t.Errorf("%v: %v", err, a)
		}
	}
}
