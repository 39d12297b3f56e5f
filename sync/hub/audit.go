package hub

import (
	"context"
	"time"
)

// Act is something a person did at the hub, or the hub by itself.
type Act struct {
	// Pos counts all of them from 1.
	Pos int64
	At  time.Time
	// Who did it, What it was, such as "publish", and to which Subject. Detail is
	// for people. None of them holds an identity.
	Who, What, Subject, Detail string
}

// Audits are all acts, which nobody removes.
type Audits interface {
	PutAct(Act) error
	// Acts lists at most limit of them, the newest first.
	Acts(limit int) ([]Act, error)
}

// Itself is who acts where nobody does.
const Itself = "hub"

type actorKey struct{}

// As names who is responsible for what is done with the context.
func As(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, actorKey{}, who)
}

func actor(ctx context.Context) string {
	if who, ok := ctx.Value(actorKey{}).(string); ok && who != "" {
		return who
	}
	return Itself
}

// act is decide with a note of who did what. f may fill in what it finds out.
func (h *Hub) act(ctx context.Context, what string, f func(Tx, *Act) error) error {
	return h.decide(ctx, func(tx Tx) error {
		a := Act{At: h.Now(), Who: actor(ctx), What: what}
		if err := f(tx, &a); err != nil {
			return err
		}
		return tx.PutAct(a)
	})
}

// Acts lists the newest acts, the newest first.
func (h *Hub) Acts(ctx context.Context, limit int) (acts []Act, err error) {
	err = h.Store.View(ctx, func(tx Tx) (err error) {
		acts, err = tx.Acts(limit)
		return err
	})
	return acts, err
}
