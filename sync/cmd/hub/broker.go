package main

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/tls"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

func (n *node) startBroker(certificate tls.Certificate) error {
	if n.broker != "" {
		n.at.MQTT = n.broker
		return nil
	}
	if _, err := advertised("tls", n.mqtt, n.hosts); err != nil {
		return err
	}
	own, err := broker.Start(broker.Config{
		Listen: n.mqtt, Dir: n.scratch(), Certificate: certificate, ClientCAs: n.keys.Pool(), Allowed: n.allowed, Log: n.log,
	})
	if err != nil {
		return err
	}
	n.own = own
	n.at.MQTT, err = advertised("tls", own.Addr(), n.hosts)
	return err
}

// allowed says whether a certificate the hub once issued is still good.
func (n *node) allowed(role broker.Role, name string, key crypto.PublicKey) bool {
	if role == broker.Hub {
		return name == hub.ClientName
	}
	mine, ok := key.(ed25519.PublicKey)
	if !ok {
		return false
	}
	good, err := n.hub.Known(context.Background(), name, mine)
	if err != nil {
		n.log.Error("station not looked up", "station", name, "cause", err)
	}
	return good
}

// cutOff ends the connections of a station that has a new key.
func (n *node) cutOff(station string) {
	if n.own == nil {
		return
	}
	if err := n.own.Disconnect(station); err != nil {
		n.log.Warn("replaced station not disconnected", "station", station, "cause", err)
	}
}

// backoff is shorter than a station's: there is one hub, and all wait for it.
var backoff = mqtt.Backoff{First: -1, Base: time.Second, Cap: 10 * time.Second}

// waiting is how many messages may wait between broker and hub: as many as
// docs/brokers.md has Mosquitto keep. Mosquitto 2.0 does not hold to its own
// max_inflight_messages once something has been acknowledged, and sends all it has.
const waiting = 20_000

// link keeps the hub connected to the broker.
func (n *node) link(ctx context.Context) error {
	link := n.hub.NewLink(ctx)
	n.lookout.metrics.Watch(link.Load, n.lookout.connected.Load)
	cfg := mqtt.Config{URL: n.at.MQTT, ClientID: hub.ClientName, Subscribe: hub.Filters(), Handle: link.Take, Queue: waiting, Log: n.log}
	if n.replica != "" {
		cfg.ClientID, cfg.Subscribe = hub.ReplicaName(n.replica), hub.SharedFilters()
	}
	if strings.HasPrefix(cfg.URL, "tls:") {
		own, err := n.keys.Client(cfg.ClientID, n.now())
		if err != nil {
			return err
		}
		cfg.TLS = &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: n.keys.Pool(), VerifyConnection: n.brokerEnds.look}
	}
	if n.own != nil { // whatever address stations know it by
		cfg.URL, cfg.TLS.ServerName = "tls://"+n.own.Addr(), "localhost"
	}
	return mqtt.Keep(ctx, cfg, backoff, func(ctx context.Context, c *mqtt.Conn) error {
		n.lookout.connected.Store(true)
		defer n.lookout.connected.Store(false)
		return link.Serve(ctx, carrier{c})
	})
}

// carrier implements hub.Carrier. It waits for no acknowledgement: a message that
// has none ends the connection.
type carrier struct{ *mqtt.Conn }

// Publish hands a message over.
func (c carrier) Publish(ctx context.Context, topic string, payload []byte) error {
	return c.Send(ctx, topic, payload, nil)
}
