package samv

import "strings"

// ValidNumber checks form and check digit of an ID number: 18 characters by GB 11643 (citizens, permits and
// foreigners from 2023), the 15 digits before it, or the 15 characters of a foreigner's card of 2017. A
// lower-case x is taken for the X it should be.
// It does not look at region codes or dates: both differ between cards in the field.
func ValidNumber(n string) bool {
	n = capitalX(n)
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

// ModernNumber is the number as it is written today, so that one person has one number: 15 digits are lengthened
// to the 18 characters that replaced them, a final x becomes X. Others stay as they are.
func ModernNumber(n string) string {
	n = capitalX(n)
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

// capitalX makes the X of a number of 18 characters a capital.
func capitalX(n string) string {
	if len(n) == 18 && n[17] == 'x' {
		return n[:17] + "X"
	}
	return n
}

func digits(s string) bool  { return strings.Trim(s, "0123456789") == "" }
func letters(s string) bool { return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" }
