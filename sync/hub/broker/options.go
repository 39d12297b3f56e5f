package broker

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// The limits of the pipe. A batch is under 128 KiB.
const (
	// MaxPayload is the largest message taken, in bytes; who sends more is
	// disconnected.
	MaxPayload = 1 << 20
	// natsOverhead is room for the headers NATS counts into a message's size.
	natsOverhead = 4 << 10
	// maxUnacknowledged is how many QoS 1 messages of one subscription may wait
	// for their PUBACK. At 128 KiB each they stay below the 64 MiB at which NATS
	// drops a connection as too slow.
	maxUnacknowledged = 256
	// ackWait is when an unacknowledged message is sent again.
	ackWait = time.Minute
	// patience is for the TLS handshake, the CONNECT packet and one write, over
	// a mobile network and while thousands reconnect.
	patience = 30 * time.Second
	// The scratch store holds what the hub has not acknowledged yet. When it is
	// full, publishers are disconnected and come back later.
	maxDisk   = 1 << 30
	maxMemory = 64 << 20
	// maxSubscriptions per connection; NATS spends two on each QoS 1 filter.
	maxSubscriptions = 32
	// noLimit: NATS counts each QoS 1 subscription as a consumer of one stream
	// and by default refuses the 1001st, that is the 1001st station.
	noLimit = -1
	// noSync keeps NATS from syncing scratch to a small machine's disk.
	noSync = 24 * time.Hour
	// leftover is when NATS forgets the subscriptions of a client that left.
	leftover = 5 * time.Minute
)

// qos2 is set through NATS's configuration language, the only way to reach
// it. A QoS 2 message is held on disk until its sender releases it, so a
// stolen station could fill the store; the kit uses QoS 1 alone.
const qos2 = `mqtt { reject_qos2_publish: true, downgrade_qos2_subscribe: true }`

func options(cfg Config) (*server.Options, error) {
	host, port, err := listenAddress(cfg.Listen)
	switch {
	case err != nil:
		return nil, err
	case cfg.Dir == "":
		return nil, errors.New("no folder for scratch (Dir)")
	case len(cfg.Certificate.Certificate) == 0:
		return nil, errors.New("no certificate")
	case cfg.ClientCAs == nil:
		return nil, errors.New("no certificate authority for clients (ClientCAs)")
	}
	opts := &server.Options{}
	if err := opts.ProcessConfigString(qos2); err != nil {
		return nil, err
	}
	pipe(opts, cfg.Dir)
	opts.MQTT.Host, opts.MQTT.Port = host, port
	opts.MQTT.TLSConfig = mutualTLS(cfg)
	opts.MQTT.TLSTimeout = patience.Seconds()
	opts.MQTT.AuthTimeout = patience.Seconds()
	opts.MQTT.AckWait = ackWait
	opts.MQTT.MaxAckPending = maxUnacknowledged
	opts.MQTT.ConsumerMemoryStorage = true
	opts.MQTT.ConsumerInactiveThreshold = leftover
	return opts, nil
}

func pipe(opts *server.Options, dir string) {
	opts.ServerName = "nuanxin"
	opts.DontListen = true // no port for NATS's own protocol
	opts.NoSigs = true
	opts.JetStream = true
	opts.DisableJetStreamBanner = true
	opts.StoreDir = dir
	opts.JetStreamMaxStore = maxDisk
	opts.JetStreamMaxMemory = maxMemory
	opts.JetStreamLimits.DefaultMaxConsumers = noLimit
	opts.SyncInterval = noSync
	opts.MaxPayload = MaxPayload + natsOverhead
	opts.MaxSubs = maxSubscriptions
	opts.WriteDeadline = patience
}

func mutualTLS(cfg Config) *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{cfg.Certificate},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    cfg.ClientCAs,
		MinVersion:   tls.VersionTLS13,
	}
}

// listenAddress splits "host:port"; NATS writes a free port as -1.
func listenAddress(listen string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, err
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("port of %q: %w", listen, err)
	}
	if n == 0 {
		return host, server.RANDOM_PORT, nil
	}
	return host, int(n), nil
}
