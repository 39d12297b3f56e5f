package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

const contentUsage = `  nuanxin-hub publish FILE.json --as NAME --data DIR
  nuanxin-hub picture FILE.png|FILE.jpg --as NAME --data DIR
  nuanxin-hub withdraw LIST ID --as NAME --data DIR
  nuanxin-hub content [LIST] [--json] --data DIR
  nuanxin-hub stories [--state offered|published|withdrawn] --data DIR
`

// publish puts a document of content before the stations; docs/content.md
// describes it.
func (p program) publish(ctx context.Context, args []string) error {
	d := p.deeds("publish FILE.json")
	return p.do(ctx, d, args, []string{"FILE.json"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		text, err := os.ReadFile(given[0])
		if err != nil {
			return misuse{err}
		}
		if err := p.sign(h, d); err != nil {
			return err
		}
		n, err := h.Publish(ctx, text)
		if err == nil {
			fmt.Fprintf(p.stdout, "%d items published: stations that are connected have them within a minute, others when they are back\n", n)
		}
		return err
	})
}

// picture puts a picture before the stations and says how a pack's page names it.
func (p program) picture(ctx context.Context, args []string) error {
	d := p.deeds("picture FILE")
	return p.do(ctx, d, args, []string{"FILE"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		file, err := os.ReadFile(given[0])
		if err != nil {
			return misuse{err}
		}
		sum, err := h.PublishPicture(ctx, file)
		if err == nil {
			fmt.Fprintf(p.stdout, "\"picture\": \"%s\"\n", base64.StdEncoding.EncodeToString(sum[:]))
		}
		return err
	})
}

// sign gives the hub its key: packs are signed.
func (p program) sign(h *hub.Hub, d *deeds) error {
	keys, err := keyring.Open(d.keyFolder(), p.now())
	if err == nil {
		h.Key = keys.HubKey
	}
	return err
}

func (p program) withdraw(ctx context.Context, args []string) error {
	d := p.deeds("withdraw LIST ID")
	return p.do(ctx, d, args, []string{"LIST", "ID"}, func(ctx context.Context, h *hub.Hub, _ *store.Store, given []string) error {
		if err := p.sign(h, d); err != nil {
			return err
		}
		return h.Withdraw(ctx, given[0], given[1])
	})
}

func (p program) content(ctx context.Context, args []string) error {
	f := p.flags("content [LIST]")
	asJSON := f.Bool("json", false, "print each item as it was published")
	list := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		list, args = args[0], args[1:]
	}
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		all, err := h.Content(ctx, list)
		if *asJSON {
			for _, c := range all {
				fmt.Fprintf(p.stdout, "%s %s %s\n", c.List, c.ID, c.Item)
			}
			return err
		}
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "LIST\tID\tPUBLISHED\tBY\tSTATIONS")
		for _, c := range all {
			to := "all"
			if len(c.Stations) > 0 {
				to = strings.Join(c.Stations, " ")
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", c.List, c.ID, when(c.At), orDash(c.Who), to)
		}
		return errors.Join(err, table.Flush())
	})
}

// stories lists what riders have offered.
func (p program) stories(ctx context.Context, args []string) error {
	f := p.flags("stories")
	state := f.String("state", "offered", "those offered, published or withdrawn")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(h *hub.Hub, _ *store.Store) error {
		all, err := h.OfferedStories(ctx, *state)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "STORY\tOFFERED\tSTATE\tPUBLISHED AS")
		for _, s := range all {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Ref, when(s.At), s.State, orDash(s.ID))
		}
		return errors.Join(err, table.Flush())
	})
}
