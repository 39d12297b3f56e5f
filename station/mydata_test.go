package station_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func subjectsOf(t *testing.T, s *station.Station, who event.Pseudonym) string {
	t.Helper()
	d, err := s.MyData(who)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, item := range d.Items {
		all = append(all, item.Subject)
	}
	return strings.Join(all, " ")
}

// known is a rider of whom a station holds something in every table of these
// subjects.
func known(t *testing.T, s *station.Station) station.Rider {
	t.Helper()
	r := s.ByCard(name, number)
	publish(t, s, "health", 1)
	publish(t, s, "story", 1)
	if _, err := s.CheckIn(r); err != nil {
		t.Fatal(err)
	}
	if err := s.GiveConsent(r.Pseudonym, "health", 1); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMyDataIsWhatTheStationHolds(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	r := known(t, s)
	clock.pass(90 * time.Second)
	if _, err := s.CheckOut(r.Pseudonym); err != nil {
		t.Fatal(err)
	}
	if got := subjectsOf(t, s, r.Pseudonym); got != "name person visit consent" {
		t.Errorf("holds %q", got)
	}
	if got := subjectsOf(t, s, rider(1).Pseudonym); got != "" {
		t.Errorf("of somebody else: %q", got)
	}
	if _, err := s.MyData(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("of nobody: %v", err)
	}

	d, err := s.MyData(r.Pseudonym)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := d.Export(&text); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), name) || strings.Contains(text.String(), number) {
		t.Error("the export holds a name or number in the clear")
	}
	var got struct {
		Pseudonym string
		Items     []struct {
			Subject string
			At      time.Time
			Value   map[string]any
		}
	}
	if err := json.Unmarshal(text.Bytes(), &got); err != nil || got.Pseudonym != r.Pseudonym.String() || len(got.Items) != 4 {
		t.Fatalf("%v in %s", err, &text)
	}
	for i, want := range []struct {
		key   string
		value any
	}{{"masked", "欧**"}, {"ref", "st-1/1/2"}, {"seconds", 90.0}, {"notice", 1.0}} {
		if item := got.Items[i]; item.Value[want.key] != want.value || item.At.IsZero() {
			t.Errorf("%+v; want %s %v", item, want.key, want.value)
		}
	}
}

func TestAllConsentsAreWithdrawnAtOnce(t *testing.T) {
	s, _ := open(t)
	r := known(t, s)
	for range 2 { // the second records nothing
		if err := s.WithdrawAll(r.Pseudonym); err != nil {
			t.Fatal(err)
		}
	}
	consents(t, s, r.Pseudonym, "health", false)
	if got := kinds(t, s); got != "epoch_started person check_in consent_given consent_withdrawn consent_withdrawn" {
		t.Errorf("journal: %s", got)
	}
	if err := s.WithdrawAll(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
}

func TestErasedIsForgotten(t *testing.T) {
	s, cfg := openAt(t, newClock())
	r := known(t, s)
	if _, err := s.CheckIn(rider(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.IssuePass(r.Pseudonym); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(r.Pseudonym); err != nil {
		t.Fatal(err)
	}
	if got := subjectsOf(t, s, r.Pseudonym); got != "" {
		t.Errorf("still holds %q", got)
	}
	if got := subjectsOf(t, s, rider(1).Pseudonym); got != "visit" {
		t.Errorf("of the other rider: %q", got)
	}
	if names := namesToday(t, s); len(names) != 0 {
		t.Errorf("names %+v", names)
	}
	if _, err := s.CheckOut(r.Pseudonym); !errors.Is(err, station.ErrNotCheckedIn) {
		t.Errorf("checks out: %v", err)
	}
	consents(t, s, r.Pseudonym, "health", false)

	again, err := s.CheckIn(r)
	if err != nil || again.Repeat {
		t.Errorf("a later visit: %+v, %v", again, err)
	}
	all := records(t, s)
	if got := kinds(t, s); !strings.HasSuffix(got, " person check_in") {
		t.Errorf("it seals nobody anew: %s", got)
	}
	for _, rec := range all {
		erased := rec.GetPersonErased()
		if erased == nil {
			continue
		}
		key := cfg.Issuer.Key.Public().(ed25519.PublicKey)
		if !ed25519.Verify(key, append([]byte("nuanxin/v1/erase\x00"), erased.Pseudonym...), erased.Signature) {
			t.Error("the station's signature does not verify")
		}
		return
	}
	t.Errorf("no tombstone in %s", kinds(t, s))
}

func TestErasingStaysErasedAndMayRepeat(t *testing.T) {
	s, cfg := openAt(t, newClock())
	r := known(t, s)
	for range 2 {
		if err := s.Erase(r.Pseudonym); err != nil {
			t.Fatal(err)
		}
	}
	s = reopened(t, s, cfg)
	if got := subjectsOf(t, s, r.Pseudonym); got != "" {
		t.Errorf("holds %q", got)
	}
	if err := s.Erase(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
}

func TestErasingCancelsBookings(t *testing.T) {
	s, cfg := openAt(t, newClock())
	stationtest.Lend(t, s, "a", cfg.Clock.Wall().Add(time.Hour), 1)
	if _, err := s.Book(rider(1), "a"); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(rider(1).Pseudonym); err != nil {
		t.Fatal(err)
	}
	if got := subjectsOf(t, s, rider(1).Pseudonym); got != "" {
		t.Errorf("still holds %q", got)
	}
	if _, err := s.Book(rider(2), "a"); err != nil {
		t.Errorf("the place of the cancelled booking: %v", err)
	}
	if got := kinds(t, s); got != "epoch_started booking cancellation person_erased booking" {
		t.Errorf("journal: %s", got)
	}
}
