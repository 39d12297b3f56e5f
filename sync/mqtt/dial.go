package mqtt

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/url"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/eclipse/paho.mqtt.golang/packets"
)

// subscribeRefused is the SUBACK return code of a filter the broker refused
// (MQTT 3.1.1, section 3.9.3).
const subscribeRefused = 0x80

// Dial connects, has every subscription confirmed, and returns; it tries once.
// It fails with ErrConfig, ErrRefused or ErrUnreachable, at the latest after
// 30 s or when ctx ends. The connection outlives ctx.
func Dial(ctx context.Context, cfg Config) (*Conn, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	c := newConn(cfg)
	if err := c.connect(ctx, cfg); err != nil {
		return nil, err
	}
	if err := c.subscribe(ctx, cfg.Subscribe); err != nil {
		c.Close()
		return nil, err
	}
	go c.send()
	go c.acknowledge()
	go c.dispatch(cfg.Handle)
	return c, nil
}

func (c *Conn) connect(ctx context.Context, cfg Config) error {
	opener := &opener{ctx: ctx, tls: cfg.TLS, release: func() bool { return true }}
	c.client = paho.NewClient(options(cfg, c, opener))
	token := c.client.Connect()
	// Not a select with ctx: each stage of the handshake ends with ctx, and
	// Paho must have let go of the socket before Dial returns.
	<-token.Done()
	if err := token.Error(); err != nil {
		return refusal(ctx, err, token.(*paho.ConnectToken).ReturnCode())
	}
	if !opener.release() {
		c.Close()
		return fmt.Errorf("%w: %w", ErrUnreachable, context.Cause(ctx))
	}
	return nil
}

func options(cfg Config, c *Conn, o *opener) *paho.ClientOptions {
	opts := paho.NewClientOptions().
		AddBroker(cfg.URL).
		SetClientID(cfg.ClientID).
		SetProtocolVersion(4). // 3.1.1, and no second try with 3.1
		SetCleanSession(true).
		SetStore(paho.NewMemoryStore()).
		SetAutoReconnect(false).
		SetConnectRetry(false).
		SetOrderMatters(true).
		SetAutoAckDisabled(true). // dispatch acknowledges
		SetConnectTimeout(dialTimeout).
		SetWriteTimeout(writeTimeout).
		SetPingTimeout(pingTimeout).
		SetKeepAlive(time.Duration(math.Ceil(cfg.KeepAlive.Seconds())) * time.Second).
		SetCustomOpenConnectionFn(o.open).
		SetDefaultPublishHandler(c.arrived).
		SetConnectionLostHandler(func(_ paho.Client, err error) { c.end(fmt.Errorf("%w: %w", ErrLost, err)) })
	if cfg.Will.Topic != "" {
		opts.SetBinaryWill(cfg.Will.Topic, cfg.Will.Payload, 1, cfg.Will.Retain)
	}
	return opts
}

// opener opens the socket in Paho's stead, so that ctx ends it at any stage
// and no proxy setting of the environment diverts it.
type opener struct {
	ctx context.Context
	tls *tls.Config
	// release frees the socket from ctx and says whether ctx was still alive.
	release func() bool
}

func (o *opener) open(u *url.URL, _ paho.ClientOptions) (net.Conn, error) {
	conn, err := o.dial(u.Host)
	if err != nil {
		return nil, err
	}
	o.release = context.AfterFunc(o.ctx, func() { conn.Close() })
	return &link{Conn: conn}, nil
}

func (o *opener) dial(host string) (net.Conn, error) {
	if o.tls == nil {
		return new(net.Dialer).DialContext(o.ctx, "tcp", host)
	}
	return (&tls.Dialer{Config: o.tls}).DialContext(o.ctx, "tcp", host)
}

// refusal tells a broker that says no from one that does not answer. code is
// Paho's: the CONNACK return code, or packets.ErrNetworkError.
func refusal(ctx context.Context, err error, code byte) error {
	var badCert *tls.CertificateVerificationError
	switch {
	case code != packets.ErrNetworkError && code != packets.ErrRefusedServerUnavailable,
		errors.As(err, &badCert), isAlert(err):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ErrUnreachable, context.Cause(ctx))
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// isAlert says whether err is the other side's TLS alert, such as "unknown
// certificate authority": crypto/tls reports one under this operation.
func isAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

func (c *Conn) subscribe(ctx context.Context, filters []string) error {
	if len(filters) == 0 {
		return nil
	}
	wanted := make(map[string]byte, len(filters))
	for _, f := range filters {
		wanted[f] = 1
	}
	token := c.client.SubscribeMultiple(wanted, nil)
	select {
	case <-token.Done():
	case <-c.done:
		return fmt.Errorf("%w: %w", ErrUnreachable, c.err)
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrUnreachable, context.Cause(ctx))
	}
	if err := token.Error(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	for filter, code := range token.(*paho.SubscribeToken).Result() {
		if code == subscribeRefused {
			return fmt.Errorf("%w: subscription to %q", ErrRefused, filter)
		}
	}
	return nil
}
