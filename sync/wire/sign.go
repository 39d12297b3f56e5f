package wire

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
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
	return sealed(body, ed25519.Sign(key, d.signed(body)))
}

func sealed(body, signature []byte) ([]byte, error) {
	message, err := proto.Marshal(&wirepb.Signed{Body: body, Signature: signature})
	if err == nil && len(message) > MaxMessage {
		return nil, fmt.Errorf("%d bytes: %w", len(message), ErrTooLarge)
	}
	return message, err
}

// maxStation bounds the name of a station, so that one made up fills no log.
const maxStation = 64

// discarding drops what a later version added; it would only take memory.
var discarding = proto.UnmarshalOptions{DiscardUnknown: true}

// open verifies a message and reads its body into m.
func (d direction) open(data []byte, m proto.Message, keyOf KeyOf) error {
	body, err := d.verified(data, keyOf)
	if err != nil {
		return err
	}
	return unmarshal(body, m)
}

// verified is a message's body. Of what nobody has signed it reads the
// station's name and nothing else, to ask keyOf for the key.
func (d direction) verified(data []byte, keyOf KeyOf) ([]byte, error) {
	s, err := signedIn(data)
	if err != nil {
		return nil, err
	}
	station, err := stationIn(s.Body)
	if err != nil {
		return nil, err
	}
	key, err := keyOf(station)
	if err != nil {
		return nil, err
	}
	if len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, d.signed(s.Body), s.Signature) {
		return nil, ErrSignature
	}
	return s.Body, nil
}

func signedIn(data []byte) (*wirepb.Signed, error) {
	if len(data) > MaxMessage {
		return nil, fmt.Errorf("%d bytes: %w", len(data), ErrTooLarge)
	}
	s := new(wirepb.Signed)
	return s, unmarshal(data, s)
}

func unmarshal(data []byte, m proto.Message) error {
	if err := discarding.Unmarshal(data, m); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return nil
}

// stationIn finds the station in a body: field 1 of every message.
func stationIn(body []byte) (station string, err error) {
	for len(body) > 0 {
		number, kind, n := protowire.ConsumeTag(body)
		if n < 0 {
			return "", fmt.Errorf("%w: %w", ErrMalformed, protowire.ParseError(n))
		}
		value := protowire.ConsumeFieldValue(number, kind, body[n:])
		if value < 0 {
			return "", fmt.Errorf("%w: %w", ErrMalformed, protowire.ParseError(value))
		}
		if number == 1 && kind == protowire.BytesType {
			name, _ := protowire.ConsumeBytes(body[n:])
			if len(name) > maxStation {
				return "", fmt.Errorf("a station's name of %d bytes: %w", len(name), ErrMalformed)
			}
			station = string(name) // the last counts, as for Unmarshal
		}
		body = body[n+value:]
	}
	return station, nil
}

func (d direction) signed(body []byte) []byte {
	return append([]byte(d), body...)
}
