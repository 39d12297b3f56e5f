package pass

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Kinds of token: what their text begins with.
const (
	kindPass    = "NX1"
	kindReceipt = "NXR1"
)

// ID names a pass, for revocation: the first 8 bytes of the SHA-256 of its
// body.
type ID [8]byte

// Pass is a rider's pseudonym, carried on paper or in a phone.
type Pass struct {
	ID        ID
	Pseudonym event.Pseudonym
	// Expires at the end of this day.
	Expires time.Time
}

const passSize = len(event.Pseudonym{}) + dayBytes

// Issue makes the text of a pass, 298 characters of the QR code's alphanumeric
// mode (version 10 at level M), good until the end of the day expires.
func (i Issuer) Issue(who event.Pseudonym, expires time.Time) (string, Pass) {
	body := binary.BigEndian.AppendUint32(who.Bytes(), dayOf(expires))
	p := passOf(body)
	return i.sign(kindPass, body), p
}

// Verify reads a pass. It returns ErrNotPass, ErrForged or ErrExpired.
func Verify(text string, hub ed25519.PublicKey, now time.Time) (Pass, error) {
	body, err := verify(kindPass, text, hub, now)
	if err != nil {
		return Pass{}, err
	}
	if len(body) != passSize {
		return Pass{}, fmt.Errorf("a pass of %d bytes: %w", len(body), ErrForged)
	}
	p := passOf(body)
	if dayOf(now) > dayOf(p.Expires) {
		return Pass{}, ErrExpired
	}
	return p, nil
}

func passOf(body []byte) Pass {
	day := binary.BigEndian.Uint32(body[passSize-dayBytes:])
	sum := sha256.Sum256(body)
	return Pass{
		ID:        ID(sum[:8]),
		Pseudonym: event.PseudonymFrom(body[:passSize-dayBytes]),
		Expires:   time.Unix(int64(day)*86400, 0).UTC(),
	}
}
