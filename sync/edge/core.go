package edge

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Kind is what is to be done.
type Kind int

const (
	// Wait until Wake, or until something happens.
	Wait Kind = iota
	// Send Payload on Topic: in order, at QoS 1.
	Send
	// Offer Payload on Topic, at QoS 0; call Dropped if nothing took it.
	Offer
	// Redial: close the connection and, through the backoff, dial anew.
	Redial
)

// Action is what a Core wants done next.
type Action struct {
	Kind    Kind
	Topic   string
	Payload []byte
	// Wake, with Wait, is when to call Next again at the latest. It is later
	// than the time given to Next.
	Wake time.Time
}

// away is the wake of a Core that waits for an event alone.
const away = time.Hour

// Core decides for one station what to send and when. Its methods are called
// one at a time, with times that never go back. An error is the station's file
// failing; the Core may be used again after Lost and Connected.
type Core struct {
	Config
	at    station.Standing // as last read
	stale bool             // at may have changed since

	connected bool
	up        uplink
	hello     greeter
	dog       watchdog
	vitals    vitals

	refused  station.Stuck // why nothing is sent
	later    uint32        // the latest journal epoch a page was for
	downLast uint64        // newest entry the hub is known to have for the station
	link     station.Link
	told     station.Link // what the station knows of link
}

// NewCore makes a core.
func NewCore(cfg Config) *Core {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Random == nil {
		cfg.Random = mathrand.Float64
	}
	if cfg.Nonce == nil {
		cfg.Nonce = randomNonce
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	c := &Core{Config: cfg}
	c.dog.limit = silence
	return c
}

func randomNonce() (n wire.Nonce) {
	_, _ = rand.Read(n[:]) // never fails
	return n
}

// Connected begins a connection: what was under way on an earlier one may be
// lost. A journal that was refused stays so until the hub has answered.
func (c *Core) Connected(now time.Time) error {
	if err := c.read(); err != nil {
		return err
	}
	c.connected, c.downLast = true, 0
	c.link.Connected = c.Now()
	c.begin(now)
	c.dog.watch(now, c.Random())
	c.vitals.wanted = true
	c.tell()
	return nil
}

// begin takes up an epoch.
func (c *Core) begin(now time.Time) {
	c.up.begin(c.at.Delivered)
	c.hello.want(now)
}

// Lost ends the connection.
func (c *Core) Lost() {
	c.connected = false
	c.link.Connected = time.Time{}
	c.tell()
}

// Appended says that the journal may have grown.
func (c *Core) Appended() { c.stale = true }

// Changed says that the telemetry has changed.
func (c *Core) Changed() { c.vitals.wanted = true }

// Dropped says that the last Offer was not taken.
func (c *Core) Dropped() { c.vitals.wanted = true }

// Next says what to do now. It is called until it says Wait, and then again
// after any event and at Wake.
func (c *Core) Next(now time.Time) (Action, error) {
	if !c.connected {
		return Action{Wake: now.Add(away)}, nil
	}
	if c.stale {
		if err := c.read(); err != nil {
			return Action{}, err
		}
	}
	defer c.tell()
	return c.act(now)
}

func (c *Core) act(now time.Time) (Action, error) {
	if c.up.overdue(now) {
		c.up.giveUp()
		c.hello.want(now)
	}
	switch {
	case c.silent(now):
		return Action{Kind: Redial}, nil
	case c.hello.isDue(now):
		return c.sayHello(now)
	case c.maySend(now):
		return c.sendBatch(now)
	case c.Telemetry != nil && c.vitals.due(now):
		return c.sendVitals(now)
	}
	return Action{Wake: c.wake(now)}, nil
}

// read looks at the station.
func (c *Core) read() (err error) {
	c.at, err = c.Outbox.Standing()
	c.stale = err != nil
	return err
}

// waits says whether the epoch being delivered has records to deliver.
func (c *Core) waits() bool { return c.at.Delivered < c.at.Last }

func (c *Core) maySend(now time.Time) bool {
	return c.refused == "" && c.up.sent < c.at.Last && c.up.open(now)
}

// wake is when something next is due.
func (c *Core) wake(now time.Time) time.Time {
	next := c.hello.next()
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(next) {
			next = t
		}
	}
	sooner(c.up.pause)
	if c.Telemetry != nil {
		sooner(c.vitals.next())
	}
	if len(c.up.flights) > 0 {
		sooner(c.up.flights[0].due)
	}
	if c.watching(now) {
		sooner(c.dog.end())
	}
	return next
}

func (c *Core) sayHello(now time.Time) (Action, error) {
	nonce := c.Nonce()
	message, err := wire.EncodeGreeting(wire.Greeting{
		Station: c.Station, Epoch: c.at.Epoch, Last: c.at.Last, DownCursor: c.at.DownCursor, Wall: c.Now(), Nonce: nonce, JournalEpoch: c.at.JournalEpoch,
	}, c.Key)
	if err != nil {
		return Action{}, err
	}
	c.hello.said(question{nonce: nonce, at: now, epoch: c.at.Epoch, delivered: c.at.Delivered}, c.Random())
	return Action{Kind: Send, Topic: wire.Hello.Topic(c.Station), Payload: message}, nil
}

// framing is the most a record's length takes beside it in a batch.
const framing = 3

func (c *Core) sendBatch(now time.Time) (Action, error) {
	prev, records, err := c.Outbox.Records(c.up.sent, wire.MaxRecords, wire.MaxPayload-framing*wire.MaxRecords)
	if err != nil {
		return Action{}, err
	}
	b := wire.Batch{Station: c.Station, Epoch: c.at.Epoch, First: c.up.sent + 1, Prev: prev, Records: records}
	message, err := wire.EncodeBatch(b, c.Key)
	if err != nil {
		return Action{}, fmt.Errorf("records from %d: %w", b.First, err)
	}
	c.up.sentUpTo(b.Last(), now)
	return Action{Kind: Send, Topic: wire.Up.Topic(c.Station), Payload: message}, nil
}

func (c *Core) sendVitals(now time.Time) (Action, error) {
	c.vitals.told(now)
	message, err := wire.EncodeVitals(wire.Vitals{Station: c.Station, Wall: c.Now(), Version: wire.VitalsJSON, Body: c.Telemetry()}, c.Key)
	if err != nil { // it is too large: records go on without it
		c.fault(CodeTelemetry, err)
		return c.act(now)
	}
	return Action{Kind: Offer, Topic: wire.Telemetry.Topic(c.Station), Payload: message}, nil
}
