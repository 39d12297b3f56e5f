package main

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// newPaper is a kiosk's printer without its screens, as newBench is for the other devices.
func newPaper(t *testing.T) (*sim.Printer, *printer, *bench) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "printer")
	device, err := sim.NewPrinter(path, sim.PrinterOptions{Baud: 115200, Speed: 1500})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = device.Close() })
	b := &bench{t: t, tracker: health.New(time.Now), inputs: make(chan flow.Input, 64), log: new(bytes.Buffer)}
	l := printerLine{Config: port.Config{Path: path, Baud: 115200}, paper: escpos.Paper58}
	p, err := newPrinter(l, b.tracker, slog.New(slog.NewTextHandler(&locked{w: b.log}, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); p.run(ctx, func(in flow.Input) { b.inputs <- in }) }()
	b.end = func() { cancel(); <-ended }
	t.Cleanup(b.end)
	return device, p, b
}

// booking is the slip of an invented rider.
func booking(id string) flow.Slip {
	return flow.Slip{
		ID: id, Station: station.Text{ZH: "和平路暖新驿站"}, Masked: "张**", Code: "NXR1" + id, Now: time.Now(),
		Held: flow.Held{Booking: station.Booking{
			Ref: event.Ref{Station: "demo", Epoch: 1, Seq: 7}, Slot: station.Slot{Starts: time.Now(), Minutes: 30},
		}},
	}
}

func slipIs(say i18n.Key, over bool) func(flow.SlipHeard) bool {
	return func(h flow.SlipHeard) bool { return h.ID == "1" && h.Say == say && h.Over == over }
}

func TestASlipIsPrintedAndToldOfInTheRidersWords(t *testing.T) {
	device, p, b := newPaper(t)
	if !p.Print(booking("1")) {
		t.Fatal("it is not taken")
	}
	until(b, "printing", slipIs(i18n.SlipPrinting, false))
	until(b, "printed", slipIs(i18n.SlipPrinted, true))
	text := strings.Join(device.Strips()[0].Lines, "\n")
	if !strings.Contains(text, "和平路暖新驿站") || !strings.Contains(text, "张**") {
		t.Errorf("it says\n%s", text)
	}
	if h := b.tracker.Snapshot()[0]; h.State != health.Ready || h.Done != 1 {
		t.Errorf("its health is %+v", h)
	}
	b.end()
	if strings.Contains(b.log.String(), "张") || strings.Contains(b.log.String(), "NXR1") {
		t.Errorf("the log says who: %s", b.log)
	}
}

func TestASlipWithoutPaperWaitsAndSaysSo(t *testing.T) {
	device, p, b := newPaper(t)
	device.Set(sim.PaperOut, true)
	p.Print(booking("1"))
	until(b, "no paper", slipIs(i18n.SlipPaperOut, false))
	if h := b.tracker.Snapshot()[0]; h.State == health.Ready || h.Reason != "paper-out" {
		t.Errorf("its health is %+v", h)
	}
	device.Set(sim.PaperOut, false)
	until(b, "printed", slipIs(i18n.SlipPrinted, true))
}

// A slip whose rider has gone is not there for the next one to find.
func TestASlipThatIsWithdrawnDoesNotComeOut(t *testing.T) {
	device, p, b := newPaper(t)
	device.Set(sim.PaperOut, true)
	p.Print(booking("1"))
	until(b, "no paper", slipIs(i18n.SlipPaperOut, false))
	p.Withdraw("1")
	p.Print(booking("2"))
	device.Set(sim.PaperOut, false)
	until(b, "the next is printed", func(h flow.SlipHeard) bool { return h.ID == "2" && h.Over })
	if n := len(device.Strips()); n != 1 {
		t.Errorf("%d slips came out", n)
	}
}

func TestAPrinterThatIsPulledOutIsToldOf(t *testing.T) {
	device, p, b := newPaper(t)
	p.Print(booking("0"))
	until(b, "printed", func(h flow.SlipHeard) bool { return h.Over })
	device.Unplug()
	p.Print(booking("1"))
	until(b, "no printer", slipIs(i18n.SlipNoPrinter, false))
	if err := device.Plug(); err != nil {
		t.Fatal(err)
	}
	until(b, "printed", slipIs(i18n.SlipPrinted, true))
}

func TestASlipThatCannotBePrintedIsToldOf(t *testing.T) {
	_, p, b := newPaper(t)
	s := booking("1")
	s.Code = strings.Repeat("x", 5000) // no QR code holds so much
	p.Print(s)
	until(b, "not printed", slipIs(i18n.SlipNotPrinted, true))
}
