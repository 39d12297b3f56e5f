package hub

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoConflict says that there is no such conflict to settle.
	ErrNoConflict = errors.New("no such open conflict: `nuanxin-hub conflicts` lists them")
	// ErrNoPlace says that a conflict cannot be settled in the rider's favour yet.
	ErrNoPlace = errors.New("the slot has no free place: raise its capacity with `nuanxin-hub slots add`, or dismiss the conflict when the rider has been told")
)

// Conflict is a booking beyond what its station was lent: the place may have
// gone to others.
type Conflict struct {
	Ref    event.Ref
	Slot   string
	Starts time.Time
	Found  time.Time
	// State is "open", "honoured", "dismissed" or "cancelled" by the rider.
	State string
	// Settled, by Who and with which Note, unless it is open.
	Settled   time.Time
	Who, Note string
}

const (
	conflictOpen      = "open"
	conflictHonoured  = "honoured"
	conflictDismissed = "dismissed"
	conflictCancelled = "cancelled"
)

var conflictsTable = Table{"conflicts", []Column{
	{"station", Text},
	{"epoch", Number},
	{"seq", Number},
	{"slot", Text},
	{"starts_ms", Number},
	{"found_ms", Number},
	{"state", Text},
	{"settled_ms", Number},
	{"who", Text},
	{"note", Text},
}, 3}

func (c Conflict) row() []any {
	row := append(refKey(c.Ref), c.Slot, c.Starts.UnixMilli(), c.Found.UnixMilli(), c.State, nil, nil, nil)
	if c.State != conflictOpen {
		row[7], row[8], row[9] = c.Settled.UnixMilli(), c.Who, c.Note
	}
	return row
}

func conflictFrom(row []any) Conflict {
	c := Conflict{
		Ref:  event.Ref{Station: row[0].(string), Epoch: uint32(row[1].(int64)), Seq: uint64(row[2].(int64))},
		Slot: row[3].(string), Starts: time.UnixMilli(row[4].(int64)), Found: time.UnixMilli(row[5].(int64)), State: row[6].(string),
	}
	if c.State != conflictOpen {
		c.Settled, c.Who, c.Note = time.UnixMilli(row[7].(int64)), row[8].(string), row[9].(string)
	}
	return c
}

// dispute goes through the bookings that took a place, the oldest first, and finds
// those for which their station had none any more. Where the slot has a free
// place it is theirs; otherwise a person has to settle it.
func (c *counter) dispute(fresh map[event.Ref]bool) error {
	has := held(c.all)
	for ref := range fresh {
		has[ref.Station]--
	}
	for _, p := range c.all {
		station := p.ref.Station
		if !fresh[p.ref] {
			continue
		}
		has[station]++
		if p.state != placed || has[station] <= c.loans[station] {
			continue
		}
		if c.free > 0 {
			c.free--
			c.loans[station]++
			if err := c.tx.Lend(p.slot, station, 1, c.now); err != nil {
				return err
			}
			continue
		}
		has[station]--
		if err := c.contest(p); err != nil {
			return err
		}
	}
	return nil
}

func (c *counter) contest(p *promise) error {
	p.state = disputed
	found := Conflict{Ref: p.ref, Slot: p.slot, Starts: time.UnixMilli(p.starts), Found: c.now, State: conflictOpen}
	return errors.Join(putPromises(c.tx, []*promise{p}), c.tx.Put(conflictsTable, [][]any{found.row()}))
}

// endConflicts closes those of bookings that riders have ended themselves.
func endConflicts(tx Tables, ended []event.Ref, now time.Time) error {
	keys := make([][]any, len(ended))
	for i, r := range ended {
		keys[i] = refKey(r)
	}
	found, err := tx.Find(conflictsTable, keys)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, row := range found {
		if c := conflictFrom(row); c.State == conflictOpen {
			c.State, c.Settled, c.Who = conflictCancelled, now, Itself
			rows = append(rows, c.row())
		}
	}
	return tx.Put(conflictsTable, rows)
}

// Conflicts lists those in a state, or ("") the open ones.
func (h *Hub) Conflicts(ctx context.Context, state string) (all []Conflict, err error) {
	if state == "" {
		state = conflictOpen
	}
	err = h.Store.View(ctx, func(tx Tx) error {
		rows, err := tx.Where(conflictsTable, "state", state)
		all = nil
		for _, row := range rows {
			all = append(all, conflictFrom(row))
		}
		return err
	})
	return all, err
}

// Settle notes what a person has decided of a conflict: to honour the booking,
// for which the slot must have a free place, or to dismiss it, the rider having
// been told. It returns ErrNoConflict or ErrNoPlace.
func (h *Hub) Settle(ctx context.Context, ref event.Ref, honour bool, note string) error {
	return h.act(ctx, "settle", func(tx Tx, a *Act) error {
		rows, err := tx.Find(conflictsTable, [][]any{refKey(ref)})
		if err != nil {
			return err
		}
		if len(rows) == 0 || rows[0][6] != conflictOpen {
			return fmt.Errorf("%s: %w", ref, ErrNoConflict)
		}
		c := conflictFrom(rows[0])
		c.State, c.Settled, c.Who, c.Note = conflictDismissed, h.Now(), a.Who, note
		if honour {
			c.State = conflictHonoured
			if err := h.honour(tx, ref); err != nil {
				return err
			}
		}
		a.Subject, a.Detail = ref.String(), c.State
		return tx.Put(conflictsTable, [][]any{c.row()})
	})
}

// honour gives a disputed booking a place of its slot.
func (h *Hub) honour(tx Tx, ref event.Ref) error {
	found, err := promisesOf(tx, []event.Ref{ref})
	p := found[ref]
	if err != nil || p == nil {
		return err
	}
	c, err := openCounter(tx, p.slot, h.Now())
	switch {
	case err != nil:
		return err
	case c.free < 1:
		return fmt.Errorf("%s: %w", p.slot, ErrNoPlace)
	}
	p.state = placed
	return errors.Join(tx.Lend(p.slot, ref.Station, 1, h.Now()), putPromises(tx, []*promise{p}))
}
