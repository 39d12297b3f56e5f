package main

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/hub/console"
	"github.com/nuanxin/station-kit/sync/hub/enrolment"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// settings are the flags of run.
type settings struct {
	*flags
	mqtt, broker, http, enrol string
	hosts                     list
	verbose                   bool
}

func (p program) serve(ctx context.Context, args []string) error {
	s := &settings{flags: p.flags("run")}
	s.StringVar(&s.mqtt, "mqtt", "127.0.0.1:8883", "where the hub's own MQTT broker listens, as `host:port`")
	s.StringVar(&s.broker, "broker", "", "the `URL` of a broker to use instead, tls://host:port")
	s.StringVar(&s.http, "http", "127.0.0.1:8480", "where status page and API listen; whoever reaches them can read them")
	s.StringVar(&s.enrol, "enrol", "127.0.0.1:8481", "where stations enrol, over HTTPS")
	s.Var(&s.hosts, "host", "a `name` or address stations reach this hub by, the first is told to them; may be given several times")
	s.BoolVar(&s.verbose, "verbose", false, "log every batch")
	if _, err := s.parse(args); err != nil {
		return err
	}
	if err := s.make(); err != nil {
		return err
	}
	lock, err := alone(s.lock())
	if err != nil {
		return err
	}
	defer lock.Close()
	return p.open(ctx, s)
}

// alone holds a lock for as long as the hub runs: a second one in the same
// folder would empty the broker under the first.
func alone(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another nuanxin-hub runs on this data folder (%s is locked): stop it first", path), f.Close())
	}
	return f, nil
}

// open opens the data folder and runs the hub on it.
func (p program) open(ctx context.Context, s *settings) error {
	keys, err := keyring.Open(s.keys(), p.now())
	if err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, s.database())
	if err != nil {
		return err
	}
	defer store.Close()
	level := slog.LevelInfo
	if s.verbose {
		level = slog.LevelDebug
	}
	n := &node{program: p, settings: s, keys: keys, store: store, log: slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: level}))}
	return n.run(ctx)
}

// node is a hub with everything around it.
type node struct {
	program
	*settings
	keys  *keyring.Keyring
	store *sqlite.Store
	hub   *hub.Hub
	own   *broker.Broker // nil where the broker is another's
	log   *slog.Logger
	at    addresses
}

func (n *node) run(ctx context.Context) error {
	certificate, err := n.keys.Server(n.hosts, n.now())
	if err != nil {
		return err
	}
	n.hub = hub.New(hub.Config{
		Store: n.store, Key: n.keys.HubKey, Authority: n.keys, Replaced: n.cutOff, Now: n.now, Log: n.log,
	})
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
	if err := n.announce(web, door); err != nil {
		return err
	}
	defer os.Remove(n.addresses())
	return n.work(ctx, web, tls.NewListener(door, &tls.Config{Certificates: []tls.Certificate{certificate}}))
}

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
	fmt.Fprintf(n.stdout, "enrolment            %s\n", n.at.Enrol)
	fmt.Fprintf(n.stdout, "MQTT broker          %s\n", n.at.MQTT)
	return n.at.write(n.addresses())
}

// work serves until ctx ends or a part fails.
func (n *node) work(until context.Context, web, door net.Listener) error {
	group, ctx := errgroup.WithContext(until)
	n.page(ctx, group, web, console.Handler(console.Config{Source: n.store, Loopback: isLoopback(web.Addr().String()), Now: n.now, Log: n.log}))
	n.page(ctx, group, door, enrolment.Handler(n.hub, n.log))
	group.Go(func() error { return n.link(ctx) })
	err := group.Wait()
	if until.Err() != nil && errors.Is(err, context.Cause(until)) {
		return nil
	}
	return err
}

func (n *node) page(ctx context.Context, group *errgroup.Group, l net.Listener, h http.Handler) {
	s := &http.Server{
		Handler: h, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelDebug),
	}
	group.Go(func() error {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if s.Shutdown(last) != nil {
			s.Close() // a client that does not let go
		}
		return nil
	})
}

// backoff is shorter than a station's: there is one hub, and all wait for it.
var backoff = mqtt.Backoff{First: -1, Base: time.Second, Cap: 10 * time.Second}

// link keeps the hub connected to the broker.
func (n *node) link(ctx context.Context) error {
	link := n.hub.NewLink(ctx)
	cfg := mqtt.Config{URL: n.at.MQTT, ClientID: hub.ClientName, Subscribe: hub.Filters(), Handle: link.Take, Log: n.log}
	if n.own != nil {
		cfg.URL = "tls://" + n.own.Addr() // whatever name stations know it by
	}
	if strings.HasPrefix(cfg.URL, "tls:") {
		own, err := n.keys.Client(n.now())
		if err != nil {
			return err
		}
		cfg.TLS = &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: n.keys.Pool()}
	}
	return mqtt.Keep(ctx, cfg, backoff, func(ctx context.Context, c *mqtt.Conn) error {
		return link.Serve(ctx, c)
	})
}
