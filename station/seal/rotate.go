package seal

import (
	"crypto/ed25519"
	"errors"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrForgedKey says that the hub did not sign a key to seal to.
var ErrForgedKey = errors.New("the hub did not sign this key to seal to")

// keyContext begins what the hub signs to hand out a key; see event.SealKey.
const keyContext = "nuanxin/v1/seal-key\x00"

// SignKey is the hub's word that stations are to seal to a public key from now
// on.
func SignKey(public []byte, hub ed25519.PrivateKey) *event.SealKey {
	return &event.SealKey{Key: public, Signature: ed25519.Sign(hub, append([]byte(keyContext), public...))}
}

// Rotated is the sealer of a key that the hub handed out. It returns
// ErrForgedKey or ErrKey.
func Rotated(k *event.SealKey, hub ed25519.PublicKey) (*Sealer, error) {
	if len(hub) != ed25519.PublicKeySize || !ed25519.Verify(hub, append([]byte(keyContext), k.GetKey()...), k.GetSignature()) {
		return nil, ErrForgedKey
	}
	return NewSealer(k.GetKey())
}
