package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// own is the service's own API.
type own struct{ Config }

const places = "/v1/card, /v1/events, /v1/health and /v1/version"

func (o own) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/card", o.card)
	mux.HandleFunc("GET /v1/events", o.events)
	mux.HandleFunc("GET /v1/health", o.health)
	mux.HandleFunc("GET /v1/version", o.version)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "nothing is there: see "+places)
	})
}

// stateJSON is what lies on the reader.
type stateJSON struct {
	State     string     `json:"state"` // starting, down, empty, card, taken, failed
	Since     string     `json:"since"`
	Placement uint64     `json:"placement"`
	Card      *samv.Card `json:"card,omitempty"`
	Photo     *Photo     `json:"photo,omitempty"`
	Problem   *Problem   `json:"problem,omitempty"`
}

func stateOf(s State) stateJSON {
	return stateJSON{s.Kind, stamp(s.Since), s.Placement, s.Card, s.Photo, s.Problem}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// card answers with what lies on the reader, after waiting for a card where asked to.
func (o own) card(w http.ResponseWriter, r *http.Request) {
	q, err := parseAsk(r.URL.RawQuery)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), q.wait)
	defer cancel()
	s := o.Board.Ask(ctx, q.once)
	j, status := stateOf(s), http.StatusOK
	switch {
	case s.Kind == Lying && q.once && s.Taken:
		j.State, j.Card, j.Photo = "taken", nil, nil
	case s.Kind == Down || s.Kind == Starting:
		status = http.StatusServiceUnavailable
	}
	answer(w, status, j)
}

// ask is a query of /v1/card.
type ask struct {
	once bool
	wait time.Duration
}

const maxWait = 5 * time.Minute

func parseAsk(query string) (a ask, err error) {
	v, err := url.ParseQuery(query)
	if err != nil {
		return a, errors.New("the query cannot be read: write ?once=1&wait=SECONDS")
	}
	for name, values := range v {
		switch name {
		case "once":
			a.once = values[0] == "" || values[0] == "1" || values[0] == "true"
		case "wait":
			if a.wait, err = parseSeconds(values[0], maxWait); err != nil {
				return a, fmt.Errorf("wait: %w", err)
			}
		default:
			return a, errors.New("only once=1 and wait=SECONDS can be asked for")
		}
	}
	return a, nil
}

func parseSeconds(s string, most time.Duration) (time.Duration, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if wait := time.Duration(n) * time.Second; err == nil && wait <= most {
		return wait, nil
	}
	return 0, fmt.Errorf("not a number of seconds from 0 to %.0f", most.Seconds())
}

// health answers whether the reader serves, and why not; the status says it too.
func (o own) health(w http.ResponseWriter, _ *http.Request) {
	devices, status := o.Health(), http.StatusOK
	for _, d := range devices {
		if d.State.Out() || d.Reason == health.Starting {
			status = http.StatusServiceUnavailable
		}
	}
	answer(w, status, map[string]any{"ok": status == http.StatusOK, "devices": devices})
}

func (o own) version(w http.ResponseWriter, _ *http.Request) {
	dialects := o.Dialects
	if dialects == nil {
		dialects = []string{}
	}
	answer(w, http.StatusOK, map[string]any{"version": o.Version, "api": "v1", "dialects": dialects})
}

// problemJSON is an answer that refuses (RFC 9457).
type problemJSON struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func refuse(w http.ResponseWriter, status int, detail string) {
	body, _ := json.Marshal(problemJSON{http.StatusText(status), status, detail})
	write(w, "application/problem+json", status, body)
}

func answer(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "the answer cannot be written")
		return
	}
	write(w, "application/json; charset=utf-8", status, body)
}

// write sends a whole answer, to a client that takes it in time.
func write(w http.ResponseWriter, kind string, status int, body []byte) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout)) // a recorder of a test has none
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // an error means that the client left
}
