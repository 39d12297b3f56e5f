package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// deadLetters lists what followers could not digest, or has them try again.
func (p program) deadLetters(ctx context.Context, args []string) error {
	f := p.flags("dead-letters [FOLLOWER]")
	retry := f.Bool("retry", false, "have the followers try their dead letters again, as after an update of the hub")
	names, err := f.parse(args, "[FOLLOWER]")
	if err != nil {
		return err
	}
	follower := ""
	if len(names) > 0 {
		follower = names[0]
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		if *retry {
			digested, err := h.Retry(ctx, follower)
			if errors.Is(err, hub.ErrUnknownFollower) {
				return misuse{err}
			}
			fmt.Fprintf(p.stdout, "%d dead letters are digested.\n", digested)
			if err != nil {
				return err
			}
		}
		return p.listLetters(ctx, h, follower)
	})
}

func (p program) listLetters(ctx context.Context, h *hub.Hub, follower string) error {
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FOLLOWER\tRECORD\tKIND\tSINCE\tREASON")
	err := h.DeadLetters(ctx, follower, func(l hub.DeadLetter) error {
		_, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", l.Follower, l.Ref, l.Kind, when(l.At), l.Reason)
		return err
	})
	return errors.Join(err, table.Flush())
}

// replay has a follower, or all that can, make their tables anew.
func (p program) replay(ctx context.Context, args []string) error {
	f := p.flags("replay FOLLOWER|all")
	names, err := f.parse(args, "FOLLOWER")
	if err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		replay := func() error { return h.Replay(ctx, names[0]) }
		if names[0] == "all" {
			replay = func() error { return h.ReplayAll(ctx) }
		}
		err := replay()
		if errors.Is(err, hub.ErrUnknownFollower) || errors.Is(err, hub.ErrNoReplay) {
			return misuse{err}
		}
		if err == nil {
			fmt.Fprintf(p.stdout, "%s has read all records again.\n", names[0])
		}
		return err
	})
}
