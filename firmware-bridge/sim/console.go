package sim

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrLine means a line that a console or a device does not know or cannot read. Its text says why.
var ErrLine = errors.New("not a line of a simulator's script")

// lineError is an ErrLine whose text is the reason alone.
type lineError string

func (e lineError) Error() string        { return string(e) }
func (e lineError) Is(target error) bool { return target == ErrLine }

func badLine(format string, values ...any) error { return lineError(fmt.Sprintf(format, values...)) }

// Obeyer is a simulated device that carries out its own verbs. An unknown one is an ErrLine that names those
// it knows.
type Obeyer interface {
	Obey(verb, rest string) (done string, err error)
}

// Console carries out lines, typed or of a script, on a device. Besides the device's verbs it knows
//
//	wait 2s          go on after that time
//	wait 1s 5s       after a random time between the two
//	repeat 3 … end   the lines between, so often; without a number, until the context ends
//	# a comment
//
// It is used by one goroutine.
type Console struct {
	Device Obeyer
	Told   func(done string, err error) // after each line that did something; may be nil

	block []string // lines of a repeat that has not ended
	depth int      // of repeats in it
}

// Play carries out a whole script, until its end or the context's. A line that fails is told, and the next
// one follows. A repeat without its end is an ErrLine.
func (c *Console) Play(ctx context.Context, script io.Reader) error {
	lines := bufio.NewScanner(script)
	for lines.Scan() && ctx.Err() == nil {
		c.Line(ctx, lines.Text())
	}
	if c.depth > 0 && ctx.Err() == nil {
		c.block, c.depth = nil, 0
		return badLine("repeat without its end")
	}
	return lines.Err()
}

// Line carries out one line. Those between repeat and end are kept until the end comes.
func (c *Console) Line(ctx context.Context, line string) {
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	rest = strings.TrimSpace(rest)
	switch {
	case verb == "" || strings.HasPrefix(verb, "#"):
	case c.depth > 0 || verb == "repeat" || verb == "end":
		c.gather(ctx, verb, rest)
	case verb == "wait":
		c.tell("", wait(ctx, rest))
	default:
		c.tell(c.Device.Obey(verb, rest))
	}
}

// tell leaves out what succeeded and has nothing to say.
func (c *Console) tell(done string, err error) {
	if c.Told != nil && (done != "" || err != nil) {
		c.Told(done, err)
	}
}

// gather keeps the lines of the outermost repeat and runs them when it ends.
func (c *Console) gather(ctx context.Context, verb, rest string) {
	switch verb {
	case "repeat":
		c.depth++
	case "end":
		c.depth--
	}
	switch {
	case c.depth < 0:
		c.depth = 0
		c.tell("", badLine("end without repeat"))
	case c.depth > 0:
		c.block = append(c.block, verb+" "+rest)
	default:
		block := c.block
		c.block = nil
		c.tell("", c.repeat(ctx, block))
	}
}

// repeat runs a block, whose first line is the repeat itself.
func (c *Console) repeat(ctx context.Context, block []string) error {
	_, count, _ := strings.Cut(strings.TrimSpace(block[0]), " ")
	times, err := strconv.Atoi(count)
	switch {
	case count != "" && (err != nil || times < 0):
		return badLine("repeat takes how often, such as repeat 3")
	case count == "" && !slices.ContainsFunc(block, waits):
		return badLine("a repeat without a number needs a wait in it")
	}
	for n := 0; (count == "" || n < times) && ctx.Err() == nil; n++ {
		inner := Console{Device: c.Device, Told: c.Told}
		for _, line := range block[1:] {
			if ctx.Err() == nil {
				inner.Line(ctx, line)
			}
		}
	}
	return nil
}

func waits(line string) bool { return strings.HasPrefix(line, "wait ") }

// wait pauses for a time, or for a random one between two.
func wait(ctx context.Context, rest string) error {
	least, most, ranged := strings.Cut(rest, " ")
	pause, err := time.ParseDuration(least)
	if ranged && err == nil {
		var longest time.Duration
		longest, err = time.ParseDuration(strings.TrimSpace(most))
		pause += rand.N(max(1, longest-pause))
	}
	if err != nil || pause < 0 {
		return badLine("wait takes a time, such as wait 2s or wait 500ms 2s")
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}
