package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/sync/hub/console"
	"github.com/nuanxin/station-kit/sync/hub/enrolment"
)

// work serves until ctx ends or a part fails.
func (n *node) work(until context.Context, web, side, door net.Listener) error {
	group, ctx := errgroup.WithContext(until)
	monitor := n.monitor()
	if n.monitorAt(ctx, group, side); side != nil {
		monitor.Metrics = nil // they are there alone
	}
	n.page(ctx, group, web, console.Handler(console.Config{
		Source: n.store, Desk: n.hub, Wellbeing: n.store, SilentAfter: n.silent, Monitor: monitor,
		Loopback: isLoopback(web.Addr().String()), Now: n.now, Log: n.log,
	}))
	group.Go(func() error { return n.lookout.vitals.Run(ctx) })
	n.page(ctx, group, door, enrolment.Handler(n.hub, n.log))
	group.Go(func() error { return n.link(ctx) })
	group.Go(func() error { return n.hub.Follow(ctx) })
	group.Go(func() error { return n.watch(ctx) })
	group.Go(func() error { return n.hub.RenewCertificates(ctx) })
	group.Go(func() error { return n.remind(ctx) })
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
