package main

import (
	"context"
	"errors"
	"strings"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const actsUsage = `
What people decide, in whose name (--as NAME), is kept for the record:

` + appealsUsage + lostUsage + contentUsage + pointsUsage

// acts are the commands by which people decide.
var acts = map[string]func(program, context.Context, []string) error{
	"appeals":   program.appeals,
	"lost":      program.lost,
	"conflicts": program.conflicts,
	"settle":    program.settle,
	"audit":     program.audit,
	"publish":   program.publish,
	"picture":   program.picture,
	"withdraw":  program.withdraw,
	"content":   program.content,
	"stories":   program.stories,
	"points":    program.points,
	"open":      program.openRecord,
}

// deeds are flags of a command that does something in a person's name.
type deeds struct {
	*flags
	as string
}

func (p program) deeds(command string) *deeds {
	d := &deeds{flags: p.flags(command)}
	d.StringVar(&d.as, "as", "", "your `name`, for the record of who did what")
	return d
}

// do parses a command line and does work in the name of --as.
func (p program) do(ctx context.Context, d *deeds, args []string, names []string, work func(context.Context, *hub.Hub, *store.Store, []string) error) error {
	given, err := d.parse(args, names...)
	if err != nil {
		return err
	}
	if d.as = strings.TrimSpace(d.as); d.as == "" {
		return usagef("--as NAME is missing: who does this? It is kept for the record")
	}
	return p.with(ctx, d.flags, false, func(h *hub.Hub, s *store.Store) error {
		err := work(hub.As(ctx, d.as), h, s, given)
		for _, wrong := range misuses {
			if errors.Is(err, wrong) {
				return misuse{err}
			}
		}
		return err
	})
}

// misuses are errors that the command line caused.
var misuses = []error{
	hub.ErrNoAppeal, hub.ErrAnswered, hub.ErrNoAnswer, hub.ErrDue, hub.ErrNoDepartment,
	hub.ErrPoints, hub.ErrLost, hub.ErrWhy, hub.ErrNoRecord, hub.ErrNotSealed, hub.ErrContent, hub.ErrNotPublished, hub.ErrReplaceOnly, hub.ErrUnknownStation, hub.ErrNoConflict, hub.ErrNoPlace, event.ErrBadRef, event.ErrPicture,
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
