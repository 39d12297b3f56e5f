package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/image/font/opentype"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/slip"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// printerLine is where the receipt printer is, and its paper. An empty path is a station without one.
type printerLine struct {
	port.Config
	paper escpos.Paper
}

// printerBaud is what receipt printers are set to most often.
const printerBaud = 9600

func (l *printerLine) flags() {
	l.paper = escpos.Paper58
	flag.StringVar(&l.Path, "printer", "", "the receipt printer's serial `device`; empty for none")
	flag.IntVar(&l.Baud, "printer-baud", printerBaud, "the printer's baud `rate`, as on its self-test page")
	flag.Func("paper", "the receipt paper's `width` in mm, 58 or 80 (default 58)", func(s string) error {
		paper, known := map[string]escpos.Paper{"58": escpos.Paper58, "80": escpos.Paper80}[s]
		if !known {
			return errors.New("paper is 58 or 80 mm wide")
		}
		l.paper = paper
		return nil
	})
}

// printer prints the flow's slips, and tells how each fares.
type printer struct {
	escpos.Printer
	line  port.Config
	slips chan order
	put   func(flow.Input)
	own   *health.Device
	log   *slog.Logger
}

// order is a slip to be printed, or the ID of one to be dropped.
type order struct {
	slip flow.Slip
	drop string
}

// freshFor is how long a slip waits for a printer that is not ready: about as long as its rider stays.
const freshFor = time.Minute

// newPrinter is the station's printer, nil where it has none.
func newPrinter(l printerLine, all *health.Tracker, log *slog.Logger) (*printer, error) {
	if l.Path == "" {
		return nil, nil
	}
	fonts, err := paperFonts(log)
	if err != nil {
		return nil, err
	}
	p := &printer{line: l.Config, slips: make(chan order, 16), own: all.Add(health.Printer, l.Path), log: log}
	p.Printer = escpos.Printer{
		Encoder: escpos.Encoder{Paper: l.paper, Fonts: fonts}, Emit: p.told, Baud: l.Baud,
		// A slip that comes once its rider has gone is somebody else's to find, and nothing asks for one again.
		Fresh: freshFor, Keep: time.Second,
	}
	return p, nil
}

// allCharacters has the rare characters of names. It is read as needed, for the life of the process.
const allCharacters = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// paperFonts draw what the printer's ROM lacks: the kiosk's own font, and the one with all characters if it is
// installed.
func paperFonts(log *slog.Logger) ([]*opentype.Font, error) {
	own, err := opentype.Parse(theme.Regular.Content())
	if err != nil {
		return nil, fmt.Errorf("the kiosk's font: %w", err)
	}
	rare, err := installedFont(allCharacters)
	if err != nil {
		log.Info("rare characters print as a box: install fonts-noto-cjk", "cause", err)
		return []*opentype.Font{own}, nil
	}
	return []*opentype.Font{own, rare}, nil
}

func installedFont(path string) (*opentype.Font, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	all, err := opentype.ParseCollectionReaderAt(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	const simplified = 2 // after Japanese and Korean
	return all.Font(min(simplified, all.NumFonts()-1))
}

// Print is for the flow, which waits for nobody.
func (p *printer) Print(s flow.Slip) bool { return p.order(order{slip: s}) }

// Withdraw is as Print. Where too much waits to be taken up, the slip is dropped once it is no longer fresh.
func (p *printer) Withdraw(id string) { p.order(order{drop: id}) }

func (p *printer) order(o order) bool {
	select {
	case p.slips <- o:
		return true
	default:
		return false
	}
}

// printFor has a flow print, where there is a printer.
func (p *printer) printFor(c *flow.Config) {
	if p != nil {
		c.Printer = p
	}
}

// run prints until ctx ends, and tells put how it goes.
func (p *printer) run(ctx context.Context, put func(flow.Input)) {
	if p == nil {
		return
	}
	p.put = put
	var all sync.WaitGroup
	all.Go(func() {
		keep(ctx, p.line, p.own, func(ctx context.Context, line *port.Port) error { return p.Run(ctx, line) })
	})
	for {
		select {
		case <-ctx.Done():
			all.Wait()
			return
		case o := <-p.slips:
			p.carryOut(o)
		}
	}
}

func (p *printer) carryOut(o order) {
	if o.drop != "" {
		p.Printer.Withdraw(o.drop)
		return
	}
	if err := p.submit(o.slip); err != nil {
		p.log.Warn("receipt not taken", "cause", err)
		p.put(flow.SlipHeard{ID: o.slip.ID, Say: i18n.SlipNotPrinted, Over: true})
	}
}

func (p *printer) submit(s flow.Slip) error {
	var modules [][]bool
	if s.Code != "" {
		var err error
		if modules, err = qr.Modules(s.Code); err != nil {
			return err
		}
	}
	return p.Submit(escpos.Receipt{ID: s.ID, Document: slip.Document(s, modules)})
}

// told passes on what happens at the printer.
func (p *printer) told(e escpos.Event) {
	switch e := e.(type) {
	case escpos.Condition:
		p.fares(e)
	case escpos.Printing:
		p.put(flow.SlipHeard{ID: e.ID, Say: i18n.SlipPrinting})
	case escpos.Waiting:
		p.log.Warn("receipt waits", "cause", e.Err)
		p.put(flow.SlipHeard{ID: e.ID, Say: toWaiting(e.Err)})
	case escpos.Printed:
		p.own.Did()
		say := i18n.SlipPrinted
		if !e.Sure {
			say = i18n.SlipSent
		}
		p.put(flow.SlipHeard{ID: e.ID, Say: say, Over: true})
	case escpos.Dropped:
		p.log.Info("receipt dropped", "cause", "its rider has gone")
	case escpos.Kept:
		p.log.Warn("receipt not printed", "cause", e.Err)
		p.own.Failed(e.Err)
		p.put(flow.SlipHeard{ID: e.ID, Say: i18n.SlipNotPrinted, Over: true})
	}
}

func (p *printer) fares(c escpos.Condition) {
	if c.Err != nil {
		p.own.Down(c.Err)
		return
	}
	p.own.Up()
	if c.Status.PaperLow {
		p.own.Warn(escpos.ErrPaperLow)
	} else {
		p.own.Warn(nil)
	}
}

// toWaiting is what to say to the rider of a receipt that the printer cannot print now.
func toWaiting(err error) i18n.Key {
	for _, w := range []struct {
		err error
		say i18n.Key
	}{
		{escpos.ErrPaperOut, i18n.SlipPaperOut},
		{escpos.ErrCoverOpen, i18n.SlipCoverOpen},
		{escpos.ErrCutter, i18n.SlipJam},
		{escpos.ErrRecoverable, i18n.SlipHot},
	} {
		if errors.Is(err, w.err) {
			return w.say
		}
	}
	return i18n.SlipNoPrinter
}
