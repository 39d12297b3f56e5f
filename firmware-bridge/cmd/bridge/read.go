package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// source is what commands that follow a device have in common: a port, and how to print what comes from it.
type source struct {
	port       port.Config
	json, once bool
	poll       time.Duration // of samv.Reader
	lost       func(error)   // told when the line is lost or cannot be opened; may be nil
}

func (s *source) flags(f *flag.FlagSet, baud int) {
	f.StringVar(&s.port.Path, "port", "", "the `device`, best under /dev/serial/by-id")
	f.IntVar(&s.port.Baud, "baud", baud, "baud `rate`")
	f.BoolVar(&s.json, "json", false, "print one JSON line for each")
	f.BoolVar(&s.once, "once", false, "end after the first")
}

// reading is how cards are read.
type reading struct {
	source
	addresses bool
	photo     string // file
	decoder   string // command
}

// read prints cards until interrupted.
func (a *app) read(ctx context.Context, args []string) error {
	var r reading
	f := a.flags("read")
	r.flags(f, port.DefaultBaud)
	f.BoolVar(&r.addresses, "addresses", false, "ask for the later addresses too, and end after the first card")
	f.StringVar(&r.photo, "photo", "", "write the card's photo to this `file`: as it is stored (WLT), or decoded by --photo-decoder")
	f.StringVar(&r.decoder, "photo-decoder", "", "`command` that gets a stored photo (WLT) on its standard input and writes a BMP, PNG or JPEG")
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	return a.follow(ctx, r.source, func(ctx context.Context, p *port.Port, done func()) error {
		if r.addresses {
			return a.readAddresses(ctx, r, p, done)
		}
		emit := func(e samv.Event) { a.cardEvent(ctx, e, r, done) }
		return (&samv.Reader{Emit: emit, Photo: r.photo != ""}).Run(ctx, p)
	})
}

func (a *app) cardEvent(ctx context.Context, e samv.Event, r reading, done func()) {
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
		a.print(e.Card, r.source)
		a.savePhoto(ctx, r, e.Photo)
		if r.once {
			done()
		}
	}
}

// savePhoto writes the photo where it was asked for; nobody but the user may read the file.
func (a *app) savePhoto(ctx context.Context, r reading, photo samv.Photo) {
	if r.photo == "" {
		return
	}
	data, err := []byte(photo), error(nil)
	if r.decoder != "" {
		var image samv.Image
		image, err = samv.PhotoDecoder{Command: strings.Fields(r.decoder)}.Decode(ctx, photo)
		data = image.Data
	}
	if err == nil {
		err = os.WriteFile(r.photo, data, 0o600)
	}
	if err != nil {
		fmt.Fprintln(a.err, a.explain(err))
		return
	}
	fmt.Fprintf(a.err, a.say("照片已写入 %s（%d 字节），用完请删除。\n", "The photo was written to %s (%d bytes): delete it after use.\n"), r.photo, len(data))
}

// withAddresses is a card with the addresses that were written to it later.
type withAddresses struct {
	samv.Card
	Addresses []string `json:"addresses"`
}

const betweenLooks = 250 * time.Millisecond

// readAddresses reads one card and what only the loop of samv.Reader leaves out.
func (a *app) readAddresses(ctx context.Context, r reading, p *port.Port, done func()) error {
	m := samv.NewModule(p)
	fmt.Fprintln(a.err, a.say("请放卡。", "Place a card."))
	for ctx.Err() == nil {
		card, photo, addresses, err := readWhole(m)
		switch {
		case errors.Is(err, samv.NoCard):
		case isCode(err):
			fmt.Fprintln(a.err, a.explain(err)) // the card moved, say: it may be placed again
		case err != nil:
			return err
		default:
			a.print(withAddresses{card, addresses}, r.source)
			a.savePhoto(ctx, r, photo)
			done()
			return nil
		}
		pause(ctx, betweenLooks)
	}
	return nil
}

func isCode(err error) bool {
	var code samv.Code
	return errors.As(err, &code)
}

// readWhole reads the card that lies on the module; samv.NoCard where there is none.
func readWhole(m *samv.Module) (card samv.Card, photo samv.Photo, addresses []string, err error) {
	if err = m.Find(); err != nil {
		return card, nil, nil, err
	}
	if err = m.Select(); err != nil {
		return card, nil, nil, err
	}
	if card, photo, err = m.ReadWithPhoto(); err != nil {
		return card, nil, nil, err
	}
	addresses, err = m.Addresses()
	return card, photo, addresses, err
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
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
			if s.lost != nil && err != nil {
				s.lost(err)
			}
			switch {
			case errors.Is(err, port.ErrBaud), errors.Is(err, port.ErrNotTTY):
				cancel(err)
			case err != nil:
				fmt.Fprintln(a.err, a.explain(err))
			}
		})
	return ended(ctx)
}

// ended is why a context was cancelled, nil where it is the user's or the loop's own end.
func ended(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return nil
}
