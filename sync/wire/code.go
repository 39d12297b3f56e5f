package wire

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// ErrCode says that a text is not an enrolment code.
var ErrCode = errors.New("an enrolment code is 32 letters and digits, in eight groups of four, as `nuanxin-hub enroll STATION` prints it")

// EnrolCode is what a technician carries from the hub to a new station. Both
// parts are 16 digits of Crockford's base32, 80 bits.
type EnrolCode struct {
	// Secret is good for one enrolment.
	Secret string
	// Fingerprint pins the hub: that of its authority's certificate.
	Fingerprint string
}

// Crockford's alphabet has no I, L, O and U, so that a code read aloud or
// copied by hand survives (https://www.crockford.com/base32.html).
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

const (
	codeBytes = 10
	codePart  = 16 // digits of codeBytes
	codeGroup = 4
)

// NewEnrolCode gives the code of a secret (10 random bytes) and of the hub's
// authority certificate (DER).
func NewEnrolCode(secret [codeBytes]byte, authority []byte) EnrolCode {
	return EnrolCode{crockford.EncodeToString(secret[:]), Fingerprint(authority)}
}

// Fingerprint is the first 80 bits of the SHA-256 of a certificate (DER), in
// the digits of a code.
func Fingerprint(certificate []byte) string {
	sum := sha256.Sum256(certificate)
	return crockford.EncodeToString(sum[:codeBytes])
}

// String writes secret and fingerprint in groups of four, joined by hyphens.
func (c EnrolCode) String() string {
	var groups []string
	for digits := c.Secret + c.Fingerprint; digits != ""; {
		n := min(codeGroup, len(digits))
		groups, digits = append(groups, digits[:n]), digits[n:]
	}
	return strings.Join(groups, "-")
}

// ParseEnrolCode reads what String wrote, in either case, with or without
// hyphens and spaces, an O typed for a 0 and an I or L for a 1. It returns
// ErrCode.
func ParseEnrolCode(text string) (EnrolCode, error) {
	digits := strings.Map(codeDigit, strings.ToUpper(text))
	if len(digits) != 2*codePart {
		return EnrolCode{}, fmt.Errorf("%d characters: %w", len(digits), ErrCode)
	}
	if _, err := crockford.DecodeString(digits); err != nil {
		return EnrolCode{}, fmt.Errorf("%w: %w", ErrCode, err)
	}
	return EnrolCode{digits[:codePart], digits[codePart:]}, nil
}

func codeDigit(r rune) rune {
	switch r {
	case '-', ' ', '\t', '\r', '\n':
		return -1
	case 'O':
		return '0'
	case 'I', 'L':
		return '1'
	}
	return r
}
