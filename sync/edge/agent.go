package edge

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// Carrier moves bytes to the hub. It may lose, repeat, reorder and delay them.
type Carrier interface {
	// Send takes a message, in order, without waiting until it has arrived;
	// done may be nil.
	Send(ctx context.Context, topic string, payload []byte, done func(error)) error
	// Offer takes a message, or says that it has dropped it; it never waits.
	Offer(topic string, payload []byte) bool
}

// Agent drives a Core over carriers, in real time. Serve it one carrier at a
// time.
type Agent struct {
	core    *Core
	in      chan []byte
	changed chan struct{}
	link    atomic.Pointer[station.Link]
}

// inbound is how many messages from the hub may wait. What does not fit is
// dropped, as any carrier may do.
const inbound = 64

// New makes an agent.
func New(cfg Config) *Agent {
	a := &Agent{core: NewCore(cfg), in: make(chan []byte, inbound), changed: make(chan struct{}, 1)}
	a.note()
	return a
}

// Receive takes a message from the hub. It never blocks.
func (a *Agent) Receive(data []byte) {
	select {
	case a.in <- data:
	default:
		a.core.Log.Warn("message from the hub dropped, the queue is full", "bytes", len(data))
	}
}

// Changed says that the telemetry has changed. It never blocks.
func (a *Agent) Changed() {
	select {
	case a.changed <- struct{}{}:
	default:
	}
}

// Status tells how things stand; any goroutine may ask. An error is the
// station's file failing.
func (a *Agent) Status() (Status, error) { return status(a.core.Outbox, *a.link.Load()) }

// Unconnected notes why there is no connection, as a code for the status;
// whoever dials has logged it. Not while Serve runs.
func (a *Agent) Unconnected(code string) {
	a.core.failed(code)
	a.core.tell()
	a.note()
}

// Serve sends and receives until ctx ends, the carrier or the station's file
// fails, or no receipt comes for too long (ErrSilent); the next Serve goes on
// from the last receipt.
func (a *Agent) Serve(ctx context.Context, out Carrier) error {
	defer a.note()
	defer a.core.Lost()
	err := a.core.Connected(time.Now())
	for err == nil {
		a.note()
		var next Action
		if next, err = a.core.Next(time.Now()); err == nil {
			err = a.do(ctx, out, next)
		}
	}
	return err
}

func (a *Agent) note() {
	link := a.core.link
	a.link.Store(&link)
}

func (a *Agent) do(ctx context.Context, out Carrier, next Action) error {
	switch next.Kind {
	case Send:
		return out.Send(ctx, next.Topic, next.Payload, nil)
	case Offer:
		if !out.Offer(next.Topic, next.Payload) {
			a.core.Dropped()
		}
		return nil
	case Redial:
		return ErrSilent
	default:
		return a.listen(ctx, next.Wake)
	}
}

// listen waits for something to happen, until wake.
func (a *Agent) listen(ctx context.Context, wake time.Time) error {
	timer := time.NewTimer(time.Until(wake))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-a.core.Outbox.Appended():
		a.core.Appended()
	case <-a.changed:
		a.core.Changed()
	case data := <-a.in:
		return a.core.Receive(time.Now(), data)
	case <-timer.C:
	}
	return nil
}
