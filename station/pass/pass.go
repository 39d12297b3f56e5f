package pass

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Kinds of token: what their text begins with.
const (
	kindPass    = "NX1"
	kindReceipt = "NXR1"
)

// ID names a pass, for revocation. It is random, so that a pass issued after
// another was revoked is never taken for it.
type ID [8]byte

// NewID draws one.
func NewID(random io.Reader) (id ID, err error) {
	_, err = io.ReadFull(random, id[:])
	return id, err
}

// Pass is a rider's pseudonym, carried on paper or in a phone.
type Pass struct {
	ID        ID
	Pseudonym event.Pseudonym
	// Expires at the end of this day (UTC).
	Expires time.Time
	// Issuer is the key of the station that issued it.
	Issuer Key
}

// The body of a pass: pseudonym, day it expires (4 bytes), ID.
const passSize = len(event.Pseudonym{}) + dayBytes + len(ID{})

// Issue makes the text of a pass, good until the end of the day p.Expires:
// 311 characters, which is all that the QR code's alphanumeric mode has room
// for in version 10 at level M (ISO/IEC 18004, table 7). The issuer is i,
// whatever p says.
func (i Issuer) Issue(p Pass) string {
	body := binary.BigEndian.AppendUint32(append([]byte(nil), p.Pseudonym[:]...), dayOf(p.Expires))
	return i.sign(kindPass, append(body, p.ID[:]...))
}

// Verify reads a pass. It returns ErrNotPass, ErrForged or ErrExpired; whether
// it was revoked is for the caller to look up.
func Verify(text string, hub ed25519.PublicKey, now time.Time) (Pass, error) {
	body, issuer, err := verify(kindPass, text, hub, now)
	if err != nil {
		return Pass{}, err
	}
	if len(body) != passSize {
		return Pass{}, fmt.Errorf("a pass of %d bytes: %w", len(body), ErrForged)
	}
	p := passOf(body, issuer)
	if dayOf(now) > dayOf(p.Expires) {
		return Pass{}, ErrExpired
	}
	return p, nil
}

func passOf(body []byte, issuer Key) Pass {
	day := binary.BigEndian.Uint32(body[len(event.Pseudonym{}):])
	return Pass{
		ID:        ID(body[len(event.Pseudonym{})+dayBytes:]),
		Pseudonym: event.Pseudonym(body[:len(event.Pseudonym{})]),
		Expires:   time.Unix(int64(day)*86400, 0).UTC(),
		Issuer:    issuer,
	}
}
