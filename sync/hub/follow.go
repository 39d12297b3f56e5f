package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrUnknownFollower says that no follower has that name.
var ErrUnknownFollower = errors.New("no such follower")

// ErrNoReplay says that what a follower did has gone out to stations, and can
// be done once only.
var ErrNoReplay = errors.New("this follower answers stations: what it has said cannot be taken back and said again")

// Follower reads records after their commit, in the order of commits, each once:
// its position moves in the transaction in which it does its work. Whatever it
// does, ingest and other followers go on.
type Follower struct {
	// Name is for good: the position is kept under it.
	Name string
	// Kinds of records it reads; nil for all.
	Kinds []string
	// Tables are all that it writes, and are emptied before a replay. Nil: it
	// cannot be replayed.
	Tables []Table
	// Version counts what it makes of records: where the tables hold the work of
	// an earlier version they are emptied and made anew, by one hub; where they
	// hold that of a later one, hubs of this version leave them to others. 0 where
	// there are no tables.
	Version int
	// Prompt: somebody stands and waits for what it does, so that it does not let
	// ingest pass when there is much to do.
	Prompt bool
	// Digest does its work for the next records. What it cannot digest it names
	// dead, and goes on; an error undoes the page. Where the store rejects what
	// it writes, the page is cut until the record at fault is alone, and that is dead.
	// It calls tx.Alone first if it decides about what stations share.
	Digest func(tx Tx, page []Event, dead Dead) error
}

// Event is a record as a follower gets it.
type Event struct {
	Received
	Body *event.Record // nil for KindUnreadable and no other
}

// Dead notes that a record cannot be digested, and why.
type Dead func(e Event, reason string)

func (f *Follower) wants(kind string) bool {
	return f.Kinds == nil || slices.Contains(f.Kinds, kind)
}

const (
	// pageSize is how many positions a follower goes on by in one transaction.
	pageSize = 5000
	// emptyPages is how many such pages without a record for it it passes over.
	emptyPages = 50
	// lookEvery is how soon records committed by another hub are noticed.
	lookEvery = 500 * time.Millisecond
	// gather is how long a follower that has read all waits at least, so that
	// a trickle of records does not cost a transaction each.
	gather = 100 * time.Millisecond
	// troubled is how long it waits after an error.
	troubled = 5 * time.Second
)

// Follow tells the fleet what the kit offers, and keeps the followers going until
// ctx ends. Where several hubs share
// the store, each follower is at work at one of them at a time.
func (h *Hub) Follow(ctx context.Context) error {
	if err := h.decide(ctx, func(tx Tx) error { return offerCatalogue(tx, h.Now()) }); err != nil {
		return err
	}
	group := new(errgroup.Group)
	group.Go(func() error { return h.tend(ctx) })
	for i := range h.Followers {
		group.Go(func() error { return h.keepUp(ctx, &h.Followers[i]) })
	}
	return group.Wait()
}

func (h *Hub) keepUp(ctx context.Context, f *Follower) error {
	for until, next := time.Now().Add(patience), h.look; ; {
		if !f.Prompt && !h.giveWay(ctx, until) {
			return context.Cause(ctx)
		}
		grown := h.grown.heard()
		more, err := next(ctx, f)
		next = h.look
		pause := gather
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			h.Log.Warn("follower stopped for a while", keyName, f.Name, keyCause, err)
			pause, grown = troubled, nil
		case more:
			next = h.turn
			continue
		}
		if !wait(ctx, pause, nil) || !wait(ctx, lookEvery, grown) {
			return context.Cause(ctx)
		}
		until = time.Now().Add(patience)
	}
}

// wait waits until a bell rings or a time has passed, and reports whether ctx
// is still alive.
func wait(ctx context.Context, d time.Duration, rung <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-rung:
	case <-t.C:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// CatchUp has every follower read what there is. What another hub is at work on
// is left to it.
func (h *Hub) CatchUp(ctx context.Context) error {
	for i := range h.Followers {
		more, err := h.look(ctx, &h.Followers[i])
		for more && err == nil {
			more, err = h.turn(ctx, &h.Followers[i])
		}
		if err != nil {
			return fmt.Errorf("%s: %w", h.Followers[i].Name, err)
		}
	}
	return nil
}

// look turns a page where there is one, and reports whether there are more. It
// locks nothing where there is none.
func (h *Hub) look(ctx context.Context, f *Follower) (more bool, err error) {
	if idle, err := h.idle(ctx, f); err != nil || idle {
		return false, err
	}
	return h.turn(ctx, f)
}

// turn reads a page, and reports whether there are more.
func (h *Hub) turn(ctx context.Context, f *Follower) (more bool, err error) {
	return h.step(ctx, f, pageSize, false)
}

// step reads at most size positions, and reports whether there are more.
func (h *Hub) step(ctx context.Context, f *Follower, size int64, wait bool) (more bool, err error) {
	err = h.Store.Update(ctx, func(tx Tx) (err error) {
		more, err = h.read(tx, f, size, wait, f.Digest)
		return err
	})
	if !errors.Is(err, ErrRejected) {
		return more, err
	}
	if size > 1 {
		return h.step(ctx, f, size/2, wait)
	}
	buried := bury(err)
	err = h.Store.Update(ctx, func(tx Tx) (err error) {
		more, err = h.read(tx, f, 1, wait, buried)
		return err
	})
	return more, err
}

// bury makes a record dead that the store rejected.
func bury(cause error) func(Tx, []Event, Dead) error {
	return func(_ Tx, page []Event, dead Dead) error {
		for _, e := range page {
			dead(e, cause.Error())
		}
		return nil
	}
}

func (h *Hub) idle(ctx context.Context, f *Follower) (idle bool, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		at, err := tx.Position(f.Name)
		if err != nil {
			return err
		}
		version, err := tx.Version(f.Name)
		if err != nil {
			return err
		}
		head, err := tx.Head()
		idle = version > f.Version || (version == f.Version && at >= head)
		return err
	})
	return idle, err
}

// read has digest take a page in the transaction.
func (h *Hub) read(tx Tx, f *Follower, size int64, wait bool, digest func(Tx, []Event, Dead) error) (more bool, err error) {
	at, claimed, err := tx.Claim(f.Name, wait)
	if err != nil || !claimed {
		return false, err
	}
	switch version, err := tx.Version(f.Name); {
	case err != nil || version > f.Version:
		return false, err
	case version < f.Version:
		h.Log.Info("tables are made anew for this version", keyName, f.Name)
		return true, begin(tx, f)
	}
	head, err := tx.Head()
	if err != nil || at >= head {
		return false, err
	}
	records, upTo, err := next(tx, f, at, head, size)
	if err != nil {
		return false, err
	}
	if _, err := h.digest(tx, f, records, digest); err != nil {
		return false, err
	}
	return upTo < head, tx.Move(f.Name, upTo)
}

// next are the records of the next size positions that have any for the
// follower, or of many positions that have none, so that one that few records
// concern does not commit for nothing.
func next(tx Tx, f *Follower, at, head, size int64) (records []Received, upTo int64, err error) {
	for range emptyPages {
		upTo = min(head, at+size)
		records, err = tx.Records(at, upTo, f.Kinds)
		if at = upTo; err != nil || len(records) > 0 || upTo == head {
			break
		}
	}
	return records, upTo, err
}

// digest returns how many of the records are dead.
func (h *Hub) digest(tx Tx, f *Follower, records []Received, digest func(Tx, []Event, Dead) error) (int, error) {
	if len(records) == 0 {
		return 0, nil
	}
	var letters []DeadLetter
	dead := func(e Event, reason string) {
		letters = append(letters, DeadLetter{f.Name, e.Pos, e.Ref, e.Kind, reason, h.Now()})
	}
	page := make([]Event, 0, len(records))
	for _, r := range records {
		e := Event{Received: r}
		body, err := event.Decode(r.Bytes)
		switch {
		case err == nil:
			e.Body = body
		case r.Kind != KindUnreadable: // what it says of its kind cannot be read
			dead(e, err.Error())
			continue
		}
		page = append(page, e)
	}
	if err := digest(tx, page, dead); err != nil || len(letters) == 0 {
		return 0, err
	}
	return len(letters), tx.PutDeadLetters(letters)
}

// Replay empties a follower's tables and has it read all records again. It
// returns ErrUnknownFollower or ErrNoReplay.
func (h *Hub) Replay(ctx context.Context, name string) error {
	f, err := h.follower(name)
	if err != nil {
		return err
	}
	if f.Tables == nil {
		return fmt.Errorf("%s: %w", name, ErrNoReplay)
	}
	if err := h.Store.Update(ctx, func(tx Tx) error { return begin(tx, f) }); err != nil {
		return err
	}
	for more := true; more && err == nil; {
		more, err = h.step(ctx, f, pageSize, true)
	}
	return err
}

// ReplayAll is Replay of every follower that can be.
func (h *Hub) ReplayAll(ctx context.Context) error {
	for i := range h.Followers {
		if f := &h.Followers[i]; f.Tables != nil {
			if err := h.Replay(ctx, f.Name); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	return nil
}

func begin(tx Tx, f *Follower) error {
	if _, _, err := tx.Claim(f.Name, true); err != nil {
		return err
	}
	for _, t := range f.Tables {
		if err := tx.Empty(t); err != nil {
			return err
		}
	}
	return errors.Join(tx.Forget(f.Name, nil), tx.Move(f.Name, 0), tx.SetVersion(f.Name, f.Version))
}

func (h *Hub) follower(name string) (*Follower, error) {
	var names []string
	for i := range h.Followers {
		if h.Followers[i].Name == name {
			return &h.Followers[i], nil
		}
		names = append(names, h.Followers[i].Name)
	}
	return nil, fmt.Errorf("%q: %w, there are %s", name, ErrUnknownFollower, strings.Join(names, ", "))
}
