package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

// service is systemd's side of the kiosk, see sd_notify(3). The zero value is none.
type service struct {
	socket string
	// every is how often it must hear that the kiosk lives; 0 where it does not listen for that.
	every time.Duration
	log   *slog.Logger
	ready sync.Once
}

// serviceFrom reads the environment that systemd gives, and takes it away, so that no child speaks for the kiosk.
func serviceFrom(log *slog.Logger) *service {
	s := &service{socket: os.Getenv("NOTIFY_SOCKET"), log: log}
	micro, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64)
	if pid := os.Getenv("WATCHDOG_PID"); err == nil && (pid == "" || pid == strconv.Itoa(os.Getpid())) {
		s.every = time.Duration(micro) * time.Microsecond
	}
	for _, name := range []string{"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"} {
		_ = os.Unsetenv(name)
	}
	return s
}

// Ready tells, once, that the screen shows something.
func (s *service) Ready() { s.ready.Do(func() { s.tell("READY=1") }) }

// Stopping tells that the kiosk ends.
func (s *service) Stopping() { s.tell("STOPPING=1") }

// watch tells that the kiosk lives until ctx ends, twice as often as it must. alive runs a function where a hang
// would show, and returns once it has run: a thread that hangs says nothing more, and systemd starts the kiosk anew.
func (s *service) watch(ctx context.Context, alive func(func())) {
	if s.socket == "" || s.every <= 0 {
		return
	}
	beat := time.NewTicker(s.every / 2)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			alive(func() { s.tell("WATCHDOG=1") })
		}
	}
}

func (s *service) tell(state string) {
	if s.socket == "" {
		return
	}
	line, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: s.socket, Net: "unixgram"})
	if err == nil {
		_, err = line.Write([]byte(state))
		_ = line.Close()
	}
	if err != nil {
		s.log.Warn("systemd not told", "state", state, "cause", err)
	}
}
