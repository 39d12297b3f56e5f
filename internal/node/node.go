package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/control"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
)

// Options vary a node. The zero value is a station in the field.
type Options struct {
	// Version of the kit, for the records.
	Version string
	// Broker replaces the membership's broker URL.
	Broker string
	// AtOnce connects without the random wait that spreads a fleet's
	// reconnecting; for a demonstration.
	AtOnce bool
	// Devices tells the health of the devices this process drives; nil for
	// none.
	Devices func() []health.Health
	// Clock may stay zero: the system's.
	Clock station.Clock
	Log   *slog.Logger
}

// Node is an enrolled station with its file open.
type Node struct {
	Station    *station.Station
	Membership Membership

	folder  string
	options Options
	refused chan struct{} // the broker did
	// verdict is why the hub gives this PC no certificate, nil where it would.
	verdict atomic.Pointer[string]
}

// Open opens the station enrolled in a folder. Errors are those of
// LoadMembership and station.Open.
func Open(folder string, o Options) (*Node, error) {
	m, err := LoadMembership(folder)
	if err != nil {
		return nil, err
	}
	if o.Broker == "" {
		o.Broker = m.Broker
	}
	if o.Devices == nil {
		o.Devices = func() []health.Health { return nil }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	cfg, err := m.station(folder, o.Version)
	if err != nil {
		return nil, err
	}
	cfg.Clock = o.Clock
	s, err := station.Open(cfg)
	if err != nil {
		return nil, err
	}
	n := &Node{Station: s, Membership: m, folder: folder, options: o, refused: make(chan struct{}, 1)}
	return n, nil
}

// StationConfig is that of the station enrolled in a folder, for commands that
// work on its file. Errors are those of LoadMembership.
func StationConfig(folder, version string) (station.Config, error) {
	m, err := LoadMembership(folder)
	if err != nil {
		return station.Config{}, err
	}
	return m.station(folder, version)
}

func (m Membership) station(folder, version string) (cfg station.Config, err error) {
	sealer, err1 := seal.NewSealer(m.SealKey)
	pseudonyms, err2 := seal.NewPseudonyms(m.FleetSecret)
	if err := errors.Join(err1, err2); err != nil {
		return cfg, fmt.Errorf("%s: %w", membershipFile, err)
	}
	credentials, err := m.credentials()
	if err != nil {
		return cfg, err
	}
	return station.Config{
		Path:    File(folder),
		ID:      m.Station,
		Epoch:   m.Epoch,
		Version: version,
		Issuer:  pass.Issuer{Key: m.Key, Endorsement: m.Endorsement},
		Hub:     m.HubKey,

		Credentials: credentials,
		Since:       m.since(),
		Sealer:      sealer,
		Pseudonyms:  pseudonyms,
	}, nil
}

// Run delivers records, answers commands and looks after the station until ctx
// ends, then closes the station's file.
func (n *Node) Run(ctx context.Context) error {
	defer n.Station.Close()
	group, working := errgroup.WithContext(ctx)
	group.Go(func() error {
		return control.Serve(working, Socket(n.folder), n.Station, func() any { return n.options.Devices() })
	})
	group.Go(func() error { return n.deliver(working) })
	group.Go(func() error { return n.renew(working) })
	group.Go(func() error {
		n.Station.Tend(working, func(err error) { n.options.Log.Warn("the station needs looking after", "err", err) })
		return nil
	})
	err := group.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return err
}
