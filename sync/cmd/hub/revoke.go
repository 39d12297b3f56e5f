package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// revoke shuts a station out.
func (p program) revoke(ctx context.Context, args []string) error {
	f := p.deeds("revoke STATION")
	because := f.String("because", "", "`why`, for the record")
	former := f.Bool("former", false, "leave the present PC alone and revoke those it replaced: for one that was stolen before it was replaced")
	names, err := f.parse(args, "STATION")
	if err != nil {
		return err
	}
	err = p.with(ctx, f.flags, false, func(h *hub.Hub, _ *store.Store) error {
		// It is urgent, so a name is not asked for as it is elsewhere.
		return h.Revoke(hub.As(ctx, cmp.Or(f.as, operator())), names[0], *because, *former)
	})
	for _, wrong := range []error{hub.ErrNoReason, hub.ErrLongReason, hub.ErrUnknownStation, hub.ErrNothingToRevoke} {
		if errors.Is(err, wrong) {
			return misuse{err}
		}
	}
	if err != nil {
		return err
	}
	if *former {
		fmt.Fprintf(p.stdout, "The PCs that %s had before its present one are revoked.\n", names[0])
	} else {
		fmt.Fprintf(p.stdout, "%s is revoked: hubs that run refuse it within a second. It comes back with `nuanxin-hub enroll %s`.\n", names[0], names[0])
	}
	fmt.Fprintln(p.stdout, "All stations are told to refuse the passes and receipts that PC issued: its riders need new ones.")
	return nil
}
