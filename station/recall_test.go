package station_test

import (
	"errors"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// TestOnlyWhatAStrangerMayHoldIsRevoked: a pass, what followed it, and the one
// named beside it; those the rider had before stay good, and others' are not
// touched, not even where one is named.
func TestOnlyWhatAStrangerMayHoldIsRevoked(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s, far := stationtest.Open(t, cfg), stationtest.Open(t, f.Config(t, "st-2"))
	mine, other := rider(1).Pseudonym, rider(2).Pseudonym
	kept, named, theirs := issue(t, s, mine), issue(t, s, mine), issue(t, s, other)
	elsewhere := issue(t, far, mine)
	shown := issue(t, s, mine)
	taken, theirsLater := issue(t, s, mine), issue(t, s, other)
	if n, err := s.RevokePassesFrom(mine, shown, named, elsewhere, theirs, "no pass", ""); n != 4 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	all := records(t, s)
	if said := all[len(all)-1].GetRiderPassesRevoked(); event.PseudonymFrom(said.GetPseudonym()) != mine || len(said.GetPassIds()) != 4 || !said.GetOthersStay() {
		t.Errorf("recorded %v", said)
	}
	if n, err := s.RevokePassesFrom(mine, shown, named); n != 0 || err != nil || len(records(t, s)) != len(all) {
		t.Errorf("again: %d, %v", n, err)
	}
	fresh := issue(t, s, mine)
	stationtest.Close(t, s)
	s = stationtest.Open(t, cfg)
	for text, want := range map[string]error{
		kept: nil, fresh: nil, theirs: nil, theirsLater: nil,
		named: pass.ErrRevoked, elsewhere: pass.ErrRevoked, shown: pass.ErrRevoked, taken: pass.ErrRevoked,
	} {
		accepts(t, s, "pass", text, want)
	}
}

// TestAFirstPassThatTellsNothingRevokesAllOrNone: one issued elsewhere does not
// say what came after it, so all of the rider's end; one that is not the rider's
// is refused.
func TestAFirstPassThatTellsNothingRevokesAllOrNone(t *testing.T) {
	f := stationtest.NewFleet(t)
	s, far := stationtest.Open(t, f.Config(t, "st-1")), stationtest.Open(t, f.Config(t, "st-2"))
	mine := rider(1).Pseudonym
	kept, theirs := issue(t, s, mine), issue(t, s, rider(2).Pseudonym)
	for text, want := range map[string]error{theirs: pass.ErrNotPass, "no pass": pass.ErrNotPass} {
		if n, err := s.RevokePassesFrom(mine, text); n != 0 || !errors.Is(err, want) {
			t.Errorf("%d, %v, want %v", n, err, want)
		}
	}
	if _, err := s.RevokePassesFrom(event.Pseudonym{}, kept); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody's: %v", err)
	}
	accepts(t, s, "so far", kept, nil)
	if n, err := s.RevokePassesFrom(mine, issue(t, far, mine)); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	accepts(t, s, "with all others", kept, pass.ErrRevoked)
	if all := records(t, s); all[len(all)-1].GetRiderPassesRevoked().GetOthersStay() {
		t.Error("the record says that others stay")
	}
}
