package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const appealsUsage = `  nuanxin-hub appeals list [--all] [--overdue] [--department NAME] --data DIR
  nuanxin-hub appeals read CLAIM --as NAME --data DIR
  nuanxin-hub appeals route CLAIM --department NAME [--due TIME] --as NAME --data DIR
  nuanxin-hub appeals start CLAIM --as NAME --data DIR
  nuanxin-hub appeals answer CLAIM [--file FILE] --as NAME --data DIR
`

func (p program) appeals(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usagef("say what to do with appeals: list, read, route, start or answer")
	}
	switch args[0] {
	case "list":
		return p.listAppeals(ctx, args[1:])
	case "read":
		return p.readAppeal(ctx, args[1:])
	case "route":
		return p.routeAppeal(ctx, args[1:])
	case "start":
		return p.startAppeal(ctx, args[1:])
	case "answer":
		return p.answerAppeal(ctx, args[1:])
	}
	return usagef("appeals %s: there are list, read, route, start and answer", args[0])
}

func (p program) listAppeals(ctx context.Context, args []string) error {
	f := p.flags("appeals list")
	all := f.Bool("all", false, "also those that have been answered")
	overdue := f.Bool("overdue", false, "only those past their deadline, or not routed within two hours")
	department := f.String("department", "", "only those of a department, by `name`")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		list, err := h.Appeals(ctx, *all)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "CLAIM\tCATEGORY\tSTATE\tROUND\tDUE\tDEPARTMENT\tFILED\tSTATION\tSTARS")
		for _, a := range list {
			if (*overdue && !a.Overdue(p.now())) || (*department != "" && a.Department != *department) {
				continue
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\n", hex.EncodeToString(a.Claim[:4]), a.Category, hub.StateWord(a.State), a.Round,
				dueText(a, p.now()), orDash(a.Department), when(a.Filed), a.Ref.Station, strings.Repeat("*", a.Stars))
		}
		return errors.Join(err, table.Flush())
	})
}

func dueText(a hub.Appeal, now time.Time) string {
	switch {
	case !a.Open:
		return "-"
	case a.Overdue(now):
		return when(a.Due) + " OVERDUE"
	}
	return when(a.Due)
}

func (p program) readAppeal(ctx context.Context, args []string) error {
	d := p.deeds("appeals read CLAIM")
	return p.do(ctx, d, args, []string{"CLAIM"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		keys, err := keyring.Open(d.keyFolder(), p.now())
		if err != nil {
			return err
		}
		opener, err := keys.Opener()
		if err != nil {
			return err
		}
		a, said, err := h.ReadAppeal(ctx, given[0], opener)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%x  %s  %s, round %d\n", a.Claim, a.Category, hub.StateWord(a.State), a.Round)
		for _, s := range said {
			fmt.Fprintf(p.stdout, "\n%s  %s  %s\n", when(s.At), s.Ref, strings.Join(s.Phrases, ", "))
			fmt.Fprintln(p.stdout, s.Text)
		}
		return nil
	})
}

func (p program) routeAppeal(ctx context.Context, args []string) error {
	d := p.deeds("appeals route CLAIM")
	department := d.String("department", "", "who is to answer, by `name`")
	due := d.String("due", "", "the deadline: \"2026-11-30 18:00\" local `time`, or RFC 3339; without it, that of the category")
	return p.do(ctx, d, args, []string{"CLAIM"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		at, err := momentOf("--due", *due)
		if err != nil {
			return err
		}
		return h.RouteAppeal(ctx, given[0], *department, at)
	})
}

// momentOf reads a time of a flag, zero for none.
func momentOf(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, time.Local)
	if err != nil {
		return t, usagef("%s %q: write \"2026-11-30 18:00\" (China Standard Time), or RFC 3339", flag, text)
	}
	return t, nil
}

func (p program) startAppeal(ctx context.Context, args []string) error {
	return p.do(ctx, p.deeds("appeals start CLAIM"), args, []string{"CLAIM"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		return h.StartAppeal(ctx, given[0])
	})
}

// mostRead bounds what is read of an answer, in bytes.
const mostRead = 64 << 10

func (p program) answerAppeal(ctx context.Context, args []string) error {
	d := p.deeds("appeals answer CLAIM")
	file := d.String("file", "-", "the answer, in a `file` of UTF-8 text; - is standard input")
	return p.do(ctx, d, args, []string{"CLAIM"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		var from io.Reader = os.Stdin
		if *file != "-" {
			f, err := os.Open(*file)
			if err != nil {
				return misuse{err}
			}
			defer f.Close()
			from = f
		}
		text, err := io.ReadAll(io.LimitReader(from, mostRead))
		if err != nil {
			return err
		}
		return h.AnswerAppeal(ctx, given[0], string(text))
	})
}
