package phone

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/time/rate"
)

const (
	connectionsMost = 256
	headerMost      = 16 << 10 // bytes
	bodyMost        = 40 << 10 // bytes; a text of 2000 characters takes 12 each
	uriMost         = 2 << 10  // bytes
	farewell        = 5 * time.Second
)

// Server is the phone page, an http.Handler.
type Server struct {
	Config
	mux      *http.ServeMux
	sessions *sessions
	total    *rate.Limiter
	requests *throttle
	loads    *throttle
	openings *throttle
	arrivals *throttle
	filings  *throttle
	asks     latest[*asked]
	handed   latest[*handed]
}

// New returns the page, or ErrConfig.
func New(c Config) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c = c.filled()
	s := &Server{
		Config:   c,
		mux:      http.NewServeMux(),
		sessions: newSessions(c.Secret),
		total:    c.Limits.Total.bucket(),
		requests: newThrottle(c.Limits.Address),
		loads:    newThrottle(c.Limits.Address),
		openings: newThrottle(c.Limits.Session),
		arrivals: newThrottle(c.Limits.Rider),
		filings:  newThrottle(c.Limits.Filing),
	}
	s.route()
	return s, nil
}

// Path is where a rider who scanned token arrives.
func Path(token string) string { return "/s/" + token }

// URL is the text for the code on the screen now; host is "HOST:PORT" as the
// phones of the station's network reach it.
func (s *Server) URL(host string) string {
	return "http://" + host + Path(s.Presence.Token())
}

// Serve answers on l until ctx ends, then lets running requests finish for up
// to five seconds. It closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    headerMost,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { ended <- shutdown(web) })
	defer stop()
	if err := web.Serve(netutil.LimitListener(clearing{l}, connectionsMost)); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

func shutdown(web *http.Server) error {
	limit, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err := web.Shutdown(limit); err != nil {
		return errors.Join(err, web.Close())
	}
	return nil
}

// ServeHTTP bounds what is asked before any of it is looked at.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	now := s.Now()
	switch {
	case !s.paceOf(r).allow(address(r), now), !s.total.AllowN(now, 1):
		w.Header().Set("Retry-After", "10")
		s.send(w, s.stranger(r), plain(http.StatusTooManyRequests, "busy"))
	case len(r.RequestURI) > uriMost:
		s.send(w, s.stranger(r), plain(http.StatusRequestURITooLong, "unknown"))
	default:
		r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
		s.dispatch(w, r)
	}
}

// paceOf is what bounds requests like this one. Files have a measure of their
// own: a page without its style can hardly be read.
func (s *Server) paceOf(r *http.Request) *throttle {
	if _, file := fixed[r.URL.Path]; file {
		return s.loads
	}
	return s.requests
}

// dispatch gives an unknown path or method a page a rider can read.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	mute := &statusOnly{header: w.Header()}
	s.mux.ServeHTTP(mute, r)
	c := s.stranger(r)
	c.session = s.find(r)
	s.send(w, c, plain(mute.status, "unknown"))
}

// statusOnly takes the status and the Allow header of the mux's own refusal.
type statusOnly struct {
	header http.Header
	status int
}

func (w *statusOnly) Header() http.Header            { return w.header }
func (w *statusOnly) WriteHeader(status int)         { w.status = status }
func (w *statusOnly) Write(text []byte) (int, error) { return len(text), nil }
