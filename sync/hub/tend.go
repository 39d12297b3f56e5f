package hub

import (
	"context"
	"time"
)

const (
	// tendEvery is how soon after a moment has come what follows from it is done.
	tendEvery = 10 * time.Second
	// tendAtOnce slots are closed in one transaction.
	tendAtOnce = 100
)

// Tend does what time brings: slots that have begun are closed, and who still
// hoped for a place is refused.
func (h *Hub) Tend(ctx context.Context) error {
	for {
		var begun []Slot
		look := func(tx Tx) (err error) {
			begun, err = tx.Begun(h.Now(), tendAtOnce)
			return err
		}
		if err := h.Store.View(ctx, look); err != nil || len(begun) == 0 {
			return err
		}
		err := h.decide(ctx, func(tx Tx) error {
			if err := look(tx); err != nil {
				return err
			}
			return h.closeSlots(tx, begun)
		})
		if err != nil {
			return err
		}
	}
}

func (h *Hub) closeSlots(tx Tx, begun []Slot) error {
	var send []Entry
	for _, s := range begun {
		entries, err := serve(tx, s.ID, h.Now())
		if err != nil {
			return err
		}
		if err := tx.Close(s.ID); err != nil {
			return err
		}
		send = append(send, entries...)
	}
	return tx.AppendDown(send, h.Now())
}

// tend calls Tend until ctx ends.
func (h *Hub) tend(ctx context.Context) error {
	for {
		if err := h.Tend(ctx); err != nil && ctx.Err() == nil {
			h.Log.Warn("what time brings has to wait", keyCause, err)
		}
		if !wait(ctx, tendEvery, nil) {
			return context.Cause(ctx)
		}
	}
}
