// Command nuanxin-kiosk is the station with its screen: it wires the station,
// its devices, the delivery to the hub, the touchscreen and the phone page.
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func main() {
	started := time.Now()
	time.Local = event.Zone // whatever zone the machine is set to
	s := settingsFrom(os.Args[1:])
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := errors.Join(dumpNothing(), run(ctx, s, started, log))
	stop()
	exit(err, func(err error) { log.Error("the kiosk ended", "cause", err) })
}

// run opens the station, and closes it again where the rest cannot be opened.
func run(ctx context.Context, s settings, started time.Time, log *slog.Logger) error {
	tracker := health.New(time.Now) // how the devices fare
	n, err := node.Open(s.data, node.Options{
		Version: build.Version(), Broker: s.broker, AtOnce: s.atOnce, Devices: tracker.Snapshot, Log: log,
	})
	if err != nil {
		return err
	}
	page, err1 := openPhone(n, s.phone, s.phoneHost, log)
	paper, err2 := newPrinter(s.printer, tracker, log)
	if err := errors.Join(err1, err2); err != nil {
		return errors.Join(err, n.Station.Close())
	}
	s.window.Started, s.window.Log = started, log
	return work(ctx, s, n, tracker, page, paper)
}

// work wires the kiosk and shows its window until ctx ends, the window is closed or an attendant restarts it. A
// card tap travels from the devices into the flow, which asks the station; what the station has recorded comes back
// as a View, which the window draws, and goes to the hub by the node. Fyne wants it on the main goroutine.
func work(ctx context.Context, s settings, n *node.Node, tracker *health.Tracker, page *phonePage, paper *printer) error {
	log := s.window.Log
	ctx, leave := context.WithCancelCause(ctx)
	defer leave(nil)
	config := flow.Config{
		Desk:  n.Station,
		Name:  station.Text{ZH: n.Membership.NameZH, EN: n.Membership.NameEN},
		Phone: page.url, PhoneHost: page.host, Keyboard: keyboard{page}, Handover: handover{page},
		Machine: newPC(leave, s), Addresses: addresses,
	}
	paper.printFor(&config)
	speak := s.voice.speak(&config, log)
	screens := flow.New(config)
	page.texts.put, page.passes.put = screens.Put, screens.Put

	group, working := errgroup.WithContext(ctx)
	group.Go(func() error { devices{screens.Put, tracker, log}.watch(working, s.devices); return nil })
	group.Go(func() error { screens.Run(working); return nil })
	group.Go(func() error { return n.Run(working) })
	group.Go(func() error { return page.serve(working) })
	group.Go(func() error { paper.run(working, screens.Put); return nil })
	group.Go(func() error { speak(working); return nil })

	s.window.Title, s.window.Service = config.Name.ZH, serviceFrom(log)
	s.window.Shown = (&witness{log: log}).shown
	openWindow(working, s.window, screens.Views(), func(t flow.Tap) { screens.Put(t) })
	s.window.Service.Stopping()
	leave(nil)
	err := group.Wait()
	if cause := context.Cause(ctx); isRestart(cause) {
		return errors.Join(cause, err)
	}
	return err
}
