package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

// errHelp says that -h was asked for, and answered.
var errHelp = errors.New("help")

// flags are those of one command, all of which have --data.
type flags struct {
	*flag.FlagSet
	data, store, keys string
}

func (p program) flags(command string) *flags {
	f := &flags{FlagSet: flag.NewFlagSet("nuanxin-hub "+command, flag.ContinueOnError)}
	f.SetOutput(p.stdout)
	f.StringVar(&f.data, "data", "", "the hub's data `folder`")
	f.StringVar(&f.store, "store", os.Getenv(storeVariable), "the `URL` of a PostgreSQL database, postgres://user@host/name, instead of a file in the data folder; or $"+storeVariable)
	f.StringVar(&f.keys, "keys", "", "the `folder` of the hub's keys, if it is not in the data folder: hubs that share a --store share it")
	return f
}

// parse reads flags and other arguments in any order, and returns the others,
// of which there must be as many as there are names; one in brackets may be
// left out.
func (f *flags) parse(args []string, names ...string) ([]string, error) {
	var others []string
	for {
		err := f.quietly(args)
		if errors.Is(err, flag.ErrHelp) {
			f.Usage()
			return nil, errHelp
		}
		if err != nil {
			return nil, misuse{err}
		}
		if f.NArg() == 0 {
			break
		}
		others, args = append(others, f.Arg(0)), f.Args()[1:]
	}
	switch {
	case len(others) > len(names):
		return nil, usagef("%q is one argument too many", others[len(names)])
	case len(others) < len(names) && names[len(others)][0] != '[': // optional
		return nil, usagef("%s is missing", names[len(others)])
	case f.data == "":
		return nil, usagef("--data DIR is missing: the hub's data folder")
	}
	return others, nil
}

// quietly parses without the package's own printing: run prints the error.
func (f *flags) quietly(args []string) error {
	out, usage := f.Output(), f.Usage
	defer func() { f.SetOutput(out); f.Usage = usage }()
	f.SetOutput(discard{})
	f.Usage = func() {}
	return f.Parse(args)
}

type discard struct{}

// Write implements io.Writer.
func (discard) Write(b []byte) (int, error) { return len(b), nil }

// list is a flag that may be given several times.
type list []string

// String implements flag.Value.
func (l *list) String() string { return fmt.Sprint([]string(*l)) }

// Set implements flag.Value.
func (l *list) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// The contents of a data folder.
func (f *flags) database() string  { return filepath.Join(f.data, "hub.db") }
func (f *flags) addresses() string { return filepath.Join(f.data, "addresses.json") }
func (f *flags) scratch() string   { return filepath.Join(f.data, "broker") }
func (f *flags) lock() string      { return filepath.Join(f.data, "run.lock") }

func (f *flags) keyFolder() string { return cmp.Or(f.keys, filepath.Join(f.data, "keys")) }

// storeVariable keeps a password out of the list of processes.
const storeVariable = "NUANXIN_HUB_STORE"

func (f *flags) openStore(ctx context.Context) (*store.Store, error) {
	if f.store == "" {
		return sqlite.Open(ctx, f.database())
	}
	if u, err := url.Parse(f.store); err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return nil, usagef("--store: write postgres://user@host:port/name")
	}
	return postgres.Open(ctx, f.store)
}

func (f *flags) make() error { return os.MkdirAll(f.data, 0o700) }

// with runs work on the folder's database. It makes neither folder nor
// database unless create is set: a mistyped folder is to be noticed.
func (p program) with(ctx context.Context, f *flags, create bool, work func(*hub.Hub, *store.Store) error) error {
	if _, err := os.Stat(f.database()); err != nil && !create && f.store == "" {
		return usagef("%s is no hub's data folder: `nuanxin-hub run` or `nuanxin-hub enroll` makes one", f.data)
	}
	if err := f.make(); err != nil {
		return err
	}
	store, err := f.openStore(ctx)
	if err != nil {
		return err
	}
	err = work(hub.New(hub.Config{Store: store, Now: p.now}), store)
	return errors.Join(err, store.Close())
}
