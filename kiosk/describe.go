package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/nuanxin/station-kit/kiosk/screen"
)

// described is what the screen shows, for tests that tap it as a person would.
type described struct {
	Session   uint64
	Screen    string // its Go type, such as "Home"
	Busy      bool   // it takes no taps: something is being done, or it has just come
	Taps      uint64 // how many have been handed in so far
	Countdown int
	Texts     []string
	Targets   []describedTarget
}

// describedTarget is a place that can be tapped: its middle, in pixels.
type describedTarget struct {
	Action string // its Go type, such as "ChooseService"
	With   string // the action's fields, such as "{ID:legal-aid}"
	Texts  []string
	X, Y   int
}

func describe(b *screen.Board, taps uint64) described {
	v := b.View()
	d := described{
		Session: v.Session, Screen: kind(v.Screen), Busy: v.Busy != 0 || b.Settling(), Taps: taps,
		Countdown: v.Countdown, Texts: b.Texts(),
	}
	for _, t := range b.Targets() {
		at := t.Middle()
		d.Targets = append(d.Targets, describedTarget{kind(t.Action), fmt.Sprintf("%+v", t.Action), t.Texts, int(at.X), int(at.Y)})
	}
	return d
}

func kind(v any) string {
	_, name, _ := strings.Cut(fmt.Sprintf("%T", v), ".")
	return name
}

// describer answers whoever connects to a Unix socket with what is drawn just
// then, in JSON, until ctx ends. An empty path is none.
func describer(ctx context.Context, path string, drawn func() described, log *slog.Logger) {
	if path == "" {
		return
	}
	_ = os.Remove(path) // one left behind
	listener, err := net.Listen("unix", path)
	if err != nil {
		log.Warn("the screen is described to nobody", "path", path, "cause", err)
		return
	}
	go func() { <-ctx.Done(); _ = listener.Close() }()
	for {
		peer, err := listener.Accept()
		if err != nil {
			return
		}
		_ = json.NewEncoder(peer).Encode(drawn())
		_ = peer.Close()
	}
}
