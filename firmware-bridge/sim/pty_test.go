package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

func newReader(t testing.TB, baud int) (*sim.Reader, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "reader")
	r, err := sim.NewReader(link, sim.ReaderOptions{Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r, link
}

func sample(t testing.TB, name string) sim.Card {
	t.Helper()
	c, err := sim.Sample(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func place(t testing.TB, r *sim.Reader, name string) {
	t.Helper()
	if err := r.Place(sample(t, name)); err != nil {
		t.Fatal(err)
	}
}

// follow runs the real reader on the port, as a kiosk does, and gives its events.
func follow(t testing.TB, link string, baud int) <-chan samv.Event {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	events, ended := make(chan samv.Event, 64), make(chan struct{})
	reader := samv.Reader{Emit: func(e samv.Event) { events <- e }}
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: link, Baud: baud},
			func(ctx context.Context, p *port.Port) error { return reader.Run(ctx, p) },
			func(err error) {
				if err != nil {
					events <- samv.Down{Err: err}
				}
			})
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return events
}

// next waits for the next event, which must be an E.
func next[E samv.Event](t testing.TB, events <-chan samv.Event) E {
	t.Helper()
	var want E
	select {
	case got := <-events:
		e, ok := got.(E)
		if !ok {
			t.Fatalf("got %T %v, want %T", got, got, want)
		}
		return e
	case <-time.After(patience):
		t.Fatalf("no %T came", want)
	}
	return want
}

func sameCard(t testing.TB, got samv.Card, want sim.Card) {
	t.Helper()
	g, err1 := json.Marshal(got)
	w, err2 := json.Marshal(want)
	if err := errors.Join(err1, err2); err != nil || !bytes.Equal(g, w) {
		t.Errorf("read %s, placed %s, %v", g, w, err)
	}
}

// TestCardsAfterEachOther places every sample card, lifts it, and places the first one again.
func TestCardsAfterEachOther(t *testing.T) {
	t.Parallel()
	r, link := newReader(t, 115200)
	events := follow(t, link, 115200)
	next[samv.Up](t, events)
	for _, name := range append(sim.Samples(), sim.Samples()[0]) {
		place(t, r, name)
		sameCard(t, next[samv.Placed](t, events).Card, sample(t, name))
		probed(t, r)
		r.Lift()
		next[samv.Lifted](t, events)
	}
}

// probed waits until the program has asked whether the card still lies there: before that, it cannot know
// that the module tells.
func probed(t testing.TB, r *sim.Reader) {
	t.Helper()
	asked := make(chan struct{}, 1)
	r.Answered(func(command uint16, _ byte) {
		if command == sim.CommandAddress {
			select {
			case asked <- struct{}{}:
			default:
			}
		}
	})
	defer r.Answered(nil)
	select {
	case <-asked:
	case <-time.After(patience):
		t.Fatal("nobody asks whether the card lies there")
	}
}

// TestSwap places the next card without a pause.
func TestSwap(t *testing.T) {
	t.Parallel()
	r, link := newReader(t, 115200)
	events := follow(t, link, 115200)
	next[samv.Up](t, events)
	for _, name := range []string{"citizen", "permit"} {
		place(t, r, name)
		if name != "citizen" {
			next[samv.Lifted](t, events)
		}
		sameCard(t, next[samv.Placed](t, events).Card, sample(t, name))
	}
}

func TestUnplugAndReplug(t *testing.T) {
	t.Parallel()
	r, link := newReader(t, 115200)
	events := follow(t, link, 115200)
	next[samv.Up](t, events)
	place(t, r, "citizen")
	next[samv.Placed](t, events)
	r.Unplug()
	next[samv.Lifted](t, events)
	if down := next[samv.Down](t, events); !errors.Is(down.Err, port.ErrGone) {
		t.Errorf("down because %v", down.Err)
	}
	if down := next[samv.Down](t, events); !errors.Is(down.Err, port.ErrNotFound) {
		t.Errorf("down because %v", down.Err)
	}
	if err := r.Plug(); err != nil {
		t.Fatal(err)
	}
	next[samv.Up](t, events)
	next[samv.Placed](t, events) // it still lies there, and the module has forgotten it
}

// TestFaults spoils one answer on its way; the card is read after it was lifted and placed again.
func TestFaults(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"torn":        sim.Tear(-1),
		"flipped bit": sim.Flip(1, 1),
		"silence":     sim.Silence(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, link := newReader(t, 115200)
			events := follow(t, link, 115200)
			next[samv.Up](t, events)
			r.Inject(fault.On(sim.CommandRead).Times(-1))
			place(t, r, "citizen")
			next[samv.Failed](t, events)
			r.Mend()
			r.Lift()
			place(t, r, "citizen")
			sameCard(t, next[samv.Placed](t, events).Card, sample(t, "citizen"))
		})
	}
}

func TestGarbageBeforeTheAnswer(t *testing.T) {
	r, link := newReader(t, 115200)
	r.Inject(sim.SpoiledBy(func(t *sim.Transmission) {
		t.Bytes = append([]byte("\x00\xAA\xAA\xAAgarbage"), t.Bytes...)
	}).Times(-1))
	place(t, r, "citizen")
	events := follow(t, link, 115200)
	next[samv.Up](t, events)
	sameCard(t, next[samv.Placed](t, events).Card, sample(t, "citizen"))
}

// TestBaudRates reads at each rate of the module, and hears nothing at another.
func TestBaudRates(t *testing.T) {
	t.Parallel()
	for _, baud := range samv.Bauds {
		_, link := newReader(t, baud)
		for _, tried := range samv.Bauds {
			p, err := port.Open(port.Config{Path: link, Baud: tried})
			if err != nil {
				t.Fatal(err)
			}
			if tried == baud {
				if err := samv.NewModule(p).Status(); err != nil {
					t.Errorf("at %d: %v", baud, err)
				}
			} else if baud == 9600 { // once is enough: silence takes its time
				if err := samv.NewModule(p).Status(); !errors.Is(err, samv.ErrSilent) {
					t.Errorf("module at %d, line at %d: %v", baud, tried, err)
				}
			}
			_ = p.Close()
		}
	}
}

func TestModuleAnswers(t *testing.T) {
	_, link := newReader(t, 0)
	p, err := port.Open(port.Config{Path: link})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	m := samv.NewModule(p)
	if id, err := m.ID(); err != nil || id != "05.03-20240101-0000012345-0000000007" {
		t.Errorf("serial number %q, %v", id, err)
	}
	if err := m.Find(); !errors.Is(err, samv.NoCard) {
		t.Errorf("find without a card: %v", err)
	}
	if err := m.Select(); !errors.Is(err, samv.SelectFailed) {
		t.Errorf("select without a card: %v", err)
	}
	if _, err := m.Read(); !errors.Is(err, samv.ReadFailed) {
		t.Errorf("read without a card: %v", err)
	}
}

// TestLiftBeforeTheNextFind: a card is read once, then only its presence is told, until it was lifted.
func TestLiftBeforeTheNextFind(t *testing.T) {
	r, link := newReader(t, 0)
	p, err := port.Open(port.Config{Path: link})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	m := samv.NewModule(p)
	for range 2 {
		place(t, r, "citizen")
		if _, err := m.Read(); !errors.Is(err, samv.ReadFailed) {
			t.Errorf("read before it was found: %v", err)
		}
		if err := errors.Join(m.Find(), m.Select()); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Read(); err != nil {
			t.Fatal(err)
		}
		if err := m.Present(); err != nil {
			t.Errorf("it lies there: %v", err)
		}
		if err := m.Find(); !errors.Is(err, samv.NoCard) {
			t.Errorf("found again without a lift: %v", err)
		}
		r.Lift()
		if err := m.Present(); !errors.Is(err, samv.ReadFailed) {
			t.Errorf("it was lifted: %v", err)
		}
	}
}

func TestScanner(t *testing.T) {
	for name, options := range map[string]sim.ScannerOptions{
		"CR":      {},
		"none":    {Suffix: "none"},
		"STX ETX": {Prefix: "\x02]Q1", Suffix: "\x03"},
		"fast":    {Baud: 115200, Suffix: "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			link := filepath.Join(t.TempDir(), "scanner")
			s, err := sim.NewScanner(link, options)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			p, err := port.Open(port.Config{Path: link, Baud: 9600})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			scans := make(chan scanner.Scan, 8)
			r := scanner.Reader{Emit: func(s scanner.Scan) { scans <- s }}
			ended := make(chan error, 1)
			go func() { ended <- r.Run(t.Context(), p) }()
			for _, text := range []string{"NX1-0123456789", "暖新驿站", "𠮷䶮"} {
				if err := s.Scan(text); err != nil {
					t.Fatal(err)
				}
				select {
				case got := <-scans:
					if got.Text != text {
						t.Errorf("got %q, want %q", got.Text, text)
					}
				case <-time.After(patience):
					t.Fatalf("%q did not come", text)
				}
			}
			s.Unplug()
			if err := <-ended; !errors.Is(err, port.ErrGone) {
				t.Errorf("ended with %v", err)
			}
			if err := s.Scan("x"); !errors.Is(err, sim.ErrUnplugged) {
				t.Errorf("scan while unplugged: %v", err)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sim.NewReader(file, sim.ReaderOptions{}); !errors.Is(err, sim.ErrPath) {
		t.Errorf("onto a file: %v", err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "precious" {
		t.Errorf("the file now holds %q, %v", b, err)
	}
	stale := filepath.Join(dir, "stale")
	if err := os.Symlink("/dev/pts/99999", stale); err != nil {
		t.Fatal(err)
	}
	r, err := sim.NewReader(stale, sim.ReaderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()
	if _, err := os.Lstat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the link is left behind: %v", err)
	}
	if _, err := sim.NewReader(filepath.Join(dir, "r"), sim.ReaderOptions{Baud: 4800}); err == nil {
		t.Error("4800 baud is none of the module's")
	}
}

func TestBadCards(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":       "張",
		"unknown field": `{"kind":"citizen","sex":"male","nmae":"x"}`,
		"unknown kind":  `{"kind":"driver","sex":"male"}`,
		"unknown sex":   `{"kind":"citizen","sex":"m"}`,
		"name too long": `{"kind":"citizen","sex":"male","name":"一二三四五六七八九十一二三四五六"}`,
		"empty":         ``,
	} {
		if _, err := sim.ParseCard([]byte(text)); !errors.Is(err, sim.ErrCard) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sim.LoadCard(filepath.Join(t.TempDir(), "none.json")); !errors.Is(err, sim.ErrCard) {
		t.Error(err)
	}
	if _, err := sim.Sample("none"); !errors.Is(err, sim.ErrCard) {
		t.Error(err)
	}
}
