package samv

import "strings"

// ValidNumber checks form and check digit of an ID number: 18 characters by GB 11643 (citizens, permits and
// foreigners from 2023), the 15 digits before it, or the 15 characters of a foreigner's card of 2017.
// It does not look at region codes or dates: both differ between cards in the field.
func ValidNumber(n string) bool {
	switch {
	case len(n) == 18 && digits(n[:17]):
		return checkDigit(n[:17]) == n[17]
	case len(n) == 15 && digits(n):
		return true // these carry no check digit
	case len(n) == 15 && letters(n[:3]) && digits(n[3:]):
		return foreignCheck(n[:14]) == n[14]
	}
	return false
}

// ModernNumber lengthens a 15-digit number to the 18 characters that replaced it; others stay as they are.
func ModernNumber(n string) string {
	if len(n) != 15 || !digits(n) {
		return n
	}
	long := n[:6] + "19" + n[6:]
	return long + string(checkDigit(long))
}

// checkDigit is ISO 7064 MOD 11-2 over the first 17 digits.
func checkDigit(n string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(n[i]-'0')
	}
	return "10X98765432"[sum%11]
}

// foreignCheck is the machine-readable document check: weights 7-3-1, A=10 to Z=35, modulo 10.
func foreignCheck(n string) byte {
	sum := 0
	for i, c := range []byte(n) {
		value := int(c - '0')
		if c >= 'A' {
			value = int(c-'A') + 10
		}
		sum += value * [...]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// numberFacts are the date of birth (YYYY-MM-DD) and the sex that a number of 18 characters contains, or
// empty strings where it contains none. The 17th digit is odd for men, which the foreigners' form of 2023
// does not promise.
func numberFacts(n string) (birth string, sex Sex) {
	if n = ModernNumber(n); len(n) != 18 || !digits(n[:17]) {
		return "", ""
	}
	birth = n[6:10] + "-" + n[10:12] + "-" + n[12:14]
	switch {
	case n[0] == '9':
		return birth, ""
	case n[16]%2 == 1:
		return birth, Male
	}
	return birth, Female
}

func digits(s string) bool  { return strings.Trim(s, "0123456789") == "" }
func letters(s string) bool { return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" }
