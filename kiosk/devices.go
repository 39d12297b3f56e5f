package main

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// scannerBaud is what serial scanners come set to; a USB one ignores it.
const scannerBaud = 9600

// lines are where the station's devices are. An empty path is a device that it does not have.
type lines struct{ reader, scanner port.Config }

// devices drives the devices: what they read goes to put, how they fare to the tracker, and from there
// to put and log.
type devices struct {
	put    func(flow.Input)
	health *health.Tracker
	log    *slog.Logger
}

// watch keeps the devices in use until ctx ends.
func (d devices) watch(ctx context.Context, at lines) {
	var all sync.WaitGroup
	if at.reader.Path != "" {
		own := d.health.Add(health.CardReader, at.reader.Path)
		reader := samv.Reader{Emit: func(e samv.Event) { d.card(own, e) }}
		all.Go(func() {
			keep(ctx, at.reader, own, func(ctx context.Context, p *port.Port) error { return reader.Run(ctx, p) })
		})
	}
	if at.scanner.Path != "" {
		own := d.health.Add(health.Scanner, at.scanner.Path)
		all.Go(func() { d.scan(ctx, at.scanner, own) })
	}
	all.Go(func() { d.health.Watch(ctx, d.tell) })
	all.Wait()
}

// keep has use run on the line whenever it can be opened, and tells when it cannot.
func keep(ctx context.Context, line port.Config, own *health.Device, use func(context.Context, *port.Port) error) {
	port.Watch(ctx, line, use, lost(own))
}

func lost(own *health.Device) func(error) {
	return func(err error) {
		if err != nil {
			own.Down(err)
		}
	}
}

// scan takes what the scanner reads: a serial one's line, or an input device whose keystrokes are kept from
// the screen.
func (d devices) scan(ctx context.Context, line port.Config, own *health.Device) {
	emit := func(s scanner.Scan) { own.Did(); d.put(flow.Scanned{Text: s.Text}) }
	reject := func(err error) { d.spoilt(own, err, i18n.CodeUnreadable) }
	if strings.HasPrefix(line.Path, "/dev/input/") {
		keys := wedge.Reader{Emit: emit, Reject: reject}
		open := func() (*evdev.Device, error) { return evdev.Open(line.Path) }
		port.Keep(ctx, line.Path, open, func(ctx context.Context, p *evdev.Device) error {
			own.Up()
			return keys.Run(ctx, p)
		}, lost(own))
		return
	}
	reader := scanner.Reader{Emit: emit, Reject: reject}
	keep(ctx, line, own, func(ctx context.Context, p *port.Port) error {
		own.Up() // it is silent until it scans: an open line is all there is to know
		return reader.Run(ctx, p)
	})
}

func (d devices) card(own *health.Device, e samv.Event) {
	switch e := e.(type) {
	case samv.Up:
		own.Up()
	case samv.Down:
		own.Down(e.Err)
	case samv.Placed:
		own.Did()
		d.put(flow.CardPlaced{Name: cmp.Or(e.Card.Name, e.Card.LatinName), Number: e.Card.Number})
	case samv.Failed:
		d.spoilt(own, e.Err, i18n.CardUnreadable)
	case samv.Lifted:
		d.put(flow.CardLifted{})
	}
}

// spoilt tells of a card or code that could not be read.
func (d devices) spoilt(own *health.Device, err error, otherwise i18n.Key) {
	own.Failed(err)
	reason, _ := health.Of(err)
	d.log.Warn("not read", "reason", reason, "cause", err)
	d.put(flow.Unread{Say: cmp.Or(toRider[reason], otherwise)})
}

// toRider is what to say of a failure that another try will not mend.
var toRider = map[health.Reason]i18n.Key{
	health.UnknownCard:    i18n.CardOther,
	health.UnknownLayout:  i18n.CardRefused,
	health.CardRejected:   i18n.CardRefused,
	health.SelfTestFailed: i18n.CardNotNow,
	health.NotAuthorised:  i18n.CardNotNow,
	health.ReaderError:    i18n.CardNotNow,
}

// tell puts the devices' health on the screen and into the technician's log.
func (d devices) tell(all []health.Health) {
	var now flow.Devices
	for _, h := range all {
		switch h.Device {
		case health.CardReader:
			now.Reader = shownAs(h)
		case health.Scanner:
			now.Scanner = shownAs(h)
		case health.Printer:
			now.Printer = shownAs(h)
		}
		level := slog.LevelInfo
		if h.State.Out() {
			level = slog.LevelWarn
		}
		d.log.Log(context.Background(), level, "device", "kind", h.Device, "path", h.Path, "state", h.State, "reason", h.Reason, "cause", h.Detail)
	}
	d.put(now)
}

func shownAs(h health.Health) flow.Device {
	advice := station.Text{ZH: h.Advice.Technician.ZH, EN: h.Advice.Technician.EN}
	return flow.Device{Fitted: true, Out: h.State.Out(), Code: string(h.Reason), Since: h.Since, Advice: advice}
}
