package main

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"strconv"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const pointsUsage = `  nuanxin-hub points lend STATION POINTS --as NAME --data DIR
  nuanxin-hub points budgets --data DIR
  nuanxin-hub open RECORD --because WHY --as NAME --data DIR
`

func (p program) points(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usagef("say what to do with points: lend or budgets; rules and rewards are published")
	}
	switch args[0] {
	case "lend":
		return p.lendPoints(ctx, args[1:])
	case "budgets":
		return p.budgets(ctx, args[1:])
	}
	return usagef("points %s: there are lend and budgets", args[0])
}

func (p program) lendPoints(ctx context.Context, args []string) error {
	return p.do(ctx, p.deeds("points lend STATION POINTS"), args, []string{"STATION", "POINTS"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		n, err := strconv.ParseInt(given[1], 10, 64)
		if err != nil {
			return usagef("%q is no number of points", given[1])
		}
		b, err := h.LendPoints(ctx, given[0], n)
		if err == nil {
			fmt.Fprintf(p.stdout, "%s has been lent %d points, of which %d are known to be redeemed\n", b.Station, b.Lent, b.Spent)
		}
		return err
	})
}

func (p program) budgets(ctx context.Context, args []string) error {
	f := p.flags("points budgets")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		all, err := h.Budgets(ctx)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "STATION\tLENT\tREDEEMED\tLEFT")
		for _, b := range all {
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\n", b.Station, b.Lent, b.Spent, b.Lent-b.Spent)
		}
		return errors.Join(err, table.Flush())
	})
}

// openRecord opens what a record holds sealed.
func (p program) openRecord(ctx context.Context, args []string) error {
	d := p.deeds("open RECORD")
	why := d.String("because", "", "why it has to be read: a `text` for the record")
	return p.do(ctx, d, args, []string{"RECORD"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		ref, err := event.ParseRef(given[0])
		if err != nil {
			return err
		}
		keys, err := keyring.Open(d.keyFolder(), p.now())
		if err != nil {
			return err
		}
		opener, err := keys.Opener()
		if err != nil {
			return err
		}
		opened, err := h.OpenRecord(ctx, ref, *why, opener)
		for _, line := range opened.Lines {
			fmt.Fprintf(p.stdout, "%s: %s\n", line[0], line[1])
		}
		return err
	})
}

// login is who acts where --as says nobody: the machine's user.
func login() string {
	u, err := user.Current()
	if err != nil {
		return hub.Itself
	}
	return u.Username
}
