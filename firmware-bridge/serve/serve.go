// Package serve lets other software on the same machine use the card reader: a small JSON service on
// loopback, with events pushed as they happen, and the two dialects that web pages written for common vendors'
// services speak.
//
// A card is kept in memory while it lies on the reader and no longer; nothing is written anywhere. Nobody but
// programs on this machine is answered, and no web page that was not allowed by name.
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
)

// DefaultListen is where the service is found where nothing else was asked for.
const DefaultListen = "127.0.0.1:8490"

// Dialects that the service can speak besides its own.
const (
	ReadMsg  = "readmsg"  // GET /api/ReadMsg; vendors' pages expect it at port 8989
	ReadCard = "readcard" // GET /OpenDevice, /readcard, /CloseDevice; vendors' pages expect them at port 19196
)

// What is wrong with a configuration.
var (
	ErrNotLoopback = errors.New("the service answers on this machine only: listen on 127.0.0.1:PORT or [::1]:PORT")
	ErrOrigin      = errors.New("not the origin of a web page: write it as https://host or http://host:port, without a path or *")
	ErrDialect     = errors.New("there is no such dialect: use readmsg or readcard")
	ErrToken       = errors.New("the token is too short: use 16 characters or more, such as openssl rand -hex 16 makes")
)

// Config of a service.
type Config struct {
	Board    *Board                 // what lies on the reader; must not be nil
	Health   func() []health.Health // of the reader, and of other devices; must not be nil
	Version  string                 // of the program
	Origins  []string               // web pages that may ask, such as https://desk.example.org; none where empty
	Dialects []string               // ReadMsg, ReadCard; none where empty
	JSONP    bool                   // answer dialect requests with a callback too, where the page is of an allowed origin
	Token    string                 // programs must bring it as "Authorization: Bearer"; empty for none
	Log      *slog.Logger
}

// Limits that a well-behaved client does not meet.
const (
	maxConnections = 32
	maxListeners   = 8  // clients of /v1/events
	perSecond      = 20 // requests, of all clients
	burst          = 40
	writeTimeout   = 5 * time.Second
)

// New is the service's handler, or what is wrong with the configuration.
func New(c Config) (http.Handler, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	guard, err := newGuard(c)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	own{c}.routes(mux)
	for _, d := range c.Dialects {
		switch d {
		case ReadMsg:
			mux.Handle("GET /api/ReadMsg", &readMsg{board: c.Board, jsonp: c.JSONP})
		case ReadCard:
			readCard{c.Board}.routes(mux)
		default:
			return nil, fmt.Errorf("%q: %w", d, ErrDialect)
		}
	}
	guard.next = withoutTail(mux)
	return guard, nil
}

// Listen opens a loopback address for the service; any other is refused with ErrNotLoopback.
func Listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", address, ErrNotLoopback)
	}
	if !loopbackName(host) {
		return nil, fmt.Errorf("%q: %w", address, ErrNotLoopback)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	if !loopbackAddress(l.Addr()) { // a machine may call anything localhost
		return nil, errors.Join(fmt.Errorf("%q: %w", address, ErrNotLoopback), l.Close())
	}
	return netutil.LimitListener(l, maxConnections), nil
}

// Run serves the handler on all listeners until ctx ends, and closes them.
func Run(ctx context.Context, h http.Handler, listeners ...net.Listener) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // its lines quote requests
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	var all errgroup.Group
	for _, l := range listeners {
		all.Go(func() error {
			err := server.Serve(l)
			if !errors.Is(err, http.ErrServerClosed) {
				_ = server.Close()
				return err
			}
			return nil
		})
	}
	return all.Wait()
}

func loopbackName(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func loopbackAddress(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
