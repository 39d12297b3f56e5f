package pass

import (
	"crypto/ed25519"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

var (
	// ErrNotPass says that a text is no pass or receipt of this kit at all:
	// some other QR code.
	ErrNotPass = errors.New("not a code of this kit")
	// ErrForged says that it looks like one but was not signed by a station
	// that the hub endorsed, or was changed since.
	ErrForged = errors.New("the code's signature does not fit")
	// ErrExpired says that its day, or its station's endorsement, has passed.
	ErrExpired = errors.New("the code has expired")
	// ErrRevoked says that it, or everything its station made, was revoked.
	ErrRevoked = errors.New("the code was revoked")
)

// Refused reports whether an error says that a code will never count.
func Refused(err error) bool {
	return errors.Is(err, ErrNotPass) || errors.Is(err, ErrForged) || errors.Is(err, ErrExpired) || errors.Is(err, ErrRevoked)
}

// Base32 (RFC 4648, no padding) lies within the QR code's alphanumeric mode
// and survives a keyboard-wedge scanner of any layout.
var coding = base32.StdEncoding.WithPadding(base32.NoPadding)

const (
	endorseContext  = "nuanxin/v1/endorse\x00"
	endorsementSize = dayBytes + ed25519.SignatureSize
	dayBytes        = 4
	// Every token ends in: the station's key, its endorsement, its signature.
	tailSize = ed25519.PublicKeySize + endorsementSize + ed25519.SignatureSize
)

// Endorse is the hub's word, signed with its key, that a station's key may
// issue passes and receipts until the end of a day: the day (4 bytes, big
// endian, days since the Unix epoch) and the signature.
func Endorse(station ed25519.PublicKey, until time.Time, hub ed25519.PrivateKey) []byte {
	day := binary.BigEndian.AppendUint32(nil, dayOf(until))
	return append(day, ed25519.Sign(hub, endorsed(station, day))...)
}

func endorsed(station ed25519.PublicKey, day []byte) []byte {
	return append(append([]byte(endorseContext), station...), day...)
}

func dayOf(t time.Time) uint32 { return uint32(t.Unix() / 86400) }

// Key names the station that made a token: its Ed25519 public key.
type Key [ed25519.PublicKeySize]byte

// Issuer is a station's right to issue.
type Issuer struct {
	Key         ed25519.PrivateKey
	Endorsement []byte
}

// sign makes the token kind + base32(body, key, endorsement, signature).
func (i Issuer) sign(kind string, body []byte) string {
	token := append(append(body, i.Key.Public().(ed25519.PublicKey)...), i.Endorsement...)
	token = append(token, ed25519.Sign(i.Key, append([]byte(kind+"\x00"), token...))...)
	return kind + coding.EncodeToString(token)
}

// verify returns the body of a token that an endorsed station signed, and that
// station's key.
func verify(kind, text string, hub ed25519.PublicKey, now time.Time) ([]byte, Key, error) {
	encoded, ok := strings.CutPrefix(strings.TrimSpace(text), kind)
	if !ok {
		return nil, Key{}, ErrNotPass
	}
	token, err := coding.DecodeString(encoded)
	if err != nil || len(token) < tailSize || coding.EncodeToString(token) != encoded {
		return nil, Key{}, fmt.Errorf("cut short or misread: %w", ErrForged)
	}
	signed, signature := token[:len(token)-ed25519.SignatureSize], token[len(token)-ed25519.SignatureSize:]
	body, tail := token[:len(token)-tailSize], signed[len(token)-tailSize:]
	station := ed25519.PublicKey(tail[:ed25519.PublicKeySize])
	endorsement := tail[ed25519.PublicKeySize:]
	day, word := endorsement[:dayBytes], endorsement[dayBytes:]
	if !ed25519.Verify(hub, endorsed(station, day), word) {
		return nil, Key{}, fmt.Errorf("by a station the hub does not know: %w", ErrForged)
	}
	if !ed25519.Verify(station, append([]byte(kind+"\x00"), signed...), signature) {
		return nil, Key{}, ErrForged
	}
	if dayOf(now) > binary.BigEndian.Uint32(day) {
		return nil, Key{}, fmt.Errorf("its station's endorsement: %w", ErrExpired)
	}
	return body, Key(station), nil
}
