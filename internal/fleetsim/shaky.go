package fleetsim

import (
	"context"
	"errors"

	"github.com/nuanxin/station-kit/sync/hub"
)

// shaky is the hubs' store as they reach it: what they ask of it may fail, be
// undone, or be done without their hearing of it.
type shaky struct {
	*world
	hub.Store
	// at is the hub that works, nil for none; it may be killed.
	at *replica
	// blind: nothing can be read in the step at hand. A hub reads from several
	// goroutines, so it is not drawn there.
	blind bool
}

var errStore = errors.New("the database does not answer")

// Update implements hub.Store.
func (s *shaky) Update(ctx context.Context, f func(hub.Tx) error) error {
	if s.at == nil {
		return s.Store.Update(ctx, f)
	}
	switch {
	case s.strikes(hubDie, .02):
		return s.killed(ctx, f)
	case s.strikes(storeFault, .2):
		return s.failing(ctx, f)
	}
	return s.Store.Update(ctx, f)
}

// killed has the hub die: before the transaction, in it, or between its commit
// and hearing of it.
func (s *shaky) killed(ctx context.Context, f func(hub.Tx) error) error {
	s.at.dies = true
	switch s.rng.IntN(3) {
	case 0:
		return errStore
	case 1:
		return s.undone(ctx, f)
	}
	return errors.Join(s.Store.Update(ctx, f), errStore)
}

func (s *shaky) failing(ctx context.Context, f func(hub.Tx) error) error {
	switch s.rng.IntN(4) {
	case 0:
		return errStore
	case 1:
		return s.undone(ctx, f)
	case 2: // for another's sake: it runs again
		if err := s.undone(ctx, f); !errors.Is(err, errStore) {
			return err
		}
		return s.Store.Update(ctx, f)
	}
	return errors.Join(s.Store.Update(ctx, f), errStore)
}

// undone runs a transaction and takes it back.
func (s *shaky) undone(ctx context.Context, f func(hub.Tx) error) error {
	return s.Store.Update(ctx, func(tx hub.Tx) error {
		return errors.Join(f(tx), errStore)
	})
}

// View implements hub.Store.
func (s *shaky) View(ctx context.Context, f func(hub.Tx) error) error {
	if s.at != nil && s.blind {
		return errStore
	}
	return s.Store.View(ctx, f)
}

// see reads what is committed.
func see[T any](w *world, f func(hub.Tx) (T, error)) (v T) {
	w.must(w.store.Store.View(ctx, func(tx hub.Tx) (err error) {
		v, err = f(tx)
		return err
	}))
	return v
}

// standing is what the hubs have committed of a station.
func (w *world) standing(id string) *hub.Standing {
	held := see(w, func(tx hub.Tx) (map[string]*hub.Standing, error) { return tx.Hold([]string{id}) })
	if held[id] == nil {
		return &hub.Standing{}
	}
	return held[id]
}
