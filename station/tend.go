package station

import (
	"context"
	"errors"
	"time"
)

// How often a running station looks after itself. What reads or writes much
// waits until riders who stood before a starting kiosk have been served.
const (
	settled       = 10 * time.Minute
	lookEvery     = time.Minute
	snapshotEvery = 6 * time.Hour
	thinEvery     = 24 * time.Hour
)

// Tend looks after the station until ctx ends: the room on the disk and the
// slots that begin every minute, the daily duties every hour, a snapshot every
// six, retention every day. What goes wrong is told to trouble and tried again
// when it is next due.
func (s *Station) Tend(ctx context.Context, trouble func(error)) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	due := map[string]time.Duration{}
	for elapsed := time.Duration(0); ; elapsed += lookEvery {
		for _, duty := range s.duties() {
			if elapsed >= max(duty.first, due[duty.name]) {
				s.attempt(trouble, duty.do)
				due[duty.name] = elapsed + duty.every
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}

// duty is something due from time to time.
type duty struct {
	name         string
	first, every time.Duration
	do           func() error
}

func (s *Station) duties() []duty {
	return []duty{
		{"look", 0, lookEvery, s.look},
		{"lapse", 0, lookEvery, s.Lapse},
		{"names", 0, lookEvery, func() error { return s.days.turn(dayOf(s.Now())) }},
		{"daily", 0, time.Hour, s.Daily},
		{"snapshot", settled, snapshotEvery, func() error { _, err := s.Snapshot(); return err }},
		{"thin", settled, thinEvery, func() error { _, err := s.Thin(); return err }},
		{"drop closed", settled, thinEvery, func() error { _, err := s.DropClosed(); return err }},
	}
}

// look makes room where it is short, by what can wait.
func (s *Station) look() error {
	level, err := s.Look()
	if level != Ample {
		err = errors.Join(err, s.rotate())
	}
	return err
}

func (s *Station) attempt(trouble func(error), do func() error) {
	if err := do(); err != nil {
		trouble(err)
	}
}
