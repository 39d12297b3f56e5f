// Package seal keeps what must not be read on the way: it turns an ID number
// into a pseudonym, seals identities and free text so that only the hub can
// open them, and replies so that only the holder of a claim code can.
package seal

import (
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrKey says that bytes are no X25519 key.
	ErrKey = errors.New("not an X25519 key of 32 bytes")
	// ErrOtherKey says that an envelope was sealed to another key: the one its
	// key id names opens it.
	ErrOtherKey = errors.New("sealed to another key")
	// ErrOpen says that an envelope was changed, or moved to another record.
	ErrOpen = errors.New("the envelope does not open: changed, or not of this record")
)

// The suite: RFC 9180, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305,
// base mode.
var (
	kdf  = hpke.HKDFSHA256()
	aead = hpke.ChaCha20Poly1305()
)

// What is sealed for one purpose does not open for another: HPKE's info.
const identityInfo = "nuanxin/v1/identity"

// KeyID names a public key: the first 8 hexadecimal digits of its SHA-256.
func KeyID(public []byte) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:4])
}

// NewKey makes a hub's key pair from random, 32 bytes each.
func NewKey(random io.Reader) (private, public []byte, err error) {
	key, err := ecdh.X25519().GenerateKey(random)
	if err != nil {
		return nil, nil, err
	}
	return key.Bytes(), key.PublicKey().Bytes(), nil
}

// Sealer seals identities to one public key.
type Sealer struct {
	// ID names the key; it travels in each envelope.
	ID  string
	key hpke.PublicKey
}

// NewSealer takes the hub's public key. It returns ErrKey.
func NewSealer(public []byte) (*Sealer, error) {
	point, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	key, err := hpke.NewDHKEMPublicKey(point)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return &Sealer{KeyID(public), key}, nil
}

// Seal closes an identity into the record ref: it opens nowhere else.
func (s *Sealer) Seal(who *event.Identity, ref event.Ref) (*event.Envelope, error) {
	plain, err := proto.Marshal(who)
	if err != nil {
		return nil, err
	}
	return s.seal(identityInfo, plain, []byte(ref.String()))
}

// seal closes plain, padded, for one purpose and one place.
func (s *Sealer) seal(info string, plain, place []byte) (*event.Envelope, error) {
	enc, sender, err := hpke.NewSender(s.key, kdf, aead, []byte(info))
	if err != nil {
		return nil, err
	}
	sealed, err := sender.Seal(place, pad(plain))
	if err != nil {
		return nil, err
	}
	return &event.Envelope{KeyId: s.ID, Enc: enc, Ciphertext: sealed}, nil
}

// Opener opens what was sealed to its key.
type Opener struct {
	ID  string
	key hpke.PrivateKey
}

// NewOpener takes the hub's private key. It returns ErrKey.
func NewOpener(private []byte) (*Opener, error) {
	scalar, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	key, err := hpke.NewDHKEMPrivateKey(scalar)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return &Opener{KeyID(scalar.PublicKey().Bytes()), key}, nil
}

// Open returns the identity sealed into the record ref, or ErrOtherKey or
// ErrOpen.
func (o *Opener) Open(e *event.Envelope, ref event.Ref) (*event.Identity, error) {
	plain, err := o.open(identityInfo, e, []byte(ref.String()))
	if err != nil {
		return nil, err
	}
	who := new(event.Identity)
	if err := proto.Unmarshal(plain, who); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOpen, err)
	}
	return who, nil
}

func (o *Opener) open(info string, e *event.Envelope, place []byte) ([]byte, error) {
	if e.GetKeyId() != o.ID {
		return nil, fmt.Errorf("to %q, this key is %q: %w", e.GetKeyId(), o.ID, ErrOtherKey)
	}
	recipient, err := hpke.NewRecipient(e.Enc, o.key, kdf, aead, []byte(info))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOpen, err)
	}
	padded, err := recipient.Open(place, e.Ciphertext)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOpen, err)
	}
	return unpad(padded), nil
}
