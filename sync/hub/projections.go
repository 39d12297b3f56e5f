package hub

import (
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

// Projections are the followers that make plain tables of records.
func Projections() []Follower {
	return []Follower{
		unread,
		visits.follower(visits.digest),
		bookings.follower(bookings.digestBookings),
		others.follower(others.digest),
	}
}

// unread names the records this version of the hub cannot read, for a later
// one to try again.
var unread = Follower{
	Name:   "unread",
	Kinds:  []string{KindUnreadable, event.KindUnknown},
	Tables: []Table{},
	Digest: func(_ Tx, page []Event, dead Dead) error {
		for _, e := range page {
			if e.Kind == KindUnreadable {
				dead(e, "its bytes are not an encoded record")
			} else {
				dead(e, "this version of the hub does not know the kind")
			}
		}
		return nil
	},
}

// The projections. Whoever changes what one makes of records raises its
// version: the hub then makes its tables anew.
var (
	visits   = newProjection("visits", 1, visitKinds)
	bookings = newProjection("bookings", 1, bookingKinds)
	others   = newProjection("others", 3, otherKinds)
)

// projection keeps the plain tables of some kinds.
type projection struct {
	name    string
	version int
	tables  []*plainTable
	byKind  map[string]*plainTable
	erased  Table
}

func newProjection(name string, version int, kinds []kind) *projection {
	p := &projection{name: name, version: version, byKind: map[string]*plainTable{}, erased: erasedTable(name)}
	for _, k := range kinds {
		t := newPlainTable(k)
		p.tables, p.byKind[k.name] = append(p.tables, t), t
	}
	if t := p.byKind["booking"]; t != nil {
		t.Columns = append(t.Columns, bookingState...)
	}
	return p
}

const erasure = "person_erased"

func (p *projection) follower(digest func(Tx, []Event, Dead) error) Follower {
	f := Follower{Name: p.name, Version: p.version, Digest: digest, Tables: []Table{p.erased}}
	for _, t := range p.tables {
		f.Kinds, f.Tables = append(f.Kinds, t.kind), append(f.Tables, t.Table)
	}
	if !slices.Contains(f.Kinds, erasure) {
		f.Kinds = append(f.Kinds, erasure)
	}
	return f
}

// sheet is the rows that a page of records makes.
type sheet struct {
	*projection
	known  targets
	erased *erasures
	rows   map[*plainTable][][]any
}

func (p *projection) open(tx Tx, page []Event) (*sheet, error) {
	known, err := look(tx, p.byKind, page)
	if err != nil {
		return nil, err
	}
	erased, err := erasuresOf(tx, p.erased, page)
	return &sheet{p, known, erased, map[*plainTable][][]any{}}, err
}

// read makes a row of a record; none where the kind has its table elsewhere.
func (s *sheet) read(e Event) (row []any, reason string) {
	t := s.byKind[e.Kind]
	if t == nil {
		return nil, ""
	}
	row, reason = t.read(e, s.known)
	if reason == "" {
		s.erased.empty(t, row)
	}
	return row, reason
}

func (s *sheet) add(e Event, row []any) {
	t := s.byKind[e.Kind]
	s.rows[t] = append(s.rows[t], row)
}

// write empties what was written of riders erased, and then adds the rows. A
// follower reads each record once, so there are none of their keys.
func (s *sheet) write(tx Tables) error {
	if err := s.erased.write(tx, s.projection.erased, s.tables); err != nil {
		return err
	}
	for _, t := range s.tables {
		if err := tx.Add(t.Table, s.rows[t]); err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) digest(tx Tx, page []Event, dead Dead) error {
	s, err := p.open(tx, page)
	if err != nil {
		return err
	}
	for _, e := range page {
		row, reason := s.read(e)
		switch {
		case reason != "":
			dead(e, reason)
		case row != nil:
			s.add(e, row)
		}
	}
	return s.write(tx)
}
