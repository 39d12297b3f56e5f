package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// errControl means that the control path is taken by something that is no named pipe.
var errControl = errors.New("the control path exists and is not a named pipe: choose another, or remove it")

// simulated is a device that carries out lines.
type simulated interface {
	sim.Obeyer
	Close() error
}

// simulate runs a simulated device until interrupted, or until the standard input ends where no control pipe
// could bring more.
func (a *app) simulate(ctx context.Context, args []string) error {
	if len(args) == 0 || !slices.Contains([]string{"reader", "scanner", "printer"}, args[0]) {
		return fmt.Errorf("%w: simulate reader, scanner or printer\n\n%s", errUsage, usage)
	}
	var s simulation
	f := a.flags("simulate " + args[0])
	s.flags(f, args[0])
	if err := parse(f, args[1:], "link"); err != nil {
		return err
	}
	play, err := openScript(s.script)
	if err != nil {
		return err
	}
	defer play.Close()
	d, err := s.device(args[0])
	if err != nil {
		return err
	}
	defer d.Close()
	lines, closeControl, err := a.lines(ctx, s.control)
	if err != nil {
		return err
	}
	defer closeControl()
	fmt.Fprintf(a.out, "ready %s\n", s.link)
	return a.obeyAll(ctx, d, play, lines)
}

// openScript gives the script's lines, none where there is no script.
func openScript(path string) (io.ReadCloser, error) {
	if path == "" {
		return io.NopCloser(strings.NewReader("")), nil
	}
	return os.Open(path)
}

// obeyAll carries out the script, and the lines that come meanwhile and afterwards.
func (a *app) obeyAll(ctx context.Context, d simulated, script io.Reader, lines <-chan string) error {
	var telling sync.Mutex
	tell := func(done string, err error) {
		telling.Lock()
		defer telling.Unlock()
		if err != nil {
			fmt.Fprintf(a.out, "error: %v\n", err)
			return
		}
		fmt.Fprintf(a.out, "ok %s\n", done)
	}
	played := make(chan error, 1)
	go func() { played <- (&sim.Console{Device: d, Told: tell}).Play(ctx, script) }()
	typed := sim.Console{Device: d, Told: tell}
	for open := true; open; {
		var line string
		select {
		case <-ctx.Done():
			open = false
		case line, open = <-lines:
			typed.Line(ctx, line)
		}
	}
	return <-played
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
