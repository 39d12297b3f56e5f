package sim_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// bench is a simulated reader, unpaced, with the line to it open.
type bench struct {
	*sim.Reader
	t    *testing.T
	line *port.Port
	link string
	said chan struct{} // a tick for each answer that was sent, or kept back
}

func newBench(t *testing.T) *bench {
	t.Helper()
	link := filepath.Join(t.TempDir(), "reader")
	r, err := sim.NewReader(link, sim.ReaderOptions{Unpaced: true})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{Reader: r, t: t, link: link, said: make(chan struct{}, 1)}
	r.Answered(func(uint16, byte) { tick(b.said) })
	t.Cleanup(func() { _ = r.Close() })
	b.open()
	return b
}

func (b *bench) open() {
	b.t.Helper()
	p, err := port.Open(port.Config{Path: b.link})
	if err != nil {
		b.t.Fatal(err)
	}
	b.line = p
	b.t.Cleanup(func() { _ = p.Close() })
}

// obey has a line carried out.
func (b *bench) obey(line string) {
	b.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	if _, err := b.Obey(verb, rest); err != nil {
		b.t.Fatalf("%q: %v", line, err)
	}
}

// ask gives the answer to a vector's command, whatever it is.
func (b *bench) ask(vector string) []byte {
	b.t.Helper()
	select {
	case <-b.said:
	default:
	}
	if _, err := b.line.Write(typed(b.t, vectors[vector].ask)); err != nil {
		b.t.Fatal(err)
	}
	select {
	case <-b.said:
	case <-time.After(patience):
		b.t.Fatalf("%s was not heard", vector)
	}
	return rest(b.t, b.line, 0)
}

// TestEachFault says what each verb makes of the answer to Status.
func TestEachFault(t *testing.T) {
	t.Parallel()
	good := typed(t, vectors["status"].answer)
	flipped := func(got []byte) int {
		n := 0
		for i := range min(len(got), len(good)) {
			for x := got[i] ^ good[i]; x != 0; x &= x - 1 {
				n++
			}
		}
		return n
	}
	for line, right := range map[string]func(got []byte) bool{
		"tear 4":          func(got []byte) bool { return bytes.Equal(got, good[:4]) },
		"tear":            func(got []byte) bool { return bytes.Equal(got, good[:5]) },
		"flip":            func(got []byte) bool { return len(got) == 11 && flipped(got) == 1 },
		"flip 3":          func(got []byte) bool { return len(got) == 11 && flipped(got) == 3 },
		"garbage 7":       func(got []byte) bool { return len(got) == 18 && bytes.HasSuffix(got, good) },
		"garbage-after 7": func(got []byte) bool { return len(got) == 18 && bytes.HasPrefix(got, good) },
		"bad-xor":         func(got []byte) bool { return bytes.Equal(got[:10], good[:10]) && got[10] != good[10] },
		"bad-length 256":  func(got []byte) bool { return got[5] == 1 && got[6] == 4 && bytes.Equal(got[7:], good[7:]) },
		"silent":          func(got []byte) bool { return len(got) == 0 },
		"late 100ms":      func(got []byte) bool { return bytes.Equal(got, good) },
		"stall 5 30ms":    func(got []byte) bool { return bytes.Equal(got, good) },
		"echo on":         func(got []byte) bool { return bytes.Equal(got, append(typed(t, vectors["status"].ask), good...)) },
		"quirk unwell 66": func(got []byte) bool { return len(got) == 11 && got[9] == 0x66 },
	} {
		t.Run(line, func(t *testing.T) {
			b := newBench(t)
			b.obey(line)
			if got := b.ask("status"); !right(got) {
				t.Errorf("the answer is % X", got)
			}
			b.obey("mend")
			b.obey("quirk none")
			b.obey("echo off")
			if got := b.ask("status"); !bytes.Equal(got, good) {
				t.Errorf("mended, it is % X", got)
			}
		})
	}
}

// TestHowOften: once, so many times, for a time, always; for one command or all.
func TestHowOften(t *testing.T) {
	for line, want := range map[string]string{
		"silent":                 "-FSFSFSF",
		"silent 3 times":         "---FSFSF",
		"silent always":          "--------",
		"silent of find":         "S-SFSFSF",
		"silent of find 2 times": "S-S-SFSF",
		"silent of read":         "SFSFSFSF",
		"silent for 1ns":         "SFSFSFSF",
		"silent for 1h":          "--------",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.obey(line)
			got := ""
			for i := range 8 {
				what, sign := "status", "S"
				if i%2 == 1 {
					what, sign = "find nothing", "F"
				}
				if len(b.ask(what)) == 0 {
					sign = "-"
				}
				got += sign
			}
			if got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestLateIsLate: an answer comes after its delay, a stall is in the middle.
func TestLateIsLate(t *testing.T) {
	b := newBench(t)
	for line, first := range map[string]time.Duration{"late 200ms": 200 * time.Millisecond, "stall 5 200ms": 0} {
		b.obey(line)
		began := time.Now()
		if _, err := b.line.Write(typed(t, vectors["status"].ask)); err != nil {
			t.Fatal(err)
		}
		buf, got := make([]byte, 64), 0
		_ = b.line.SetReadDeadline(began.Add(patience))
		for got < 11 {
			n, err := b.line.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			if got == 0 && (time.Since(began) < first || first == 0 && n != 5) {
				t.Errorf("%s: %d bytes after %v", line, n, time.Since(began))
			}
			got += n
		}
		if took := time.Since(began); took < 200*time.Millisecond {
			t.Errorf("%s: all after %v", line, took)
		}
	}
}

// TestLiftEarly: before the module had the card's answer, it says so; after, the answer is whole, and the card
// is gone all the same.
func TestLiftEarly(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"lift at 0 of find": "find nothing", "lift at 0 of select": "select failed", "lift at 0 of read": "read failed",
		"lift at 1 of find": "find", "lift at 700 of read": "", "lift at 1": "find",
	} {
		t.Run(line, func(t *testing.T) {
			b := newBench(t)
			place(t, b.Reader, "citizen")
			b.obey(line)
			got := [3][]byte{b.ask("find"), b.ask("select"), b.ask("read failed")}
			switch step := map[string]int{"find": 0, "find nothing": 0, "select failed": 1, "read failed": 2, "": 2}[want]; {
			case want == "" && len(got[step]) != 1295:
				t.Errorf("read gave %d bytes", len(got[step]))
			case want != "" && !bytes.Equal(got[step], typed(t, vectors[want].answer)):
				t.Errorf("got % X", got[step])
			}
			if b.Lies() {
				t.Error("the card still lies there")
			}
		})
	}
}

// TestUnplugInTheMiddle: some bytes of a frame, then the line is gone; plugged in again, the module has
// forgotten the card.
func TestUnplugInTheMiddle(t *testing.T) {
	b := newBench(t)
	b.obey("place citizen")
	b.obey("unplug at 6")
	if _, err := b.line.Write(typed(t, vectors["find"].ask)); err != nil {
		t.Fatal(err)
	}
	_ = b.line.SetReadDeadline(time.Now().Add(patience))
	var err error
	for got := 0; err == nil; {
		var n int
		n, err = b.line.Read(make([]byte, 64))
		if got += n; got > 6 {
			t.Fatalf("%d bytes", got)
		}
	}
	if !errors.Is(err, port.ErrGone) {
		t.Fatal(err)
	}
	if _, err := port.Open(port.Config{Path: b.link}); !errors.Is(err, port.ErrNotFound) {
		t.Errorf("its path: %v", err)
	}
	b.obey("plug")
	b.obey("plug") // it is
	b.open()
	if got := b.ask("select failed"); !bytes.Equal(got, typed(t, vectors["select failed"].answer)) {
		t.Errorf("select after power-up: % X", got)
	}
	if got := b.ask("find"); !bytes.Equal(got, typed(t, vectors["find"].answer)) {
		t.Errorf("find after power-up: % X", got)
	}
}

// TestQuirks are seen as the package that speaks the protocol sees them.
func TestQuirks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	m := samv.NewModule(b.line)
	read := func() error {
		_, err := m.Read()
		return err
	}
	all := func() error { return errors.Join(m.Find(), m.Select(), read()) }
	expect := func(what string, got, want error) {
		t.Helper()
		if !errors.Is(got, want) || want == nil && got != nil {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	b.obey("quirk unwell 60")
	expect("unwell", m.Status(), samv.SelfTestFailed)
	b.obey("quirk unwell 66")
	expect("unwell", m.Find(), samv.NotAuthorised)
	b.obey("quirk none")
	b.obey("quirk card 32")
	b.obey("place citizen")
	expect("a card that is not genuine", all(), samv.CardRejected)
	expect("it must be lifted", m.Find(), samv.NoCard)
	b.obey("quirk none")
	b.obey("place citizen")
	expect("a good card", all(), nil)
	b.obey("quirk no-address 21")
	expect("no presence probe", m.Present(), samv.BadCommand)
	b.obey("quirk no-address mute")
	expect("no answer to it", m.Present(), samv.ErrSilent)
	b.obey("quirk finds-again")
	expect("found again", all(), nil)
	expect("found again", all(), nil)
	b.obey("quirk first-id 90")
	id := typed(t, vectors["SAM ID"].answer)
	for range 2 { // power-ups
		b.obey("unplug")
		b.obey("plug")
		b.open()
		if got := b.ask("SAM ID"); len(got) != len(id) || bytes.Equal(got, id) {
			t.Errorf("the first serial number after power-up is % X", got)
		}
		if got := b.ask("SAM ID"); !bytes.Equal(got, id) {
			t.Errorf("the second one is % X", got)
		}
	}
}

// TestCardContents: what is on a card besides its text is read as it was placed.
func TestCardContents(t *testing.T) {
	b := newBench(t)
	m := samv.NewModule(b.line)
	c := sample(t, "citizen")
	c.Photo, c.NewAddresses, c.BodyNumber = []byte("WLf~ photo"), []string{"第一处", "第二处"}, strings.Repeat("0A", 28)
	if err := errors.Join(b.Place(c), m.Find(), m.Select()); err != nil {
		t.Fatal(err)
	}
	_, photo, err := m.ReadWithPhoto()
	if err != nil || len(photo) != 1024 || !bytes.HasPrefix(photo, c.Photo) {
		t.Errorf("a photo of %d bytes, %v", len(photo), err)
	}
	if a, err := m.Addresses(); err != nil || len(a) != 2 || a[1] != "第二处" {
		t.Errorf("addresses %q, %v", a, err)
	}
	if n, err := m.CardBodyNumber(); err != nil || n.Hex() != c.BodyNumber {
		t.Errorf("card-body number %q, %v", n.Hex(), err)
	}
	for what, bad := range map[string]sim.Card{
		"photo": {Photo: make([]byte, 1025)}, "addresses": {NewAddresses: make([]string, 5)},
		"long address": {NewAddresses: []string{strings.Repeat("长", 36)}}, "body number": {BodyNumber: "0A"},
	} {
		bad.Kind, bad.Sex = "citizen", "male"
		if err := b.Place(bad); !errors.Is(err, sim.ErrCard) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestSetBaud: the module keeps the rate without power, and only who opens the line at it is understood.
func TestSetBaud(t *testing.T) {
	t.Parallel()
	r, link := newReader(t, 115200)
	status := func(baud int) error {
		p, err := port.Open(port.Config{Path: link, Baud: baud})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		m := samv.NewModule(p)
		if err := m.Status(); err != nil || baud != 115200 {
			return err
		}
		return m.SetBaud(19200)
	}
	if err := status(115200); err != nil {
		t.Fatal(err)
	}
	r.Unplug()
	if err := r.Plug(); err != nil {
		t.Fatal(err)
	}
	if err := status(115200); !errors.Is(err, samv.ErrSilent) {
		t.Errorf("at the old rate: %v", err)
	}
	if err := status(19200); err != nil {
		t.Errorf("at the new rate: %v", err)
	}
	if _, err := r.Obey("baud", "14400"); err == nil {
		t.Error("14400 baud is none of the module's")
	}
}

// TestChaosIsTheSameAgain: the same seed does the same.
func TestChaosIsTheSameAgain(t *testing.T) {
	t.Parallel()
	run := func(seed string) (all []byte) {
		b := newBench(t)
		b.obey("chaos " + seed + " tear=0.3 flip=0.3 garbage=0.3 silent=0.1")
		for range 12 {
			all = append(append(all, b.ask("status")...), '|')
		}
		return all
	}
	one, two, three := run("7"), run("7"), run("8")
	if !bytes.Equal(one, two) || bytes.Equal(one, three) {
		t.Errorf("seed 7: % X\nagain:  % X\nseed 8: % X", one, two, three)
	}
	if good := bytes.Count(one, typed(t, vectors["status"].answer)); good == 12 {
		t.Error("nothing was spoilt")
	}
}

// TestBadLines: what a device does not know is said with what it does.
func TestBadLines(t *testing.T) {
	b := newBench(t)
	s, err := sim.NewScanner(filepath.Join(t.TempDir(), "scanner"), sim.ScannerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, test := range []struct {
		device sim.Obeyer
		line   string
		says   string
	}{
		{b, "dance now", "place"},
		{s, "place citizen", "scan"},
		{b, "tear x", "number"},
		{b, "tear 4 of dance", "select"},
		{b, "silent for long", "for 3s"},
		{b, "lift soon", "lift at 10"},
		{b, "unplug soon", "unplug at 10"},
		{b, "chaos 7", "chaos 7 0.01"},
		{b, "chaos x 0.1", "seed"},
		{b, "chaos 7 2", "rate"},
		{b, "chaos 7 dance=0.1", "tear"},
		{b, "quirk dance", "unwell"},
		{b, "quirk card zz", "unwell"},
		{b, "echo", "on or off"},
		{b, "baud x", "number"},
		{s, "scan", "text"},
		{s, "hold", "text"},
		{s, "half", "text"},
		{s, "set suffix x", "crlf"},
		{s, "set family x", "gm65"},
		{s, "set dance", "suffix"},
	} {
		verb, rest, _ := strings.Cut(test.line, " ")
		if _, err := test.device.Obey(verb, rest); !errors.Is(err, sim.ErrLine) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %v, want to hear of %q", test.line, err, test.says)
		}
	}
	if _, err := sim.NewScanner(filepath.Join(t.TempDir(), "s"), sim.ScannerOptions{Family: "x"}); err == nil {
		t.Error("a family that does not exist")
	}
}

// counter is a scanner with the program that reads it.
type counter struct {
	*sim.Scanner
	t      *testing.T
	line   *port.Port
	reader *scanner.Reader
	scans  chan scanner.Scan
	errs   chan error
}

func newCounter(t *testing.T, o sim.ScannerOptions, baud int, profile scanner.Profile) *counter {
	t.Helper()
	link := filepath.Join(t.TempDir(), "scanner")
	s, err := sim.NewScanner(link, o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := port.Open(port.Config{Path: link, Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{Scanner: s, t: t, line: p, scans: make(chan scanner.Scan, 8), errs: make(chan error, 8)}
	c.reader = &scanner.Reader{Profile: profile, Emit: func(s scanner.Scan) { c.scans <- s }, Reject: func(err error) { c.errs <- err }}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = c.reader.Run(t.Context(), p) }()
	t.Cleanup(func() { _ = s.Close(); _ = p.Close(); <-ended })
	return c
}

func (c *counter) obey(line string) {
	c.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	if _, err := c.Obey(verb, rest); err != nil {
		c.t.Fatalf("%q: %v", line, err)
	}
}

func (c *counter) expect(text string) {
	c.t.Helper()
	select {
	case s := <-c.scans:
		if s.Text != text {
			c.t.Errorf("scanned %q, want %q", s.Text, text)
		}
	case <-time.After(patience):
		c.t.Fatalf("%q did not come", text)
	}
}

func (c *counter) quiet() {
	c.t.Helper()
	select {
	case s := <-c.scans:
		c.t.Errorf("scanned %q", s.Text)
	case <-time.After(300 * time.Millisecond):
	}
}

// TestScannerSettings: end marks, prefix and encoding, by a script's lines.
func TestScannerSettings(t *testing.T) {
	c := newCounter(t, sim.ScannerOptions{Unpaced: true}, 9600, scanner.Profile{Framing: scanner.STXETX})
	c.obey("set suffix etx")
	c.obey("set prefix stx]Q1")
	c.obey("scan 暖新驿站 1")
	c.expect("暖新驿站 1")
	c.obey("set code gbk")
	c.obey("scan 暖新驿站 2")
	c.expect("暖新驿站 2")
	c.obey("unplug at 9")
	if _, err := c.Obey("scan", "NX1-123456"); !errors.Is(err, sim.ErrUnplugged) {
		t.Errorf("unplugged in the middle of a code: %v", err)
	}
}

// TestScannerOnDemand: a code is sent when the family's command comes, not after its stop. The GM65 says that it
// heard, without which the program's command fails.
func TestScannerOnDemand(t *testing.T) {
	for name, trigger := range map[string]scanner.Trigger{
		"honeywell": scanner.Honeywell, "newland": scanner.Newland, "gm65": scanner.GM65,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, sim.ScannerOptions{Baud: 115200, Family: name, OnDemand: true}, 115200, scanner.Profile{Trigger: trigger})
			do := func(command func(context.Context, io.Writer) error) {
				t.Helper()
				if err := command(t.Context(), c.line); err != nil {
					t.Fatal(err)
				}
			}
			c.obey("scan NX1-1")
			c.quiet()
			do(c.reader.Start)
			c.expect("NX1-1")
			do(c.reader.Start)
			c.quiet() // there is nothing before it
			c.obey("scan NX1-2")
			c.expect("NX1-2")
			do(c.reader.Start)
			do(c.reader.Stop)
			c.quiet()
			c.obey("scan NX1-3")
			c.quiet()
		})
	}
}

// TestHeldCode is sent again and again, and told once.
func TestHeldCode(t *testing.T) {
	t.Parallel()
	c := newCounter(t, sim.ScannerOptions{Unpaced: true}, 9600, scanner.Profile{})
	c.obey("hold NX1-1")
	c.expect("NX1-1")
	c.quiet()
	c.quiet()
	c.obey("hold NX1-2")
	c.expect("NX1-2")
	c.obey("away")
	c.quiet()
}

// TestHalfACode: the beginning of a code before the plug was pulled is no code.
func TestHalfACode(t *testing.T) {
	c := newCounter(t, sim.ScannerOptions{Baud: 9600}, 9600, scanner.Profile{Framing: scanner.CR})
	c.obey("half NX1-0123456789")
	c.quiet()
	c.obey("plug")
	c.obey("scan NX1-0123456789") // nobody listens: the line that was open is gone for good
	c.quiet()
}

// TestScannerAtAnotherRate: garbage, as a UART makes it, and no code.
func TestScannerAtAnotherRate(t *testing.T) {
	c := newCounter(t, sim.ScannerOptions{Baud: 9600, UART: true}, 9600, scanner.Profile{})
	c.obey("scan NX1-0123456789")
	c.expect("NX1-0123456789")
	c.obey("baud 4800")
	c.obey("scan NX1-9876543210")
	select {
	case s := <-c.scans:
		t.Errorf("scanned %q", s.Text)
	case err := <-c.errs:
		if !errors.Is(err, scanner.ErrText) {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("nothing was heard")
	}
}
