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

// Hub admits stations, and renews the certificates of those it has.
type Hub interface {
	Admit(context.Context, wire.Enrolment) (wire.Membership, error)
	Renew(ctx context.Context, greeting []byte) (wire.Renewal, error)
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

// Handler serves wire.EnrolPath and wire.RenewPath. It answers with
// a wire.Membership or wire.Renewal, or with a wire.Refusal that says what the technician is to do.
func Handler(h Hub, log *slog.Logger) http.Handler {
	d := &door{hub: h, log: log, tries: map[string]*rate.Limiter{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+wire.EnrolPath, d.patient(d.enrol))
	mux.HandleFunc("POST "+wire.RenewPath, d.patient(d.renew))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, wire.Refusal{Error: "this is where a hub takes enrolments: POST " + wire.EnrolPath + ", and renews certificates: POST " + wire.RenewPath})
	})
	return mux
}

type door struct {
	hub   Hub
	log   *slog.Logger
	mu    sync.Mutex
	tries map[string]*rate.Limiter // by remote address
}

// patient bounds how often one remote may try, and how much it may say.
func (d *door) patient(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !d.limiter(r.RemoteAddr).Allow() {
			w.Header().Set("Retry-After", "10")
			answer(w, http.StatusTooManyRequests, wire.Refusal{Error: "too many tries: wait ten seconds"})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		serve(w, r)
	}
}

func (d *door) enrol(w http.ResponseWriter, r *http.Request) {
	e, err := read(r.Body)
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

func (d *door) renew(w http.ResponseWriter, r *http.Request) {
	greeting, err := io.ReadAll(r.Body)
	if err != nil {
		answer(w, http.StatusBadRequest, wire.Refusal{Error: "the request is not a greeting: " + err.Error()})
		return
	}
	renewal, err := d.hub.Renew(r.Context(), greeting)
	if err != nil {
		d.refuse(w, r, err)
		return
	}
	answer(w, http.StatusOK, renewal)
}

func read(body io.Reader) (e wire.Enrolment, err error) {
	return e, json.NewDecoder(body).Decode(&e)
}

// refusals are what the station's technician can mend, or has to know.
var refusals = []struct {
	reason error
	status int
	code   string
}{
	{hub.ErrBadKey, http.StatusBadRequest, ""},
	{wire.ErrMalformed, http.StatusBadRequest, ""},
	{wire.ErrTooLarge, http.StatusBadRequest, ""},
	{hub.ErrCodeUnknown, http.StatusForbidden, ""},
	{hub.ErrCodeUsed, http.StatusForbidden, ""},
	{hub.ErrCodeExpired, http.StatusForbidden, ""},
	{hub.ErrUnknownStation, http.StatusForbidden, ""},
	{hub.ErrNoKey, http.StatusForbidden, ""},
	{wire.ErrSignature, http.StatusForbidden, ""},
	{hub.ErrRevoked, http.StatusForbidden, wire.CodeRevoked},
	{hub.ErrReplaced, http.StatusForbidden, wire.CodeReplaced},
}

func (d *door) refuse(w http.ResponseWriter, r *http.Request, err error) {
	d.log.Warn("refused at the door", "remote", r.RemoteAddr, "cause", err)
	for _, known := range refusals {
		if errors.Is(err, known.reason) {
			answer(w, known.status, wire.Refusal{Error: known.reason.Error(), Code: known.code})
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
