// Command demo is `make run`: it starts a hub, a simulated card reader, QR
// scanner and receipt printer, and the kiosk enrolled in that hub, all on this machine, and stops
// them in order. A second run continues with the same data.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// settings are where everything is and listens. The addresses stay the same
// from run to run, because the station remembers the broker's.
type settings struct {
	bin, data         string
	mqtt, http, enrol string
	phone, size       string
	lively            bool
}

// station is the identifier of the station shown.
const station = "demo"

func main() {
	time.Local = event.Zone // whatever zone the machine is set to
	var s settings
	flag.StringVar(&s.bin, "bin", "bin", "the folder of the kit's programs")
	flag.StringVar(&s.data, "data", "data", "the folder to keep everything in")
	flag.StringVar(&s.mqtt, "mqtt", "127.0.0.1:8883", "where the hub's broker listens")
	flag.StringVar(&s.http, "http", "127.0.0.1:8480", "where the hub's status page and API listen")
	flag.StringVar(&s.enrol, "enrol", "127.0.0.1:8481", "where the hub takes enrolments")
	flag.StringVar(&s.phone, "phone", "127.0.0.1:8482", "where the kiosk's phone page listens")
	flag.StringVar(&s.size, "size", "1920x1080", "the virtual display, where there is no real one")
	flag.BoolVar(&s.lively, "lively", false, "have simulated people come and go")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, s)
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run starts one thing after the other, waits for Ctrl-C or for something to
// end by itself, and stops them the other way round.
func run(ctx context.Context, s settings) error {
	d, err := prepare(s)
	if err != nil {
		return err
	}
	defer d.stop()
	for _, begin := range []func(context.Context) error{
		d.startHub, d.enrol, d.furnish, d.offerSlots, d.people, d.publishStory, d.startDevices, d.findDisplay, d.startKiosk,
	} {
		if err := begin(ctx); err != nil {
			return err
		}
	}
	d.explain()
	go d.enliven(ctx)
	return d.serve(ctx)
}

// demo is what runs.
type demo struct {
	settings
	logs    string
	display string
	virtual bool
	running []*process // in the order they were started
	ended   chan *process
}

func prepare(s settings) (*demo, error) {
	var err1, err2 error
	s.bin, err1 = filepath.Abs(s.bin)
	s.data, err2 = filepath.Abs(s.data)
	d := &demo{settings: s, logs: filepath.Join(s.data, "logs"), ended: make(chan *process, 8)}
	return d, errors.Join(err1, err2, os.MkdirAll(d.logs, 0o700), os.MkdirAll(d.in("dev"), 0o700))
}

func (d *demo) in(name string) string { return filepath.Join(d.data, name) }

// start starts one of the kit's programs.
func (d *demo) start(name, program string, args ...string) (*process, error) {
	// Fyne keeps what it has drawn for a minute unless told otherwise: with
	// these, the kiosk's memory stays flat. Go leaves what it frees as it is
	// unless told to overwrite it.
	env := []string{"FYNE_CACHE=15s", "GOMEMLIMIT=96MiB", "GODEBUG=clobberfree=1"}
	if d.display != "" {
		env = append(env, "DISPLAY="+d.display)
	}
	p, err := start(d.logs, name, env, filepath.Join(d.bin, program), args...)
	if err != nil {
		return nil, err
	}
	d.keep(p)
	return p, nil
}

// keep has a process stopped at the end, and its own end noticed.
func (d *demo) keep(p *process) {
	d.running = append(d.running, p)
	go func() {
		<-p.done
		d.ended <- p
	}()
}

func (d *demo) stop() {
	fmt.Println("Stopping.")
	for i := len(d.running) - 1; i >= 0; i-- {
		d.running[i].stop()
	}
}
