// Package console shows people and programs what the hub knows: a status page
// and a JSON API, both read-only, neither with an identity.
package console

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

// Source is where the console reads.
type Source interface {
	Stations(context.Context) ([]hub.StationReport, error)
	Events(context.Context, hub.EventQuery) ([]hub.Received, error)
	// Slots that start at or after a time.
	Slots(ctx context.Context, from time.Time) ([]hub.SlotReport, error)
	// Rows returns hub.ErrUnknownTable or hub.ErrBadCursor.
	Rows(context.Context, hub.TableQuery) (hub.TablePage, error)
}

// Config of a console.
type Config struct {
	Source    Source
	Wellbeing Wellbeing
	// Desk. Nil: what people decide is not listed.
	Desk Desk
	// SilentAfter is how long a station may be silent before it counts as unwell.
	// Zero: vitals.SilentAfter.
	SilentAfter time.Duration
	// Monitor is served too; it logs here.
	Monitor Monitor
	// Loopback: only requests that name this machine are answered, so that no
	// web page elsewhere can read the console through its visitor's browser
	// (DNS rebinding). Set it wherever the listener is on loopback.
	Loopback bool
	// Now is the clock. Nil: the system's.
	Now func() time.Time
	// Log. Nil: nothing is logged.
	Log *slog.Logger
}

type console struct{ Config }

// Handler serves the console.
func Handler(c Config) http.Handler {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.SilentAfter == 0 {
		c.SilentAfter = vitals.SilentAfter
	}
	h := console{c}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", h.page)
	mux.HandleFunc("GET /style.css", h.style)
	mux.HandleFunc("GET /stations/{id}", h.stationPage)
	c.Monitor.mount(mux)
	mux.HandleFunc("GET /api/v1/stations", h.stations)
	mux.HandleFunc("GET /api/v1/stations/{id}", h.station)
	mux.HandleFunc("GET /api/v1/events", h.events)
	mux.HandleFunc("GET /api/v1/slots", h.slots)
	h.desk(mux)
	mux.HandleFunc("GET /api/v1/tables", h.tables)
	mux.HandleFunc("GET /api/v1/tables/{name}", h.table)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "nothing is at "+r.URL.Path+": see / and /api/v1/stations, /api/v1/events, /api/v1/slots, /api/v1/tables, /api/v1/appeals, /api/v1/conflicts, /api/v1/content, /api/v1/budgets, /api/v1/audit, /healthz, /readyz, /metrics")
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, "the console is read-only: use GET")
	})
	return guarded(c.Loopback, mux)
}

// guarded sets what every answer needs, and checks the Host where it must be
// this machine's.
func guarded(loopback bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if loopback && !isLoopback(r.Host) {
			refuse(w, http.StatusMisdirectedRequest, "this console answers only to localhost, 127.0.0.1 and [::1]")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		host = host[1 : n-1]
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
