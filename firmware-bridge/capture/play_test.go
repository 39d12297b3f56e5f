package capture

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

var update = flag.Bool("update", false, "write the .events files from what happens now")

// TestCaptures plays every capture in testdata and compares what the kit makes of it with the .events file
// beside it. To make a technician's capture a test: put it there as NAME.jsonl, run
//
//	go test ./firmware-bridge/capture -run TestCaptures -update
//
// and correct NAME.events by hand to what should have happened.
func TestCaptures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.jsonl"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d captures, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := strings.Join(play(t, load(t, file), 0), "\n") + "\n"
			golden := strings.TrimSuffix(file, ".jsonl") + ".events"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func load(t *testing.T, file string) Capture {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Read(bufio.NewReader(bytes.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// play gives what the kit makes of a capture, in a bubble's time. Poll is samv.Reader's.
func play(t *testing.T, c Capture, poll time.Duration) (events []string) {
	t.Helper()
	note := func(e any) { events = append(events, describe(e)) }
	synctest.Test(t, func(t *testing.T) {
		p := c.Play()
		run := (&samv.Reader{Poll: poll, Emit: func(e samv.Event) { note(e) }}).Run
		if c.Header.Device == CodeScanner {
			codes := scanner.Reader{Emit: func(s scanner.Scan) { note(s) }, Reject: func(err error) { note(err) }}
			run = func(ctx context.Context, line samv.Line) error { return codes.Run(ctx, line) }
		}
		for open := true; open; open = p.Reopen() {
			err := run(t.Context(), p)
			if errors.Is(err, ErrDiffers) {
				t.Error(err)
			}
			note(err)
		}
	})
	return events
}

// describe writes an event out. What a capture holds is no person.
func describe(e any) string {
	switch e := e.(type) {
	case samv.Placed:
		card, _ := json.Marshal(e.Card)
		return "placed " + string(card)
	case samv.Failed:
		return "failed: " + e.Err.Error()
	case samv.Down:
		return "down: " + e.Err.Error()
	case scanner.Scan:
		return fmt.Sprintf("scan %s %q", e.AIM, e.Text)
	case error:
		return "ended: " + e.Error()
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", e), "samv."))
}

func read(t *testing.T, text string) Capture {
	t.Helper()
	c, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const talk = `{"capture":1,"device":"reader"}
{"at":0,"event":"open"}
{"at":1000000,"sent":"01"}
{"at":1200000,"received":"1111"}
{"at":1300000,"received":"12"}
{"at":2000000,"sent":"02"}
{"at":5000000,"event":"lost"}
{"at":6000000,"event":"open"}
{"at":6500000,"received":"33"}
`

// TestPlayerKeepsTime: what was received comes as long after the command as it did.
func TestPlayerKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := read(t, talk).Play(), time.Now()
		after := func(want time.Duration) {
			t.Helper()
			if got := time.Since(began); got < want || got > want+2*look {
				t.Errorf("after %v, want %v", got, want)
			}
		}
		expect := func(wait time.Duration, want []byte, wantErr error) {
			t.Helper()
			_ = p.SetReadDeadline(time.Now().Add(wait))
			buf := make([]byte, 8)
			n, err := p.Read(buf)
			if !bytes.Equal(buf[:n], want) || !errors.Is(err, wantErr) {
				t.Fatalf("% X, %v, want % X, %v", buf[:n], err, want, wantErr)
			}
		}
		send := func(b byte, want error) {
			t.Helper()
			if _, err := p.Write([]byte{b}); !errors.Is(err, want) {
				t.Fatalf("sent %d: %v, want %v", b, err, want)
			}
		}
		expect(3*time.Second, nil, os.ErrDeadlineExceeded) // no answer before the question
		after(3 * time.Second)
		send(7, ErrDiffers)
		send(1, nil)
		expect(100*time.Millisecond, nil, os.ErrDeadlineExceeded)
		expect(time.Second, []byte{0x11, 0x11}, nil)
		after(3200 * time.Millisecond)
		expect(time.Second, []byte{0x12}, nil)
		send(2, nil)
		expect(2*time.Second, nil, os.ErrDeadlineExceeded)
		expect(2*time.Second, nil, ErrLost)
		after(6300 * time.Millisecond)
		expect(time.Second, nil, ErrLost)
		send(3, ErrLost)
		if !p.Reopen() {
			t.Fatal("it was opened again")
		}
		expect(time.Second, []byte{0x33}, nil)
		after(6800 * time.Millisecond)
		expect(time.Second, nil, ErrEnd)
		send(3, ErrEnd)
		if p.Reopen() || p.Differences() != 1 {
			t.Errorf("%d differences", p.Differences())
		}
	})
}

// TestPlayerInAHurry: the same, in no time.
func TestPlayerInAHurry(t *testing.T) {
	p, began := read(t, talk).Play(), time.Now()
	p.Hurry = true
	var got []string
	buf := make([]byte, 8)
	step := func(n int, err error) { got = append(got, fmt.Sprint(n, " ", err)) }
	wait := func(d time.Duration) { _ = p.SetReadDeadline(time.Now().Add(d)) }
	wait(time.Hour)
	step(p.Read(buf))
	step(p.Write([]byte{1}))
	wait(100 * time.Millisecond)
	step(p.Read(buf))
	wait(time.Second)
	step(p.Read(buf[:1]))
	step(p.Read(buf))
	step(p.Write([]byte{2})) // what was not read lies there
	step(p.Read(buf))
	wait(time.Second)
	step(p.Read(buf))
	wait(time.Hour)
	step(p.Read(buf))
	want := fmt.Sprint([]string{"0 i/o timeout", "1 <nil>", "0 i/o timeout", "1 <nil>", "1 <nil>", "1 <nil>", "1 <nil>", "0 i/o timeout", "0 " + ErrLost.Error() + " (lost)"})
	if fmt.Sprint(got) != want || time.Since(began) > time.Second {
		t.Errorf("after %v:\n%v, want\n%v", time.Since(began), got, want)
	}
}

// TestLenientPlayer goes on at the next like command, and is silent to one that never came.
func TestLenientPlayer(t *testing.T) {
	p := read(t, talk).Play()
	p.Lenient, p.Hurry = true, true
	buf := make([]byte, 8)
	for i, b := range []byte{9, 2} {
		if _, err := p.Write([]byte{b}); err != nil || p.Differences() != 1 {
			t.Fatalf("command %d: %v, %d differences", i, err, p.Differences())
		}
	}
	if n, err := p.Read(buf); n != 3 || err != nil {
		t.Errorf("what was received before the second command: %d bytes, %v", n, err)
	}
}
