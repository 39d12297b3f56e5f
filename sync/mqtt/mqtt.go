// Package mqtt carries bytes between a station and its hub over MQTT 3.1.1 and
// knows nothing of what they mean. It is a pipe and never a store: a session
// is clean, nothing is kept across a lost connection, and a broker's
// acknowledgement says only that the broker took the bytes. What has arrived
// is known from the hub's receipts alone.
//
// So nobody needs to wait for the broker: Send hands a message over, in order,
// and returns; Offer hands one over that may be dropped (QoS 0); Publish and
// Retain wait for the broker's acknowledgement. A message the broker does not
// acknowledge ends the connection, so a user of Send who gives no callback still
// learns of it.
//
// It is the one package that imports the Paho client.
package mqtt

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"
)

// Why there is no connection, or no longer one. Every error of this package
// wraps one of them, and the cause where there is one.
var (
	// ErrConfig: no broker could serve this Config; trying again cannot help.
	ErrConfig = errors.New("mqtt: bad configuration")
	// ErrRefused: the broker answered and said no (CONNACK or SUBACK), or one
	// side did not accept the other's certificate. A person must act, though
	// trying again is harmless.
	ErrRefused = errors.New("mqtt: refused by the broker")
	// ErrUnreachable: no broker answered in time. Trying again may help.
	ErrUnreachable = errors.New("mqtt: broker unreachable")
	// ErrLost: the connection broke; what was not yet acknowledged may or may
	// not have arrived.
	ErrLost = errors.New("mqtt: connection lost")
	// ErrClosed: this side closed the connection.
	ErrClosed = errors.New("mqtt: connection closed")
)

const (
	// dialTimeout bounds everything from the name lookup to the last SUBACK.
	dialTimeout = 30 * time.Second
	// writeTimeout bounds one write to the socket.
	writeTimeout = 30 * time.Second
	// pingTimeout is long because a ping waits behind a batch of 128 KiB
	// already in the socket's buffer, 16 s on a 64 kbit/s link.
	pingTimeout = 30 * time.Second
	// ackTimeout bounds the wait for the next acknowledgement, not for all.
	ackTimeout       = 60 * time.Second
	defaultKeepAlive = 60 * time.Second
	defaultQueue     = 1024
	defaultInFlight  = 256
)

// Config describes one connection.
type Config struct {
	// URL is "tls://host:port" or "tcp://host:port". Required.
	URL string
	// ClientID names the session; a second connection of the same name closes
	// the first. Required. A broker set up as the kit documents wants the
	// certificate's common name here.
	ClientID string
	// TLS is required for tls:// and must be nil for tcp://. An empty
	// ServerName becomes the URL's host. Its Time is the caller's concern:
	// a station with a dead clock battery lives in 1970.
	TLS *tls.Config
	// Subscribe holds topic filters, all at QoS 1. Empty: none.
	Subscribe []string
	// Will is what the broker publishes when this side vanishes. A zero Topic
	// means none.
	Will Will
	// Handle is called with each message, one at a time and in order, from
	// a goroutine of its own; it may block and may Publish, and may run before
	// Dial has returned. A message is acknowledged when Handle returns, so a
	// slow Handle slows the broker down instead of piling up memory. The
	// payload is Handle's to keep. Nil: messages are acknowledged and dropped.
	Handle func(topic string, payload []byte)
	// KeepAlive is the interval of pings on an idle connection, in whole
	// seconds, rounded up; at most 65535 s. Zero: 60 s.
	KeepAlive time.Duration
	// Queue is how many messages may wait for Handle. When it is full the
	// newest is acknowledged, dropped and logged: a pipe may lose. Whoever
	// thousands send to needs as much as the broker may have queued: Mosquitto
	// 2.0 does not always limit what is unacknowledged. Zero: 1024.
	Queue int
	// InFlight is how many messages may wait for the broker's acknowledgement;
	// Send then waits. Zero: 256.
	InFlight int
	// Log receives topics and causes, never a payload. Nil: nothing is logged.
	Log *slog.Logger
}

// Will is a message the broker publishes at QoS 1 when a connection ends
// without a farewell.
type Will struct {
	Topic   string
	Payload []byte
	// Retain keeps it for later subscribers.
	Retain bool
}

// complete checks the configuration and fills in its zero values.
func (c Config) complete() (Config, error) {
	if err := c.check(); err != nil {
		return c, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if c.KeepAlive == 0 {
		c.KeepAlive = defaultKeepAlive
	}
	if c.Queue == 0 {
		c.Queue = defaultQueue
	}
	if c.InFlight == 0 {
		c.InFlight = defaultInFlight
	}
	if c.Handle == nil {
		c.Handle = func(string, []byte) {}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

func (c Config) check() error {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil:
		return err
	case u.Scheme != "tls" && u.Scheme != "tcp", u.Hostname() == "", u.Port() == "", u.Path != "", u.User != nil:
		return fmt.Errorf("URL %q is not tls://host:port or tcp://host:port", u.Redacted())
	case u.Scheme == "tls" && c.TLS == nil:
		return errors.New("tls:// needs TLS settings")
	case u.Scheme == "tcp" && c.TLS != nil:
		return errors.New("tcp:// would ignore the TLS settings: write tls://")
	case c.ClientID == "":
		return errors.New("the client ID is empty")
	case c.KeepAlive < 0, c.KeepAlive > 65535*time.Second:
		return fmt.Errorf("keep-alive %v is not within 0 and 65535 s", c.KeepAlive)
	case c.Queue < 0:
		return fmt.Errorf("queue length %d is negative", c.Queue)
	case c.InFlight < 0, c.InFlight > 65535: // MQTT has 16 bits to tell them apart
		return fmt.Errorf("%d messages in flight is not within 0 and 65535", c.InFlight)
	}
	return nil
}
