package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

func (p program) stations(ctx context.Context, args []string) error {
	f := p.flags("stations")
	if _, err := f.parse(args); err != nil {
		return err
	}
	return p.with(ctx, f, false, func(_ *hub.Hub, store *store.Store) error {
		all, err := store.Stations(ctx)
		table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "STATION\tNAME\tEPOCH\tRECEIPTED TO\tBEHIND\tLAST RECEIPT\tLAST HEARD\tSET ASIDE\tDEAD LETTERS\tCERTIFICATE UNTIL")
		for _, s := range all {
			fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%s\t%s\t%d\t%d\t%s\n", s.ID, s.NameZH, s.Epoch, s.UpTo, s.Behind(), when(s.ReceiptAt), heard(s), s.SetAside, s.DeadLetters, until(s.Certified))
		}
		return errors.Join(err, table.Flush())
	})
}

func heard(s hub.StationReport) string {
	switch {
	case s.Key == nil:
		return "has not enrolled"
	case !s.Revoked.IsZero():
		return "revoked " + when(s.Revoked)
	}
	return when(s.Heard)
}

func until(t time.Time) string {
	if t.IsZero() {
		return "not known"
	}
	return t.Local().Format(time.DateOnly)
}

func when(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

// certificate writes what a broker outside the hub needs to speak TLS to the
// hub's stations.
func (p program) certificate(args []string) error {
	f := p.flags("certificate")
	out := f.String("out", "", "the `folder` to write ca.crt, server.crt and server.key to")
	var hosts list
	f.Var(&hosts, "host", "a `name` or address stations reach the broker by; may be given several times")
	if _, err := f.parse(args); err != nil {
		return err
	}
	if *out == "" {
		return usagef("--out DIR is missing: where to write ca.crt, server.crt and server.key")
	}
	keys, err := keyring.Open(f.keyFolder(), p.now())
	if err != nil {
		return err
	}
	server, err := keys.Server(hosts, p.now())
	if err != nil {
		return err
	}
	if err := keys.Export(*out, server); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "ca.crt, server.crt and server.key are in %s; the hub's own client is called %q\n", *out, hub.ClientName)
	return nil
}
