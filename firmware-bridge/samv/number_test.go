package samv_test

import (
	"regexp"
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
	for number, want := range map[string]string{
		"110101900307101": "110101199003071014", "51010719851123202x": "51010719851123202X", "KAZ110090123105": "KAZ110090123105",
	} {
		if got := samv.ModernNumber(number); got != want {
			t.Errorf("%q becomes %q, want %q", number, got, want)
		}
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

// FuzzNumber: what is valid has a form that is given out; today's form of a number is as valid as the number, is
// its own today's form, and keeps the digits; any one wrong digit before the check digit shows.
func FuzzNumber(f *testing.F) {
	for _, n := range []string{
		"51010719851123202X", "51010719851123202x", "110101900307101", "KAZ110090123105", "810000199408230021", "931586198001010028",
	} {
		f.Add(n, uint8(5))
	}
	f.Fuzz(func(t *testing.T, n string, at uint8) {
		valid, today := samv.ValidNumber(n), samv.ModernNumber(n)
		if valid && !regexp.MustCompile(`^([0-9]{17}[0-9Xx]|[0-9]{15}|[A-Z]{3}[0-9]{12})$`).MatchString(n) {
			t.Fatalf("%q is accepted", n)
		}
		if samv.ValidNumber(today) != valid || samv.ModernNumber(today) != today {
			t.Fatalf("%q (%v) becomes %q (%v)", n, valid, today, samv.ValidNumber(today))
		}
		if len(today) == 18 && len(n) == 15 && (today[:6] != n[:6] || today[8:17] != n[6:]) {
			t.Fatalf("%q becomes %q", n, today)
		}
		if valid && len(today) == 18 {
			b := []byte(today)
			b[at%17] = '0' + (b[at%17]-'0'+1+at%9)%10
			if samv.ValidNumber(string(b)) {
				t.Fatalf("%q and %q are both valid", today, b)
			}
		}
	})
}
