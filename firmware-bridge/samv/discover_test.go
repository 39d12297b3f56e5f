package samv

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// closing is a line that remembers to have been closed.
type closing struct {
	*script
	closed *atomic.Int32
}

func (c closing) Close() error { c.closed.Add(1); return nil }

// bench opens lines whose module is set to one rate; at others something else is heard.
type bench struct {
	baud           int // 0 is no module
	module, others func(request []byte) [][]byte
	opened         []int
	closed         atomic.Int32
}

func (b *bench) open(baud int) (Line, error) {
	b.opened = append(b.opened, baud)
	answer := b.others
	if baud == b.baud {
		answer = b.module
	}
	return closing{&script{answer: answer}, &b.closed}, nil
}

// well answers status and serial number.
func well(request []byte) [][]byte {
	if request[7] == 0x12 {
		return [][]byte{reply(OK, serial)}
	}
	return [][]byte{reply(OK, nil)}
}

func says(b ...byte) func([]byte) [][]byte { return func([]byte) [][]byte { return [][]byte{b} } }

func mirror(request []byte) [][]byte { return [][]byte{append([]byte(nil), request...)} }

func TestDiscover(t *testing.T) {
	for _, baud := range Bauds {
		for name, others := range map[string]func([]byte) [][]byte{"silent": says(), "noisy": says(0xF8, 0), "echoing": mirror} {
			b := &bench{baud: baud, module: well, others: others}
			if got, id, err := Discover(t.Context(), b.open); got != baud || id != soundID || err != nil {
				t.Errorf("%d, %s elsewhere: %d, %q, %v", baud, name, got, id, err)
			}
			if at := slices.Index(Bauds, baud); !slices.Equal(b.opened, Bauds[:at+1]) || int(b.closed.Load()) != len(b.opened) {
				t.Errorf("%d: opened at %v, closed %d times", baud, b.opened, b.closed.Load())
			}
		}
	}
}

// TestNothingDiscovered: the error is the most telling one, with the rates at which it was heard.
func TestNothingDiscovered(t *testing.T) {
	for name, test := range map[string]struct {
		bench *bench
		want  error
		names string
	}{
		"silence":                {&bench{others: says()}, ErrSilent, ""},
		"garbage at one rate":    {&bench{baud: 38400, module: says(1, 2, 3), others: says()}, ErrGarbled, "(at 38400 baud)"},
		"garbage at all":         {&bench{others: says(1, 2, 3)}, ErrGarbled, "115200, 57600, 38400, 19200, 9600"},
		"loop":                   {&bench{others: mirror}, ErrEcho, "115200, 57600, 38400, 19200, 9600"},
		"echo, garbage at 19200": {&bench{baud: 19200, module: says(1, 2, 3), others: mirror}, ErrGarbled, "(at 19200 baud)"},
	} {
		t.Run(name, func(t *testing.T) {
			baud, id, err := Discover(t.Context(), test.bench.open)
			if baud != 0 || id != "" || !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.names) {
				t.Errorf("%d, %q, %v", baud, id, err)
			}
			if _, ok := AdviceOf(err); !ok {
				t.Error("no advice")
			}
		})
	}
}

// TestUnwellModule: a module that says it cannot work is found, and the search ends there.
func TestUnwellModule(t *testing.T) {
	for _, code := range []Code{SelfTestFailed, NotAuthorised} {
		b := bench{baud: 57600, module: says(reply(code, nil)...), others: says()}
		baud, id, err := Discover(t.Context(), b.open)
		if baud != 57600 || id != "" || !errors.Is(err, code) || len(b.opened) != 2 {
			t.Errorf("%d, %q, %v after %v", baud, id, err, b.opened)
		}
	}
	b := bench{baud: 9600, module: says(reply(OK, nil)...), others: says()}
	if baud, id, err := Discover(t.Context(), b.open); baud != 9600 || id != "" || !errors.Is(err, ErrReply) {
		t.Errorf("without a serial number: %d, %q, %v", baud, id, err)
	}
}

// TestDiscoverEnds when there is no line, and when it is told to.
func TestDiscoverEnds(t *testing.T) {
	refused := errors.New("no permission")
	opened := 0
	_, _, err := Discover(t.Context(), func(int) (Line, error) { opened++; return nil, refused })
	if !errors.Is(err, refused) || opened != 1 {
		t.Errorf("%v after %d openings", err, opened)
	}
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	b := bench{others: says()}
	_, _, err = Discover(ctx, func(baud int) (Line, error) {
		if baud == 38400 {
			cancel(reason)
		}
		return b.open(baud)
	})
	if !errors.Is(err, reason) || len(b.opened) != 3 {
		t.Errorf("%v after %v", err, b.opened)
	}
}
