package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var anyCode = rapid.Custom(func(t *rapid.T) ClaimCode {
	c, err := NewClaimCode(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 17, 17).Draw(t, "random")))
	if err != nil {
		t.Fatal(err)
	}
	return c
})

// TestClaimCodeIsGolden: a change of the derivation would lock every rider out.
// The values were computed a second time by a program of its own in another
// language.
func TestClaimCodeIsGolden(t *testing.T) {
	c, err := NewClaimCode(strings.NewReader("ABCDEFGHIJKLMNOPQ"))
	if err != nil {
		t.Fatal(err)
	}
	claim := c.Claim()
	for name, v := range map[string][2]string{
		"text":   {c.String(), "123456-789ABC-DEFGHZ"},
		"QR":     {c.QR(), "NXC1123456789ABCDEFGHZ"},
		"public": {hex.EncodeToString(c.Public()), "57d739faa62b2a293d6e0709011ff8f100ae237fa0bf797343848a601b466a49"},
		"claim":  {hex.EncodeToString(claim[:]), "e20ec9f0bd2830578e396c9c4641ce953e0f078ab2dbc4a77fc3ffeee4ba4647"},
	} {
		if v[0] != v[1] {
			t.Errorf("%s is %s, want %s", name, v[0], v[1])
		}
	}
}

func TestClaimCodeSurvivesARider(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyCode.Draw(t, "code")
		text := want.String()
		for _, typed := range []string{
			text, want.QR(), strings.ToLower(want.QR()), strings.ToLower(text), strings.ReplaceAll(text, "-", ""), " " + strings.ReplaceAll(text, "-", " ") + "\r\n",
			strings.ReplaceAll(text, "0", "o"), strings.ReplaceAll(text, "1", "l"), strings.ReplaceAll(text, "1", "I"),
		} {
			if got, err := ParseClaimCode(typed); err != nil || got.String() != text || got.Claim() != want.Claim() {
				t.Fatalf("%q read as %v, %v", typed, got, err)
			}
		}
	})
}

// TestOneSlipAlwaysShows: a digit miscopied, or two digits exchanged, wherever
// they stand, is never another code.
func TestOneSlipAlwaysShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := []byte(strings.ReplaceAll(anyCode.Draw(t, "code").String(), "-", ""))
		i := rapid.IntRange(0, len(digits)-1).Draw(t, "at")
		wrong := bytes.Clone(digits)
		wrong[i] = rapid.SampledFrom([]byte(crockford)).Draw(t, "digit")
		refused(t, digits, wrong)

		j := rapid.IntRange(0, len(digits)-1).Draw(t, "with")
		wrong = bytes.Clone(digits)
		wrong[i], wrong[j] = wrong[j], wrong[i]
		refused(t, digits, wrong)
	})
}

func refused(t *rapid.T, right, wrong []byte) {
	if _, err := ParseClaimCode(string(wrong)); !bytes.Equal(right, wrong) && !errors.Is(err, ErrClaimCode) {
		t.Fatalf("%s copied as %s: %v", right, wrong, err)
	}
}

func TestOtherTextsAreNoClaimCode(t *testing.T) {
	good := newCode(t).QR()
	for _, text := range []string{
		"", "NXC1", good[1:], good + "0", "NXC2" + good[4:], strings.Repeat("U", 18), strings.Repeat("暖", 6), "NX1" + strings.Repeat("A", 295), "\xff" + good[1:],
	} {
		if _, err := ParseClaimCode(text); !errors.Is(err, ErrClaimCode) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := NewClaimCode(strings.NewReader("short")); err == nil {
		t.Error("a code was made of too little randomness")
	}
}

// FuzzParseClaimCode: whatever a rider types or a scanner reads is a code that
// prints and reads as itself, or is refused.
func FuzzParseClaimCode(f *testing.F) {
	for _, seed := range []string{"123456-789ABC-DEFGHZ", "nxc1l23456789abcdefghz", "NXC1123456789ABCDEFGH0", "", "------", "暖新驿站暖新", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := ParseClaimCode(text)
		if err != nil {
			if !errors.Is(err, ErrClaimCode) {
				t.Fatal(err)
			}
			return
		}
		for _, again := range []string{code.String(), code.QR()} {
			if got, err := ParseClaimCode(again); err != nil || got.String() != code.String() || got.Claim() != code.Claim() {
				t.Fatalf("%q: %q became %v, %v", text, again, got, err)
			}
		}
	})
}
