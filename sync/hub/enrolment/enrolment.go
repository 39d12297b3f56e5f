// Package enrolment is the hub's door: the HTTPS endpoint through which
// a station with a one-time code joins.
package enrolment

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Hub admits stations.
type Hub interface {
	Admit(context.Context, wire.Enrolment) (wire.Membership, error)
}

const (
	maxBody = 4 << 10
	// A technician tries once a minute; a code has 80 bits. The limit keeps a
	// stranger from the database, not from guessing.
	perSecond = 0.5
	burst     = 10
	// maxRemotes bounds the memory of who tried.
	maxRemotes = 4096
)

// Handler serves wire.EnrolPath. It answers with a wire.Membership, or with
// a wire.Refusal that says what the technician is to do.
func Handler(h Hub, log *slog.Logger) http.Handler {
	d := &door{hub: h, log: log, tries: map[string]*rate.Limiter{}}
	mux := http.NewServeMux()
	mux.Handle("POST "+wire.EnrolPath, d)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, wire.Refusal{Error: "this is where a hub takes enrolments: POST " + wire.EnrolPath})
	})
	return mux
}

type door struct {
	hub   Hub
	log   *slog.Logger
	mu    sync.Mutex
	tries map[string]*rate.Limiter // by remote address
}

// ServeHTTP implements http.Handler.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !d.limiter(r.RemoteAddr).Allow() {
		w.Header().Set("Retry-After", "10")
		answer(w, http.StatusTooManyRequests, wire.Refusal{Error: "too many tries: wait ten seconds"})
		return
	}
	e, err := read(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		answer(w, http.StatusBadRequest, wire.Refusal{Error: "the request is not an enrolment: " + err.Error()})
		return
	}
	m, err := d.hub.Admit(r.Context(), e)
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	answer(w, http.StatusOK, m)
}

func read(body io.Reader) (e wire.Enrolment, err error) {
	return e, json.NewDecoder(body).Decode(&e)
}

// refuse tells the station only what its technician can mend.
func (d *door) refuse(w http.ResponseWriter, r *http.Request, err error) {
	d.log.Warn("enrolment refused", "remote", r.RemoteAddr, "cause", err)
	for reason, status := range map[error]int{
		hub.ErrBadKey: http.StatusBadRequest, hub.ErrCodeUnknown: http.StatusForbidden,
		hub.ErrCodeUsed: http.StatusForbidden, hub.ErrCodeExpired: http.StatusForbidden,
	} {
		if errors.Is(err, reason) {
			answer(w, status, wire.Refusal{Error: reason.Error()})
			return
		}
	}
	answer(w, http.StatusInternalServerError, wire.Refusal{Error: "the hub could not: its log says why; try again"})
}

func (d *door) limiter(remote string) *rate.Limiter {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	l, known := d.tries[host]
	if !known {
		if len(d.tries) >= maxRemotes {
			clear(d.tries)
		}
		l = rate.NewLimiter(perSecond, burst)
		d.tries[host] = l
	}
	return l
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) // an error means that the station left
}
