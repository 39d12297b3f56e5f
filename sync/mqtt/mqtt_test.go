package mqtt

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/eclipse/paho.mqtt.golang/packets"
)

func TestBadConfig(t *testing.T) {
	good := Config{URL: "tls://hub.example:8883", ClientID: "st-0001", TLS: &tls.Config{}}
	if _, err := good.complete(); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*Config){
		"no URL":               func(c *Config) { c.URL = "" },
		"not a URL":            func(c *Config) { c.URL = "tls://%zz:1" },
		"other scheme":         func(c *Config) { c.URL = "ws://hub.example:80" },
		"no port":              func(c *Config) { c.URL = "tls://hub.example" },
		"no host":              func(c *Config) { c.URL = "tls://:8883" },
		"a path":               func(c *Config) { c.URL = "tls://hub.example:8883/mqtt" },
		"a password":           func(c *Config) { c.URL = "tls://me:secret@hub.example:8883" },
		"tls:// without TLS":   func(c *Config) { c.TLS = nil },
		"tcp:// with TLS":      func(c *Config) { c.URL = "tcp://hub.example:1883" },
		"no client ID":         func(c *Config) { c.ClientID = "" },
		"negative keep-alive":  func(c *Config) { c.KeepAlive = -1 },
		"keep-alive too long":  func(c *Config) { c.KeepAlive = 24 * time.Hour },
		"negative queue":       func(c *Config) { c.Queue = -1 },
		"negative in flight":   func(c *Config) { c.InFlight = -1 },
		"too many in flight":   func(c *Config) { c.InFlight = 65536 },
		"secret not in errors": func(c *Config) { c.URL = "tls://me:secret@hub.example" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := Dial(t.Context(), cfg)
		if !errors.Is(err, ErrConfig) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: Dial says %v, want ErrConfig without a secret", what, err)
		}
		if err := Keep(t.Context(), cfg, Backoff{}, nil); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: Keep says %v, want ErrConfig", what, err)
		}
	}
}

// arrival is a paho.Message.
type arrival struct {
	topic string
	acked int
}

func (a *arrival) Duplicate() bool   { return false }
func (a *arrival) Qos() byte         { return 1 }
func (a *arrival) Retained() bool    { return false }
func (a *arrival) Topic() string     { return a.topic }
func (a *arrival) MessageID() uint16 { return 1 }
func (a *arrival) Payload() []byte   { return []byte("content") }
func (a *arrival) Ack()              { a.acked++ }

func TestFullQueueDropsTheNewest(t *testing.T) {
	var log bytes.Buffer
	c := newConn(Config{Queue: 1, Log: slog.New(slog.NewTextHandler(&log, nil))})
	kept, dropped := &arrival{topic: "kept"}, &arrival{topic: "dropped"}
	c.arrived(nil, kept)
	c.arrived(nil, dropped)
	if got := <-c.in; got != kept || len(c.in) != 0 {
		t.Fatalf("queued %v and %d more", got, len(c.in))
	}
	if kept.acked != 0 || dropped.acked != 1 {
		t.Errorf("acknowledged %d and %d times, want 0 and 1", kept.acked, dropped.acked)
	}
	if said := log.String(); !strings.Contains(said, "topic=dropped") || strings.Contains(said, "content") {
		t.Errorf("log says %q", said)
	}
}

// A broker's answer to CONNECT, or the lack of one.
func TestConnackCodes(t *testing.T) {
	for what, tt := range map[string]struct {
		answer []byte
		want   error
	}{
		"protocol version":   {[]byte{0x20, 2, 0, 1}, ErrRefused},
		"client ID":          {[]byte{0x20, 2, 0, 2}, ErrRefused},
		"server unavailable": {[]byte{0x20, 2, 0, 3}, ErrUnreachable},
		"bad password":       {[]byte{0x20, 2, 0, 4}, ErrRefused},
		"not authorized":     {[]byte{0x20, 2, 0, 5}, ErrRefused},
		"a code of no kind":  {[]byte{0x20, 2, 0, 77}, ErrUnreachable},
		"hung up":            {nil, ErrUnreachable},
		"not MQTT":           {[]byte("HTTP/1.1 400 Bad Request\r\n\r\n"), ErrUnreachable},
	} {
		t.Run(what, func(t *testing.T) {
			cfg := Config{URL: "tcp://" + answering(t, tt.answer), ClientID: "st-0001", Subscribe: []string{"a"}}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			if _, err := Dial(ctx, cfg); !errors.Is(err, tt.want) {
				t.Errorf("Dial says %v, want %v", err, tt.want)
			}
		})
	}
}

// answering is the address of a broker that gives one answer and hangs up.
func answering(t *testing.T, answer []byte) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = packets.ReadPacket(conn)
		_, _ = io.Copy(conn, bytes.NewReader(answer))
	}()
	return l.Addr().String()
}

// promise is Paho's for a message nobody acknowledges.
type promise struct{ paho.Token }

func (promise) Done() <-chan struct{} { return nil }

// A broker that answers pings and acknowledges nothing is no broker.
func TestABrokerThatAcknowledgesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := unconnected()
		go c.acknowledge()
		var told []error
		for range 2 {
			m := outgoing{token: make(chan paho.Token, 1), done: func(err error) { told = append(told, err) }}
			m.token <- promise{}
			c.flying <- m
		}
		began := time.Now()
		<-c.Done()
		if took := time.Since(began); took != ackTimeout || !errors.Is(c.Err(), ErrLost) {
			t.Errorf("ended after %v with %v", took, c.Err())
		}
		close(c.flying)
		synctest.Wait()
		if len(told) != 2 || !errors.Is(told[0], ErrLost) || !errors.Is(told[1], ErrLost) {
			t.Errorf("told %v", told)
		}
	})
}
