// Package broker is the hub's own MQTT 3.1.1 broker: a NATS server inside the
// hub's process that speaks nothing but MQTT over mutual TLS. A client is who
// its certificate says it is, and reaches only its own topics.
//
// It is a pipe, never a store: what it holds on disk is scratch, emptied at
// each start, and may be lost at any moment without loss of a record.
//
// It is the one package that imports the NATS server.
package broker

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// ErrConfig says that no broker can be started from a Config.
var ErrConfig = errors.New("broker: bad configuration")

// startTimeout bounds Start: the scratch store is empty and opens at once.
const startTimeout = 30 * time.Second

// Config says where the broker listens and whom it lets in.
type Config struct {
	// Listen is "host:port"; port 0 picks a free one. Required.
	Listen string
	// Dir is a folder for scratch, made if missing. Its subfolder "jetstream"
	// is deleted at each start. Required.
	Dir string
	// Certificate is the broker's own. Required.
	Certificate tls.Certificate
	// ClientCAs issued the certificates of stations and hubs. Required.
	ClientCAs *x509.CertPool
	// Allowed is asked at each connect, whether a good certificate is still
	// welcome: revocation is here. It may block and is called concurrently.
	// Nil: every good certificate is.
	// key is the certificate's: one name may have had several.
	Allowed func(role Role, name string, key crypto.PublicKey) bool
	// Log receives NATS's own messages: names and topics, never a payload.
	// Nil: nothing is logged.
	Log *slog.Logger
}

// Broker is a running broker.
type Broker struct {
	server *server.Server
	gate   *gate
	addr   string
}

// Start starts a broker and returns once it accepts connections. It fails with
// ErrConfig, or with the cause that kept it from listening.
func Start(cfg Config) (*Broker, error) {
	opts, err := options(cfg)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if err := os.RemoveAll(filepath.Join(cfg.Dir, server.JetStreamStoreDir)); err != nil {
		return nil, fmt.Errorf("broker: empty the scratch folder: %w", err)
	}
	// NATS tells only its log that it cannot listen: try first.
	if err := free(cfg.Listen); err != nil {
		return nil, fmt.Errorf("broker: %w", err)
	}
	gate := &gate{allowed: cfg.Allowed, log: log(cfg)}
	opts.CustomClientAuthentication = gate
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("broker: %w", err)
	}
	s.SetLoggerV2(slogger{log(cfg)}, false, false, false)
	s.Start()
	if !s.ReadyForConnections(startTimeout) {
		s.Shutdown()
		return nil, fmt.Errorf("broker: not listening on %s after %v", cfg.Listen, startTimeout)
	}
	addr := net.JoinHostPort(opts.MQTT.Host, strconv.Itoa(opts.MQTT.Port))
	return &Broker{server: s, gate: gate, addr: addr}, nil
}

func free(listen string) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	return l.Close()
}

func log(cfg Config) *slog.Logger {
	if cfg.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return cfg.Log
}

// Addr is "host:port", with the port the broker really has.
func (b *Broker) Addr() string { return b.addr }

// Disconnect cuts off whoever is connected under a name, at once; its will is
// published. Whoever revokes a station makes Allowed say no first and then
// calls this: a connect under way is either refused or cut off. It waits for
// the calls of Allowed under way, so hold nothing that Allowed needs.
func (b *Broker) Disconnect(name string) error {
	b.gate.connecting.Lock()
	conns, err := b.server.Connz(&server.ConnzOptions{User: name, Username: true})
	b.gate.connecting.Unlock()
	if err != nil {
		return fmt.Errorf("broker: list connections of %s: %w", name, err)
	}
	for _, c := range conns.Conns {
		// An error means that it left by itself in the meantime.
		_ = b.server.DisconnectClientByID(c.Cid)
	}
	return nil
}

// Close disconnects everyone and stops the broker.
func (b *Broker) Close() {
	b.server.Shutdown()
	b.server.WaitForShutdown()
}
