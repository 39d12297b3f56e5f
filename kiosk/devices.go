package main

import (
	"cmp"
	"context"
	"log/slog"
	"sync"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/kiosk/flow"
)

// scannerBaud is what serial scanners come set to; a USB one ignores it.
const scannerBaud = 9600

// device is one serial device that feeds the flow.
type device struct {
	kind flow.Device
	line port.Config
	use  func(context.Context, *port.Port) error
	flow *flow.Flow
	log  *slog.Logger
}

// watch keeps the device in use until ctx ends.
func (d device) watch(ctx context.Context) {
	port.Watch(ctx, d.line, d.use, func(err error) {
		if err != nil {
			d.say(false, err)
		}
	})
}

// say tells the flow, and the technician's log, whether the device answers.
func (d device) say(answers bool, why error) {
	d.flow.Put(flow.DeviceHeard{Device: d.kind, Answers: answers})
	if answers {
		d.log.Info("device answers", "path", d.line.Path)
		return
	}
	d.log.Warn("device does not answer", "path", d.line.Path, "cause", why)
}

// watchDevices feeds cards and codes into f until ctx ends. An empty path is a
// device this station does not have.
func watchDevices(ctx context.Context, readerPath, scannerPath string, f *flow.Flow, log *slog.Logger) {
	var all sync.WaitGroup
	if readerPath != "" {
		all.Go(func() { watchReader(ctx, readerPath, f, log) })
	}
	if scannerPath != "" {
		all.Go(func() { watchScanner(ctx, scannerPath, f, log) })
	}
	all.Wait()
}

func watchReader(ctx context.Context, path string, f *flow.Flow, log *slog.Logger) {
	d := device{kind: flow.CardReader, line: port.Config{Path: path}, flow: f, log: log}
	reader := samv.Reader{Emit: func(e samv.Event) {
		switch e := e.(type) {
		case samv.Up:
			d.say(true, nil)
		case samv.Down:
			d.say(false, e.Err)
		case samv.Placed:
			f.Put(flow.CardPlaced{Name: cmp.Or(e.Card.Name, e.Card.LatinName), Number: e.Card.Number})
		case samv.Failed:
			log.Warn("card not read", "cause", e.Err)
			f.Put(flow.CardFailed{})
		case samv.Lifted:
			f.Put(flow.CardLifted{})
		}
	}}
	d.use = func(ctx context.Context, p *port.Port) error { return reader.Run(ctx, p) }
	d.watch(ctx)
}

func watchScanner(ctx context.Context, path string, f *flow.Flow, log *slog.Logger) {
	d := device{kind: flow.Scanner, line: port.Config{Path: path, Baud: scannerBaud}, flow: f, log: log}
	reader := scanner.Reader{
		Emit:   func(s scanner.Scan) { f.Put(flow.Scanned{Text: s.Text}) },
		Reject: func(err error) { log.Warn("code not read", "cause", err) },
	}
	d.use = func(ctx context.Context, p *port.Port) error {
		d.say(true, nil) // a scanner is silent until it scans: an open line is all there is to know
		return reader.Run(ctx, p)
	}
	d.watch(ctx)
}
