package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

// watchFlags are those about how the hub is watched.
func (s *settings) watchFlags() {
	s.StringVar(&s.metrics, "metrics", "", "where /metrics, /healthz and /readyz listen on their own, as `host:port`; without it they are at --http")
	s.IntVar(&s.oldest, "metrics-stations", 20, "how many stations have a metric of their own: those whose last receipt is the oldest; -1 for all, which in a large fleet is a load for Prometheus")
	s.DurationVar(&s.silent, "silent", vitals.SilentAfter, "how long a station may be silent before it counts as unwell")
	s.StringVar(&s.logForm, "log", "text", "the `form` of log lines: text (key=value) or json")
}

func (s *settings) checkWatch() error {
	switch {
	case s.logForm != "text" && s.logForm != "json":
		return usagef("--log %q: write text or json", s.logForm)
	case s.silent < 2*time.Minute:
		return usagef("--silent %v: a station greets about every minute, so at least 2m", s.silent)
	}
	return nil
}

func (s *settings) logger(to io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if s.logForm == "json" {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
