package mqtt

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	paho "github.com/eclipse/paho.mqtt.golang"
)

// farewell is how long Close lets Paho say goodbye, in milliseconds.
const farewell = 250

// Conn is one connection to a broker. It does not come back once it is lost;
// Keep dials another. All methods may be called at any time by any goroutine.
type Conn struct {
	client paho.Client
	in     chan paho.Message
	out    chan outgoing
	log    *slog.Logger

	once sync.Once
	done chan struct{}
	err  error // written before done is closed, read only after
}

// outgoing is a message on its way to Paho; token receives Paho's promise.
type outgoing struct {
	topic   string
	payload []byte
	retain  bool
	token   chan paho.Token
}

func newConn(cfg Config) *Conn {
	return &Conn{
		in:   make(chan paho.Message, cfg.Queue),
		out:  make(chan outgoing),
		log:  cfg.Log,
		done: make(chan struct{}),
	}
}

// Publish sends at QoS 1 and waits until the broker has acknowledged. That the
// broker took it does not mean that it passed it on: brokers acknowledge what
// their access list then drops. It fails with ErrLost or ErrClosed, or with
// ctx's error; the message may have arrived all the same. The payload must not
// change afterwards.
func (c *Conn) Publish(ctx context.Context, topic string, payload []byte) error {
	return c.publish(ctx, outgoing{topic: topic, payload: payload})
}

// Retain is Publish with the retain flag: the broker also keeps the message
// for later subscribers, in place of the topic's last one. Presence is for it.
func (c *Conn) Retain(ctx context.Context, topic string, payload []byte) error {
	return c.publish(ctx, outgoing{topic: topic, payload: payload, retain: true})
}

func (c *Conn) publish(ctx context.Context, m outgoing) error {
	m.token = make(chan paho.Token, 1)
	select {
	case c.out <- m:
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	select {
	case token := <-m.token:
		return c.acknowledged(ctx, token)
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (c *Conn) acknowledged(ctx context.Context, token paho.Token) error {
	select {
	case <-token.Done():
		if err := token.Error(); err != nil {
			return fmt.Errorf("%w: %w", ErrLost, err)
		}
		return nil
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// send hands messages to Paho one after the other: Paho's Publish may block
// for as long as the socket does and knows no context.
func (c *Conn) send() {
	for {
		select {
		case m := <-c.out:
			m.token <- c.client.Publish(m.topic, 1, m.retain, m.payload)
		case <-c.done:
			return
		}
	}
}

// arrived is Paho's handler. It must not block: while it does, Paho reads
// neither acknowledgements nor pings.
func (c *Conn) arrived(_ paho.Client, m paho.Message) {
	select {
	case c.in <- m:
	default:
		c.log.Warn("message dropped, the queue is full", "topic", m.Topic(), "bytes", len(m.Payload()))
		m.Ack()
	}
}

func (c *Conn) dispatch(handle func(string, []byte)) {
	for {
		select {
		case m := <-c.in:
			if c.Err() != nil { // select picks either when both are ready
				return
			}
			handle(m.Topic(), m.Payload())
			m.Ack()
		case <-c.done:
			return
		}
	}
}

// Done is closed when the connection is lost or closed.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err is nil while the connection lives, then ErrLost with its cause, or
// ErrClosed.
func (c *Conn) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

func (c *Conn) end(err error) {
	c.once.Do(func() {
		c.err = err
		close(c.done)
	})
}

// Close takes leave of the broker, which then publishes no will. It returns
// within a quarter of a second whatever the network or Handle does: a call of
// Handle under way may outlast it, none starts after it.
func (c *Conn) Close() {
	c.end(ErrClosed)
	c.client.Disconnect(farewell)
}
