package hub

import (
	"crypto/ed25519"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Keys of log lines. None ever carries an identity.
const (
	keyStation = "station"
	keyEpoch   = "epoch"
	keyFirst   = "first"
	keyUpTo    = "up_to"
	keyVerdict = "verdict"
	keyTopic   = "topic"
	keyCause   = "cause"
)

// Authority makes the keys and certificates of a membership.
type Authority interface {
	// Admit fills in all but names, broker and epoch.
	Admit(station string, key ed25519.PublicKey, now time.Time) (wire.Membership, error)
}

// Config is what a Hub is made of.
type Config struct {
	Store Store
	// Key signs receipts and pages. Required to serve stations.
	Key ed25519.PrivateKey
	// Authority and Broker (the URL stations connect to) are required to admit
	// stations.
	Authority Authority
	Broker    string
	// Replaced is called when a station has enrolled with a new key: whoever
	// is connected with the old one is to be cut off. Nil: nobody is told.
	Replaced func(station string)
	// Telemetry is called with what a station says of itself, verified; at is
	// the station's clock, body as docs/wire.md has it. It must not block. Nil:
	// nobody is told.
	Telemetry func(station string, at time.Time, body []byte)
	// Now is the clock. Nil: the system's.
	Now func() time.Time
	// Log. Nil: nothing is logged.
	Log *slog.Logger
}

// Hub applies the rules to a Store. It holds no state of its own and is safe
// for concurrent use.
type Hub struct {
	Config
}

// New makes a hub.
func New(c Config) *Hub {
	if c.Replaced == nil {
		c.Replaced = func(string) {}
	}
	if c.Telemetry == nil {
		c.Telemetry = func(string, time.Time, []byte) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Hub{c}
}
