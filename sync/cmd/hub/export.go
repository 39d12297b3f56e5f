package main

import (
	"context"
	"encoding/csv"
	"errors"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// exportPage is how many rows are read at a time.
const exportPage = 10000

// export writes a table or view as CSV (RFC 4180), with a heading.
func (p program) export(ctx context.Context, args []string) error {
	f := p.flags("export TABLE")
	names, err := f.parse(args, "TABLE")
	if err != nil {
		return err
	}
	return p.with(ctx, f, false, func(_ *hub.Hub, s *store.Store) error {
		err := p.writeTable(ctx, s, names[0])
		if errors.Is(err, hub.ErrUnknownTable) {
			return misuse{err}
		}
		return err
	})
}

func (p program) writeTable(ctx context.Context, s *store.Store, name string) error {
	out := csv.NewWriter(p.stdout)
	for q := (hub.TableQuery{Table: name, Limit: exportPage}); ; {
		page, err := s.Rows(ctx, q)
		if err != nil {
			return err
		}
		if q.After == "" {
			_ = out.Write(page.Columns) // Flush tells
		}
		for _, row := range page.Rows {
			_ = out.Write(hub.Texts(row))
		}
		if out.Flush(); out.Error() != nil || page.Next == "" {
			return out.Error()
		}
		q.After = page.Next
	}
}
