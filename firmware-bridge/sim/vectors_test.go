package sim_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// vectors are typed from the published table of the protocol, byte for byte, and not made by any code: they
// are a third party between the package that speaks it and the simulator, which could be wrong alike. Spaces
// are for the eye; NxHH is a byte HH that stands N times.
var vectors = map[string]struct{ ask, answer string }{
	"reset":              {"AAAAAA9669 0003 10FF EC", "AAAAAA9669 0004 000090 94"},
	"status":             {"AAAAAA9669 0003 11FF ED", "AAAAAA9669 0004 000090 94"},
	"self-test failed":   {"AAAAAA9669 0003 11FF ED", "AAAAAA9669 0004 000060 64"},
	"SAM ID":             {"AAAAAA9669 0003 12FF EE", "AAAAAA9669 0014 000090 0500 0300 E5D63401 39300000 07000000 8A"},
	"find":               {"AAAAAA9669 0003 2001 22", "AAAAAA9669 0008 00009F 00000000 97"},
	"find nothing":       {"AAAAAA9669 0003 2001 22", "AAAAAA9669 0004 000080 84"},
	"select":             {"AAAAAA9669 0003 2002 21", "AAAAAA9669 000C 000090 8x00 9C"},
	"select failed":      {"AAAAAA9669 0003 2002 21", "AAAAAA9669 0004 000081 85"},
	"read failed":        {"AAAAAA9669 0003 3001 32", "AAAAAA9669 0004 000041 45"},
	"no new address":     {"AAAAAA9669 0003 3003 30", "AAAAAA9669 0004 000091 95"},
	"a new address":      {"AAAAAA9669 0003 3003 30", "AAAAAA9669 004A 000090 534E AC4E 33x2000 05"},
	"card-body number":   {"AAAAAA9669 0003 3005 36", "AAAAAA9669 0020 000090 27x00 5A EA"},
	"set baud to 9600":   {"AAAAAA9669 0003 6004 67", "AAAAAA9669 0004 000090 94"},
	"set max RF to 0x50": {"AAAAAA9669 0004 61FF50 CA", "AAAAAA9669 0004 000090 94"},
	"read a blank card":  {"AAAAAA9669 0003 3001 32", "AAAAAA9669 0508 000090 0100 0400 128x2000 1024x00 98"},
}

func typed(t testing.TB, s string) (b []byte) {
	t.Helper()
	for _, word := range strings.Fields(s) {
		times, what, repeated := strings.Cut(word, "x")
		n := 1
		if repeated {
			if _, err := fmt.Sscan(times, &n); err != nil {
				t.Fatal(err)
			}
		} else {
			what = word
		}
		one, err := hex.DecodeString(what)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, bytes.Repeat(one, n)...)
	}
	return b
}

// card is a line on which a vector's answer follows its command, and nothing follows any other.
type card struct {
	ask, answer []byte
	ready       []byte
	asked       []byte
}

func (c *card) Write(b []byte) (int, error) {
	c.asked = append(c.asked, b...)
	if bytes.Equal(b, c.ask) {
		c.ready = append(c.ready, c.answer...)
	}
	return len(b), nil
}

func (c *card) SetReadDeadline(time.Time) error { return nil }

func (c *card) Read(b []byte) (int, error) {
	if len(c.ready) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, c.ready)
	c.ready = c.ready[n:]
	return n, nil
}

// TestVectorsAgainstThePackage: what samv asks, and what it makes of the answers.
func TestVectorsAgainstThePackage(t *testing.T) {
	for name, do := range map[string]func(*samv.Module) error{
		"reset":            (*samv.Module).Reset,
		"status":           (*samv.Module).Status,
		"self-test failed": wants((*samv.Module).Status, samv.SelfTestFailed),
		"SAM ID": func(m *samv.Module) error {
			id, err := m.ID()
			return unless(id == "05.03-20240101-0000012345-0000000007", id, err)
		},
		"find":           (*samv.Module).Find,
		"find nothing":   wants((*samv.Module).Find, samv.NoCard),
		"select":         (*samv.Module).Select,
		"select failed":  wants((*samv.Module).Select, samv.SelectFailed),
		"read failed":    wants(func(m *samv.Module) error { _, err := m.Read(); return err }, samv.ReadFailed),
		"no new address": func(m *samv.Module) error { a, err := m.Addresses(); return unless(a == nil, a, err) },
		"a new address": func(m *samv.Module) error {
			a, err := m.Addresses()
			return unless(len(a) == 1 && a[0] == "乓京", a, err)
		},
		"card-body number": func(m *samv.Module) error {
			n, err := m.CardBodyNumber()
			return unless(n.Hex() == strings.Repeat("00", 27)+"5A", n.Hex(), err)
		},
		"set baud to 9600":   func(m *samv.Module) error { return m.SetBaud(9600) },
		"set max RF to 0x50": func(m *samv.Module) error { return m.SetMaxRF(0x50) },
		"read a blank card": func(m *samv.Module) error {
			c, err := m.Read()
			return unless(c.Kind == samv.Citizen && c.Name == "" && len(c.Warnings) > 0, c.Warnings, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := vectors[name]
			line := &card{ask: typed(t, v.ask), answer: typed(t, v.answer)}
			if err := do(samv.NewModule(line)); err != nil {
				t.Error(err)
			}
			if !bytes.HasPrefix(line.asked, line.ask) {
				t.Errorf("asked % X, want % X", line.asked, line.ask)
			}
		})
	}
}

func wants(do func(*samv.Module) error, want error) func(*samv.Module) error {
	return func(m *samv.Module) error {
		if err := do(m); !errors.Is(err, want) {
			return fmt.Errorf("got %w, want %w", err, want)
		}
		return nil
	}
}

func unless(right bool, got any, err error) error {
	if !right && err == nil {
		return fmt.Errorf("got %v", got)
	}
	return err
}

// TestVectorsAgainstTheSimulator: it answers the table's commands with the table's answers, and what is none of
// the table's commands as a module does.
func TestVectorsAgainstTheSimulator(t *testing.T) {
	r, link := newReader(t, 0)
	p, err := port.Open(port.Config{Path: link})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	say := func(what, ask, want string) {
		t.Helper()
		if got, want := answerTo(t, p, typed(t, ask), len(typed(t, want))), typed(t, want); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes beginning with % X, want %d", what, len(got), got[:min(len(got), 20)], len(want))
		}
	}
	vector := func(name string) { t.Helper(); say(name, vectors[name].ask, vectors[name].answer) }
	for _, name := range []string{"reset", "status", "SAM ID", "find nothing", "select failed", "read failed"} {
		vector(name)
	}
	if err := r.Place(sim.Card{
		Kind: "citizen", SexCode: " ", NewAddresses: []string{"乓京"}, BodyNumber: strings.Repeat("00", 27) + "5A",
	}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"find", "select", "read a blank card", "a new address", "card-body number", "find nothing", "set max RF to 0x50"} {
		vector(name)
	}
	say("read with fingerprints, not selected", "AAAAAA9669 0003 3010 23", "AAAAAA9669 0004 000041 45")
	r.SetQuirks(sim.Quirks{Unwell: 0x60})
	vector("self-test failed")
	r.SetQuirks(sim.Quirks{})
	if err := r.Place(sim.Card{Kind: "citizen", SexCode: " "}); err != nil {
		t.Fatal(err)
	}
	vector("find")
	vector("select")
	say("read with fingerprints", "AAAAAA9669 0003 3010 23", "AAAAAA9669 090A 000090 0100 0400 0400 128x2000 2048x00 92")
	vector("no new address")
	say("an unknown command", "AAAAAA9669 0003 4001 42", "AAAAAA9669 0004 000021 25")
	say("an unknown parameter", "AAAAAA9669 0003 2009 2A", "AAAAAA9669 0004 000021 25")
	say("a wrong checksum", "AAAAAA9669 0003 2001 23", "AAAAAA9669 0004 000010 14")
	say("too short", "AAAAAA9669 0002 20 22", "AAAAAA9669 0004 000011 15")
	say("too long", "AAAAAA9669 0004 200100 25", "AAAAAA9669 0004 000011 15")
	say("an unknown baud rate", "AAAAAA9669 0003 6009 6A", "AAAAAA9669 0004 000021 25")
	vector("set baud to 9600")
	if got := answerTo(t, p, typed(t, vectors["status"].ask), 0); len(got) != 0 {
		t.Errorf("at the old rate it still says % X", got)
	}
}

// answerTo gives what comes, at least so many bytes.
func answerTo(t *testing.T, p *port.Port, ask []byte, least int) []byte {
	t.Helper()
	if _, err := p.Write(ask); err != nil {
		t.Fatal(err)
	}
	return rest(t, p, least)
}

// rest gives what comes until the line is quiet after at least so many bytes.
func rest(t *testing.T, p *port.Port, least int) (all []byte) {
	t.Helper()
	buf := make([]byte, 4096)
	for {
		wait := 50 * time.Millisecond
		if len(all) < least {
			wait = patience
		}
		_ = p.SetReadDeadline(time.Now().Add(wait))
		n, err := p.Read(buf)
		all = append(all, buf[:n]...)
		if err != nil {
			return all
		}
	}
}
