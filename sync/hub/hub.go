package hub

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Keys of log lines. None ever carries an identity.
const (
	keyStation = "station"
	keyEpoch   = "epoch"
	keyTopic   = "topic"
	keyCause   = "cause"
	keyName    = "follower"
	keyTook    = "took"
	keyCount   = "messages"
	keyUpTo    = "up_to"
	keyRecords = "records"
	keyVerdict = "verdict"
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
	// Meter is told what the hub does. Nil: nobody is told.
	Meter Meter
	// Telemetry is called with what a station says of itself, verified; at is
	// the station's clock, body as docs/wire.md has it. It must not block. Nil:
	// nobody is told.
	Telemetry func(station string, at time.Time, body []byte)
	// Followers read all records after their commit. Nil: Projections and
	// Reactions.
	Followers []Follower
	// Now is the clock. Nil: the system's.
	Now func() time.Time
	// Log. Nil: nothing is logged.
	Log *slog.Logger
}

// Hub applies the rules to a Store. It holds no state of its own, so that
// several may share a Store, and is safe for concurrent use.
type Hub struct {
	Config
	grown bell // rung after each commit of records
	traffic
}

// New makes a hub.
func New(c Config) *Hub {
	if c.Replaced == nil {
		c.Replaced = func(string) {}
	}
	if c.Meter == nil {
		c.Meter = unmeasured{}
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
	h := &Hub{Config: c}
	if h.Followers == nil {
		h.Followers = append(Projections(), h.Reactions()...)
	}
	return h
}

// decide runs f in a transaction that no other decision runs beside.
func (h *Hub) decide(ctx context.Context, f func(Tx) error) error {
	return h.Store.Update(ctx, func(tx Tx) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		return f(tx)
	})
}
