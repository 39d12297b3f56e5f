package capture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/internal/leak"
)

const (
	patience = 20 * time.Second
	poll     = 20 * time.Millisecond
	moment   = 150 * time.Millisecond // what a person takes at least
)

// session is a real reader loop on a simulated reader, recorded.
type session struct {
	reader *sim.Reader
	events chan samv.Event

	mu  sync.Mutex
	all []string
}

func newSession(t *testing.T, file string, o sim.ReaderOptions) *session {
	t.Helper()
	link := filepath.Join(t.TempDir(), "reader")
	r, err := sim.NewReader(link, o)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{reader: r, events: make(chan samv.Event, 64)}
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := NewRecorder(out, Header{Device: CardReader, Baud: 115200, Kit: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	loop := samv.Reader{Poll: poll, Emit: s.note}
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: link},
			func(ctx context.Context, p *port.Port) error { return loop.Run(ctx, recorder.Line(p)) },
			func(error) {})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		if err := errors.Join(r.Close(), recorder.Close(), out.Close()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *session) note(e samv.Event) {
	s.mu.Lock()
	s.all = append(s.all, kind(e))
	s.mu.Unlock()
	s.events <- e
}

// kind is what of an event a capture must bring back.
func kind(e samv.Event) string {
	if p, is := e.(samv.Placed); is {
		return fmt.Sprintf("placed %s %v", p.Card.Kind, p.Card.Warnings)
	}
	return describe(e)
}

// until takes events up to one of the wanted kinds. A plug that was pulled out is put back.
func (s *session) until(t *testing.T, kinds ...string) {
	t.Helper()
	again := time.NewTicker(moment)
	defer again.Stop()
	for end := time.After(patience); ; {
		select {
		case e := <-s.events:
			if slices.ContainsFunc(kinds, func(k string) bool { return strings.HasPrefix(kind(e), k) }) {
				return
			}
		case <-again.C:
			if err := s.reader.Plug(); err != nil {
				t.Fatal(err)
			}
		case <-end:
			t.Fatalf("no %q", kinds)
		}
	}
}

// leave lifts the card, at a person's pace.
func (s *session) leave() {
	time.Sleep(moment)
	s.reader.Mend()
	s.reader.Lift()
	time.Sleep(moment)
	for len(s.events) > 0 {
		<-s.events
	}
}

// TestRecordedIsReplayed: what the kit made of a session it makes of its capture, faults included, though no
// character of a card is the same.
func TestRecordedIsReplayed(t *testing.T) {
	t.Parallel()
	var s *session
	file := filepath.Join(t.TempDir(), "reader.jsonl")
	t.Run("record", func(t *testing.T) {
		s = newSession(t, file, sim.ReaderOptions{})
		s.until(t, "up")
		for i, fault := range []sim.Fault{
			sim.Tear(700), sim.Flip(1, 1), sim.BadChecksum(), sim.BadLength(-900), sim.Garbage(30, 1), sim.GarbageAfter(30, 1),
			sim.Stall(600, 100*time.Millisecond), sim.LiftAt(0), sim.LiftAt(800), sim.UnplugAt(900), sim.Late(0),
		} {
			card, err := sim.Sample(sim.Samples()[i%len(sim.Samples())])
			if err != nil {
				t.Fatal(err)
			}
			s.reader.Inject(fault.On(sim.CommandRead).Times(1 + i%2)) // some are mended by asking again
			if err := s.reader.Place(card); err != nil {
				t.Fatal(err)
			}
			s.until(t, "placed", "failed")
			s.leave()
		}
	})
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var played []string
	for _, line := range play(t, read(t, string(text)), poll) {
		if !strings.HasPrefix(line, "ended") {
			played = append(played, line)
		}
	}
	for i, want := range s.all {
		if i >= len(played) || !alike(played[i], want) {
			t.Fatalf("event %d of %d is not %q\n%s", i, len(played), want, strings.Join(played, "\n"))
		}
	}
	if len(played) != len(s.all) {
		t.Errorf("%d events became %d", len(s.all), len(played))
	}
}

var counts = regexp.MustCompile(`[0-9]+ bytes`)

// alike compares an event played with one lived, whose card had other characters.
func alike(played, lived string) bool {
	words := strings.Fields(lived)
	if words[0] != "placed" { // on a busy machine, how much came in time differs
		return counts.ReplaceAllString(played, "") == counts.ReplaceAllString(lived, "")
	}
	warnings := strings.Trim(strings.TrimPrefix(lived, "placed "+words[1]+" "), "[]")
	return strings.Contains(played, `"kind":"`+words[1]+`"`) && strings.Contains(played, "warnings") == (warnings != "")
}

// TestACaptureHoldsNobody: many invented people pass a reader that has every fault. Nothing of them is in the
// file in any encoding, nor in the bytes behind its digits, also where they were split.
func TestACaptureHoldsNobody(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	var secrets []string
	var s *session
	file := filepath.Join(t.TempDir(), "reader.jsonl")
	t.Run("record", func(t *testing.T) {
		s = newSession(t, file, sim.ReaderOptions{Unpaced: true})
		s.until(t, "up")
		for range 30 {
			card := invented(random)
			secrets = append(secrets, secretsOf(card)...)
			rates := sim.Even(0.015)
			rates["silent"], rates["late"], rates["stall"], rates["unplug"] = 0.004, 0.004, 0.004, 0.004
			if err := s.reader.Chaos(sim.Chaos{Seed: random.Uint64(), Rates: rates, Longest: 300 * time.Millisecond}); err != nil {
				t.Fatal(err)
			}
			if err := s.reader.Place(card); err != nil {
				t.Fatal(err)
			}
			select {
			case <-s.events:
			case <-time.After(5 * moment):
			}
			s.leave()
			if err := s.reader.Plug(); err != nil {
				t.Fatal(err)
			}
		}
	})
	if n := strings.Count(strings.Join(s.all, " "), "placed"); n < 15 {
		t.Errorf("only %d cards of 30 were read", n)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	holdsNobody(t, text, secrets)
}

// holdsNobody searches a capture, and the bytes in it end to end, shifted by each number of bits too.
func holdsNobody(t *testing.T, text []byte, secrets []string) {
	t.Helper()
	dir := t.TempDir()
	bytes := said(read(t, string(text)))
	files := map[string][]byte{"capture.jsonl": text, "bytes": bytes}
	for shift := 1; shift < 8; shift++ {
		files[fmt.Sprint("bytes by ", shift)] = shifted(bytes, shift)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	findings, err := leak.Scan(secrets, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

func shifted(b []byte, by int) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = b[i] << by
		if i+1 < len(b) {
			out[i] |= b[i+1] >> (8 - by)
		}
	}
	return out
}

// invented is someone whose name is long enough to be searched for.
func invented(random *rand.Rand) sim.Card {
	for {
		c := sim.Invent(random)
		if len([]rune(c.Name)) < 3 {
			continue
		}
		if c.Address != "" {
			c.NewAddresses = []string{c.Address}
		}
		c.BodyNumber = fmt.Sprintf("%056X", random.Uint64())
		c.Photo = bytes.Repeat([]byte(c.Number+c.Name), 20)
		return c
	}
}

// secretsOf are a person's texts, and pieces of them.
func secretsOf(c sim.Card) (all []string) {
	for _, s := range []string{c.Name, strings.TrimPrefix(c.Number, "810000"), c.Address, c.Issuer, c.LatinName, c.PassNumber} {
		runes, window := []rune(s), 4
		if s != "" && s[0] < 0x80 {
			window = 8
		}
		if len(runes) >= 3 {
			all = append(all, s)
		}
		for i := 0; i+window <= len(runes); i += window / 2 {
			if piece := string(runes[i : i+window]); !uniform(piece) && strings.Trim(piece, " ") == piece {
				all = append(all, piece)
			}
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return len(s) < 6 })
}

// TestAScannersCaptureHoldsNobody: codes with people in them, in each encoding and framing, torn, and at a
// wrong baud rate.
func TestAScannersCaptureHoldsNobody(t *testing.T) {
	for name, test := range map[string]struct {
		options sim.ScannerOptions
		baud    int
	}{
		"CR":          {sim.ScannerOptions{Baud: 115200}, 115200},
		"GBK, ETX":    {sim.ScannerOptions{Baud: 115200, GBK: true, Prefix: "\x02]Q1", Suffix: "\x03"}, 115200},
		"no end":      {sim.ScannerOptions{Baud: 115200, Suffix: "none"}, 115200},
		"host slower": {sim.ScannerOptions{Baud: 115200, UART: true}, 9600},
		"host faster": {sim.ScannerOptions{Baud: 9600, UART: true}, 115200},
		"near":        {sim.ScannerOptions{Baud: 57600, UART: true}, 38400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
			for range 4 {
				card := invented(random)
				text := scanned(t, test.options, test.baud, card.Name+" "+card.Number)
				c := read(t, string(text))
				if len(said(c)) == 0 && !test.options.UART { // bytes without stop bits are not even heard
					t.Error("nothing was heard")
				}
				holdsNobody(t, text, secretsOf(card))
			}
		})
	}
}

// scanned records a code that is scanned, and one that is torn.
func scanned(t *testing.T, o sim.ScannerOptions, baud int, text string) []byte {
	t.Helper()
	dir := t.TempDir()
	link, file := filepath.Join(dir, "scanner"), filepath.Join(dir, "scanner.jsonl")
	s, err := sim.NewScanner(link, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := port.Open(port.Config{Path: link, Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	recorder, err := NewRecorder(out, Header{Device: CodeScanner, Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	r := scanner.Reader{Emit: func(scanner.Scan) {}}
	go func() { ended <- r.Run(t.Context(), recorder.Line(p)) }()
	if err := s.Scan(text); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * moment); ; time.Sleep(10 * time.Millisecond) {
		if got, err := os.ReadFile(file); bytes.Contains(got, []byte("received")) || err != nil || time.Now().After(end) {
			break
		}
	}
	_ = s.Half(text)
	if err := <-ended; !errors.Is(err, port.ErrGone) {
		t.Error(err)
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
