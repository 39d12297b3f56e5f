package scanner_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

const ack = "\x02\x00\x00\x01\x00\x33\x31"

// newland is a Newland's reply to the stop command.
const newland = "\x02\x010000#SCNTRG0\x06;\x03"

func TestTriggerCommands(t *testing.T) {
	for trigger, want := range map[scanner.Trigger][2]string{
		scanner.None:      {"", ""},
		scanner.Honeywell: {"\x16\x54\x0d", "\x16\x55\x0d"},
		scanner.Newland:   {"\x01\x54\x04", "\x7e\x01\x30\x30\x30\x30#SCNTRG0\x3b\x03"},
		scanner.GM65:      {"\x7e\x00\x08\x01\x00\x02\x01\xab\xcd", "\x7e\x00\x08\x01\x00\x02\x00\xab\xcd"},
	} {
		if got := [2]string{string(trigger.StartCommand()), string(trigger.StopCommand())}; got != want {
			t.Errorf("%v: %q, want %q", trigger, got, want)
		}
		var named scanner.Trigger
		if err := named.UnmarshalText([]byte(trigger.String())); err != nil || named != trigger {
			t.Errorf("%v became %v, %v", trigger, named, err)
		}
	}
}

// TestReplies: wherever a reply stands and however it is split, it goes and the rest stays.
func TestReplies(t *testing.T) {
	for name, test := range map[string]struct {
		stream, want string
		acks         int
	}{
		"none":                 {"NX1\r", "NX1\r", 0},
		"alone":                {ack, "", 1},
		"before a code":        {ack + "NX1\r", "NX1\r", 1},
		"after a code":         {"NX1\r" + ack, "NX1\r", 1},
		"inside a code":        {"NX" + ack + "1\r", "NX1\r", 1},
		"twice":                {ack + ack + "NX1", "NX1", 2},
		"STX code":             {"\x02NX1\x03", "\x02NX1\x03", 0},
		"before an STX code":   {ack + "\x02NX1\x03", "\x02NX1\x03", 1},
		"after STX":            {"\x02" + ack + "NX1\x03", "\x02NX1\x03", 1},
		"begun anew":           {"\x02\x00\x00" + ack, "\x02\x00\x00", 1},
		"torn":                 {"\x02\x00\x00\x01NX1", "\x02\x00\x00\x01NX1", 0},
		"other bytes":          {"\x02\x00\x00\x01\x00\x33\x32", "\x02\x00\x00\x01\x00\x33\x32", 0},
		"Newland":              {"NX" + newland + "1" + newland, "NX1", 0},
		"both":                 {newland + ack, "", 1},
		"Newland, broken off":  {"\x02\x010000#SCN\x02NX1\x03", "\x02\x010000#SCN\x02NX1\x03", 0},
		"Newland, and the ack": {"\x02\x010000#SCN" + ack, "\x02\x010000#SCN", 1},
		"Newland, endless":     {"\x02\x010000" + strings.Repeat("x", 64) + ";\x03", "\x02\x010000" + strings.Repeat("x", 64) + ";\x03", 0},
		"held at the end":      {"NX1\x02\x00", "NX1\x02\x00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			for step := 1; step <= len(test.stream); step++ {
				var r scanner.Replies
				var got []byte
				for part := range slices.Chunk([]byte(test.stream), step) {
					got = append(got, r.Strip(part)...)
				}
				got = append(got, r.Idle()...)
				if string(got) != test.want || r.Acks != test.acks || r.Held() {
					t.Fatalf("in steps of %d: %q and %d, want %q and %d", step, got, r.Acks, test.want, test.acks)
				}
			}
		})
	}
}

// TestTrigger drives a GM65 that acknowledges, or does not, glued to the code it then reads.
func TestTrigger(t *testing.T) {
	for name, test := range map[string]struct {
		trigger scanner.Trigger
		answer  string
		delay   time.Duration
		err     error
		codes   []string
	}{
		"acknowledged":     {scanner.GM65, ack + "NX1\r", 20 * time.Millisecond, nil, []string{"NX1"}},
		"silent":           {scanner.GM65, "", 0, scanner.ErrNoAck, nil},
		"too late":         {scanner.GM65, ack, 600 * time.Millisecond, scanner.ErrNoAck, nil},
		"no ack is due":    {scanner.Honeywell, "NX1\r", 20 * time.Millisecond, nil, []string{"NX1"}},
		"scans by itself":  {scanner.None, "NX1\r", 0, nil, nil},
		"replies, Newland": {scanner.Newland, newland + "NX1\r", 20 * time.Millisecond, nil, []string{"NX1"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				var line tape
				line.answer = func(string) { line.play(test.delay, test.answer, nil) }
				var h heard
				r := h.reader(scanner.Profile{Trigger: test.trigger})
				ended := make(chan error)
				go func() { ended <- r.Run(ctx, &line) }()
				if err := r.Start(ctx, &line); !errors.Is(err, test.err) {
					t.Errorf("start: %v, want %v", err, test.err)
				}
				time.Sleep(time.Second)
				cancel()
				<-ended
				if !slices.Equal(h.scans, test.codes) || h.rejected != nil {
					t.Errorf("got %q, rejected %v", h.scans, h.rejected)
				}
			})
		})
	}
}

// TestLateAckConfirmsNothing: the acknowledgement of one command is not taken for the next one's.
func TestLateAckConfirmsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line tape
		line.play(time.Minute, "", os.ErrClosed)
		var h heard
		r := h.reader(scanner.Profile{Trigger: scanner.GM65})
		ended := make(chan error)
		go func() { ended <- r.Run(t.Context(), &line) }()
		defer func() { <-ended }()
		line.answer = func(string) { line.play(700*time.Millisecond, ack, nil) }
		if err := r.Start(t.Context(), &line); !errors.Is(err, scanner.ErrNoAck) {
			t.Errorf("start: %v", err)
		}
		time.Sleep(time.Second)
		line.answer = nil
		if err := r.Stop(t.Context(), &line); !errors.Is(err, scanner.ErrNoAck) {
			t.Errorf("stop: %v", err)
		}
	})
}

func TestTriggerOnABrokenLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := scanner.Reader{Profile: scanner.Profile{Trigger: scanner.GM65}}
		if err := r.Start(t.Context(), &tape{err: os.ErrClosed}); !errors.Is(err, os.ErrClosed) {
			t.Errorf("got %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := r.Stop(ctx, &tape{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
