package samv

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLongestCommandsEcho: SetMaxRF is as long as the shortest reply and passes its checksum; coming back from
// an adapter that echoes, it is no reply, neither alone nor before the true one.
func TestLongestCommandsEcho(t *testing.T) {
	echo := unhex(t, "AA AA AA 96 69 00 04 61 FF 90 0A")
	if err := NewModule(answers(echo)).SetMaxRF(0x90); !errors.Is(err, ErrEcho) {
		t.Errorf("echo alone: %v", err)
	}
	if err := NewModule(answers(append(echo, reply(OK, nil)...))).SetMaxRF(0x90); err != nil {
		t.Errorf("echo and reply: %v", err)
	}
	if err := NewModule(answers(append(echo, reply(BadCommand, nil)...))).SetMaxRF(0x90); !errors.Is(err, BadCommand) {
		t.Errorf("echo and refusal: %v", err)
	}
}

// TestEchoBeforeEveryReply: a half-duplex adapter sends every command back, byte by byte.
func TestEchoBeforeEveryReply(t *testing.T) {
	s := &script{answer: func(request []byte) [][]byte {
		command := fmt.Sprintf("%02X%02X", request[7], request[8])
		return bytewise(append(append([]byte(nil), request...), always(cardLies)(command)...))
	}}
	m := NewModule(s)
	if err := errors.Join(m.Find(), m.Select()); err != nil {
		t.Fatal(err)
	}
	if c, err := m.Read(); err != nil || c.Kind != Citizen {
		t.Errorf("%v, %v", c, err)
	}
}

// TestWhatCameInstead tells apart what a technician mends in different ways.
func TestWhatCameInstead(t *testing.T) {
	request := appendFrame(nil, cmdStatus...)
	for name, test := range map[string]struct {
		came []byte
		want error
	}{
		"nothing":         {nil, ErrSilent},
		"echo":            {request, ErrEcho},
		"echo and more":   {append(request[:len(request):len(request)], 0), ErrGarbled},
		"half an echo":    {request[:6], ErrGarbled},
		"wrong baud rate": {[]byte{0xF8, 0, 0xE0}, ErrGarbled},
		"another's reply": {reply(Found, nil), ErrReply},
		"refusal":         {reply(NotAuthorised, nil), NotAuthorised},
	} {
		t.Run(name, func(t *testing.T) {
			if err := NewModule(answers(test.came)).Status(); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

// TestCardsOwnStatus: SW1 and SW2 may hold what the card said; the reader's code counts, and both are shown.
func TestCardsOwnStatus(t *testing.T) {
	err := NewModule(answers(unhex(t, "AA AA AA 96 69 00 04 6A 82 41 AD"))).Select()
	if !errors.Is(err, ReadFailed) || !strings.Contains(err.Error(), "6A82") {
		t.Errorf("%v", err)
	}
	if a, ok := AdviceOf(err); !ok || a != ReadFailed.Advice() {
		t.Errorf("advice %v", a)
	}
	if err := NewModule(answers(unhex(t, "AA AA AA 96 69 00 04 90 00 90 04"))).Status(); err != nil {
		t.Errorf("success: %v", err)
	}
}

// TestFalsePreamble: noise that looks like the beginning of a long frame swallows the answer that follows; the
// answer is found as soon as the line falls silent, and not only when all patience is spent.
func TestFalsePreamble(t *testing.T) {
	for name, noise := range map[string][]byte{
		"longest length": unhex(t, "AA AA AA 96 69 10 00"),
		"torn reading":   baseReply()[:300],
		"two of them":    unhex(t, "AA AA AA 96 69 0F FF 00 AA AA AA 96 69 0F 00"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := NewModule(&desk{answer: func(string) []byte { return append(noise[:len(noise):len(noise)], reply(Found, nil)...) }})
				began := time.Now()
				err := m.Find()
				if took := time.Since(began); err != nil || took > midway+50*time.Millisecond {
					t.Errorf("%v after %v", err, took)
				}
			})
		})
	}
}

// babble is a line that never falls silent.
type babble struct{ bytes []byte }

func (b *babble) Write(p []byte) (int, error)     { return len(p), nil }
func (b *babble) SetReadDeadline(time.Time) error { return nil }
func (b *babble) Read(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return copy(p, b.bytes), nil
}

// TestBabble: a device that talks without end holds nobody up and fills no memory.
func TestBabble(t *testing.T) {
	for name, noise := range map[string][]byte{
		"zeros": make([]byte, 100), "preambles": bytes.Repeat(preamble, 20),
		"long frames": bytes.Repeat(unhex(t, "AA AA AA 96 69 10 00"), 14),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := NewModule(&babble{noise})
				for range 20 {
					began := time.Now()
					err := m.Status()
					if took := time.Since(began); !errors.Is(err, ErrGarbled) || took > cardWait+shortWait+10*time.Millisecond {
						t.Fatalf("%v after %v", err, took)
					}
				}
				if c := cap(m.parser.buf) + cap(m.parser.sums) + cap(m.heard); c > 6*maxReply {
					t.Errorf("%d bytes held", c)
				}
			})
		})
	}
}

// TestUnaskedReply: what the module says twice, or says unasked, answers no later command.
func TestUnaskedReply(t *testing.T) {
	s := answers(reply(NoCard, nil), reply(Found, nil))
	m := NewModule(s)
	for i := range 3 {
		if err := m.Find(); !errors.Is(err, NoCard) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

// TestNothingOfACardStays: after a reading the module's buffers hold nothing of the person.
func TestNothingOfACardStays(t *testing.T) {
	data := append([]byte{1, 0, 4, 0}, strings.Repeat("N\x00", 128)...)
	data[4+typeFlag] = ' '
	frame := reply(OK, append(data, bytes.Repeat([]byte("P"), 1024)...))
	m := NewModule(answers(frame))
	if c, err := m.Read(); err != nil || c.Name != strings.Repeat("N", 15) {
		t.Fatal(c.Name, err)
	}
	held := append(m.parser.buf[:cap(m.parser.buf)], m.heard[:cap(m.heard)]...)
	if held = append(held, m.chunk[:]...); bytes.ContainsAny(held, "NP") {
		t.Error("some of the card is left")
	}
}

// TestPollsCostNothing: asking an empty reader, and asking for a card that lies there, allocate nothing.
func TestPollsCostNothing(t *testing.T) {
	for name, l := range idleLoops() {
		if n := testing.AllocsPerRun(1000, func() { _ = l.step() }); n != 0 {
			t.Errorf("%s: %v allocations a poll", name, n)
		}
	}
}

// idleLoops are loops over modules that answer without allocating.
func idleLoops() map[string]*loop {
	empty := newLoop(&steady{answer: reply(NoCard, nil)})
	lying := newLoop(&steady{answer: reply(NoContent, nil)})
	lying.next, lying.placed = (*loop).watch, true
	left := newLoop(&steady{answer: reply(NoCard, nil)})
	left.next, left.placed, left.guess.seen = (*loop).wonder, true, time.Now().Add(time.Hour)
	return map[string]*loop{"empty": empty, "lying": lying, "lying, no probe": left}
}

func newLoop(line Line) *loop {
	return &loop{module: NewModule(line), emit: func(Event) {}, next: (*loop).look}
}

// steady gives the same answer to everything.
type steady struct {
	answer []byte
	due    bool
}

func (s *steady) Write(b []byte) (int, error)     { s.due = true; return len(b), nil }
func (s *steady) SetReadDeadline(time.Time) error { return nil }
func (s *steady) Read(b []byte) (int, error) {
	if !s.due {
		return 0, os.ErrDeadlineExceeded
	}
	s.due = false
	return copy(b, s.answer), nil
}

func BenchmarkPoll(b *testing.B) {
	for name, l := range idleLoops() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = l.step()
			}
		})
	}
}
