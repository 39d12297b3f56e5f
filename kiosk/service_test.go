package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// supervisor is systemd's end of the socket.
func supervisor(t *testing.T, usec string) (*net.UnixConn, *service) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", usec)
	return l, serviceFrom(slog.New(slog.DiscardHandler))
}

func hears(t *testing.T, l *net.UnixConn, want string) {
	t.Helper()
	_ = l.SetReadDeadline(time.Now().Add(10 * time.Second))
	text := make([]byte, 100)
	n, err := l.Read(text)
	if err != nil || string(text[:n]) != want {
		t.Fatalf("heard %q, %v; want %q", text[:n], err, want)
	}
}

func TestSystemdHearsThatTheKioskIsReadyLivesAndEnds(t *testing.T) {
	l, s := supervisor(t, "20000")
	s.Ready()
	s.Ready() // once
	hears(t, l, "READY=1")
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); s.watch(ctx, func(f func()) { f() }) }()
	hears(t, l, "WATCHDOG=1")
	hears(t, l, "WATCHDOG=1")
	end()
	<-ended
	if os.Getenv("NOTIFY_SOCKET") != "" {
		t.Error("a child could speak for the kiosk")
	}
}

// A thread that hangs is not said to live: nothing is told but from inside it.
func TestAThreadThatHangsSaysNothing(t *testing.T) {
	l, s := supervisor(t, "2000")
	ctx, end := context.WithCancel(t.Context())
	hung, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		s.watch(ctx, func(func()) { close(hung); <-ctx.Done() })
	}()
	<-hung
	end()
	<-ended
	s.Stopping()
	hears(t, l, "STOPPING=1") // the first thing heard
}

func TestWithoutSystemdNobodyIsTold(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	s := serviceFrom(slog.New(slog.DiscardHandler))
	s.watch(t.Context(), func(func()) { t.Error("it beats") })
	s.Ready()
}
