package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// errControl means that the control path is taken by something that is no named pipe.
var errControl = errors.New("the control path exists and is not a named pipe: choose another, or remove it")

// simulated is a device that carries out the lines of a script.
type simulated interface {
	obey(verb, rest string) (done string, err error)
	Close() error
}

// simulate runs a simulated device until interrupted, or until the standard input ends where no control pipe
// could bring more.
func (a *app) simulate(ctx context.Context, args []string) error {
	if len(args) == 0 || !slices.Contains([]string{"reader", "scanner"}, args[0]) {
		return fmt.Errorf("%w: simulate reader or simulate scanner\n\n%s", errUsage, usage)
	}
	f := a.flags("simulate " + args[0])
	link := f.String("link", "", "the `path` of the device, a symbolic link while it is plugged in")
	baud := f.Int("baud", 0, "baud `rate`; 0 is 115200 for a reader and 9600 for a scanner")
	control := f.String("control", "", "also take lines from this named `pipe`, made for the purpose")
	if err := parse(f, args[1:], "link"); err != nil {
		return err
	}
	d, err := newSimulated(args[0], *link, *baud)
	if err != nil {
		return err
	}
	defer d.Close()
	lines, closeControl, err := a.lines(ctx, *control)
	if err != nil {
		return err
	}
	defer closeControl()
	fmt.Fprintf(a.out, "ready %s\n", *link)
	a.obeyAll(ctx, d, lines)
	return nil
}

func newSimulated(kind, link string, baud int) (simulated, error) {
	if kind == "reader" {
		r, err := sim.NewReader(link, sim.ReaderOptions{Baud: baud})
		return simReader{r}, err
	}
	s, err := sim.NewScanner(link, sim.ScannerOptions{Baud: baud})
	return simScanner{s}, err
}

// obeyAll answers each line with one line.
func (a *app) obeyAll(ctx context.Context, d simulated, lines <-chan string) {
	for {
		select {
		case <-ctx.Done():
			return
		case line, open := <-lines:
			if !open {
				return
			}
			a.obey(d, line)
		}
	}
}

func (a *app) obey(d simulated, line string) {
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if verb == "" || strings.HasPrefix(verb, "#") {
		return
	}
	done, err := d.obey(verb, strings.TrimSpace(rest))
	if err != nil {
		fmt.Fprintf(a.out, "error: %v\n", err)
		return
	}
	fmt.Fprintf(a.out, "ok %s\n", done)
}

type simReader struct{ *sim.Reader }

func (r simReader) obey(verb, rest string) (string, error) {
	switch verb {
	case "place":
		return r.place(rest)
	case "lift":
		r.Lift()
		return "lifted", nil
	case "unplug":
		r.Unplug()
		return "unplugged", nil
	case "plug":
		return "plugged", r.Plug()
	}
	return "", fmt.Errorf("%q is not a command; use place FILE.json, lift, unplug or plug", verb)
}

// place takes a file, or the name of a sample card where there is no such file.
func (r simReader) place(name string) (string, error) {
	card, err := sim.LoadCard(name)
	if errors.Is(err, fs.ErrNotExist) {
		var none error
		if card, none = sim.Sample(name); none != nil {
			return "", fmt.Errorf("%w; %w", err, none)
		}
	} else if err != nil {
		return "", err
	}
	return "placed " + card.Kind, r.Place(card)
}

type simScanner struct{ *sim.Scanner }

func (s simScanner) obey(verb, rest string) (string, error) {
	switch {
	case verb == "scan" && rest != "":
		return fmt.Sprintf("scanned %d characters", utf8.RuneCountInString(rest)), s.Scan(rest)
	case verb == "unplug":
		s.Unplug()
		return "unplugged", nil
	case verb == "plug":
		return "plugged", s.Plug()
	}
	return "", fmt.Errorf("%q is not a command; use scan TEXT, unplug or plug", verb)
}

// lines gives the lines of the standard input and of the control pipe. The channel is closed when no more can
// come. The pipe is removed at the end.
func (a *app) lines(ctx context.Context, control string) (<-chan string, func(), error) {
	out := make(chan string)
	if control == "" {
		go func() { defer close(out); forward(ctx, a.in, out) }()
		return out, func() {}, nil
	}
	pipe, err := makePipe(control)
	if err != nil {
		return nil, nil, err
	}
	go forward(ctx, a.in, out)
	go forward(ctx, pipe, out)
	return out, func() { _ = pipe.Close(); _ = os.Remove(control) }, nil
}

// makePipe makes a named pipe anew and holds it open for writing too, so that it does not end when a writer does.
func makePipe(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil {
		if info.Mode()&os.ModeNamedPipe == 0 {
			return nil, fmt.Errorf("%s: %w", path, errControl)
		}
		_ = os.Remove(path) // a killed simulator left it
	}
	if err := unix.Mkfifo(path, 0o600); err != nil {
		return nil, fmt.Errorf("make the control pipe %s: %w", path, err)
	}
	return os.OpenFile(path, os.O_RDWR|unix.O_NONBLOCK, 0)
}

func forward(ctx context.Context, from io.Reader, to chan<- string) {
	for r := bufio.NewReader(from); ; {
		line, err := r.ReadString('\n')
		select {
		case to <- line:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
