package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"os"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// node is a hub with everything around it.
type node struct {
	program
	*settings
	keys    *keyring.Keyring
	store   *store.Store
	hub     *hub.Hub
	own     *broker.Broker // nil where the broker is another's
	log     *slog.Logger
	at      addresses
	lookout lookout
	// server is the hub's own server certificate; brokerEnds is when another's
	// broker's ends.
	server     tls.Certificate
	brokerEnds seen
}

func (n *node) run(ctx context.Context) error {
	certificate, err := n.keys.Server(certified(n.hosts, n.mqtt, n.enrol), n.now())
	if err != nil {
		return err
	}
	cfg := hub.Config{
		Store: n.store, Key: n.keys.HubKey, Authority: n.keys, Replaced: n.cutOff, Now: n.now, Log: n.log,
	}
	leaf, err := x509.ParseCertificate(certificate.Certificate[0])
	if err != nil {
		return err
	}
	n.observe(&cfg, leaf.NotAfter)
	n.server = certificate
	n.hub = hub.New(cfg)
	if err := n.startBroker(certificate); err != nil {
		return err
	}
	if n.own != nil {
		defer n.own.Close()
	}
	n.hub.Broker = n.at.MQTT
	web, err := net.Listen("tcp", n.http)
	if err != nil {
		return fmt.Errorf("listen for the status page: %w", err)
	}
	defer web.Close()
	door, err := net.Listen("tcp", n.enrol)
	if err != nil {
		return fmt.Errorf("listen for enrolments: %w", err)
	}
	defer door.Close()
	var side net.Listener
	if n.metrics != "" {
		if side, err = net.Listen("tcp", n.metrics); err != nil {
			return fmt.Errorf("listen for metrics: %w", err)
		}
		defer side.Close()
		n.at.Metrics = "http://" + side.Addr().String()
	}
	if err := n.announce(web, door); err != nil {
		return err
	}
	defer os.Remove(n.addresses())
	return n.work(ctx, web, side, tls.NewListener(door, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{certificate}}))
}

// announce tells people and programs where the hub listens.
func (n *node) announce(web, door net.Listener) (err error) {
	n.at.HTTP = "http://" + web.Addr().String()
	if n.at.Enrol, err = advertised("https", door.Addr().String(), n.hosts); err != nil {
		return err
	}
	if !isLoopback(web.Addr().String()) {
		n.log.Warn("status page and API have no password: keep them behind a proxy that asks for one", "address", n.at.HTTP)
	}
	fmt.Fprintf(n.stdout, "status page and API  %s\n", n.at.HTTP)
	if n.at.Metrics != "" {
		fmt.Fprintf(n.stdout, "metrics and health   %s\n", n.at.Metrics)
	}
	fmt.Fprintf(n.stdout, "enrolment            %s\n", n.at.Enrol)
	fmt.Fprintf(n.stdout, "MQTT broker          %s\n", n.at.MQTT)
	return n.at.write(n.addresses())
}
