package samv

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// adversary turns fuzz input into pieces of a line: a length byte before each piece, zero for a silence.
func adversary(input []byte) (pieces [][]byte) {
	for len(input) > 0 {
		n := min(int(input[0]), len(input)-1)
		pieces = append(pieces, input[1:1+n])
		input = input[1+n:]
	}
	return pieces
}

// piece writes one piece of an adversary's input.
func pieces(all ...[]byte) (input []byte) {
	for _, p := range all {
		for len(p) > 255 {
			input = append(append(input, 255), p[:255]...)
			p = p[255:]
		}
		input = append(append(input, byte(len(p))), p...)
	}
	return input
}

// sound reports whether a failure is one that the package documents.
func sound(err error) bool {
	_, advised := AdviceOf(err)
	return err == nil || advised
}

// FuzzExchange: whatever comes back from the line, in whatever pieces, a command ends, with a reply that was
// really sent or a documented error; the command's own echo is none. When the line is sane again, the next
// command gets its own answer.
func FuzzExchange(f *testing.F) {
	find := appendFrame(nil, cmdFind...)
	maxRF := appendFrame(nil, 0x61, 0xFF, 0x90)
	f.Add(pieces(reply(Found, make([]byte, 4))), byte(0))
	f.Add(pieces(find, reply(NoCard, nil)), byte(0))
	f.Add(pieces(maxRF), byte(1))
	f.Add(pieces(maxRF, reply(OK, nil)), byte(1))
	f.Add(pieces(reply(OK, nil)[:5], reply(OK, nil)[5:], []byte{}, reply(NoCard, nil)), byte(1))
	f.Add(pieces([]byte("\xAA\xAA\xAA\x96\x69\x10\x00"), reply(Found, nil), nil, nil), byte(0))
	f.Add(pieces(baseReply()), byte(2))
	f.Add(pieces(baseReply()[:600], nil, baseReply()), byte(2))
	f.Fuzz(func(t *testing.T, input []byte, which byte) {
		sent := adversary(input)
		hostile := true
		s := &script{}
		s.answer = func(request []byte) [][]byte {
			if hostile {
				return sent
			}
			return [][]byte{reply(NotPermitted, []byte("the true answer"))}
		}
		m := NewModule(s)
		commands := [][]byte{cmdFind, {0x61, 0xFF, 0x90}, cmdReadBase}
		r, err := m.exchange(cardWait, commands[int(which)%len(commands)])
		switch {
		case err != nil && !sound(err):
			t.Fatal(err)
		case err == nil:
			frame := appendFrame(nil, append([]byte{byte(r.Card >> 8), byte(r.Card), byte(r.Code)}, r.Data...)...)
			if joined := bytes.Join(sent, nil); !bytes.Contains(joined, frame) || bytes.Equal(frame, m.request) {
				t.Fatalf("reply % X to % X was never sent", frame, m.request)
			}
		}
		hostile = false
		for err = errors.New("not asked"); len(s.pending) > 0 || err != nil && !errors.Is(err, NotPermitted); {
			_, err = m.expect(OK, shortWait, cmdStatus)
		}
	})
}

// FuzzLoop: a module that answers anything at any time never confuses the loop: Placed and Lifted alternate, so do
// Up and Down, nothing fails while a card is told to lie there, every reason is documented, and nobody ever asks
// for a fingerprint.
func FuzzLoop(f *testing.F) {
	card, found, none := baseReply(), reply(Found, make([]byte, 4)), reply(NoCard, nil)
	selected, present, gone := reply(OK, make([]byte, 8)), reply(NoContent, nil), reply(ReadFailed, nil)
	f.Add(pieces(found, selected, card[:200], present, present, gone, gone, none))
	f.Add(pieces(none, found, selected, gone, none, none, found, reply(SelectFailed, nil)))
	f.Add(pieces(found, selected, card, reply(BadCommand, nil), none, found, selected, card, none))
	f.Add(pieces(nil, nil, nil, nil, none))
	f.Add(pieces([]byte("noise"), nil, []byte("noise"), nil, reply(SelfTestFailed, nil)))
	f.Fuzz(func(t *testing.T, input []byte) {
		turns := adversary(input)
		s := &script{answer: func(request []byte) [][]byte {
			if bytes.Equal(request[7:9], []byte{0x30, 0x10}) {
				t.Fatal("asked for the fingerprint")
			}
			if len(turns) == 0 {
				return nil
			}
			now := turns[0]
			if turns = turns[1:]; len(now) == 1 { // a short word for what is too long for the fuzzer to guess
				now = map[byte][]byte{0: card, 1: found, 2: none, 3: selected, 4: present, 5: gone, 6: reply(BadCommand, nil), 7: named("乙")}[now[0]%8]
			}
			return [][]byte{now}
		}}
		var told events
		l := newLoop(s)
		l.emit = func(e Event) { told.hear(t, e) }
		for range len(turns) + 4 {
			if err := l.step(); err != nil {
				t.Fatal(err)
			}
		}
		l.lift()
		if told.placed {
			t.Fatal("not lifted at the end")
		}
	})
}

// events is what was told so far.
type events struct {
	up, down, placed bool
	list             []string
}

func (told *events) hear(t *testing.T, e Event) {
	told.list = append(told.list, strings.TrimPrefix(fmt.Sprintf("%T", e), "samv."))
	wrong := false
	var reason error
	switch e := e.(type) {
	case Up:
		wrong = told.up && !told.down
		told.up, told.down = true, false
	case Down:
		wrong = told.down || told.placed
		told.down, reason = true, e.Err
	case Placed:
		wrong = told.placed || !told.up || told.down
		told.placed = true
	case Lifted:
		wrong = !told.placed
		told.placed = false
	case Failed:
		wrong = told.placed
		reason = e.Err
	}
	if wrong || !sound(reason) {
		t.Fatalf("%v, %v", told.list, reason)
	}
}
