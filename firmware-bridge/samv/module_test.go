package samv

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// serial is the answer to ID that reads as sound.
var serial = []byte{5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0x39, 0x30, 0, 0, 7, 0, 0, 0}

const soundID = "05.03-20240101-0000012345-0000000007"

// TestCommandsOnTheWire holds what each method sends against the frames of the vendor notes.
func TestCommandsOnTheWire(t *testing.T) {
	for want, call := range map[string]func(*Module) error{
		"00 03 10 FF EC":    (*Module).Reset,
		"00 03 11 FF ED":    (*Module).Status,
		"00 03 12 FF EE":    func(m *Module) error { _, err := m.ID(); return err },
		"00 03 20 01 22":    (*Module).Find,
		"00 03 20 02 21":    (*Module).Select,
		"00 03 30 01 32":    func(m *Module) error { _, err := m.Read(); return err },
		"00 03 30 03 30":    func(m *Module) error { _, err := m.Addresses(); return err },
		"00 03 30 05 36":    func(m *Module) error { _, err := m.CardBodyNumber(); return err },
		"00 03 60 00 63":    func(m *Module) error { return m.SetBaud(115200) },
		"00 03 60 04 67":    func(m *Module) error { return m.SetBaud(9600) },
		"00 04 61 FF 50 CA": func(m *Module) error { return m.SetMaxRF(0x50) },
	} {
		s := answers(nil)
		if err := call(NewModule(s)); !errors.Is(err, ErrSilent) {
			t.Errorf("%s: %v", want, err)
		}
		if full := unhex(t, "AA AA AA 96 69"+want); len(s.asked) != 1 || !bytes.Equal(s.asked[0], full) {
			t.Errorf("sent % X, want once % X", s.asked, full)
		}
	}
}

// TestPublicAnswers feeds the answers of public captures, as an independent simulator would send them.
func TestPublicAnswers(t *testing.T) {
	if err := NewModule(answers(unhex(t, foundFrame))).Find(); err != nil {
		t.Error(err)
	}
	if err := NewModule(answers(unhex(t, "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C"))).Select(); err != nil {
		t.Error(err)
	}
	for code, frame := range map[Code]string{NoCard: noneFrame, SelectFailed: cutFrame, ReadFailed: "AA AA AA 96 69 00 04 00 00 41 45"} {
		for _, call := range []func(*Module) error{(*Module).Find, (*Module).Select, (*Module).Present, (*Module).Reset} {
			if err := call(NewModule(answers(unhex(t, frame)))); !errors.Is(err, code) {
				t.Errorf("%v, want %v", err, code)
			}
		}
	}
	noise := append(unhex(t, foundFrame), "\r\n\x00trailing"...)
	if err := NewModule(answers(noise)).Find(); err != nil {
		t.Errorf("trailing bytes: %v", err)
	}
	if err := NewModule(&script{answer: func([]byte) [][]byte { return bytewise(unhex(t, foundFrame)) }}).Find(); err != nil {
		t.Errorf("byte by byte: %v", err)
	}
}

// inTurn answers one command after the other, the last answer for ever.
func inTurn(frames ...[]byte) *script {
	return &script{answer: func([]byte) [][]byte {
		now := frames[0]
		if len(frames) > 1 {
			frames = frames[1:]
		}
		return [][]byte{now}
	}}
}

// TestIDNeedsTwoThatAgree, for the first answer after power-up may be wrong.
func TestIDNeedsTwoThatAgree(t *testing.T) {
	sound, wrong := reply(OK, serial), reply(OK, make([]byte, 16))
	for name, test := range map[string]struct {
		turns []([]byte)
		want  error
		asked int
	}{
		"sound":          {[][]byte{sound}, nil, 2},
		"wrong at first": {[][]byte{wrong, sound}, nil, 3},
		"short at first": {[][]byte{reply(OK, serial[:15]), sound}, nil, 3},
		"refused first":  {[][]byte{reply(Unrecognised, nil), sound}, nil, 3},
		"garbled within": {[][]byte{sound, []byte("?"), sound}, nil, 4},
		"never the same": {[][]byte{sound, wrong, sound, wrong}, ErrReply, 4},
		"refused":        {[][]byte{reply(BadCommand, nil)}, BadCommand, 4},
		"silent":         {[][]byte{nil}, ErrSilent, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := inTurn(test.turns...)
			id, err := NewModule(s).ID()
			if !errors.Is(err, test.want) || (err == nil) != (id == soundID) || len(s.asked) != test.asked {
				t.Errorf("%q, %v after %d questions", id, err, len(s.asked))
			}
		})
	}
}

func TestSetBaud(t *testing.T) {
	if err := NewModule(answers(reply(OK, nil))).SetBaud(57600); err != nil {
		t.Error(err)
	}
	s := answers(reply(OK, nil))
	if err := NewModule(s).SetBaud(14400); !errors.Is(err, ErrBaud) || len(s.asked) != 0 {
		t.Errorf("%v, sent % X", err, s.asked)
	}
	if err := NewModule(answers(reply(BadCommand, nil))).SetBaud(9600); !errors.Is(err, BadCommand) {
		t.Error(err)
	}
}

// utf16le encodes as cards do, padded with spaces to size bytes.
func utf16le(s string, size int) []byte {
	b := make([]byte, 0, size)
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	for len(b) < size {
		b = append(b, ' ', 0)
	}
	return b
}

func TestAddresses(t *testing.T) {
	one, two := utf16le("样本路1号", 70), utf16le("赵\uE863路2号", 70)
	for name, test := range map[string]struct {
		answer []byte
		want   string
		err    error
	}{
		"none":       {reply(NoContent, nil), "", nil},
		"one":        {reply(OK, one), "样本路1号", nil},
		"two":        {reply(OK, append(one[:70:70], two...)), "样本路1号|赵䶮路2号", nil},
		"four":       {reply(OK, bytes.Repeat(one, 4)), "样本路1号|样本路1号|样本路1号|样本路1号", nil},
		"blank last": {reply(OK, append(one[:70:70], utf16le("", 70)...)), "样本路1号", nil},
		"five":       {reply(OK, bytes.Repeat(one, 5)), "", ErrReply},
		"half":       {reply(OK, one[:35]), "", ErrReply},
		"lifted":     {reply(ReadFailed, nil), "", ReadFailed},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := NewModule(answers(test.answer)).Addresses()
			if strings.Join(got, "|") != test.want || !errors.Is(err, test.err) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestCardBodyNumber(t *testing.T) {
	raw := []byte("0123456789ABCDEFGHIJKLMNOPQR")
	frame := reply(OK, raw)
	if frame[5] != 0 || frame[6] != 0x20 {
		t.Fatalf("length % X", frame[5:7])
	}
	got, err := NewModule(answers(frame)).CardBodyNumber()
	if err != nil || got.Hex() != fmt.Sprintf("%X", raw) {
		t.Errorf("%s, %v", got.Hex(), err)
	}
	var back CardBody
	if text, err := got.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != got {
		t.Errorf("%s comes back as %s, %v", text, back.Hex(), err)
	}
	if back.UnmarshalText([]byte("00")) == nil {
		t.Error("a short number is accepted")
	}
	for _, verb := range []string{"%v", "%s", "%x", "%X", "%d", "%q", "%#v"} {
		if s := fmt.Sprintf(verb, got); strings.Contains(s, "0123") || strings.Contains(s, "3031") || strings.Contains(s, "48 49") {
			t.Errorf("%s shows %s", verb, s)
		}
	}
	if _, err := NewModule(answers(reply(OK, raw[1:]))).CardBodyNumber(); !errors.Is(err, ErrReply) {
		t.Error(err)
	}
}

// baseData is a base reading: lengths, a blank citizen's text, a photo of 1 to 4, and what follows.
func baseData(lengths []byte, photo int, more ...byte) []byte {
	b := append(lengths[:len(lengths):len(lengths)], utf16le("样本", textSize)...)
	b = append(b, bytes.Repeat([]byte{1, 2, 3, 4}, photo/4)...)
	return append(b, more...)
}

// TestBaseReadings: whatever the lengths say, text and photo are found, or the reading is refused.
func TestBaseReadings(t *testing.T) {
	for name, test := range map[string]struct {
		data  []byte
		photo int
		want  error
	}{
		"as documented":        {baseData([]byte{1, 0, 4, 0}, 1024), 1024, nil},
		"another photo length": {baseData([]byte{1, 0, 8, 0}, 2048), 2048, nil},
		"no photo":             {baseData([]byte{1, 0, 0, 0}, 0), 0, nil},
		"fingerprints":         {baseData([]byte{1, 0, 4, 0, 4, 0}, 1024, make([]byte, 1024)...), 1024, nil},
		"half of them":         {baseData([]byte{1, 0, 4, 0, 2, 0}, 1024, make([]byte, 512)...), 1024, nil},
		"none of them":         {baseData([]byte{1, 0, 4, 0, 0, 0}, 1024), 1024, nil},
		"one byte more":        {baseData([]byte{1, 0, 4, 0}, 1024, 0), 0, ErrReply},
		"photo missing":        {baseData([]byte{1, 0, 4, 0}, 0), 0, ErrReply},
		"lengths swapped":      {baseData([]byte{0, 1, 0, 4}, 1024), 0, ErrReply},
		"text of another size": {baseData([]byte{1, 2, 4, 0}, 1024, 0, 0), 0, ErrText},
		"lengths alone":        {[]byte{1, 0, 4, 0}, 0, ErrReply},
		"three bytes":          {[]byte{1, 0, 4}, 0, ErrReply},
		"five bytes":           {[]byte{1, 0, 4, 0, 4}, 0, ErrReply},
	} {
		t.Run(name, func(t *testing.T) {
			m := NewModule(answers(reply(OK, test.data)))
			card, photo, err := m.ReadWithPhoto()
			if !errors.Is(err, test.want) {
				t.Fatalf("%v, want %v", err, test.want)
			}
			if err == nil && (card.Name != "样本" || !bytes.Equal(photo, bytes.Repeat([]byte{1, 2, 3, 4}, test.photo/4))) {
				t.Errorf("name %q, photo of %d bytes", card.Name, len(photo))
			}
			if plain, err := m.Read(); err == nil && plain.Name != card.Name {
				t.Errorf("without photo the name is %q", plain.Name)
			}
		})
	}
}
