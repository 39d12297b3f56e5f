package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/nuanxin/station-kit/station/event"
)

// Cost of one pseudonym: RFC 9106, section 4, second recommended option
// (memory-constrained). It is part of what a pseudonym is: changing it changes
// every pseudonym of a fleet.
const (
	argonPasses  = 3
	argonKiB     = 64 << 10
	argonThreads = 4
)

// SecretSize is the length of a fleet secret in bytes.
const SecretSize = 32

// Pseudonyms makes the pseudonyms of one fleet.
type Pseudonyms struct{ salt, key []byte }

// NewPseudonyms takes the fleet's secret, SecretSize random bytes that the hub
// gives to each of its stations.
func NewPseudonyms(secret []byte) (*Pseudonyms, error) {
	if len(secret) != SecretSize {
		return nil, fmt.Errorf("a fleet secret has %d bytes, not %d", SecretSize, len(secret))
	}
	return &Pseudonyms{
		salt: mac(secret, "nuanxin/v1/pseudonym/salt")[:16],
		key:  mac(secret, "nuanxin/v1/pseudonym/key"),
	}, nil
}

// Of gives the pseudonym of an ID number, the same at every station of the
// fleet: HMAC-SHA-256 of its Argon2id hash, cut to 16 bytes. There are few ID
// numbers, so a fast hash would be none; it takes about a tenth of a second
// and 64 MiB on purpose.
func (p *Pseudonyms) Of(number string) event.Pseudonym {
	number = strings.ToUpper(strings.TrimSpace(number))
	slow := argon2.IDKey([]byte(number), p.salt, argonPasses, argonKiB, argonThreads, 32)
	return event.Pseudonym(mac(p.key, string(slow))[:16])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
