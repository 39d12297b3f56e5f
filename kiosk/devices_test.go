package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// bench is a kiosk's devices without its screens: what they put into the flow comes out of inputs.
type bench struct {
	t       *testing.T
	reader  *sim.Reader
	scanner *sim.Scanner
	tracker *health.Tracker
	inputs  chan flow.Input
	log     *bytes.Buffer
	end     func()
}

func newBench(t *testing.T) *bench {
	dir := t.TempDir()
	at := lines{
		reader:  port.Config{Path: filepath.Join(dir, "reader")},
		scanner: port.Config{Path: filepath.Join(dir, "scanner"), Baud: scannerBaud},
	}
	reader, err1 := sim.NewReader(at.reader.Path, sim.ReaderOptions{})
	scanner, err2 := sim.NewScanner(at.scanner.Path, sim.ScannerOptions{})
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	t.Cleanup(func() { _, _ = reader.Close(), scanner.Close() })
	b := &bench{t: t, reader: reader, scanner: scanner, tracker: health.New(time.Now), inputs: make(chan flow.Input, 64), log: new(bytes.Buffer)}
	ctx, cancel := context.WithCancel(context.Background())
	d := devices{func(in flow.Input) { b.inputs <- in }, b.tracker, slog.New(slog.NewTextHandler(&locked{w: b.log}, nil))}
	ended := make(chan struct{})
	go func() { defer close(ended); d.watch(ctx, at) }()
	b.end = func() { cancel(); <-ended }
	t.Cleanup(b.end)
	return b
}

type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// until takes inputs until one is as wanted.
func until[I flow.Input](b *bench, what string, wanted func(I) bool) I {
	b.t.Helper()
	late := time.After(15 * time.Second)
	for {
		select {
		case in := <-b.inputs:
			if i, is := in.(I); is && wanted(i) {
				return i
			}
		case <-late:
			b.t.Fatalf("%s did not come; the devices are %+v", what, b.tracker.Snapshot())
		}
	}
}

func (b *bench) devices(what string, wanted func(flow.Devices) bool) flow.Devices {
	b.t.Helper()
	return until(b, what, wanted)
}

func wellBoth(d flow.Devices) bool {
	return d.Reader.Code == "" && d.Scanner.Code == "" && d.Scanner.Fitted
}

// TestAReaderUnpluggedAndBack goes through what a rider and a technician meet: the reader is pulled out, the
// screen is told that it is out and why, it is put back, and the next card is read. Nobody is named in the log.
func TestAReaderUnpluggedAndBack(t *testing.T) {
	b := newBench(t)
	b.devices("both well", wellBoth)
	card, err := sim.Sample("citizen")
	if err != nil {
		t.Fatal(err)
	}
	place := func() flow.CardPlaced {
		if err := b.reader.Place(card); err != nil {
			t.Fatal(err)
		}
		return until(b, "the card", func(flow.CardPlaced) bool { return true })
	}
	placed := place()
	b.reader.Lift()
	until(b, "the lift", func(flow.CardLifted) bool { return true })

	b.reader.Unplug()
	out := b.devices("the reader out", func(d flow.Devices) bool { return d.Reader.Out })
	if out.Reader.Code != string(health.Unplugged) || out.Reader.Advice.ZH == "" || !wellBoth(flow.Devices{Scanner: out.Scanner}) {
		t.Errorf("while it is out: %+v", out)
	}
	if err := b.reader.Plug(); err != nil {
		t.Fatal(err)
	}
	b.devices("the reader back", wellBoth)
	if again := place(); again != placed {
		t.Error("another card was read than lies there")
	}
	h := b.tracker.Snapshot()[0]
	if h.State != health.Ready || h.Done != 2 || h.Replugs != 1 || h.LastGood.IsZero() {
		t.Errorf("in the end: %+v", h)
	}
	b.end()
	if log := b.log.String(); !strings.Contains(log, "state=absent reason=unplugged") || strings.Contains(log, placed.Number) || strings.Contains(log, placed.Name) {
		t.Errorf("the log:\n%s", log)
	}
}

// TestACodeThatIsNoTextIsToldTheRider, and the scanner goes on.
func TestACodeThatIsNoTextIsToldTheRider(t *testing.T) {
	b := newBench(t)
	b.devices("both well", wellBoth)
	if err := b.scanner.Scan("\xff\xff\xff"); err != nil {
		t.Fatal(err)
	}
	until(b, "the unread code", func(u flow.Unread) bool { return u.Say == i18n.CodeUnreadable })
	if err := b.scanner.Scan("NX1"); err != nil {
		t.Fatal(err)
	}
	until(b, "the code", func(s flow.Scanned) bool { return s.Text == "NX1" })
	h := b.tracker.Snapshot()[1]
	if h.Done != 1 || h.Failed[health.Unreadable] != 1 || h.State != health.Ready {
		t.Errorf("the scanner: %+v", h)
	}
}

// TestAKeyboardScannerIsAnInputDevice: its path says so, and what is told of its absence fits it.
func TestAKeyboardScannerIsAnInputDevice(t *testing.T) {
	const path = "/dev/input/by-id/usb-none-event-kbd"
	var log bytes.Buffer
	inputs := make(chan flow.Input, 64)
	b := &bench{t: t, tracker: health.New(time.Now), inputs: inputs}
	ctx, cancel := context.WithCancel(t.Context())
	d := devices{func(in flow.Input) { inputs <- in }, b.tracker, slog.New(slog.NewTextHandler(&log, nil))}
	ended := make(chan struct{})
	go func() { defer close(ended); d.watch(ctx, lines{scanner: port.Config{Path: path}}) }()
	got := until(b, "the absent scanner", func(d flow.Devices) bool { return d.Scanner.Out })
	cancel()
	<-ended
	if got.Scanner.Code != "unplugged" || !strings.Contains(got.Scanner.Advice.EN, "-event-kbd") {
		t.Errorf("got %+v", got.Scanner)
	}
}
