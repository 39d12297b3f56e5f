package pass

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Turn is how long the code on the screen stays the same.
const Turn = 30 * time.Second

// Presence makes and checks the tokens in the code on the screen: who has one
// stands, or stood a minute ago, before it.
type Presence struct {
	secret []byte
	now    func() time.Time
}

// NewPresence takes a secret that nobody else has; it need not outlive the
// process. now is the station's clock.
func NewPresence(secret []byte, now func() time.Time) *Presence {
	return &Presence{secret, now}
}

// Token is the present one: 16 characters A-Z, 2-7.
func (p *Presence) Token() string { return p.at(p.turn()) }

// Valid reports whether token is the present one or one of the two before, so
// that a rider who scans late and walks on still gets in.
func (p *Presence) Valid(token string) bool {
	turn, valid := p.turn(), false
	for back := range int64(3) {
		valid = hmac.Equal([]byte(token), []byte(p.at(turn-back))) || valid
	}
	return valid
}

func (p *Presence) turn() int64 { return p.now().Unix() / int64(Turn/time.Second) }

func (p *Presence) at(turn int64) string {
	h := hmac.New(sha256.New, p.secret)
	h.Write(binary.BigEndian.AppendUint64([]byte("nuanxin/v1/presence\x00"), uint64(turn)))
	return coding.EncodeToString(h.Sum(nil)[:10])
}
