package main

import (
	"log/slog"
	"slices"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station/event"
)

// witness logs each confirmation that reached the screen, once: who doubts
// what a rider was told can compare it with the journal.
type witness struct {
	log  *slog.Logger
	last []event.Ref
}

func (w *witness) shown(v flow.View) {
	refs := v.Confirms()
	for _, ref := range refs {
		if !slices.Contains(w.last, ref) {
			w.log.Info("confirmed on the screen", "ref", ref.String())
		}
	}
	w.last = refs
}
