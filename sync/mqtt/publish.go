package mqtt

import (
	"context"
	"fmt"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
)

// Send hands over a message at QoS 1 and does not wait until the broker has
// acknowledged it: messages leave in the order of the calls. It waits only
// while the socket takes nothing or Config.InFlight messages are
// unacknowledged, and fails with ErrLost or ErrClosed, or with ctx's error: then
// the message was not taken.
//
// done is called once for a message taken: with nil when the broker has
// acknowledged it, else with ErrLost or ErrClosed, at once when the connection
// ends; the message may have arrived all the same. While the connection lives
// it is called in the order of the messages. It must not block. Nil: nobody wants to know, as a message that
// cannot be delivered ends the connection. The payload must not change until
// then.
func (c *Conn) Send(ctx context.Context, topic string, payload []byte, done func(error)) error {
	return c.take(ctx, outgoing{topic: topic, payload: payload, qos: 1, done: done})
}

// Offer hands over a message at QoS 0, unless others wait for the socket or the
// connection has ended: then it is dropped, and Offer says false. It never
// waits. Telemetry is for it.
func (c *Conn) Offer(topic string, payload []byte) bool {
	if c.Err() != nil {
		return false
	}
	select {
	case c.out <- outgoing{topic: topic, payload: payload}.complete():
		return true
	default:
		return false
	}
}

// Publish is Send and waits until the broker has acknowledged. That the broker
// took it does not mean that it passed it on: brokers acknowledge what their
// access list then drops. It fails as Send does; the message may have arrived
// all the same. The payload must not change afterwards.
func (c *Conn) Publish(ctx context.Context, topic string, payload []byte) error {
	return c.publish(ctx, outgoing{topic: topic, payload: payload, qos: 1})
}

// Retain is Publish with the retain flag: the broker also keeps the message
// for later subscribers, in place of the topic's last one. Presence is for it.
func (c *Conn) Retain(ctx context.Context, topic string, payload []byte) error {
	return c.publish(ctx, outgoing{topic: topic, payload: payload, qos: 1, retain: true})
}

func (c *Conn) publish(ctx context.Context, m outgoing) error {
	acknowledged := make(chan error, 1)
	m.done = func(err error) { acknowledged <- err }
	if err := c.take(ctx, m); err != nil {
		return err
	}
	select {
	case err := <-acknowledged:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (m outgoing) complete() outgoing {
	m.token = make(chan paho.Token, 1)
	if m.done == nil {
		m.done = func(error) {}
	}
	return m
}

func (c *Conn) take(ctx context.Context, m outgoing) error {
	if err := c.Err(); err != nil {
		return err
	}
	select {
	case c.out <- m.complete():
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
	defer close(c.flying)
	for {
		select {
		case m := <-c.out:
			c.hand(m)
		case <-c.done:
			return
		}
	}
}

func (c *Conn) hand(m outgoing) {
	select {
	case c.flying <- m:
		m.token <- c.client.Publish(m.topic, m.qos, m.retain, m.payload)
	case <-c.done:
		m.done(c.err)
	}
}

// acknowledge waits for each message's acknowledgement, in order.
func (c *Conn) acknowledge() {
	for m := range c.flying {
		err := c.acknowledged(m)
		if err != nil {
			c.end(err)
			err = c.err // that of the first to end it
		}
		m.done(err)
	}
}

func (c *Conn) acknowledged(m outgoing) error {
	late := time.NewTimer(ackTimeout)
	defer late.Stop()
	var token paho.Token
	select {
	case token = <-m.token:
	case <-c.done:
		return c.err
	}
	select {
	case <-token.Done():
	case <-late.C:
		return fmt.Errorf("%w: nothing acknowledged for %v", ErrLost, ackTimeout)
	case <-c.done:
		return c.err
	}
	if err := token.Error(); err != nil {
		return fmt.Errorf("%w: %w", ErrLost, err)
	}
	return nil
}
