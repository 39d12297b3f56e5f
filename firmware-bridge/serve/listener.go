package serve

import (
	"fmt"
	"strconv"
	"strings"
)

// Listener is told every event, in order, each once.
type Listener struct {
	Missed []Event    // what happened before, to be told first
	events chan Event // closed when the listener is dropped
}

// Events is closed when the listener was too slow.
func (l *Listener) Events() <-chan Event { return l.events }

// Listen adds a listener; nil where there are too many already. After is the identifier of the last event the
// client saw: what came later is told first. A client that comes anew, or saw an event too long ago or of an
// earlier run, is told the state instead. Leave must be called.
func (b *Board) Listen(after string) *Listener {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.listeners) == maxListeners {
		return nil
	}
	l := &Listener{events: make(chan Event, queued), Missed: b.missed(after)}
	b.listeners[l] = struct{}{}
	return l
}

// Leave ends a listener's telling.
func (b *Board) Leave(l *Listener) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(l)
}

func (b *Board) drop(l *Listener) {
	if _, there := b.listeners[l]; there {
		delete(b.listeners, l)
		close(l.events)
	}
}

// missed are the events after one that the client saw. The card is told only while it still lies there.
func (b *Board) missed(after string) []Event {
	seen, ok := b.seen(after)
	if !ok {
		return b.current()
	}
	var events []Event
	for _, e := range b.recent {
		if e.Seq <= seen {
			continue
		}
		if e.Kind == "placed" {
			if e.Missing = e.State.Placement != b.state.Placement || b.state.Kind != Lying; !e.Missing {
				e.State = b.state
			}
		}
		events = append(events, e)
	}
	return events
}

// current is the state as an event; none while nothing is known.
func (b *Board) current() []Event {
	kind := map[string]string{Down: "down", Empty: "up", Lying: "placed", Failed: "failed"}[b.state.Kind]
	if kind == "" {
		return nil
	}
	return []Event{{Seq: b.seq, Kind: kind, At: b.state.Since, State: b.state}}
}

// seen is the number in an event's identifier, and whether all that came later is still remembered.
func (b *Board) seen(id string) (uint64, bool) {
	run, number, _ := strings.Cut(id, "-")
	seq, err := strconv.ParseUint(number, 10, 64)
	if err != nil || run != b.run || seq > b.seq {
		return 0, false
	}
	return seq, b.seq-seq <= uint64(len(b.recent))
}

// identify is an event's identifier.
func (b *Board) identify(e Event) string { return fmt.Sprintf("%s-%d", b.run, e.Seq) }
