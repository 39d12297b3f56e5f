package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// source is what read and scan have in common: a port, and how to print what comes from it.
type source struct {
	port       port.Config
	json, once bool
}

func (s *source) flags(f *flag.FlagSet, baud int) {
	f.StringVar(&s.port.Path, "port", "", "the `device`, best under /dev/serial/by-id")
	f.IntVar(&s.port.Baud, "baud", baud, "baud `rate`")
	f.BoolVar(&s.json, "json", false, "print one JSON line for each")
	f.BoolVar(&s.once, "once", false, "end after the first")
}

// read prints cards until interrupted.
func (a *app) read(ctx context.Context, args []string) error {
	var s source
	f := a.flags("read")
	s.flags(f, port.DefaultBaud)
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	return a.follow(ctx, s, func(ctx context.Context, p *port.Port, done func()) error {
		r := samv.Reader{Emit: func(e samv.Event) { a.cardEvent(e, s, done) }}
		return r.Run(ctx, p)
	})
}

func (a *app) cardEvent(e samv.Event, s source, done func()) {
	switch e := e.(type) {
	case samv.Up:
		fmt.Fprintln(a.err, a.say("读卡器就绪，请放卡。", "The reader is ready: place a card."))
	case samv.Down:
		fmt.Fprintln(a.err, a.explain(e.Err))
	case samv.Failed:
		fmt.Fprintln(a.err, a.explain(e.Err))
	case samv.Lifted:
		fmt.Fprintln(a.err, a.say("卡已拿开。", "The card was lifted."))
	case samv.Placed:
		a.print(e.Card, s)
		if s.once {
			done()
		}
	}
}

// scan prints codes until interrupted.
func (a *app) scan(ctx context.Context, args []string) error {
	var s source
	f := a.flags("scan")
	s.flags(f, 9600)
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	return a.follow(ctx, s, func(ctx context.Context, p *port.Port, done func()) error {
		fmt.Fprintln(a.err, a.say("扫码器已连接，请扫码。", "The scanner's port is open: scan a code."))
		r := scanner.Reader{
			Reject: func(err error) { fmt.Fprintln(a.err, a.explain(err)) },
			Emit: func(code scanner.Scan) {
				if ctx.Err() != nil {
					return // done
				}
				a.print(code, s)
				if s.once {
					done()
				}
			},
		}
		return r.Run(ctx, p)
	})
}

// print prints a card or a code: all of it as JSON, or else what it formats itself as, which is not personal.
func (a *app) print(v any, s source) {
	if !s.json {
		fmt.Fprintln(a.out, v)
		return
	}
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		fmt.Fprintln(a.err, err)
	}
}

// follow keeps the port in use until the user or the loop ends it, or until it shows that the command line
// names no port that could ever work.
func (a *app) follow(ctx context.Context, s source, loop func(context.Context, *port.Port, func()) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := func() { cancel(nil) }
	port.Watch(ctx, s.port, func(ctx context.Context, p *port.Port) error { return loop(ctx, p, done) },
		func(err error) {
			switch {
			case errors.Is(err, port.ErrBaud), errors.Is(err, port.ErrNotTTY):
				cancel(err)
			case err != nil:
				fmt.Fprintln(a.err, a.explain(err))
			}
		})
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return nil
}
