package node

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"time"

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
	Log     *slog.Logger
}

// Node is an enrolled station with its file open.
type Node struct {
	Station    *station.Station
	Membership Membership

	folder  string
	options Options
	tls     *tls.Config
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
	s, err := station.Open(cfg)
	if err != nil {
		return nil, err
	}
	n := &Node{Station: s, Membership: m, folder: folder, options: o}
	if n.tls, err = m.tls(s.Now); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("%s: %w", membershipFile, err)
	}
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
	return station.Config{
		Path:       File(folder),
		ID:         m.Station,
		Epoch:      m.Epoch,
		Version:    version,
		Issuer:     pass.Issuer{Key: m.Key, Endorsement: m.Endorsement},
		Hub:        m.HubKey,
		Sealer:     sealer,
		Pseudonyms: pseudonyms,
	}, nil
}

// tls proves the station to the broker and trusts its hub's authority only.
// Time never stands before the station's own certificate was made, so that a
// dead clock does not cut the station off.
func (m Membership) tls(now func() time.Time) (*tls.Config, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(m.CA)) {
		return nil, fmt.Errorf("no authority's certificate; enrol again")
	}
	own, err := certificate(m.Certificate, m.Key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		RootCAs:      roots,
		Certificates: []tls.Certificate{own},
		Time: func() time.Time {
			if t := now(); t.After(own.Leaf.NotBefore) {
				return t
			}
			return own.Leaf.NotBefore
		},
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
