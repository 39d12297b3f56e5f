// Package edge is the station's side of the sync: it sends what the journal
// holds beyond the hub's last receipt, and applies what the hub's journal for
// the station holds beyond its cursor, over any carrier that moves bytes.
package edge

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Outbox is what the agent reads of a station.
type Outbox interface {
	Standing() (station.Standing, error)
	Records(after uint64, count, size int) (event.Hash, [][]byte, error)
	Appended() <-chan struct{}
}

// Inbox is what the agent tells a station.
type Inbox interface {
	Deliver(epoch uint32, upTo uint64, link event.Hash) error
	Fork(epoch uint32) error
	Hear(hub time.Time) error
	Apply(first uint64, entries [][]byte) error
}

// Carrier moves bytes to the hub. It may lose, repeat, reorder and delay them.
type Carrier interface {
	Publish(ctx context.Context, topic string, payload []byte) error
}

// Config is what an agent is made from.
type Config struct {
	// Station is the identifier, Key what it signs with.
	Station string
	Key     ed25519.PrivateKey
	// Hub verifies what comes down.
	Hub    ed25519.PublicKey
	Outbox Outbox
	Inbox  Inbox
	// Now is the station's clock, for greetings only. Nil is time.Now.
	Now func() time.Time
	Log *slog.Logger
}

// Agent works for one station. Serve it one carrier at a time.
type Agent struct {
	Config
	core  core
	epoch uint32 // being delivered
	// journal is the epoch of new records.
	journal uint32
	asked   question
	in      chan []byte
}

// question is a hello whose answer tells the time.
type question struct {
	nonce wire.Nonce
	at    time.Time
}

// fresh is how old an answer may be to tell the time.
const fresh = 20 * time.Second

// inbound is how many messages from the hub may wait. What does not fit is
// dropped, as any carrier may do.
const inbound = 64

// New makes an agent.
func New(cfg Config) *Agent {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Agent{Config: cfg, in: make(chan []byte, inbound)}
}

// Receive takes a message from the hub. It never blocks.
func (a *Agent) Receive(data []byte) {
	select {
	case a.in <- data:
	default:
		a.Log.Warn("message from the hub dropped, the queue is full", "bytes", len(data))
	}
}

// Serve sends and receives until ctx ends or the carrier or the station's file
// fails; the next Serve goes on from the last receipt.
func (a *Agent) Serve(ctx context.Context, out Carrier) error {
	at, err := a.Outbox.Standing()
	if err != nil {
		return err
	}
	a.begin(at)
	for {
		wake, err := a.send(ctx, out)
		if err != nil {
			return err
		}
		if err := a.listen(ctx, wake); err != nil {
			return err
		}
	}
}

func (a *Agent) begin(at station.Standing) {
	a.epoch, a.journal = at.Epoch, at.JournalEpoch
	a.core.connected(at.Last, at.Delivered, time.Now())
}

// send does all that is due and says when something next will be.
func (a *Agent) send(ctx context.Context, out Carrier) (wake time.Time, err error) {
	for {
		var do step
		switch do, wake = a.core.next(time.Now()); do {
		case sayHello:
			err = a.sayHello(ctx, out)
		case sendBatch:
			err = a.sendBatch(ctx, out)
		case wait:
			return wake, nil
		}
		if err != nil {
			return wake, err
		}
	}
}

func (a *Agent) sayHello(ctx context.Context, out Carrier) error {
	at, err := a.Outbox.Standing()
	if err != nil {
		return err
	}
	a.asked = question{at: time.Now()}
	_, _ = rand.Read(a.asked.nonce[:]) // never fails
	data, err := wire.EncodeGreeting(wire.Greeting{
		Station: a.Station, Epoch: at.Epoch, Last: at.Last, DownCursor: at.DownCursor, Wall: a.Now(), Nonce: a.asked.nonce, JournalEpoch: at.JournalEpoch,
	}, a.Key)
	if err != nil {
		return err
	}
	if err := out.Publish(ctx, wire.Hello.Topic(a.Station), data); err != nil {
		return err
	}
	a.core.saidHello(time.Now())
	return nil
}

// framing is the most a record's length takes beside it in a batch.
const framing = 3

func (a *Agent) sendBatch(ctx context.Context, out Carrier) error {
	prev, records, err := a.Outbox.Records(a.core.sent, wire.MaxRecords, wire.MaxPayload-framing*wire.MaxRecords)
	if err != nil {
		return err
	}
	b := wire.Batch{Station: a.Station, Epoch: a.epoch, First: a.core.sent + 1, Prev: prev, Records: records}
	data, err := wire.EncodeBatch(b, a.Key)
	if err != nil {
		return fmt.Errorf("records from %d: %w", b.First, err)
	}
	if err := out.Publish(ctx, wire.Up.Topic(a.Station), data); err != nil {
		return err
	}
	a.core.sentUpTo(b.Last(), time.Now())
	return nil
}

// listen waits for something to happen, until wake.
func (a *Agent) listen(ctx context.Context, wake time.Time) error {
	timer := time.NewTimer(time.Until(wake))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-a.Outbox.Appended():
		at, err := a.Outbox.Standing()
		a.core.last = at.Last
		return err
	case data := <-a.in:
		return a.receive(data)
	case <-timer.C:
		return nil
	}
}

// receive passes over what the hub did not sign: the carrier is not trusted.
func (a *Agent) receive(data []byte) error {
	d, err := wire.OpenDownward(data, a.Station, a.Hub)
	switch {
	case err != nil:
		a.Log.Warn("message refused", "cause", err)
		return nil
	case d.Receipt != nil:
		return a.receipt(*d.Receipt)
	default:
		return a.page(*d.Page)
	}
}

func (a *Agent) receipt(r wire.Receipt) error {
	if err := a.hear(r); err != nil {
		return err
	}
	if err := a.settle(r); err != nil {
		return err
	}
	at, err := a.Outbox.Standing()
	if err == nil && at.Epoch != a.epoch {
		a.begin(at) // an earlier epoch is delivered, the next one's turn
	}
	return err
}

// hear takes the time from the answer to the last hello, once. Any other
// receipt may have been kept and sent again by the carrier.
func (a *Agent) hear(r wire.Receipt) error {
	if r.Nonce == (wire.Nonce{}) || r.Nonce != a.asked.nonce {
		return nil
	}
	took := time.Since(a.asked.at)
	a.asked = question{}
	if took > fresh {
		return nil
	}
	return a.Inbox.Hear(r.HubTime.Add(took / 2))
}

// settle does what the verdict asks for.
func (a *Agent) settle(r wire.Receipt) error {
	a.core.pause = time.Now().Add(r.RetryAfter)
	if r.Verdict == wire.Forked || r.Verdict == wire.StaleEpoch {
		a.Log.Error("the hub refuses this journal: ask the operator", "epoch", r.Epoch, "up_to", r.UpTo, "verdict", int(r.Verdict))
		a.core.stuck = true
		return a.Inbox.Fork(r.Epoch)
	}
	err := a.Inbox.Deliver(r.Epoch, r.UpTo, r.Hash)
	switch {
	case errors.Is(err, station.ErrForeignReceipt):
		a.Log.Error("receipt refused", "cause", err)
		return nil
	case err != nil:
		return err
	case r.Epoch != a.epoch: // late, of an epoch delivered before
	case r.Verdict == wire.Resend:
		a.core.resend(r.UpTo)
	default:
		a.core.receipted(r.UpTo)
	}
	return nil
}

// page applies a run of the down-journal. What is still missing may be in the
// next page of the same answer, so it is asked for after a moment.
func (a *Agent) page(p wire.Page) error {
	if p.JournalEpoch != a.journal {
		a.Log.Warn("page for another epoch refused", "page_epoch", p.JournalEpoch, "epoch", a.journal)
		return nil
	}
	err := a.Inbox.Apply(p.First, p.Entries)
	if err != nil && !errors.Is(err, station.ErrGap) {
		return err
	}
	if errors.Is(err, station.ErrGap) || p.Last >= p.First+uint64(len(p.Entries)) {
		a.core.helloDue = time.Now().Add(askAgain)
		return nil
	}
	a.core.saidHello(time.Now())
	return nil
}
