// Package memstore keeps what a hub knows in memory, for tests and simulations:
// whole transactions, one writer at a time, nothing on disk.
package memstore

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// errReadOnly says that a View wrote.
var errReadOnly = errors.New("a view cannot write")

// Store implements hub.Store. What is committed is never changed: each
// transaction works on a copy of what it touches.
type Store struct {
	writer    sync.Mutex
	committed atomic.Pointer[State]
}

// State is everything committed at one moment, as a backup holds it.
type State struct {
	stations  map[string]hub.Station
	cursors   map[string]map[uint32]cursor
	records   []hub.Received
	journals  map[journal][]int64 // positions, by sequence
	aside     map[[32]byte]string // digest to station
	down      map[string][]entry
	downOrder []place
	slots     map[string]slot
	loans     map[string]map[string]int
	codes     map[string]hub.Code
	followers map[string]int64
	letters   map[letterKey]hub.DeadLetter
	tables    map[string]map[string][]any
	defined   map[string]hub.Table // as they were last filled
	versions  map[string]int
	fleet     []hub.Announcement
	acts      []hub.Act
	keys      []stationKey
	changes   int64 // of keys
}

type cursor struct {
	hub.Cursor
	at time.Time
}

type journal struct {
	station string
	epoch   uint32
}

// entry of a down-journal: the station's own, or the fleet's at a position.
type entry struct {
	hub.Entry
	fleet int64
}

// place is where an entry of the order of all down-journals stands.
type place struct {
	station string
	seq     uint64
}

type slot struct {
	hub.Slot
	lent   int
	closed bool
}

type letterKey struct {
	follower string
	pos      int64
}

// New makes an empty store.
func New() *Store {
	s := new(Store)
	s.committed.Store(new(State))
	return s
}

// Backup is everything committed so far.
func (s *Store) Backup() *State { return s.committed.Load() }

// Restore puts a backup in place of what there is.
func (s *Store) Restore(from *State) {
	s.writer.Lock()
	defer s.writer.Unlock()
	fresh := *from
	// What was appended since lies behind these in the same memory.
	fresh.records = fresh.records[:len(fresh.records):len(fresh.records)]
	fresh.downOrder = fresh.downOrder[:len(fresh.downOrder):len(fresh.downOrder)]
	fresh.fleet, fresh.acts = fresh.fleet[:len(fresh.fleet):len(fresh.fleet)], fresh.acts[:len(fresh.acts):len(fresh.acts)]
	fresh.journals, fresh.down = maps.Clone(fresh.journals), maps.Clone(fresh.down)
	for k, v := range fresh.journals {
		fresh.journals[k] = v[:len(v):len(v)]
	}
	for k, v := range fresh.down {
		fresh.down[k] = v[:len(v):len(v)]
	}
	s.committed.Store(&fresh)
}

// Update implements hub.Store.
func (s *Store) Update(ctx context.Context, f func(hub.Tx) error) error {
	s.writer.Lock()
	defer s.writer.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	draft := *s.committed.Load()
	if err := f(&tx{State: &draft, writes: true}); err != nil {
		return err
	}
	s.committed.Store(&draft)
	return nil
}

// View implements hub.Store.
func (s *Store) View(ctx context.Context, f func(hub.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	present := *s.committed.Load()
	return f(&tx{State: &present})
}

// tx implements hub.Tx on a draft.
type tx struct {
	hub.Tx // nil: what a newer hub asks for and this store has not learnt panics
	*State
	writes bool
	own    [kinds]bool
}

// The maps of a State, of which a transaction has its own copy once it writes.
const (
	stations = iota
	cursors
	journals
	aside
	down
	slots
	loans
	codes
	followers
	letters
	tables
	defined
	versions
	kinds
)

// mine makes the transaction the owner of a map.
func mine[K comparable, V any](t *tx, kind int, m *map[K]V) error {
	if !t.writes {
		return errReadOnly
	}
	if !t.own[kind] {
		t.own[kind] = true
		if *m = maps.Clone(*m); *m == nil {
			*m = map[K]V{}
		}
	}
	return nil
}

// Alone implements hub.Tx: no transaction runs beside another.
func (t *tx) Alone() error {
	if !t.writes {
		return errReadOnly
	}
	return nil
}

func at(r event.Ref) journal { return journal{r.Station, r.Epoch} }
