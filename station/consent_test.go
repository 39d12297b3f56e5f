package station_test

import (
	"errors"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func publish(t *testing.T, s *station.Station, purpose string, version uint32) {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
		Purpose: purpose, Version: version, TextZh: "告知", TextEn: "Notice",
	}}})
}

func consents(t *testing.T, s *station.Station, who event.Pseudonym, purpose string, want bool) {
	t.Helper()
	if got, err := s.Consented(who, purpose); err != nil || got != want {
		t.Errorf("consented to %s: %v, %v; want %v", purpose, got, err, want)
	}
}

func TestConsentIsToOneVersionOfOneNotice(t *testing.T) {
	s, _ := open(t)
	who := rider(1).Pseudonym
	if err := s.GiveConsent(who, "health", 1); !errors.Is(err, station.ErrNoNotice) {
		t.Errorf("before any notice: %v", err)
	}
	publish(t, s, "health", 1)
	if err := s.GiveConsent(event.Pseudonym{}, "health", 1); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
	for range 2 { // the second records nothing
		if err := s.GiveConsent(who, "health", 1); err != nil {
			t.Fatal(err)
		}
	}
	consents(t, s, who, "health", true)
	consents(t, s, rider(2).Pseudonym, "health", false)
	consents(t, s, who, "story", false)
	consents(t, s, event.Pseudonym{}, "health", false)

	publish(t, s, "health", 2)
	consents(t, s, who, "health", false)
	if err := s.GiveConsent(who, "health", 1); !errors.Is(err, station.ErrNoNotice) {
		t.Errorf("to a superseded version: %v", err)
	}
	if err := s.GiveConsent(who, "health", 2); err != nil {
		t.Fatal(err)
	}
	consents(t, s, who, "health", true)
	if got := kinds(t, s); got != "epoch_started consent_given consent_given" {
		t.Errorf("journal: %s", got)
	}
}

func TestConsentIsWithdrawnAsEasily(t *testing.T) {
	s, _ := open(t)
	who, other := rider(1).Pseudonym, rider(2).Pseudonym
	if err := s.Withdraw(who, "health"); !errors.Is(err, station.ErrNoNotice) {
		t.Errorf("a purpose nobody knows: %v", err)
	}
	publish(t, s, "health", 1)
	if err := s.GiveConsent(who, "health", 1); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second records nothing
		if err := s.Withdraw(who, "health"); err != nil {
			t.Fatal(err)
		}
	}
	consents(t, s, who, "health", false)
	if err := s.Withdraw(other, "health"); err != nil { // given elsewhere
		t.Fatal(err)
	}
	if got := kinds(t, s); got != "epoch_started consent_given consent_withdrawn consent_withdrawn" {
		t.Errorf("journal: %s", got)
	}
	if err := s.GiveConsent(who, "health", 1); err != nil {
		t.Fatal(err)
	}
	consents(t, s, who, "health", true)
}

func TestNoticesAreTheLatestOnes(t *testing.T) {
	s, _ := open(t)
	publish(t, s, "story", 3)
	publish(t, s, "health", 2)
	publish(t, s, "health", 1) // late: changes nothing
	publish(t, s, "", 1)       // names nothing: passed over
	publish(t, s, string(make([]byte, 100_000)), 1)
	got, err := s.Notices()
	want := []station.Notice{
		{Purpose: "health", Version: 2, Text: station.Text{ZH: "告知", EN: "Notice"}},
		{Purpose: "story", Version: 3, Text: station.Text{ZH: "告知", EN: "Notice"}},
	}
	if err != nil || len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%+v, %v", got, err)
	}
}
