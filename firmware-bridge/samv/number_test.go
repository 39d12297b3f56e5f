package samv_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

func TestNumbers(t *testing.T) {
	for number, want := range map[string]bool{
		"810000199408230021":  true, // Hong Kong
		"830000199201300022":  true, // Taiwan
		"931586198001010028":  true, // foreigner 2023
		"KAZ110090123105":     true, // foreigner 2017
		"CAN110081080319":     false,
		"51010719851123202X":  true,
		"51010719851123202x":  true,
		"8100001994082300X1":  false,
		"110101199003071014":  true,
		"110101199003071013":  false,
		"110101900307101":     true, // before GB 11643-1999
		"11010190030710":      false,
		"1101011990030710144": false,
		"11010119900307101é":  false,
		"":                    false,
	} {
		if got := samv.ValidNumber(number); got != want {
			t.Errorf("%q: %v", number, got)
		}
	}
	if got := samv.ModernNumber("110101900307101"); got != "110101199003071014" {
		t.Errorf("lengthened to %q", got)
	}
}

// TestOneWrongDigitShows: the check digit catches any single wrong digit, which is what it is for.
func TestOneWrongDigitShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte("110101199003071014")
		at := rapid.IntRange(0, 17).Draw(t, "at")
		b[at] = '0' + (b[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if samv.ValidNumber(string(b)) {
			t.Fatalf("%s is accepted", b)
		}
	})
}

// FuzzNumber: no string breaks the checks.
func FuzzNumber(f *testing.F) {
	f.Add("51010719851123202X")
	f.Add("KAZ110090123105")
	f.Fuzz(func(t *testing.T, n string) {
		if samv.ValidNumber(n) && len(n) != 15 && len(n) != 18 {
			t.Fatal(n)
		}
		if long := samv.ModernNumber(n); long != n && !samv.ValidNumber(long) {
			t.Fatal(long)
		}
	})
}
