// Command nuanxin-kiosk is the station with its screen: it wires the station,
// its devices, the delivery to the hub, the touchscreen and the phone page.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/internal/build"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// settings are the command line.
type settings struct {
	data, broker     string
	devices          lines
	printer          printerLine
	voice            voiceSettings
	phone, phoneHost string
	size, screenshot string
	describe         string
	atOnce           bool
	width, height    int
}

func main() {
	time.Local = event.Zone // whatever zone the machine is set to
	started := time.Now()
	var s settings
	flag.StringVar(&s.data, "data", "/var/lib/nuanxin", "the station's `folder`, enrolled by nuanxin-station enroll")
	flag.StringVar(&s.broker, "broker", "", "another broker `URL` than the hub named")
	flag.StringVar(&s.devices.reader.Path, "reader", "", "the ID-card reader's serial `device`, best by its name in nuanxin-bridge list; empty for none")
	flag.IntVar(&s.devices.reader.Baud, "reader-baud", port.DefaultBaud, "the card reader's baud `rate`; nuanxin-bridge doctor finds it")
	flag.StringVar(&s.devices.scanner.Path, "scanner", "", "the QR scanner's serial `device`, or /dev/input/by-id/...-event-kbd of one that poses as a keyboard; empty for none")
	flag.IntVar(&s.devices.scanner.Baud, "scanner-baud", scannerBaud, "the scanner's baud `rate`")
	s.printer.flags()
	s.voice.flags()
	flag.StringVar(&s.phone, "phone", ":8482", "where the page for riders' phones listens")
	flag.StringVar(&s.phoneHost, "phone-host", "", "`host:port` under which phones reach it; empty is this machine's address on its network")
	flag.StringVar(&s.size, "size", "", "`WIDTHxHEIGHT` of the window; empty is the full screen")
	flag.StringVar(&s.screenshot, "screenshot", "", "the PNG `file` to write on SIGUSR1")
	flag.StringVar(&s.describe, "describe", "", "for tests: a Unix `socket` that says what the screen shows, and where what can be tapped")
	flag.BoolVar(&s.atOnce, "at-once", false, "connect without the random wait that spreads a fleet")
	flag.Parse()
	if s.size != "" {
		if _, err := fmt.Sscanf(s.size, "%dx%d", &s.width, &s.height); err != nil {
			fmt.Fprintf(os.Stderr, "nuanxin-kiosk: --size %q is not WIDTHxHEIGHT\n", s.size)
			os.Exit(2)
		}
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, s, started, log)
	stop()
	if err != nil {
		log.Error("the kiosk ended", "cause", err)
		os.Exit(1)
	}
}

// run opens everything, shows the window until ctx ends or it is closed, and
// closes everything again. Fyne wants it on the main goroutine.
func run(ctx context.Context, s settings, started time.Time, log *slog.Logger) error {
	tracker := health.New(time.Now)
	n, err := node.Open(s.data, node.Options{
		Version: build.Version(), Broker: s.broker, AtOnce: s.atOnce, Devices: tracker.Snapshot, Log: log,
	})
	if err != nil {
		return err
	}
	page, err := openPhone(n, s.phone, s.phoneHost, log)
	if err != nil {
		_ = n.Station.Close()
		return err
	}
	name := station.Text{ZH: n.Membership.NameZH, EN: n.Membership.NameEN}
	paper, err := newPrinter(s.printer, tracker, log)
	if err != nil {
		_ = n.Station.Close()
		return err
	}
	config := flow.Config{Desk: n.Station, Name: name, Phone: page.url, Keyboard: keyboard{page}}
	if paper != nil {
		config.Printer = paper
	}
	speak := s.voice.speak(&config, log)
	screens := flow.New(config)
	page.texts.put = screens.Put

	ctx, leave := context.WithCancel(ctx)
	defer leave()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return n.Run(ctx) })
	group.Go(func() error { return page.serve(ctx) })
	group.Go(func() error { screens.Run(ctx); return nil })
	group.Go(func() error { speak(ctx); return nil })
	if paper != nil {
		paper.put = screens.Put
		group.Go(func() error { paper.run(ctx); return nil })
	}
	group.Go(func() error { devices{screens.Put, tracker, log}.watch(ctx, s.devices); return nil })

	shown := witness{log: log}
	openWindow(ctx, windowConfig{
		Title: name.ZH, Width: s.width, Height: s.height, Screenshot: s.screenshot, Describe: s.describe,
		Shown: shown.shown, Started: started, Log: log,
	}, screens.Views(), func(t flow.Tap) { screens.Put(t) })
	leave()
	return group.Wait()
}
