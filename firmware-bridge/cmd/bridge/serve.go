package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/serve"
	"github.com/nuanxin/station-kit/internal/build"
)

// many is a flag that may be given more than once.
type many []string

func (m *many) String() string { return strings.Join(*m, ",") }

func (m *many) Set(s string) error {
	*m = append(*m, s)
	return nil
}

// service is how the reader is served.
type service struct {
	port      port.Config
	listen    many
	tokenFile string
	photo     bool
	decoder   string
	config    serve.Config
}

func (s *service) flags(f *flag.FlagSet) {
	f.StringVar(&s.port.Path, "port", "", "the `device`, best under /dev/serial/by-id")
	f.IntVar(&s.port.Baud, "baud", port.DefaultBaud, "baud `rate`")
	f.Var(&s.listen, "listen", "loopback `address:port`, more than once for more (default "+serve.DefaultListen+")")
	f.Var((*many)(&s.config.Origins), "allow-origin", "a web `page's origin` that may ask, such as https://desk.example.org; more than once for more")
	f.Var((*many)(&s.config.Dialects), "dialect", "also speak a vendor's dialect, `readmsg or readcard`; more than once for both")
	f.BoolVar(&s.config.JSONP, "jsonp", false, "answer readmsg with a callback where the page is of an allowed origin")
	f.StringVar(&s.tokenFile, "token-file", "", "programs must bring the token in this `file` (Authorization: Bearer)")
	f.BoolVar(&s.photo, "photo", false, "tell the card's photo, as it is stored unless there is a --photo-decoder")
	f.StringVar(&s.decoder, "photo-decoder", "", "`command` that gets a stored photo (WLT) on its standard input and writes a BMP, PNG or JPEG")
}

// serve serves the card reader until interrupted.
func (a *app) serve(ctx context.Context, args []string) error {
	var s service
	f := a.flags("serve")
	s.flags(f)
	if err := parse(f, args, "port"); err != nil {
		return err
	}
	if len(s.listen) == 0 {
		s.listen = many{serve.DefaultListen}
	}
	if err := s.readToken(); err != nil {
		return err
	}
	listeners, err := s.open()
	if err != nil {
		return err
	}
	return a.runService(ctx, s, listeners)
}

func (s *service) readToken() error {
	if s.tokenFile == "" {
		return nil
	}
	token, err := os.ReadFile(s.tokenFile)
	if err == nil {
		s.config.Token = strings.TrimSpace(string(token))
	}
	if err == nil && s.config.Token == "" {
		err = fmt.Errorf("%s: %w", s.tokenFile, serve.ErrToken)
	}
	return err
}

func (s *service) open() (listeners []net.Listener, err error) {
	for _, address := range s.listen {
		l, err := serve.Listen(address)
		if err != nil {
			for _, l := range listeners {
				_ = l.Close()
			}
			return nil, err
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func (a *app) runService(ctx context.Context, s service, listeners []net.Listener) error {
	devices, board := health.New(time.Now), serve.NewBoard()
	if s.decoder != "" {
		board.Decode = a.decode(ctx, s.decoder)
	}
	s.config.Board, s.config.Health, s.config.Version = board, devices.Snapshot, build.Version()
	s.config.Log = slog.New(slog.NewTextHandler(a.err, nil))
	handler, err := serve.New(s.config)
	if err != nil {
		return err
	}
	for _, l := range listeners {
		fmt.Fprintf(a.out, "ready http://%s\n", l.Addr())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	served := make(chan error, 1)
	go func() {
		defer cancel()
		served <- serve.Run(ctx, handler, listeners...)
	}()
	err = a.drive(ctx, s, board, devices.Add(health.CardReader, s.port.Path))
	cancel()
	return firstError(err, <-served)
}

// drive keeps the reader in use, and the board and the health told.
func (a *app) drive(ctx context.Context, s service, board *serve.Board, device *health.Device) error {
	photo := s.photo || s.decoder != ""
	return a.follow(ctx, source{port: s.port, lost: func(err error) { device.Down(err); board.Lost(err) }},
		func(ctx context.Context, p *port.Port, _ func()) error {
			r := samv.Reader{Photo: photo, Emit: func(e samv.Event) { board.Tell(e); a.note(device, e) }}
			return r.Run(ctx, p)
		})
}

// note keeps the health of the reader.
func (a *app) note(device *health.Device, e samv.Event) {
	switch e := e.(type) {
	case samv.Up:
		fmt.Fprintln(a.err, a.say("读卡器就绪。", "The reader is ready."))
		device.Up()
	case samv.Down:
		fmt.Fprintln(a.err, a.explain(e.Err))
		device.Down(e.Err)
	case samv.Placed:
		device.Did()
	case samv.Failed:
		device.Failed(e.Err)
	}
}

// decode runs the operator's command for each photo.
func (a *app) decode(ctx context.Context, command string) func(samv.Photo) (samv.Image, bool) {
	d := samv.PhotoDecoder{Command: strings.Fields(command)}
	return func(p samv.Photo) (samv.Image, bool) {
		image, err := d.Decode(ctx, p)
		if err != nil {
			fmt.Fprintln(a.err, a.explain(err))
		}
		return image, err == nil
	}
}

// firstError is the first of the errors that is one.
func firstError(all ...error) error {
	if i := slices.IndexFunc(all, func(err error) bool { return err != nil }); i >= 0 {
		return all[i]
	}
	return nil
}
