package pass

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Receipt proves what was filed and when: it names a record and fixes its
// bytes, and says nothing of the rider.
type Receipt struct {
	Ref event.Ref
	// Link is the first half of the record's chain hash.
	Link [16]byte
	Made time.Time // to the second
	// Issuer is the key of the station that made the receipt.
	Issuer Key
}

const receiptSize = 4 + 8 + 16 + 8

// Receipt makes the text of a receipt for the QR code's alphanumeric mode. The
// issuer is i, whatever r says.
func (i Issuer) Receipt(r Receipt) string {
	body := binary.BigEndian.AppendUint32(nil, r.Ref.Epoch)
	body = binary.BigEndian.AppendUint64(body, r.Ref.Seq)
	body = append(body, r.Link[:]...)
	body = binary.BigEndian.AppendUint64(body, uint64(r.Made.Unix()))
	return i.sign(kindReceipt, append(body, r.Ref.Station...))
}

// IsReceipt reports whether a text looks like a receipt's.
func IsReceipt(text string) bool { return strings.HasPrefix(text, kindReceipt) }

// VerifyReceipt reads a receipt. It returns ErrNotPass, ErrForged or
// ErrExpired; whether its issuer was revoked is for the caller to look up.
func VerifyReceipt(text string, hub ed25519.PublicKey, now time.Time) (Receipt, error) {
	body, issuer, err := verify(kindReceipt, text, hub, now)
	if err != nil {
		return Receipt{}, err
	}
	if len(body) <= receiptSize || event.CheckStation(string(body[receiptSize:])) != nil {
		return Receipt{}, fmt.Errorf("a receipt of %d bytes: %w", len(body), ErrForged)
	}
	return Receipt{
		Ref: event.Ref{
			Station: string(body[receiptSize:]),
			Epoch:   binary.BigEndian.Uint32(body),
			Seq:     binary.BigEndian.Uint64(body[4:]),
		},
		Link:   [16]byte(body[12:28]),
		Made:   time.Unix(int64(binary.BigEndian.Uint64(body[28:])), 0),
		Issuer: issuer,
	}, nil
}
