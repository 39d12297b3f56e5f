package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"syscall"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub/access"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
)

// settings are the flags of run.
type settings struct {
	*flags
	mqtt, broker, http, enrol string
	replica                   string
	access                    accessFlags
	listed                    access.Broker // nil: nobody's list is kept
	hosts                     list
	verbose                   bool
	metrics                   string
	oldest                    int
	silent                    time.Duration
	logForm                   string
}

func (p program) serve(ctx context.Context, args []string) error {
	s := &settings{flags: p.flags("run")}
	s.StringVar(&s.mqtt, "mqtt", "127.0.0.1:8883", "where the hub's own MQTT broker listens, as `host:port`")
	s.StringVar(&s.broker, "broker", "", "the `URL` of a broker to use instead, tls://host:port")
	s.StringVar(&s.replica, "replica", "", "the `name` of this hub among several with one --store, one --broker and the same keys; the broker needs shared subscriptions")
	s.StringVar(&s.http, "http", "127.0.0.1:8480", "where status page and API listen; whoever reaches them can read them")
	s.StringVar(&s.enrol, "enrol", "127.0.0.1:8481", "where stations enrol, over HTTPS")
	s.access.flags(s.flags)
	s.Var(&s.hosts, "host", "a `name` or address stations reach this hub by, the first is told to them; may be given several times")
	s.BoolVar(&s.verbose, "verbose", false, "log every batch")
	s.watchFlags()
	if _, err := s.parse(args); err != nil {
		return err
	}
	if err := s.checkWatch(); err != nil {
		return err
	}
	if u, err := url.Parse(s.broker); s.broker != "" && (err != nil || u.Scheme != "tls" || u.Port() == "" || u.Path != "") {
		return usagef("--broker %q: write tls://host:port", s.broker)
	}
	if err := errors.Join(s.checkReplica(), s.checkAccess()); err != nil {
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

func (s *settings) checkReplica() error {
	switch {
	case s.replica == "":
		return nil
	case event.CheckStation(s.replica) != nil:
		return usagef("--replica %q: a name has 1 to 32 lower-case letters, digits and -", s.replica)
	case s.store == "":
		return usagef("--replica needs --store: several hubs share one PostgreSQL database")
	case s.broker == "":
		return usagef("--replica needs --broker: several hubs share one broker, and the hub's own has no shared subscriptions")
	}
	return nil
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
	keys, err := keyring.Open(s.keyFolder(), p.now())
	if err != nil {
		return err
	}
	store, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	level := slog.LevelInfo
	if s.verbose {
		level = slog.LevelDebug
	}
	n := &node{program: p, settings: s, keys: keys, store: store, log: s.logger(p.stderr, level)}
	return n.run(ctx)
}
