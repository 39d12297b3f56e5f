// Command nuanxin-bridge is the technician's way to the serial devices of a station: it lists them, finds
// out what is wrong with them, reads cards and codes, prints, simulates all of them, and lets other software use
// the card reader.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

var usage = fmt.Sprintf(`nuanxin-bridge: the serial devices of a station

  nuanxin-bridge list [--json]                    what is plugged in, and what it seems to be
  nuanxin-bridge doctor [--port P] [--ask]        what is wrong, and how to mend it
  nuanxin-bridge read --port P [--json] [--once]  read ID cards
  nuanxin-bridge scan --port P [--json] [--once]  read codes; P may be a scanner in /dev/input/by-id
  nuanxin-bridge print --port P [--paper 58|80]   print a test page, or with --stdin a text
  nuanxin-bridge record --port P --file FILE      write down what passes, without what is personal
  nuanxin-bridge replay --file FILE               use what was written down
  nuanxin-bridge serve --port P [--listen A]      let other software on this machine use the card reader
  nuanxin-bridge simulate reader|scanner|printer --link PATH
                 [--baud N] [--control FIFO] [--script FILE]     a simulated device behind PATH

A simulated device takes lines from standard input, from the named pipe FIFO and from the script FILE, and answers
each with a line:
  place FILE.json | place SAMPLE | lift | scan TEXT | paper out | unplug | plug …
Samples are %s.

"nuanxin-bridge COMMAND --help" tells a command's options. --lang zh or en chooses the language of messages;
otherwise LANG does. Without --json neither names nor numbers are printed.
Exit status: 0 done, 1 failed, 2 wrong usage.
`, strings.Join(sim.Samples(), ", "))

// errUsage marks errors of the command line.
var errUsage = errors.New("wrong usage")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}
	os.Exit(a.run(ctx, os.Args[1:]))
}

// app is one run of the command.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	lang     string // zh or en
}

// run carries out a command line and returns the exit status.
func (a *app) run(ctx context.Context, args []string) int {
	a.lang = language(a.env)
	err := a.dispatch(ctx, args)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintf(a.err, "nuanxin-bridge: %v\n", err)
		return 2
	}
	fmt.Fprintf(a.err, "nuanxin-bridge: %s\n", a.explain(err))
	return 1
}

func (a *app) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%w: no command\n\n%s", errUsage, usage)
	}
	switch command, rest := args[0], args[1:]; command {
	case "list":
		return a.list(rest)
	case "doctor":
		return a.doctor(ctx, rest)
	case "read":
		return a.read(ctx, rest)
	case "scan":
		return a.scan(ctx, rest)
	case "print":
		return a.printText(ctx, rest)
	case "record":
		return a.record(ctx, rest)
	case "replay":
		return a.replay(ctx, rest)
	case "serve":
		return a.serve(ctx, rest)
	case "simulate":
		return a.simulate(ctx, rest)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(a.out, usage)
		return nil
	default:
		return fmt.Errorf("%w: there is no command %q\n\n%s", errUsage, command, usage)
	}
}

// flags is a command's flag set, with the flags that every command has.
func (a *app) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet("nuanxin-bridge "+name, flag.ContinueOnError)
	f.SetOutput(a.err)
	f.Func("lang", "language of messages, `zh or en`", func(s string) error {
		if s != "zh" && s != "en" {
			return errors.New("use zh or en")
		}
		a.lang = s
		return nil
	})
	return f
}

// parse parses flags, allows no other arguments and makes sure that the required flags are given.
func parse(f *flag.FlagSet, args []string, required ...string) error {
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%w: unexpected %q", errUsage, f.Arg(0))
	}
	for _, name := range required {
		if f.Lookup(name).Value.String() == "" {
			return fmt.Errorf("%w: --%s is missing; see %s --help", errUsage, name, f.Name())
		}
	}
	return nil
}
