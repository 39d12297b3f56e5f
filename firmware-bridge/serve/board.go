package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// Problem is what is wrong, for programs, for the person with the card and for the technician.
type Problem struct {
	Reason health.Reason `json:"reason"`
	Code   string        `json:"code,omitempty"` // status code of the reader where there is one, such as 0x41
	remedy.Advice
}

func problemOf(err error) *Problem {
	reason, advice := health.Of(err)
	p := Problem{reason, "", advice}
	var code samv.Code
	if errors.As(err, &code) {
		p.Code = fmt.Sprintf("0x%02X", byte(code))
	}
	return &p
}

// Kinds of State.
const (
	Starting = "starting" // nothing is known yet
	Down     = "down"     // the reader does not answer
	Empty    = "empty"    // no card lies there
	Lying    = "card"     // a card lies there and was read
	Failed   = "failed"   // a card was placed and could not be read
)

// State is what lies on the reader now.
type State struct {
	Kind      string
	Since     time.Time
	Placement uint64     // how many cards were read so far, this one included; 0 for none
	Card      *samv.Card // Lying
	Photo     *Photo     // Lying, where photos were asked for
	Problem   *Problem   // Down, Failed
	Taken     bool       // the card was given to someone who asked for it once
}

// Photo is a card's photo as the service tells it.
type Photo struct {
	Type string `json:"type"` // image/bmp, image/png, image/jpeg; WLT where it was not decoded
	Data []byte `json:"data"` // Base64 in JSON
}

// WLT is the closed coding in which cards store photos.
const WLT = "wlt"

// image is the data of a photo that a page can show; nil for others.
func (p *Photo) image() []byte {
	if p == nil || p.Type == WLT {
		return nil
	}
	return p.Data
}

// Event is what happened at the reader.
type Event struct {
	Seq     uint64
	Kind    string // up, down, placed, lifted, failed
	At      time.Time
	State   State // after it
	Missing bool  // told too late: the card was gone
}

const (
	remembered = 64 // events that a client which was away can still be told
	queued     = 16 // events that a slow client may be behind
)

// Board is what lies on the reader, told to whoever asks and whoever listens. Its methods may be called from
// any goroutine, but for Tell and Lost, which are the reader's.
type Board struct {
	// Decode makes an image of a photo that the reader sent; it may take its time, and give up with false.
	// Nil: photos are told as they are.
	Decode func(samv.Photo) (samv.Image, bool)

	run string // distinguishes this run's event numbers from another's

	mu        sync.Mutex
	state     State
	changed   chan struct{} // closed at the next change of state
	recent    []Event       // without cards
	seq       uint64
	listeners map[*Listener]struct{}
}

// NewBoard is a board on which nothing is known yet.
func NewBoard() *Board {
	return &Board{
		run: rand.Text()[:8], changed: make(chan struct{}),
		state: State{Kind: Starting, Since: time.Now()}, listeners: map[*Listener]struct{}{},
	}
}

// Tell takes what the reader's loop says.
func (b *Board) Tell(e samv.Event) {
	switch e := e.(type) {
	case samv.Up:
		b.post("up", func(s *State) { s.clear(Empty) })
	case samv.Down:
		b.Lost(e.Err)
	case samv.Failed:
		b.post("failed", func(s *State) { s.trouble(Failed, e.Err) })
	case samv.Lifted:
		b.post("lifted", func(s *State) { s.clear(Empty) })
	case samv.Placed:
		photo := b.photo(e.Photo)
		b.post("placed", func(s *State) {
			s.clear(Lying)
			s.Placement++
			s.Card, s.Photo = &e.Card, photo
		})
	}
}

func (b *Board) photo(wlt samv.Photo) *Photo {
	if len(wlt) == 0 {
		return nil
	}
	if b.Decode == nil {
		return &Photo{WLT, wlt}
	}
	if image, ok := b.Decode(wlt); ok {
		return &Photo{image.Type, image.Data}
	}
	return nil
}

// Lost tells that the reader or its line is out of order. The same reason again is no news.
func (b *Board) Lost(err error) {
	if now := b.Now(); now.Kind == Down && now.Problem.Reason == problemOf(err).Reason {
		return
	}
	b.post("down", func(s *State) { s.trouble(Down, err) })
}

func (s *State) clear(kind string) {
	*s = State{Kind: kind, Since: time.Now(), Placement: s.Placement}
}

func (s *State) trouble(kind string, err error) {
	s.clear(kind)
	s.Problem = problemOf(err)
}

// post changes the state and tells everyone. Whoever is too far behind is dropped, not waited for.
func (b *Board) post(kind string, change func(*State)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(&b.state)
	b.seq++
	e := Event{Seq: b.seq, Kind: kind, At: b.state.Since, State: b.state}
	for l := range b.listeners {
		select {
		case l.events <- e:
		default:
			b.drop(l)
		}
	}
	e.State.Card, e.State.Photo = nil, nil
	b.recent = append(b.recent, e)
	b.recent = b.recent[max(0, len(b.recent)-remembered):]
	b.wake()
}

func (b *Board) wake() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// Now is the state.
func (b *Board) Now() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// Ask is the state for one who wants a card: the card that lies there, or the next one, a failure to read one
// or a reader that is down, whichever comes before ctx ends. With once, a card that somebody took in the same
// way does not count, and the one told is taken.
func (b *Board) Ask(ctx context.Context, once bool) State {
	began := time.Now()
	pleases := func(s State) bool {
		switch s.Kind {
		case Lying:
			return !once || !s.Taken
		case Failed:
			return s.Since.After(began)
		}
		return s.Kind == Down
	}
	for {
		s := b.await(ctx, pleases)
		if !once || s.Kind != Lying || s.Taken || b.take(s.Placement) {
			return s
		}
	}
}

// await waits until a state pleases or ctx ends, and returns the state then.
func (b *Board) await(ctx context.Context, pleases func(State) bool) State {
	for {
		b.mu.Lock()
		state, changed := b.state, b.changed
		b.mu.Unlock()
		if pleases(state) {
			return state
		}
		select {
		case <-ctx.Done():
			return state
		case <-changed:
		}
	}
}

// take gives the card of a placement away; false where another took it or it is gone.
func (b *Board) take(placement uint64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state.Kind != Lying || b.state.Placement != placement || b.state.Taken {
		return false
	}
	b.state.Taken = true
	b.wake()
	return true
}
