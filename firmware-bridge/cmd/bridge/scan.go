package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// scanning is how codes are read.
type scanning struct {
	source
	profile scanner.Profile
}

// scan prints codes until interrupted.
func (a *app) scan(ctx context.Context, args []string) error {
	var s scanning
	f := a.flags("scan")
	s.flags(f, scannerBaud)
	f.TextVar(&s.profile.Trigger, "trigger", scanner.None, "`dialect` in which to tell the scanner to scan: none, honeywell, newland, gm65")
	f.TextVar(&s.profile.Framing, "framing", scanner.Auto, "where a code ends: `auto`, cr, lf, crlf, stx-etx, silence")
	f.StringVar(&s.profile.Prefix, "prefix", "", "`text` that the scanner sends before each code, to be taken off")
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	if isKeyboard(s.port.Path) {
		return a.scanKeys(ctx, s)
	}
	return a.follow(ctx, s.source, func(ctx context.Context, p *port.Port, done func()) error { return a.scanLine(ctx, s, p, done) })
}

// scannerBaud is what serial scanners are set to most often.
const scannerBaud = 9600

// isKeyboard reports whether a path is that of a scanner that types rather than of a serial line.
func isKeyboard(path string) bool { return strings.HasPrefix(path, "/dev/input/") }

func (a *app) scanLine(ctx context.Context, s scanning, p *port.Port, done func()) error {
	fmt.Fprintln(a.err, a.say("扫码器已连接，请扫码。", "The scanner's port is open: scan a code."))
	again := make(chan struct{}, 1)
	r := &scanner.Reader{Profile: s.profile, Reject: a.reject}
	r.Emit = a.emitScan(ctx, s.source, func() {
		if s.once {
			done()
			return
		}
		select {
		case again <- struct{}{}:
		default: // it is being told already
		}
	})
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan struct{})
	go func() { defer close(ended); a.keepTriggering(ctx, r, p, again) }()
	defer func() { cancel(); <-ended }()
	return r.Run(ctx, p)
}

// keepTriggering has a scanner that waits for a command scan, and again after each code.
func (a *app) keepTriggering(ctx context.Context, r *scanner.Reader, p *port.Port, again <-chan struct{}) {
	for ctx.Err() == nil {
		if err := r.Start(ctx, p); err != nil && ctx.Err() == nil {
			fmt.Fprintln(a.err, a.explain(err))
		}
		select {
		case <-ctx.Done():
			_ = r.Stop(context.WithoutCancel(ctx), p) // the port may be gone
		case <-again:
		}
	}
}

// emitScan prints each code until ctx ends.
func (a *app) emitScan(ctx context.Context, s source, then func()) func(scanner.Scan) {
	return func(code scanner.Scan) {
		if ctx.Err() == nil {
			a.print(code, s)
			then()
		}
	}
}

func (a *app) reject(err error) { fmt.Fprintln(a.err, a.explain(err)) }

// scanKeys reads a scanner that types. While it does, nothing of it reaches the screen.
func (a *app) scanKeys(ctx context.Context, s scanning) error {
	device, err := evdev.Open(s.port.Path)
	if err != nil {
		return err
	}
	defer device.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = device.Close() })
	defer stop()
	fmt.Fprintln(a.err, a.say("键盘式扫码器已独占，请扫码。", "The scanner's keys are caught: scan a code."))
	r := wedge.Reader{Profile: wedge.Profile{Prefix: s.profile.Prefix}, Reject: a.reject}
	r.Emit = a.emitScan(ctx, s.source, func() {
		if s.once {
			cancel()
		}
	})
	if err := r.Run(ctx, device); err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	return nil
}
