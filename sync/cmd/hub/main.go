// Command nuanxin-hub is the hub: stations bring it their records, and take
// from it what to offer, which places to promise and who may join.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

const usage = `nuanxin-hub is the hub of a fleet of rest stations.

  nuanxin-hub run --data DIR [--mqtt HOST:PORT | --broker URL] [--http HOST:PORT] [--enrol HOST:PORT] [--host NAME]...
  nuanxin-hub enroll STATION --data DIR [--name-zh NAME] [--name-en NAME] [--qr FILE.png | --qr -] [--hub URL] [--json]
  nuanxin-hub slots add --data DIR --service ID --start TIME --minutes N --capacity N --station STATION[=N]...
                        [--count N] [--place-zh PLACE] [--place-en PLACE]
  nuanxin-hub slots list --data DIR
  nuanxin-hub revoke STATION --because WHY [--former] [--as NAME] --data DIR
  nuanxin-hub stations --data DIR
  nuanxin-hub dead-letters [--retry] [FOLLOWER] --data DIR
  nuanxin-hub replay FOLLOWER|all --data DIR
  nuanxin-hub export TABLE --data DIR
  nuanxin-hub certificate --data DIR --out DIR [--host NAME]...
  nuanxin-hub authority --data DIR [--renew]

DIR is the hub's data folder; run makes it. With --store postgres://... what the
hub knows is in a PostgreSQL database instead, which several hubs may share: see
run -h. All commands work while run is running. A command with -h tells more.
`

// misuse says that the command line is wrong, and what to do.
type misuse struct{ error }

// Unwrap gives the cause.
func (m misuse) Unwrap() error { return m.error }

func usagef(format string, args ...any) error { return misuse{fmt.Errorf(format, args...)} }

// program is what a command may touch beside its data folder.
type program struct {
	stdout, stderr io.Writer
	now            func() time.Time
}

func main() {
	time.Local = event.Zone // whatever zone the machine is set to
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(program{os.Stdout, os.Stderr, time.Now}.run(ctx, os.Args[1:]))
}

// run runs one command until it is done or ctx ends, and returns the exit
// status: 0, 1 where it failed, 2 where the command line is wrong.
func (p program) run(ctx context.Context, args []string) int {
	err := p.dispatch(ctx, args)
	switch {
	case err == nil, errors.Is(err, errHelp):
		return 0
	case errors.As(err, new(misuse)):
		fmt.Fprintf(p.stderr, "nuanxin-hub: %v\n(nuanxin-hub -h shows all commands)\n", err)
		return 2
	}
	fmt.Fprintf(p.stderr, "nuanxin-hub: %v\n", err)
	return 1
}

func (p program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usagef("say what to do: run, enroll, revoke, slots, stations, dead-letters, replay, export or certificate")
	}
	name, rest := args[0], args[1:]
	ctx = hub.As(ctx, login())
	if name == "slots" && len(rest) > 0 {
		name, rest = "slots "+rest[0], rest[1:]
	}
	switch name {
	case "run":
		return p.serve(ctx, rest)
	case "enroll", "enrol":
		return p.enroll(ctx, rest)
	case "slots add":
		return p.addSlots(ctx, rest)
	case "slots list":
		return p.listSlots(ctx, rest)
	case "revoke":
		return p.revoke(ctx, rest)
	case "stations":
		return p.stations(ctx, rest)
	case "dead-letters":
		return p.deadLetters(ctx, rest)
	case "replay":
		return p.replay(ctx, rest)
	case "export":
		return p.export(ctx, rest)
	case "authority":
		return p.authority(ctx, rest)
	case "certificate":
		return p.certificate(rest)
	case "help", "-h", "--help":
		fmt.Fprint(p.stdout, usage, actsUsage)
		return nil
	}
	if act := acts[name]; act != nil {
		return act(p, ctx, rest)
	}
	return usagef("there is no command %q: `nuanxin-hub help` lists them", name)
}
