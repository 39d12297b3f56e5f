// Command nuanxin-station is a station without a screen, and the tool that
// enrols, inspects, copies and exports one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

const usage = `nuanxin-station runs or administers the station in a folder.

  nuanxin-station enroll --data DIR --scan PORT
  nuanxin-station enroll --data DIR --hub https://HOST:PORT --code CODE
  nuanxin-station run    --data DIR [--broker URL] [--at-once]
  nuanxin-station status --data DIR [--json]
  nuanxin-station check  --data DIR
  nuanxin-station backup --data DIR FILE
  nuanxin-station export --data DIR [FILE]
  nuanxin-station restore --data DIR FILE
  nuanxin-station compact --data DIR
  nuanxin-station supervisor --data DIR [--id ID] [--name NAME] [--pin -]

enroll takes the one-time code that "nuanxin-hub enroll STATION --qr -" shows: from
a QR scanner on the serial line PORT, from one that types or a pipe for -, or
typed. supervisor makes the first account of attendant's mode, or gives one whose PIN
was forgotten a new one: it prints a PIN drawn at random, or reads one from its input.
status, check, backup, export and supervisor ask the running station through its socket,
or open the file themselves where none runs. restore and compact need it
stopped; restore keeps the file that was there. Without --data, the folder is
$NUANXIN_DATA or /var/lib/nuanxin.
`

// errUsage is a command line that cannot be understood: exit status 2.
var errUsage = errors.New("see nuanxin-station help")

func main() {
	time.Local = event.Zone // whatever zone the machine is set to
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as arguments; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := dispatch(ctx, args, stdout, stderr)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintln(stderr, err)
		return 2
	}
	fmt.Fprintln(stderr, "nuanxin-station:", err)
	return 1
}

var commands = map[string]func(context.Context, *flag.FlagSet, []string, io.Writer) error{
	"enroll": enroll,
	"run":    serve,
	"status": status,
	"check":  check,
	"backup": backup,
	"export": export,

	"supervisor": supervisor,

	"restore": restore,
	"compact": compact,
}

func dispatch(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(stdout, usage)
		return nil
	}
	command, ok := commands[args[0]]
	if !ok {
		return fmt.Errorf("there is no command %q: %w", args[0], errUsage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(stderr)
	return command(ctx, flags, args[1:], stdout)
}

// parse reads the flags and --data beside them, and leaves at most operands
// further words.
func parse(flags *flag.FlagSet, args []string, operands int) (folder string, err error) {
	standard := os.Getenv("NUANXIN_DATA")
	if standard == "" {
		standard = "/var/lib/nuanxin"
	}
	flags.StringVar(&folder, "data", standard, "the station's folder")
	if err := flags.Parse(args); err != nil {
		return "", fmt.Errorf("%w: %w", errUsage, err)
	}
	if flags.NArg() > operands {
		return "", fmt.Errorf("%q is too many: %w", flags.Arg(operands), errUsage)
	}
	return folder, nil
}
