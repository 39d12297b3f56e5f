package evdev_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math/bits"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// keystrokes are the events of "123456" and Enter, as the kernel gives them to this process.
func keystrokes() (b []byte) {
	order := binary.NativeEndian
	event := func(kind, code uint16, value uint32) {
		b = append(b, make([]byte, 2*bits.UintSize/8)...)
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, kind), code), value)
	}
	for _, key := range []uint16{2, 3, 4, 5, 6, 7, 28} {
		event(1, key, 1)
		event(0, 0, 0)
		event(1, key, 0)
		event(0, 0, 0)
	}
	return b
}

// TestUnplugAndReplug wires all that a kiosk does: a scanner that is pulled out and comes back as another
// event file behind the same name reads on.
func TestUnplugAndReplug(t *testing.T) {
	link := filepath.Join(t.TempDir(), "usb-scanner-event-kbd")
	codes, notices := make(chan string, 4), make(chan error, 16)
	reader := wedge.Reader{Emit: func(s scanner.Scan) { codes <- s.Text }}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		open := func() (*evdev.Device, error) { return evdev.OpenAny(link) }
		port.Keep(ctx, link, open, func(ctx context.Context, d *evdev.Device) error { return reader.Run(ctx, d) },
			func(err error) { notices <- err })
	}()
	expect(t, notices, evdev.ErrNotFound)
	for range 2 {
		path, device := pipe(t)
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		expect(t, notices, nil)
		if _, err := device.Write(keystrokes()); err != nil {
			t.Fatal(err)
		}
		select {
		case code := <-codes:
			if code != "123456" {
				t.Errorf("got %q", code)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("no code came")
		}
		if err := errors.Join(os.Remove(link), unix.Unlink(path), device.Close()); err != nil {
			t.Fatal(err)
		}
		expect(t, notices, evdev.ErrGone)
		expect(t, notices, evdev.ErrNotFound)
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("does not end")
	}
}

func expect(t *testing.T, notices chan error, want error) {
	t.Helper()
	select {
	case err := <-notices:
		if !errors.Is(err, want) {
			t.Fatalf("notice %v, want %v", err, want)
		}
	case <-time.After(10 * time.Second):
		t.Fatalf("no notice, want %v", want)
	}
}
