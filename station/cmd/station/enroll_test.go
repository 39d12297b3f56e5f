package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/internal/hubtest"
	"github.com/nuanxin/station-kit/sync/wire"
)

// TestATechnicianScansTheCode from the hub's screen, with the station's own
// scanner: nothing is typed.
func TestATechnicianScansTheCode(t *testing.T) {
	hub := hubtest.Start(t)
	path := filepath.Join(t.TempDir(), "scanner")
	s, err := sim.NewScanner(path, sim.ScannerOptions{Baud: scannerBaud})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	text, held := hub.Door+"#"+hub.Invite(t, "st-1"), make(chan struct{})
	go func() { // until the station listens, which may be amid a code
		defer close(held)
		for ctx.Err() == nil {
			_ = s.Scan("https://hub.example/another-code")
			_ = s.Scan(text)
			time.Sleep(50 * time.Millisecond)
		}
	}()
	status, out := command("enroll", "--data", t.TempDir(), "--scan", path)
	cancel()
	<-held
	if status != 0 || !strings.Contains(out, "Enrolled as st-1") {
		t.Errorf("%d %s", status, out)
	}
}

func TestACodeIsTypedOrPiped(t *testing.T) {
	for input, want := range map[string]string{
		"\n  https://hub.example:8481#ABCD\r\nmore": "https://hub.example:8481#ABCD",
		"one line without an end":                   "one line without an end",
	} {
		if got, err := scanned(t.Context(), "-", 0, strings.NewReader(input), nil); err != nil || got != want {
			t.Errorf("%q: %q, %v", input, got, err)
		}
	}
	if _, err := scanned(t.Context(), "-", 0, strings.NewReader("\n\n"), nil); !errors.Is(err, wire.ErrCode) {
		t.Errorf("nothing: %v", err)
	}
}

func TestScanningEndsWithTheCommand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "scanner")
	s, err := sim.NewScanner(path, sim.ScannerOptions{Baud: scannerBaud})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if text, err := scanned(ctx, path, scannerBaud, nil, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%q, %v", text, err)
	}
}
