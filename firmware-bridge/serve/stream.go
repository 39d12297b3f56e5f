package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// heartbeat keeps a quiet stream alive and finds a client that went away.
const heartbeat = 15 * time.Second

// eventJSON is the data of an event.
type eventJSON struct {
	At        string     `json:"at"`
	Placement uint64     `json:"placement"`
	Card      *samv.Card `json:"card,omitempty"`
	Photo     *Photo     `json:"photo,omitempty"`
	Gone      bool       `json:"gone,omitempty"` // placed, told late: the card was lifted and is forgotten
	Problem   *Problem   `json:"problem,omitempty"`
}

// events tells what happens at the reader as server-sent events, until the client leaves or is too slow.
func (o own) events(w http.ResponseWriter, r *http.Request) {
	l := o.Board.Listen(r.Header.Get("Last-Event-ID"))
	if l == nil {
		w.Header().Set("Retry-After", "5")
		refuse(w, http.StatusServiceUnavailable, fmt.Sprintf("%d programs listen already: that is all this service takes", maxListeners))
		return
	}
	defer o.Board.Leave(l)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Connection", "close") // whoever is dropped is hung up on
	s := stream{w, http.NewResponseController(w)}
	if s.send("retry: 1000\n\n") != nil {
		return
	}
	for _, e := range l.Missed {
		if s.event(o.Board.identify(e), e) != nil {
			return
		}
	}
	l.Missed = nil // with the card in it
	o.follow(r, s, l)
}

func (o own) follow(r *http.Request, s stream, l *Listener) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case e, ok := <-l.Events():
			if !ok {
				o.Log.Warn("a client that was too slow is dropped")
				return
			}
			err = s.event(o.Board.identify(e), e)
		case <-beat.C:
			err = s.send(": heartbeat\n\n")
		}
		if err != nil {
			return
		}
	}
}

// stream writes to one client, which must take what it is sent in time.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s stream) event(id string, e Event) error {
	data, err := json.Marshal(eventJSON{
		stamp(e.At), e.State.Placement, e.State.Card, e.State.Photo, e.Missing, e.State.Problem,
	})
	if err != nil {
		return err
	}
	return s.send(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", id, e.Kind, data))
}

func (s stream) send(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
