package wire_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/sync/wire"
)

func TestEnrolCodeSurvivesATechnician(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := [10]byte(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "secret"))
		want := wire.NewEnrolCode(secret, rapid.SliceOf(rapid.Byte()).Draw(t, "certificate"))
		text := want.String()
		for _, typed := range []string{
			text, strings.ToLower(text), strings.ReplaceAll(text, "-", ""), " " + strings.ReplaceAll(text, "-", " ") + "\n",
			strings.ReplaceAll(text, "0", "o"), strings.ReplaceAll(text, "1", "l"), strings.ReplaceAll(text, "1", "I"),
		} {
			if got, err := wire.ParseEnrolCode(typed); err != nil || got != want {
				t.Fatalf("%q read as %v, %v", typed, got, err)
			}
		}
	})
}

func TestEnrolCodeForm(t *testing.T) {
	code := wire.NewEnrolCode([10]byte{1, 2, 3}, []byte("certificate"))
	if text := code.String(); len(text) != 39 || strings.Count(text, "-") != 7 {
		t.Errorf("a code looks like %s", text)
	}
}

func TestEnrolCodeRefusesOtherTexts(t *testing.T) {
	for _, text := range []string{"", "ABCD", strings.Repeat("A", 31), strings.Repeat("A", 33), strings.Repeat("U", 32), strings.Repeat("暖", 32)} {
		if _, err := wire.ParseEnrolCode(text); !errors.Is(err, wire.ErrCode) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzParseEnrolCode: whatever a technician types is a code that prints and
// reads as itself, or is refused.
func FuzzParseEnrolCode(f *testing.F) {
	for _, seed := range []string{"VACS-383V-0E4G-Z2Q3-0HNP-WDYV-G1WS-5H8A", "vacs383v0e4gz2q3ohnpwdyvg1ws5h8a", "", "----", "暖新驿站"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := wire.ParseEnrolCode(text)
		if err != nil {
			if !errors.Is(err, wire.ErrCode) {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, err := wire.ParseEnrolCode(code.String()); err != nil || again != code {
			t.Fatalf("%q: %v became %v, %v", text, code, again, err)
		}
	})
}
