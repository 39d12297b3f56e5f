// Package edge is the station's side of the sync: it sends what the journal
// holds beyond the hub's last receipt, and applies what the hub's journal for
// the station holds beyond its cursor, over any carrier that moves bytes.
//
// A Core decides and does nothing itself: events go in with the time at which
// they happen, actions come out. It has no goroutine, clock or randomness of its
// own, so that one seed can drive thousands of them. An Agent drives one over a
// real carrier.
package edge

import (
	"crypto/ed25519"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Outbox is what is read of a station. A Core has no use for Appended, which
// wakes an Agent.
type Outbox interface {
	Standing() (station.Standing, error)
	Records(after uint64, count, size int) (event.Hash, [][]byte, error)
	Appended() <-chan struct{}
}

// Inbox is what a station is told. Regress may fail with
// station.ErrRecordsGone, Deliver and Regress with station.ErrForeignReceipt,
// Apply with station.ErrGap; any other error of the first two ends the agent's
// Serve.
type Inbox interface {
	Deliver(epoch uint32, upTo uint64, link event.Hash) error
	Regress(epoch uint32, upTo uint64, link event.Hash) error
	Fork(epoch uint32) error
	Hear(hub time.Time) error
	Apply(first uint64, entries [][]byte) error
	Linked(station.Link)
}

// Config is what a Core and an Agent are made from.
type Config struct {
	// Station is the identifier, Key what it signs with.
	Station string
	Key     ed25519.PrivateKey
	// Hub verifies what comes down.
	Hub    ed25519.PublicKey
	Outbox Outbox
	Inbox  Inbox
	// Telemetry gives the body of the newest telemetry, at most
	// wire.MaxVitals bytes of the form of wire.VitalsJSON. Nil: none is sent.
	Telemetry func() []byte
	// Now is the station's clock, for what is told to people and the hub. Nil
	// is time.Now. The times given to a Core are another clock's: a steady one.
	Now func() time.Time
	// Random is uniform in [0, 1). Nil is math/rand/v2.
	Random func() float64
	// Nonce makes the nonces of greetings. Nil is crypto/rand.
	Nonce func() wire.Nonce
	Log   *slog.Logger
}
