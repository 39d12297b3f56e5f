package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const lostUsage = `  nuanxin-hub lost STATION --as NAME --data DIR
  nuanxin-hub conflicts [--all] --data DIR
  nuanxin-hub settle BOOKING --honour|--dismiss [--note TEXT] --as NAME --data DIR
  nuanxin-hub audit [--count N] --data DIR
`

// lost declares a station lost.
func (p program) lost(ctx context.Context, args []string) error {
	return p.do(ctx, p.deeds("lost STATION"), args, []string{"STATION"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		freed, err := h.DeclareLost(ctx, given[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s is declared lost: %d places that it had not promised, as far as is known, are free for others.\n", given[0], freed)
		fmt.Fprintln(p.stdout, "Bookings it is known to have confirmed stand. If it returns, what it has confirmed since may show in `nuanxin-hub conflicts`.")
		return nil
	})
}

func (p program) conflicts(ctx context.Context, args []string) error {
	f := p.flags("conflicts")
	all := f.Bool("all", false, "also those settled")
	if _, err := f.parse(args); err != nil {
		return err
	}
	states := []string{"open"}
	if *all {
		states = append(states, "honoured", "dismissed", "cancelled")
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "BOOKING\tSLOT\tSTARTS\tFOUND\tSTATE\tBY\tNOTE")
		for _, state := range states {
			list, err := h.Conflicts(ctx, state)
			if err != nil {
				return err
			}
			for _, c := range list {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Ref, c.Slot, when(c.Starts), when(c.Found), c.State, orDash(c.Who), c.Note)
			}
		}
		return table.Flush()
	})
}

// settle settles a conflict.
func (p program) settle(ctx context.Context, args []string) error {
	d := p.deeds("settle BOOKING")
	honour := d.Bool("honour", false, "the rider keeps the place; the slot must have a free one")
	dismiss := d.Bool("dismiss", false, "the rider has been told otherwise")
	note := d.String("note", "", "what was agreed, without names: a `text` for the record")
	return p.do(ctx, d, args, []string{"BOOKING"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		if *honour == *dismiss {
			return usagef("say --honour or --dismiss")
		}
		ref, err := event.ParseRef(given[0])
		if err != nil {
			return err
		}
		return h.Settle(ctx, ref, *honour, *note)
	})
}

// audit lists who did what.
func (p program) audit(ctx context.Context, args []string) error {
	f := p.flags("audit")
	count := f.Int("count", 100, "how many, the newest first")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		acts, err := h.Acts(ctx, *count)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "WHEN\tWHO\tWHAT\tSUBJECT\tDETAIL")
		for _, a := range acts {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", when(a.At), a.Who, a.What, a.Subject, a.Detail)
		}
		return errors.Join(err, table.Flush())
	})
}
