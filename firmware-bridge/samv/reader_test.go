package samv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var errLine = errors.New("the line broke")

// desk is a line with a module at its end that answers what the test says. Its time is the bubble's.
type desk struct {
	mu       sync.Mutex
	answer   func(command string) []byte // nil is silence; the command is its two bytes in hex
	asked    []string
	pending  []byte
	deadline time.Time
	broken   bool
}

func (d *desk) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.broken {
		return 0, errLine
	}
	command := fmt.Sprintf("%02X%02X", b[7], b[8])
	d.asked = append(d.asked, command)
	d.pending = append(d.pending, d.answer(command)...)
	return len(b), nil
}

func (d *desk) SetReadDeadline(t time.Time) error { d.deadline = t; return nil }

// Read hands out at most 100 bytes at once, as a serial line does.
func (d *desk) Read(b []byte) (int, error) {
	for {
		d.mu.Lock()
		n := copy(b[:min(len(b), 100)], d.pending)
		d.pending = d.pending[n:]
		d.mu.Unlock()
		switch left := time.Until(d.deadline); {
		case n > 0:
			return n, nil
		case left <= 0:
			return 0, fmt.Errorf("nothing: %w", os.ErrDeadlineExceeded)
		default:
			time.Sleep(min(left, 5*time.Millisecond))
		}
	}
}

// baseReply is a good reading of a blank citizen card.
func baseReply() []byte {
	data := append([]byte{1, 0, 4, 0}, strings.Repeat(" \x00", 128)...)
	return reply(OK, append(data, make([]byte, 1024)...))
}

// always answers each command with a frame of the given code.
func always(codes map[string]Code) func(string) []byte {
	return func(command string) []byte {
		if command == "3001" && codes[command] == OK {
			return baseReply()
		}
		return reply(codes[command], nil)
	}
}

var cardLies = map[string]Code{"2001": Found, "2002": OK, "3001": OK, "3003": NoContent}

// watchDesk runs a reader on the desk for a while and returns the names of its events.
func watchDesk(t *testing.T, d *desk, length time.Duration, at map[time.Duration]func()) (events []string, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), length)
		defer cancel()
		for when, do := range at {
			time.AfterFunc(when, func() {
				d.mu.Lock()
				defer d.mu.Unlock()
				do()
			})
		}
		r := Reader{Emit: func(e Event) { events = append(events, name(e)) }}
		err = r.Run(ctx, d)
	})
	return events, err
}

func name(e Event) string {
	switch e := e.(type) {
	case Placed:
		return "Placed " + e.Card.Name
	case Failed:
		return "Failed: " + e.Err.Error()
	case Down:
		return "Down: " + e.Err.Error()
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", e), "samv.")
}

func expectEvents(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("events %q, want %q", got, want)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Fatalf("events %q, want %q", got, want)
		}
	}
}

// TestOneCardOnePlaced: a card that lies for a minute is told once, lifted once, and found anew.
func TestOneCardOnePlaced(t *testing.T) {
	d := &desk{answer: always(cardLies)}
	gone := map[string]Code{"2001": NoCard, "3003": ReadFailed}
	events, err := watchDesk(t, d, 2*time.Minute, map[time.Duration]func(){
		60*time.Second + time.Millisecond: func() { d.answer = always(gone) },
		70*time.Second + time.Millisecond: func() { d.answer = always(cardLies) },
		80*time.Second + time.Millisecond: func() { d.answer = always(gone) },
	})
	if err != nil {
		t.Fatal(err)
	}
	expectEvents(t, events, "Up", "Placed", "Lifted", "Placed", "Lifted")
	if n := len(d.asked); n > 2*60*4+10 {
		t.Errorf("%d commands in two minutes", n)
	}
}

// TestAGlitchIsNoLift: one wrong answer to the presence probe does not end the card's stay.
func TestAGlitchIsNoLift(t *testing.T) {
	probes := 0
	d := &desk{answer: func(command string) []byte {
		if command == "3003" {
			if probes++; probes%5 == 0 {
				return reply(ReadFailed, nil)
			}
		}
		return always(cardLies)(command)
	}}
	events, _ := watchDesk(t, d, 20*time.Second, nil)
	expectEvents(t, events, "Up", "Placed", "Lifted") // lifted when the loop ends
	if probes < 60 {
		t.Errorf("only %d probes", probes)
	}
}

// TestFailureIsToldOnce: a card that cannot be read is told once until it is lifted, while the loop goes on trying.
func TestFailureIsToldOnce(t *testing.T) {
	for step, failure := range map[string]Code{"2002": SelectFailed, "3001": ReadFailed} {
		t.Run(failure.Error(), func(t *testing.T) {
			bad := map[string]Code{"2001": Found, "2002": OK, "3001": OK, "3003": NoContent}
			bad[step] = failure
			d := &desk{answer: always(bad)}
			events, _ := watchDesk(t, d, 30*time.Second, map[time.Duration]func(){
				10*time.Second + time.Millisecond: func() { d.answer = always(map[string]Code{"2001": NoCard}) },
				12*time.Second + time.Millisecond: func() { d.answer = always(bad) },
				20*time.Second + time.Millisecond: func() { d.answer = always(cardLies) },
			})
			expectEvents(t, events, "Up", "Failed: "+failure.Error(), "Failed: "+failure.Error(), "Placed", "Lifted")
		})
	}
}

// TestBrokenReadings: every way in which the answer to reading can be spoilt is told, and the next card is read.
func TestBrokenReadings(t *testing.T) {
	flipped := baseReply()
	flipped[100] ^= 4
	for name, test := range map[string]struct {
		answer []byte
		want   string
	}{
		"torn":             {baseReply()[:700], ""},
		"flipped bit":      {flipped, ""},
		"heard wrongly":    {reply(BadChecksum, nil), ""},
		"silence":          {nil, ErrSilent.Error()},
		"no lengths":       {reply(OK, []byte{1, 0}), ErrReply.Error()},
		"wrong lengths":    {reply(OK, []byte{1, 0, 4, 0, 0, 0}), ErrReply.Error()},
		"no text":          {reply(OK, []byte{0, 0, 0, 0}), ErrText.Error()},
		"another's answer": {reply(Found, nil), ErrReply.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := true
			d := &desk{answer: func(command string) []byte {
				if command == "3001" && spoilt {
					spoilt = false
					return test.answer
				}
				return always(cardLies)(command)
			}}
			events, err := watchDesk(t, d, 30*time.Second, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" { // asked again at once, and nobody is troubled
				expectEvents(t, events, "Up", "Placed", "Lifted")
				return
			}
			expectEvents(t, events, "Up", "Failed: "+test.want, "Placed", "Lifted")
		})
	}
}

// TestASpoiltAnswerIsToldSoon: the person is not kept waiting for what never comes, the rest of a torn answer or
// another after a whole one whose checksum is wrong.
func TestASpoiltAnswerIsToldSoon(t *testing.T) {
	wrong := baseReply()
	wrong[len(wrong)-1] ^= 1
	short := reply(ReadFailed, nil)
	short[len(short)-1] ^= 1
	echo := appendFrame(nil, cmdReadBase...)
	for name, came := range map[string][]byte{
		"torn": baseReply()[:700], "checksum": wrong, "short, checksum": short,
		"checksum behind an echo": append(echo[:len(echo):len(echo)], short...),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := NewModule(&desk{answer: func(string) []byte { return came }})
				began := time.Now()
				_, err := m.Read()
				if took := time.Since(began); !errors.Is(err, ErrGarbled) || took > 500*time.Millisecond {
					t.Errorf("%v after %v", err, took)
				}
			})
		})
	}
}

// TestAnUnwellModuleIsDown: one that cannot look for cards says nothing about a card, and is back when it can.
func TestAnUnwellModuleIsDown(t *testing.T) {
	d := &desk{answer: always(map[string]Code{"2001": NotAuthorised})}
	events, err := watchDesk(t, d, 20*time.Second, map[time.Duration]func(){
		10*time.Second + time.Millisecond: func() { d.answer = always(map[string]Code{"2001": NoCard}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	expectEvents(t, events, "Down: "+NotAuthorised.Error(), "Up")
}

// TestGarbageBeforeTheReply costs nothing.
func TestGarbageBeforeTheReply(t *testing.T) {
	d := &desk{answer: func(command string) []byte {
		return append([]byte{0x00, 0xAA, 0xAA, 0x13}, always(cardLies)(command)...)
	}}
	events, _ := watchDesk(t, d, 5*time.Second, nil)
	expectEvents(t, events, "Up", "Placed", "Lifted")
}

// TestSilentReader: a reader that stops answering is told down once, and up when it is back.
func TestSilentReader(t *testing.T) {
	d := &desk{answer: always(cardLies)}
	events, err := watchDesk(t, d, 2*time.Minute, map[time.Duration]func(){
		10*time.Second + time.Millisecond: func() { d.answer = func(string) []byte { return nil } },
		60*time.Second + time.Millisecond: func() { d.answer = always(map[string]Code{"2001": NoCard}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	expectEvents(t, events, "Up", "Placed", "Lifted", "Down: "+ErrSilent.Error(), "Up")
}

// TestNoise: bytes that are no replies, as at a wrong baud rate, are told apart from silence.
func TestNoise(t *testing.T) {
	d := &desk{answer: func(string) []byte { return []byte{0xF8, 0x00, 0xFE} }}
	events, _ := watchDesk(t, d, 20*time.Second, nil)
	expectEvents(t, events, "Down: "+ErrGarbled.Error())
}

// TestLateAnswer: an answer that comes after its time is not taken for the next command's.
func TestLateAnswer(t *testing.T) {
	d := &desk{}
	later := func(wait time.Duration, answer []byte) []byte {
		time.AfterFunc(wait, func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.pending = append(d.pending, answer...)
		})
		return nil
	}
	first := true
	d.answer = func(command string) []byte {
		if first {
			first = false
			return later(shortWait+10*time.Millisecond, reply(OK, nil))
		}
		return later(20*time.Millisecond, always(cardLies)(command))
	}
	events, _ := watchDesk(t, d, 5*time.Second, nil)
	expectEvents(t, events, "Up", "Placed", "Lifted")
}

// TestBrokenLine: the line's own error ends the loop, and the card that lay there counts as lifted.
func TestBrokenLine(t *testing.T) {
	d := &desk{answer: always(cardLies)}
	events, err := watchDesk(t, d, time.Minute, map[time.Duration]func(){
		10*time.Second + time.Millisecond: func() { d.broken = true },
	})
	if !errors.Is(err, errLine) {
		t.Errorf("got %v, want %v", err, errLine)
	}
	expectEvents(t, events, "Up", "Placed", "Lifted")
}

func TestModuleID(t *testing.T) {
	d := &desk{answer: func(string) []byte {
		return reply(OK, []byte{5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0x39, 0x30, 0, 0, 7, 0, 0, 0})
	}}
	id, err := NewModule(d).ID()
	if want := "05.03-20240101-0000012345-0000000007"; err != nil || id != want {
		t.Errorf("%q, %v, want %q", id, err, want)
	}
}
