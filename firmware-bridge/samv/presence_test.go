package samv

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf16"
)

// pad is a module with a card on it or none, which behaves as the protocol says. Its fields are the oddities of
// modules in the field.
type pad struct {
	card    string // the name on it; "" is no card
	probe   string // how 30 03 is answered: "" as documented, refused, forbidden, silent
	refinds bool   // finds a card that was read
	fickle  bool   // and then only every second time
	bad     bool   // the card cannot be read

	read, selected bool
	finds          int
}

func (p *pad) kind() string {
	return fmt.Sprintf("probe %s, refinds %v, fickle %v", p.probe, p.refinds, p.fickle)
}

// put changes the card.
func (p *pad) put(card string) { p.card, p.read, p.selected, p.bad = card, false, false, false }

func (p *pad) answer(command string) []byte {
	switch command {
	case "2001":
		p.finds++
		if p.card == "" || p.read && (!p.refinds || p.fickle && p.finds%2 == 0) {
			return reply(NoCard, nil)
		}
		return reply(Found, make([]byte, 4))
	case "2002":
		if p.selected = p.card != ""; !p.selected {
			return reply(SelectFailed, nil)
		}
		return reply(OK, make([]byte, 8))
	case "3001":
		if !p.selected {
			return reply(ReadFailed, nil)
		}
		if p.read = true; p.bad {
			p.selected = false
			return reply(ReadFailed, nil)
		}
		return named(p.card)
	case "3003":
		return p.tell()
	}
	return reply(BadCommand, nil)
}

// tell answers the presence probe.
func (p *pad) tell() []byte {
	switch {
	case p.probe == "refused":
		return reply(BadCommand, nil)
	case p.probe == "forbidden":
		return reply(NotPermitted, nil)
	case p.probe == "silent":
		return nil
	case p.selected:
		return reply(NoContent, nil)
	}
	return reply(ReadFailed, nil)
}

// named is the reading of a citizen's card with that name.
func named(name string) []byte {
	b := baseReply()
	for i, u := range utf16.Encode([]rune(name)) {
		binary.LittleEndian.PutUint16(b[14+2*i:], u)
	}
	b[len(b)-1] = xor(b[len(preamble) : len(b)-1])
	return b
}

// doings are what happens to a pad at whole seconds, just before that second's poll.
type doings map[int]func(*pad)

func put(card string) func(*pad) { return func(p *pad) { p.put(card) } }

// atDesk runs a reader on the pad and returns its events with the card's name.
func atDesk(t *testing.T, p *pad, seconds int, do doings) []string {
	t.Helper()
	d := &desk{answer: p.answer}
	at := map[time.Duration]func(){}
	for s, f := range do {
		at[time.Duration(s)*time.Second-time.Millisecond] = func() { f(p) }
	}
	events, err := watchDesk(t, d, time.Duration(seconds)*time.Second, at)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// TestSwap: a card changed for another between two polls is lifted and placed, on every kind of module.
func TestSwap(t *testing.T) {
	for _, p := range everyPad() {
		t.Run(p.kind(), func(t *testing.T) {
			events := atDesk(t, &p, 20, doings{1: put("甲"), 10: put("乙"), 14: put("甲")})
			expectEvents(t, events, "Up", "Placed 甲", "Lifted", "Placed 乙", "Lifted", "Placed 甲", "Lifted")
		})
	}
}

func everyPad() (pads []pad) {
	for _, probe := range []string{"", "refused", "forbidden", "silent"} {
		pads = append(pads, pad{probe: probe}, pad{probe: probe, refinds: true}, pad{probe: probe, refinds: true, fickle: true})
	}
	return pads
}

// TestHours: a card forgotten on the reader is told once, and the next one when its owner has taken it away.
func TestHours(t *testing.T) {
	for _, p := range everyPad() {
		t.Run(p.kind(), func(t *testing.T) {
			events := atDesk(t, &p, 3700, doings{1: put("甲"), 3600: put(""), 3630: put("乙")})
			expectEvents(t, events, "Up", "Placed 甲", "Lifted", "Placed 乙", "Lifted")
		})
	}
}

// TestLiftedInTime: the lift is told at the next poll where the module can tell, and else when the note says.
func TestLiftedInTime(t *testing.T) {
	const lay = 20 * time.Second // from placed to lifted; on modules that cannot tell, the note's time counts from placing
	for name, test := range map[string]struct {
		pad      pad
		from, to time.Duration // after it was placed
	}{
		"probe":           {pad{}, lay, lay + time.Second},
		"finds again":     {pad{probe: "refused", refinds: true}, lay + shortGap - defaultPoll, lay + shortGap + time.Second},
		"fickle":          {pad{probe: "refused", refinds: true, fickle: true}, lay + shortGap/2, lay + shortGap + time.Second},
		"no probe":        {pad{probe: "refused"}, assumeGone, assumeGone + time.Second},
		"forbidden probe": {pad{probe: "forbidden"}, assumeGone, assumeGone + time.Second},
		"silent to probe": {pad{probe: "silent"}, assumeGone, assumeGone + 3*time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				p, began, lifted := &test.pad, time.Now(), time.Duration(0)
				p.put("甲")
				d := &desk{answer: p.answer}
				time.AfterFunc(lay, func() {
					d.mu.Lock()
					defer d.mu.Unlock()
					p.put("")
				})
				r := Reader{Emit: func(e Event) {
					if _, ok := e.(Lifted); ok && lifted == 0 {
						lifted = time.Since(began)
					}
				}}
				if err := r.Run(ctx, d); err != nil || lifted < test.from || lifted > test.to {
					t.Errorf("told after %v, want %v to %v, %v", lifted, test.from, test.to, err)
				}
			})
		})
	}
}

// TestLiftedMidRead: a card that left too early is told as such once, and read when it comes back.
func TestLiftedMidRead(t *testing.T) {
	p := &pad{}
	events := atDesk(t, p, 20, doings{
		1:  func(p *pad) { p.put("甲"); p.bad = true },
		4:  put(""),
		6:  put("甲"),
		10: put(""),
	})
	expectEvents(t, events, "Up", "Failed: "+ReadFailed.Error(), "Placed 甲", "Lifted")
}

// TestSameCardAgain: lifted for two seconds and placed again, it is told again, soon after the first time or not.
func TestSameCardAgain(t *testing.T) {
	for _, p := range everyPad() {
		for _, lifted := range []int{2, 8} {
			if p.probe == "silent" && lifted == 2 {
				continue // while the question waits for its answer, a card may come and go
			}
			t.Run(fmt.Sprintf("%s, lifted at %d", p.kind(), lifted), func(t *testing.T) {
				events := atDesk(t, &p, 20, doings{1: put("甲"), lifted: put(""), lifted + 2: put("甲"), lifted + 6: put("")})
				expectEvents(t, events, "Up", "Placed 甲", "Lifted", "Placed 甲", "Lifted")
			})
		}
	}
}

// TestAProbeIsLearnt: a card torn away at once does not make a good module one that cannot tell.
func TestAProbeIsLearnt(t *testing.T) {
	p := &pad{}
	torn := true
	d := &desk{}
	d.answer = func(command string) []byte {
		answer := p.answer(command)
		if command == "3001" && torn {
			torn = false
			p.put("")
		}
		return answer
	}
	p.put("甲")
	events, _ := watchDesk(t, d, 15*time.Second, map[time.Duration]func(){
		10*time.Second - time.Millisecond: func() { p.put("乙") },
		12*time.Second - time.Millisecond: func() { p.put("") },
		13*time.Second - time.Millisecond: func() { p.put("丙") },
	})
	expectEvents(t, events, "Up", "Placed 甲", "Lifted", "Placed 乙", "Lifted", "Placed 丙", "Lifted")
}

// TestSilentProbeIsGivenUp after two cards: each question costs two seconds.
func TestSilentProbeIsGivenUp(t *testing.T) {
	p := &pad{probe: "silent"}
	d := &desk{answer: p.answer}
	at := map[time.Duration]func(){}
	for i := range 10 {
		at[time.Duration(10*i+1)*time.Second] = func() { p.put(fmt.Sprint(i)) }
	}
	events, _ := watchDesk(t, d, 2*time.Minute, at)
	probes := 0
	for _, command := range d.asked {
		if command == "3003" {
			probes++
		}
	}
	if probes != maxSilentProbes || len(events) != 1+2*10 {
		t.Errorf("%d probes, events %q", probes, events)
	}
}

// TestPhotosOnRequest: they come with the card where the reader asks for them, and only there.
func TestPhotosOnRequest(t *testing.T) {
	for _, want := range []bool{false, true} {
		line := &script{answer: func(request []byte) [][]byte {
			return [][]byte{(&pad{card: "甲", selected: true}).answer(fmt.Sprintf("%02X%02X", request[7], request[8]))}
		}}
		var got []Placed
		l := newLoop(line)
		l.photo, l.emit = want, func(e Event) {
			if p, ok := e.(Placed); ok {
				got = append(got, p)
			}
		}
		if err := l.step(); err != nil || len(got) != 1 || (len(got[0].Photo) == 1024) != want || len(got[0].Photo)%1024 != 0 {
			t.Errorf("asked for %v: %v, %v", want, got, err)
		}
	}
}

// TestFlappingCard: a module that finds a bad card and loses it in turns troubles its owner once.
func TestFlappingCard(t *testing.T) {
	polls := 0
	d := &desk{answer: func(command string) []byte {
		switch {
		case command == "2001" && polls%2 == 0:
			polls++
			return reply(Found, nil)
		case command == "2001":
			polls++
			return reply(NoCard, nil)
		}
		return reply(SelectFailed, nil)
	}}
	events, _ := watchDesk(t, d, time.Minute, nil)
	expectEvents(t, events, "Up", "Failed: "+SelectFailed.Error())
}
