package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
	"github.com/nuanxin/station-kit/sync/hub/metrics"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

// lookout is what the hub is watched by: telemetry kept, metrics, readiness.
type lookout struct {
	vitals  *vitals.Keeper
	metrics *metrics.Metrics
	// connected to the broker.
	connected atomic.Bool
	stalls    stalls
}

// observe makes the hub's lookout, and has the hub tell it. serverExpires is when
// the certificate of its listeners does.
func (n *node) observe(c *hub.Config, serverExpires time.Time) {
	n.lookout.vitals = vitals.NewKeeper(n.store, n.now, n.log)
	c.Telemetry = n.lookout.vitals.Take
	pools := map[string]*sql.DB{"writer": n.store.Writer}
	if n.store.Reader != n.store.Writer {
		pools["reader"] = n.store.Reader
	}
	n.lookout.metrics = metrics.New(metrics.Config{
		Fleet: n.store, Oldest: n.oldest, Pools: pools,
		Followers:    func() []string { return followerNames(n.hub) },
		Certificates: map[string]time.Time{"authority": n.keys.Authority.NotAfter, "server": serverExpires},
		Version:      build.Version(), Now: n.now, Log: n.log,
	})
	c.Meter = n.lookout.metrics
}

func followerNames(h *hub.Hub) (names []string) {
	for _, f := range h.Followers {
		names = append(names, f.Name)
	}
	return names
}

func (n *node) monitor() console.Monitor {
	return console.Monitor{Metrics: n.lookout.metrics.Handler(), Log: n.log, Checks: []console.Check{
		{Name: "store", Ready: n.storeReady}, {Name: "broker", Ready: n.brokerReady}, {Name: "followers", Ready: n.followersReady},
	}}
}

func (n *node) storeReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := n.store.Ping(ctx); err != nil {
		return &console.Unready{Reason: "the database does not answer", Cause: err}
	}
	return nil
}

func (n *node) brokerReady(context.Context) error {
	if !n.lookout.connected.Load() {
		return &console.Unready{Reason: "no connection to the broker"}
	}
	return nil
}

func (n *node) followersReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	all, err := n.store.Progress(ctx, followerNames(n.hub))
	if err != nil {
		return &console.Unready{Reason: "the database does not answer", Cause: err}
	}
	return n.lookout.stalls.check(n.now(), all)
}

// stuckAfter is how long a follower may stand still before records it has not
// read.
const stuckAfter = 5 * time.Minute

// stalls notes since when followers have not moved.
type stalls struct {
	mu   sync.Mutex
	seen map[string]stall
}

type stall struct {
	position int64
	since    time.Time
}

// check returns why a follower is stuck, nil where none is.
func (s *stalls) check(now time.Time, all []hub.Progress) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[string]stall{}
	}
	for _, p := range all {
		at, known := s.seen[p.Follower]
		if !known || at.position != p.Position || p.Behind == 0 {
			s.seen[p.Follower] = stall{p.Position, now}
			continue
		}
		since := at.since
		if p.Since.After(since) { // it had nothing to read before
			since = p.Since
		}
		if stood := now.Sub(since); stood >= stuckAfter {
			err = &console.Unready{Reason: fmt.Sprintf("follower %s has stood still for %v before %d records", p.Follower, stood.Round(time.Second), p.Behind)}
		}
	}
	return err
}

// monitorAt serves the monitor on a listener of its own, where one was asked for.
func (n *node) monitorAt(ctx context.Context, group *errgroup.Group, l net.Listener) {
	if l != nil {
		n.page(ctx, group, l, n.monitor().Handler(isLoopback(l.Addr().String())))
	}
}
