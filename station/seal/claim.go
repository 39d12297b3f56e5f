package seal

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrClaimCode says that a text is no claim code, or was miscopied.
var ErrClaimCode = errors.New("a claim code is 18 letters and digits in three groups of six; one of them is missing or wrong")

// Claim names an appeal without its rider: SHA-256 of its claim code's public
// key.
type Claim [sha256.Size]byte

// ClaimOf is the claim of a claim code's public key.
func ClaimOf(public []byte) Claim { return sha256.Sum256(public) }

// ClaimCode is the only way to the replies to an appeal: whoever has it reads
// them, and it says nothing of who that is. It is shown once and kept nowhere.
type ClaimCode struct {
	digits string
	opener *Opener
	public []byte
}

// Crockford's digits have no I, L, O and U, so that a code read aloud or copied
// by hand survives (https://www.crockford.com/base32.html). Seventeen of them
// are 85 random bits. One more checks them: Crockford's own check symbols
// include *, ~, $ and =, which no keypad of ours and no QR code's alphanumeric
// mode has, so it is a digit like the others, see checkDigit.
const (
	crockford   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	claimDigits = 18
	claimGroup  = 6
	claimMark   = "NXC1" // what the text of the QR code begins with
	claimInfo   = "nuanxin/v1/claim"
)

// NewClaimCode makes a code from random.
func NewClaimCode(random io.Reader) (ClaimCode, error) {
	digits := make([]byte, claimDigits-1)
	if _, err := io.ReadFull(random, digits); err != nil {
		return ClaimCode{}, err
	}
	for i, b := range digits {
		digits[i] = crockford[b%32]
	}
	return claimCode(string(append(digits, checkDigit(string(digits)))))
}

// ParseClaimCode reads what String or QR wrote, in either case, with or
// without hyphens and spaces, an O typed for a 0 and an I or L for a 1. It
// returns ErrClaimCode.
func ParseClaimCode(text string) (ClaimCode, error) {
	digits := strings.Map(claimDigit, text)
	if len(digits) == len(claimMark)+claimDigits {
		digits = strings.TrimPrefix(digits, claimMark)
	}
	if len(digits) != claimDigits {
		return ClaimCode{}, fmt.Errorf("%d characters: %w", len(digits), ErrClaimCode)
	}
	if strings.Trim(digits, crockford) != "" || checkDigit(digits[:claimDigits-1]) != digits[claimDigits-1] {
		return ClaimCode{}, ErrClaimCode
	}
	return claimCode(digits)
}

// claimCode derives the code's key from its digits by HKDF-SHA-256 (RFC 5869).
// A fast derivation will do for 85 random bits.
func claimCode(digits string) (ClaimCode, error) {
	private, err := hkdf.Key(sha256.New, []byte(digits), nil, claimInfo, 32)
	if err != nil {
		return ClaimCode{}, err
	}
	scalar, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return ClaimCode{}, err
	}
	opener, err := NewOpener(private)
	return ClaimCode{digits, opener, scalar.PublicKey().Bytes()}, err
}

func claimDigit(r rune) rune {
	if 'a' <= r && r <= 'z' {
		r -= 'a' - 'A'
	}
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

// checkDigit is the value at x of the polynomial whose coefficients are the
// digits, over GF(32) with x^5 = x^2 + 1. No digit's weight is another's, as x
// has order 31, so one wrong digit and any two exchanged always show.
func checkDigit(digits string) byte {
	var sum int
	for _, r := range digits {
		sum ^= strings.IndexRune(crockford, r)
		if sum <<= 1; sum >= 32 {
			sum ^= 0b100101
		}
	}
	return crockford[sum]
}

// String is the code as people copy it: 18 digits in groups of six.
func (c ClaimCode) String() string {
	var groups []string
	for rest := c.digits; rest != ""; rest = rest[claimGroup:] {
		groups = append(groups, rest[:claimGroup])
	}
	return strings.Join(groups, "-")
}

// QR is the text of the code's QR code, 22 characters of its alphanumeric mode.
func (c ClaimCode) QR() string { return claimMark + c.digits }

// Public is the code's X25519 public key, which replies are sealed to.
func (c ClaimCode) Public() []byte { return c.public }

// Claim is what records call the appeal.
func (c ClaimCode) Claim() Claim { return ClaimOf(c.public) }
