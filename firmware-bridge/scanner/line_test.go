package scanner_test

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// TestTriggerOnASerialLine drives a GM65 on a real line: each start is acknowledged and brings a code, the
// stop is acknowledged; then the module falls silent.
func TestTriggerOnASerialLine(t *testing.T) {
	module, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer slave.Close()
	line, err := port.Open(port.Config{Path: slave.Name(), Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	codes := make(chan string, 4)
	r := scanner.Reader{
		Emit: func(s scanner.Scan) { codes <- s.Symbology() + " " + s.Text }, Reject: func(err error) { codes <- err.Error() },
		Profile: scanner.Profile{Trigger: scanner.GM65},
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, line) }()
	go gm65(module, "]Q1NX1-ABC\r", "]Q1NX1-DEF\r")

	for _, want := range []string{"QR Code NX1-ABC", "QR Code NX1-DEF"} {
		if err := r.Start(ctx, line); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-codes:
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%q did not come", want)
		}
	}
	if err := r.Stop(ctx, line); err != nil {
		t.Error(err)
	}
	if err := r.Start(ctx, line); !errors.Is(err, scanner.ErrNoAck) {
		t.Errorf("a silent module: %v", err)
	}
	cancel()
	_ = line.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	_ = module.Close()
}

// gm65 is a module that reads these codes when started, acknowledges one stop, and then answers no more.
func gm65(module *os.File, codes ...string) {
	command := make([]byte, len(scanner.GM65.StartCommand()))
	for {
		if _, err := io.ReadFull(module, command); err != nil {
			return
		}
		switch {
		case string(command) == string(scanner.GM65.StopCommand()):
			_, _ = module.WriteString(ack)
		case len(codes) > 0:
			_, _ = module.WriteString(ack + codes[0])
			codes = codes[1:]
		}
	}
}
