package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const maxCount = 500

// order is what `slots add` is asked for.
type order struct {
	slot     hub.Slot
	count    int
	start    string
	stations list
}

func (p program) addSlots(ctx context.Context, args []string) error {
	f, o := p.flags("slots add"), new(order)
	f.StringVar(&o.slot.Service, "service", "", "the `id` of a service, such as health-check or legal-aid")
	f.StringVar(&o.start, "start", "", "when the first slot starts: \"2026-11-24 09:00\" local `time`, or RFC 3339")
	f.IntVar(&o.slot.Minutes, "minutes", 30, "how long a slot is")
	f.IntVar(&o.count, "count", 1, "how many slots, one after the other")
	f.IntVar(&o.slot.Capacity, "capacity", 0, "how many riders a slot is for; raise it to lend more")
	f.StringVar(&o.slot.PlaceZH, "place-zh", "", "where, in Chinese; the name of the station where there is one --station")
	f.StringVar(&o.slot.PlaceEN, "place-en", "", "where, in English")
	f.Var(&o.stations, "station", "lend `STATION[=N]` N places of each slot, or an even part of what is left; may be given several times")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, store *store.Store) error {
		err := p.place(ctx, h, store, o)
		for _, wrong := range []error{hub.ErrBadSlot, hub.ErrUnknownService, hub.ErrUnknownStation, hub.ErrCapacity, hub.ErrLost} {
			if errors.Is(err, wrong) {
				return misuse{err}
			}
		}
		return err
	})
}

func (p program) place(ctx context.Context, h *hub.Hub, store *store.Store, o *order) error {
	shares, err := sharesOf(o.stations)
	if err != nil {
		return err
	}
	if o.slot.Starts, err = startOf(o.start); err != nil {
		return err
	}
	if o.count < 1 || o.count > maxCount {
		return usagef("--count %d is not within 1 and %d", o.count, maxCount)
	}
	if o.slot.PlaceZH == "" && o.slot.PlaceEN == "" && len(shares) == 1 {
		o.slot.PlaceZH, o.slot.PlaceEN = nameOf(ctx, store, shares[0].Station)
	}
	set, err := h.SetSlots(ctx, o.slots(), shares)
	for _, s := range set {
		fmt.Fprintf(p.stdout, "%s  %s  capacity %d, lent %s\n", s.Starts.Local().Format("2006-01-02 15:04"), s.ID, s.Capacity, loansText(s.Loans))
	}
	return err
}

// slots are the slots of an order, one after the other.
func (o *order) slots() []hub.Slot {
	all := make([]hub.Slot, o.count)
	for i := range all {
		all[i] = o.slot
		all[i].Starts = o.slot.Starts.Add(time.Duration(i*o.slot.Minutes) * time.Minute)
	}
	return all
}

func nameOf(ctx context.Context, store *store.Store, station string) (zh, en string) {
	// A station that is not known is an error SetSlot tells better.
	_ = store.View(ctx, func(tx hub.Tx) error {
		s, err := tx.Station(station)
		zh, en = s.NameZH, s.NameEN
		return err
	})
	return zh, en
}

// sharesOf reads STATION and STATION=N.
func sharesOf(stations []string) ([]hub.Share, error) {
	var shares []hub.Share
	for _, text := range stations {
		id, number, given := strings.Cut(text, "=")
		share := hub.Share{Station: id}
		if given {
			var err error
			if share.Places, err = strconv.Atoi(number); err != nil || share.Places < 1 {
				return nil, usagef("--station %s: write STATION, or STATION=N with N of 1 or more", text)
			}
		}
		shares = append(shares, share)
	}
	return shares, nil
}

func startOf(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, time.Local)
	if err != nil {
		return t, usagef("--start %q: write \"2026-11-24 09:00\" (China Standard Time), or RFC 3339 such as 2026-11-24T09:00:00+08:00", text)
	}
	return t, nil
}

func loansText(loans map[string]int) string {
	if len(loans) == 0 {
		return "to nobody: no station can book it, add --station"
	}
	var parts []string
	for _, station := range slices.Sorted(maps.Keys(loans)) {
		parts = append(parts, fmt.Sprintf("%s=%d", station, loans[station]))
	}
	return strings.Join(parts, " ")
}

func (p program) listSlots(ctx context.Context, args []string) error {
	f := p.flags("slots list")
	all := f.Bool("all", false, "also those that have started")
	if _, err := f.parse(args); err != nil {
		return err
	}
	from := p.now()
	if *all {
		from = time.Time{}
	}
	return p.with(ctx, f, false, func(_ *hub.Hub, store *store.Store) error {
		slots, err := store.Slots(ctx, from)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "START\tMINUTES\tSERVICE\tPLACE\tCAPACITY\tBOOKED\tLENT\tSLOT")
		for _, s := range slots {
			fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d\t%d\t%s\t%s\n", s.Starts.Local().Format("2006-01-02 15:04"), s.Minutes, s.Service, s.PlaceZH, s.Capacity, s.Booked, loansText(s.Loans), s.ID)
		}
		return errors.Join(err, table.Flush())
	})
}
