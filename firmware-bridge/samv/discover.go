package samv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Discover finds out at which of Bauds a module answers, and its serial number. It takes up to a second for each
// rate, and stops when ctx ends, with its cause. The opener gives the line at a rate; a Line that is an io.Closer
// is closed again, when ctx ends while it is in use and maybe twice.
//
// A baud other than 0 with an error is a module that was found and is unwell: SelfTestFailed, NotAuthorised, or
// no sound serial number. Without a module the error is the most telling of all rates, which it names:
// ErrGarbled (something answers, and no card reader's rate makes sense of it), else ErrEcho (looped or crossed
// wires), else ErrSilent. An error of the opener or the line ends the search.
func Discover(ctx context.Context, open func(baud int) (Line, error)) (baud int, id string, err error) {
	var misses misses
	for _, baud := range Bauds {
		found, id, err := try(ctx, open, baud)
		switch {
		case ctx.Err() != nil:
			return 0, "", context.Cause(ctx)
		case found:
			return baud, id, err
		case !unheard(err):
			return 0, "", err
		}
		misses.note(baud, err)
	}
	return 0, "", misses.telling()
}

// try asks for status and serial number at one rate.
func try(ctx context.Context, open func(baud int) (Line, error), baud int) (found bool, id string, err error) {
	if ctx.Err() != nil {
		return false, "", ctx.Err()
	}
	line, err := open(baud)
	if err != nil {
		return false, "", err
	}
	if c, ok := line.(io.Closer); ok {
		defer c.Close()
		stop := context.AfterFunc(ctx, func() { _ = c.Close() })
		defer stop()
	}
	m := NewModule(line)
	if err = m.Status(); err != nil {
		return !unheard(err) && !lineFault(err), "", err
	}
	id, err = m.ID()
	return true, id, err
}

// misses are the rates at which no module answered, by what was heard instead.
type misses []miss

type miss struct {
	baud int
	err  error
}

func (m *misses) note(baud int, err error) { *m = append(*m, miss{baud, err}) }

// telling is the most telling error with its rates.
func (m misses) telling() error {
	for _, kind := range []error{ErrGarbled, ErrEcho} {
		var rates []string
		for _, miss := range m {
			if errors.Is(miss.err, kind) {
				rates = append(rates, fmt.Sprint(miss.baud))
			}
		}
		if rates != nil {
			return fmt.Errorf("%w (at %s baud)", kind, strings.Join(rates, ", "))
		}
	}
	return fmt.Errorf("%w at any baud rate", ErrSilent)
}
