package wire

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

var (
	// ErrMalformed says that bytes are not a message of the kit.
	ErrMalformed = errors.New("malformed message")
	// ErrSignature says that a message was not signed by whom it names.
	ErrSignature = errors.New("the signature does not fit the message")
	// ErrTooLarge says that a message exceeds a limit of this package.
	ErrTooLarge = errors.New("message too large")
)

// direction keeps a signature made for one topic from being valid on another.
type direction string

const (
	fromStationBatch  direction = "nuanxin/v1/batch\x00"
	fromStationHello  direction = "nuanxin/v1/hello\x00"
	fromStationVitals direction = "nuanxin/v1/telemetry\x00"
	fromHub           direction = "nuanxin/v1/down\x00"
)

func (d direction) seal(m proto.Message, key ed25519.PrivateKey) ([]byte, error) {
	body, err := proto.Marshal(m)
	if err != nil {
		return nil, err
	}
	return proto.Marshal(&wirepb.Signed{Body: body, Signature: ed25519.Sign(key, d.signed(body))})
}

// open reads body into m, asks keyOf for the key m's sender should have, and
// verifies. The sender is inside body, so body is decoded before it is trusted;
// nothing of it is returned unless the signature fits.
func (d direction) open(data []byte, m proto.Message, keyOf func() (ed25519.PublicKey, error)) error {
	if len(data) > MaxMessage {
		return fmt.Errorf("%d bytes: %w", len(data), ErrTooLarge)
	}
	var s wirepb.Signed
	if err := proto.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if err := proto.Unmarshal(s.Body, m); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	key, err := keyOf()
	if err != nil {
		return err
	}
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, d.signed(s.Body), s.Signature) {
		return ErrSignature
	}
	return nil
}

func (d direction) signed(body []byte) []byte {
	return append([]byte(d), body...)
}
