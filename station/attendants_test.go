package station_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// Good PINs, and whom they are for.
const (
	bossPIN  = "482137"
	newPIN   = "739164"
	wrongPIN = "604815"
)

func staffed(t *testing.T) (*station.Station, station.Config, *handClock) {
	t.Helper()
	t.Cleanup(station.CheapPINs())
	clock := newClock()
	s, cfg := openAt(t, clock)
	if err := s.InstallSupervisor("boss", "班长", bossPIN); err != nil {
		t.Fatal(err)
	}
	return s, cfg, clock
}

func TestASupervisorKeepsTheAccounts(t *testing.T) {
	s, _, _ := staffed(t)
	ma := station.Attendant{ID: "ma", Name: "小马", Role: station.RoleAttendant}
	boss := station.Attendant{ID: "boss", Name: "班长", Role: station.RoleAttendant}
	for _, c := range []struct {
		what string
		do   func() error
		want error
	}{
		{"by nobody", func() error { return s.SetAttendant(ma, newPIN, "") }, station.ErrNotSupervisor},
		{"without a PIN", func() error { return s.SetAttendant(ma, "", "boss") }, station.ErrBadPIN},
		{"with a weak PIN", func() error { return s.SetAttendant(ma, "123456", "boss") }, station.ErrWeakPIN},
		{"without a name", func() error { return s.SetAttendant(station.Attendant{ID: "ma", Role: "attendant"}, newPIN, "boss") }, station.ErrBadAttendant},
		{"with another role", func() error {
			return s.SetAttendant(station.Attendant{ID: "ma", Name: "x", Role: "owner"}, newPIN, "boss")
		}, station.ErrBadAttendant},
		{"with a telephone number", func() error {
			return s.SetAttendant(station.Attendant{ID: "13800138000", Name: "x", Role: "attendant"}, newPIN, "boss")
		}, station.ErrBadAttendant},
		{"made", func() error { return s.SetAttendant(ma, newPIN, "boss") }, nil},
		{"by an attendant", func() error { return s.SetAttendant(ma, newPIN, "ma") }, station.ErrNotSupervisor},
		{"the last supervisor demoted", func() error { return s.SetAttendant(boss, "", "boss") }, station.ErrLastSupervisor},
		{"the last supervisor removed", func() error { return s.RemoveAttendant("boss", "boss") }, station.ErrLastSupervisor},
		{"nobody removed", func() error { return s.RemoveAttendant("li", "boss") }, station.ErrNoAttendant},
		{"removed by an attendant", func() error { return s.RemoveAttendant("boss", "ma") }, station.ErrNotSupervisor},
		{"promoted", func() error {
			return s.SetAttendant(station.Attendant{ID: "ma", Name: "小马", Role: station.RoleSupervisor}, "", "boss")
		}, nil},
		{"the other supervisor demoted", func() error { return s.SetAttendant(boss, "", "ma") }, nil},
		{"removed", func() error { return s.RemoveAttendant("boss", "ma") }, nil},
	} {
		if err := c.do(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	all, err := s.Attendants()
	if err != nil || len(all) != 1 || all[0] != (station.Attendant{ID: "ma", Name: "小马", Role: station.RoleSupervisor}) {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := s.SignIn("boss", bossPIN); !errors.Is(err, station.ErrWrongPIN) {
		t.Errorf("the removed signs in: %v", err)
	}
	in, err := s.SignIn("ma", newPIN) // kept through the promotion
	if err != nil || in != (station.Session{ID: "ma", Name: "小马", Role: station.RoleSupervisor}) {
		t.Errorf("%+v, %v", in, err)
	}
	var acts []string
	for _, r := range records(t, s)[1:] {
		acts = append(acts, r.Attendant)
	}
	if len(acts) != 6 || acts[0] != "" || acts[1] != "boss" || acts[4] != "ma" || acts[5] != "ma" {
		t.Errorf("acts of %q", acts)
	}
}

func TestWrongPINsLockForLongerAndLonger(t *testing.T) {
	s, cfg, clock := staffed(t)
	try := func(pin string, want error) {
		t.Helper()
		if _, err := s.SignIn("boss", pin); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	for range 4 {
		try(wrongPIN, station.ErrWrongPIN)
	}
	for _, minutes := range []time.Duration{1, 2, 4, 5, 5} {
		_, err := s.SignIn("boss", wrongPIN)
		var locked station.Locked
		if !errors.As(err, &locked) || !locked.Until.Equal(clock.wall.Add(minutes*time.Minute)) {
			t.Fatalf("%v; want %v minutes from %v", err, minutes, clock.wall)
		}
		clock.pass(minutes*time.Minute - time.Second)
		s = reopened(t, s, cfg)
		try(bossPIN, station.ErrLocked) // even the right one
		clock.pass(time.Second)
	}
	try(bossPIN, nil)
	for range 4 { // and counts from none again
		try(wrongPIN, station.ErrWrongPIN)
	}
	try(bossPIN, nil)
	try("", station.ErrWrongPIN)
	if _, err := s.SignIn("nobody", bossPIN); !errors.Is(err, station.ErrWrongPIN) {
		t.Errorf("no account: %v", err)
	}
}

func TestEveryTryIsRecorded(t *testing.T) {
	s, _, _ := staffed(t)
	for range 6 { // the sixth finds it locked
		_, _ = s.SignIn("boss", wrongPIN)
	}
	var refused, locked int
	for _, r := range records(t, s) {
		if in := r.GetAttendantSignedIn(); in.GetRefused() {
			refused++
			if in.GetLocked() {
				locked++
			}
			if in.GetId() != "boss" || r.Attendant != "" {
				t.Errorf("%v", r)
			}
		}
	}
	if refused != 5 || locked != 1 {
		t.Errorf("%d refused, %d of them locked", refused, locked)
	}
	all, err := s.Attendants()
	if err != nil || all[0].LockedUntil.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestANewPINNeedsTheOldOneOrASupervisor(t *testing.T) {
	s, _, _ := staffed(t)
	if err := s.ChangePIN("boss", wrongPIN, newPIN); !errors.Is(err, station.ErrWrongPIN) {
		t.Errorf("with a wrong one: %v", err)
	}
	if err := s.ChangePIN("boss", bossPIN, "111111"); !errors.Is(err, station.ErrWeakPIN) {
		t.Errorf("to a weak one: %v", err)
	}
	if err := s.ChangePIN("boss", bossPIN, newPIN); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn("boss", bossPIN); !errors.Is(err, station.ErrWrongPIN) {
		t.Errorf("the old one: %v", err)
	}
	for range 5 {
		_, _ = s.SignIn("boss", wrongPIN)
	}
	if err := s.InstallSupervisor("boss", "班长", bossPIN); err != nil { // the technician unlocks
		t.Fatal(err)
	}
	if _, err := s.SignIn("boss", bossPIN); err != nil {
		t.Error(err)
	}
}

func TestNoPINIsInTheFile(t *testing.T) {
	s, cfg, _ := staffed(t)
	_, _ = s.SignIn("boss", bossPIN)
	_, _ = s.SignIn("boss", wrongPIN)
	stationtest.Close(t, s)
	file, err := os.ReadFile(cfg.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range []string{bossPIN, wrongPIN} {
		if bytes.Contains(file, []byte(pin)) {
			t.Errorf("the file holds %s", pin)
		}
	}
}

// TestManyAtOnceGetNoMoreTries: twenty guesses sent together are five. Hashing
// takes long enough that all have begun before the first is answered.
func TestManyAtOnceGetNoMoreTries(t *testing.T) {
	t.Cleanup(station.PINsOf(16 << 10))
	s, _ := openAt(t, newClock())
	if err := s.InstallSupervisor("boss", "班长", bossPIN); err != nil {
		t.Fatal(err)
	}
	const many = 20
	answers := make(chan error)
	for range many {
		go func() {
			_, err := s.SignIn("boss", wrongPIN)
			answers <- err
		}()
	}
	wrong := 0
	for range many {
		if err := <-answers; errors.Is(err, station.ErrWrongPIN) {
			wrong++
		}
	}
	if wrong != 4 { // the fifth hears that it is locked
		t.Errorf("%d were told that the PIN is wrong", wrong)
	}
	refused := strings.Count(kinds(t, s), "attendant_signed_in")
	if refused != 5 {
		t.Errorf("%d tries were counted", refused)
	}
}
