package station_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// account is what a station should know of one, in plain words.
type account struct {
	pin   string
	wrong int
	until time.Time
}

// signIn says what the station must answer, and counts.
func (a *account) signIn(pin string, now time.Time) error {
	switch {
	case a == nil:
		return station.ErrWrongPIN
	case now.Before(a.until):
		return station.ErrLocked
	case pin == a.pin:
		a.wrong = 0
		return nil
	}
	a.wrong++
	if a.wrong < 5 {
		return station.ErrWrongPIN
	}
	pause := time.Minute
	for range a.wrong - 5 {
		pause = min(2*pause, 5*time.Minute)
	}
	a.until = now.Add(pause)
	return station.ErrLocked
}

// TestSignInAgainstModel: whoever tries what and when, and however often the
// station is restarted, it lets in exactly those whom the model does: only the
// present PIN of an account that exists, never while it is locked; and what it
// shows of the locks is what the model has.
func TestSignInAgainstModel(t *testing.T) {
	t.Cleanup(station.CheapPINs())
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		clock := newClock()
		cfg := fleet.Config(t, "st-1")
		cfg.Clock = clock.clock()
		s, err := station.Open(cfg)
		if err != nil {
			r.Fatal(err)
		}
		must := func(err error) {
			if err != nil {
				r.Fatal(err)
			}
		}
		must(s.InstallSupervisor("boss", "班长", bossPIN))
		staff := map[string]*account{"boss": {pin: bossPIN}}
		id := rapid.SampledFrom([]string{"boss", "ma", "li"})
		pin := rapid.SampledFrom([]string{bossPIN, newPIN, wrongPIN})
		try := func(r *rapid.T, id, pin string) {
			want := staff[id].signIn(pin, clock.wall)
			in, err := s.SignIn(id, pin)
			if !errors.Is(err, want) || (err == nil) != (in.ID == id) {
				r.Fatalf("%s, %s: %+v, %v; want %v", id, pin, in, err, want)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"try": func(r *rapid.T) { try(r, id.Draw(r, "id"), pin.Draw(r, "pin")) },
			"insist": func(r *rapid.T) {
				who, guess := id.Draw(r, "id"), pin.Draw(r, "pin")
				for range rapid.IntRange(2, 7).Draw(r, "times") {
					try(r, who, guess)
				}
			},
			"wait": func(r *rapid.T) {
				clock.pass(time.Duration(rapid.IntRange(1, 4000).Draw(r, "seconds")) * time.Second)
			},
			"set": func(r *rapid.T) {
				a := station.Attendant{ID: id.Draw(r, "id"), Name: "某", Role: station.RoleAttendant}
				if a.ID == "boss" {
					a.Role = station.RoleSupervisor
				}
				fresh := pin.Draw(r, "pin")
				must(s.SetAttendant(a, fresh, "boss"))
				staff[a.ID] = &account{pin: fresh}
			},
			"rename": func(r *rapid.T) { // neither unlocks nor forgets
				a := station.Attendant{ID: id.Draw(r, "id"), Name: "他", Role: station.RoleSupervisor}
				if err := s.SetAttendant(a, "", "boss"); (err == nil) != (staff[a.ID] != nil) {
					r.Fatal(err)
				}
			},
			"remove": func(r *rapid.T) {
				who := rapid.SampledFrom([]string{"ma", "li"}).Draw(r, "id")
				if err := s.RemoveAttendant(who, "boss"); (err == nil) != (staff[who] != nil) {
					r.Fatal(err)
				}
				delete(staff, who)
			},
			"restart": func(*rapid.T) {
				must(s.Close())
				s, err = station.Open(cfg)
				must(err)
			},
			"": func(r *rapid.T) { sameLocks(r, s, staff, clock.wall) },
		})
		stationtest.Close(t, s)
	})
}

func sameLocks(r *rapid.T, s *station.Station, staff map[string]*account, now time.Time) {
	all, err := s.Attendants()
	if err != nil || len(all) != len(staff) {
		r.Fatalf("%d accounts, want %d (%v)", len(all), len(staff), err)
	}
	for _, a := range all {
		want := staff[a.ID].until
		if !now.Before(want) {
			want = time.Time{}
		}
		if !a.LockedUntil.Equal(want) {
			r.Fatalf("%s is locked until %v, want %v", a.ID, a.LockedUntil, want)
		}
	}
}
