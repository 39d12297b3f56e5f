package hub

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// group is letters of many stations that are committed in one transaction:
// what they change is collected first and then written table by table.
type group struct {
	tx   Tx
	now  time.Time
	held map[string]*Standing

	spoke   map[string]*Standing
	batches []Batch
	moved   map[journal]Cursor
	fresh   map[journal][]*batch // what of this group's is among batches
	aside   []SetAside
	asks    []Ask
}

// journal names one epoch of a station's journal.
type journal struct {
	station string
	epoch   uint32
}

func newGroup(tx Tx, now time.Time) *group {
	return &group{
		tx: tx, now: now, spoke: map[string]*Standing{},
		moved: map[journal]Cursor{}, fresh: map[journal][]*batch{},
	}
}

// settle judges some of the letters, writes what follows, and returns their
// answers.
func (g *group) settle(letters []*letter, some []int) ([]Answer, error) {
	if err := g.hold(letters, some); err != nil {
		return nil, err
	}
	answers := make([]Answer, len(some))
	for n, i := range some {
		l := letters[i]
		answers[n] = l.unanswered()
		answers[n].Err = g.refusal(l)
		if answers[n].Err != nil {
			continue
		}
		receipt, err := g.receive(l)
		if err != nil {
			return nil, err
		}
		answers[n].Down = []wire.Downward{{Receipt: &receipt}}
		answers[n].Behind = g.held[l.station].owes(receipt)
	}
	pages, err := g.write()
	for n, i := range some {
		if l := letters[i]; l.greeting != nil && !l.former && answers[n].Err == nil {
			answers[n].Down = append(answers[n].Down, downward(pages[Ask{l.station, l.greeting.DownCursor}])...)
		}
	}
	return answers, err
}

func (g *group) hold(letters []*letter, some []int) (err error) {
	ids := make([]string, len(some))
	for n, i := range some {
		ids[n] = letters[i].station
	}
	g.held, err = g.tx.Hold(unique(ids))
	return err
}

// refusal is why a letter that was opened is not the station's after all.
func (g *group) refusal(l *letter) error {
	s := g.held[l.station]
	switch {
	case s == nil:
		return fmt.Errorf("%q: %w", l.station, ErrUnknownStation)
	case !s.Revoked.IsZero(): // since it was opened
		return fmt.Errorf("%s: %w", l.station, ErrRevoked)
	case l.former:
		return nil
	case !s.Key.Equal(l.key): // since it was opened
		return fmt.Errorf("%s has a new key: %w", l.station, wire.ErrSignature)
	}
	return nil
}

func (g *group) receive(l *letter) (wire.Receipt, error) {
	s := g.held[l.station]
	if l.former {
		return g.late(s, l), nil
	}
	g.spoke[l.station] = s
	s.Heard = g.now
	if l.greeting != nil {
		return g.greet(s, *l.greeting)
	}
	s.speakOf(l.batch.Epoch, l.batch.Last())
	return g.ingest(s, l.batch, l.Payload)
}

// speakOf notes the newest record that the station has spoken of. The epoch it
// was given, and has nothing of as long as Last is 0, it does not begin where
// it has a journal already.
func (s *Station) speakOf(epoch uint32, last uint64) {
	switch {
	case epoch > s.LastEpoch || s.Last == 0:
		s.LastEpoch, s.Last = epoch, last
	case epoch == s.LastEpoch:
		s.Last = max(s.Last, last)
	}
}

// owes says whether the station has spoken of records behind a receipt.
func (s *Station) owes(r wire.Receipt) bool {
	return s.LastEpoch > r.Epoch || (s.LastEpoch == r.Epoch && s.Last > r.UpTo)
}

// write writes what the letters changed, the batches last: from there to the
// commit other hubs wait. It returns the pages asked for.
func (g *group) write() (map[Ask][]wire.Page, error) {
	if err := g.takeIn(); err != nil {
		return nil, err
	}
	pages, err := g.pages()
	if err != nil {
		return nil, err
	}
	stations := make([]Station, 0, len(g.spoke))
	for _, s := range g.spoke {
		stations = append(stations, s.Station)
	}
	if err := g.tx.Spoke(stations); err != nil {
		return nil, err
	}
	if len(g.aside) > 0 {
		if err := g.tx.Quarantine(g.aside, g.now); err != nil {
			return nil, err
		}
	}
	if len(g.batches) == 0 {
		return pages, nil
	}
	cursors := make([]Cursor, 0, len(g.moved))
	for _, c := range g.moved {
		cursors = append(cursors, c)
	}
	return pages, g.tx.Append(g.batches, cursors, g.now)
}

// records is how many are new.
func (g *group) records() (n int) {
	for _, b := range g.batches {
		n += len(b.Kinds)
	}
	return n
}

// pages are what greetings asked for, for the epochs they came with.
func (g *group) pages() (map[Ask][]wire.Page, error) {
	pages, err := pagesOf(g.tx, g.asks)
	for _, ask := range g.asks {
		s := g.held[ask.Station]
		s.Sent = ask.After
		for i, p := range pages[ask] {
			pages[ask][i].JournalEpoch = s.Journal
			s.Sent = p.First + uint64(len(p.Entries)) - 1
		}
	}
	return pages, err
}

// cursor is the Store's, with the hash an epoch not begun starts from.
func (s *Standing) cursor(epoch uint32) Cursor {
	c, begun := s.Cursors[epoch]
	if !begun {
		c = Cursor{Station: s.ID, Epoch: epoch, Hash: event.Genesis(s.ID, epoch)}
	}
	return c
}
