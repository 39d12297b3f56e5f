package console

import (
	"context"
	"log/slog"
	"net/http"
)

// Check is one thing that has to work for the hub to serve stations. Ready
// returns nil, or an error that says to an operator what is wrong; its cause
// is for the log alone.
type Check struct {
	Name  string
	Ready func(context.Context) error
}

// Monitor is what supervisors and Prometheus ask.
type Monitor struct {
	Checks []Check
	// Metrics answers /metrics. Nil: nothing is there.
	Metrics http.Handler
	// Log. Nil: nothing is logged.
	Log *slog.Logger
}

// Handler serves a Monitor without the console; loopback as in Config.
func (m Monitor) Handler(loopback bool) http.Handler {
	mux := http.NewServeMux()
	m.mount(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "nothing is at "+r.URL.Path+": see /metrics, /healthz and /readyz")
	})
	return guarded(loopback, mux)
}

func (m Monitor) mount(mux *http.ServeMux) {
	if m.Log == nil {
		m.Log = slog.New(slog.DiscardHandler)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, map[string]bool{"ok": true}) })
	mux.HandleFunc("GET /readyz", m.readyz)
	if m.Metrics != nil {
		mux.Handle("GET /metrics", m.Metrics)
	}
}

type checkJSON struct {
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"`
}

func (m Monitor) readyz(w http.ResponseWriter, r *http.Request) {
	checks, status := map[string]checkJSON{}, http.StatusOK
	for _, c := range m.Checks {
		err := c.Ready(r.Context())
		if err == nil {
			checks[c.Name] = checkJSON{OK: true}
			continue
		}
		m.Log.Warn("not ready", "check", c.Name, "cause", err)
		checks[c.Name], status = checkJSON{Reason: reasonOf(err)}, http.StatusServiceUnavailable
	}
	write(w, "application/json", status, map[string]any{"ready": status == http.StatusOK, "checks": checks})
}

// Unready is why a check fails: the text for whoever asks, and the cause.
type Unready struct {
	Reason string
	Cause  error
}

// Error implements error.
func (u *Unready) Error() string {
	if u.Cause == nil {
		return u.Reason
	}
	return u.Reason + ": " + u.Cause.Error()
}

// Unwrap gives the cause.
func (u *Unready) Unwrap() error { return u.Cause }

func reasonOf(err error) string {
	if u, ok := err.(*Unready); ok {
		return u.Reason
	}
	return "it fails: the hub's log says why"
}
