package station_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func card(n byte) station.Rider {
	return station.Rider{Pseudonym: event.Pseudonym{n, 0xCA, 0x4D, 0x11, 0x22, 0x33}, Means: event.Means_MEANS_CARD}
}

func TestAnAttendantsOwnCardSignsIn(t *testing.T) {
	s, _, _ := staffed(t)
	if err := s.SetAttendant(station.Attendant{ID: "ma", Name: "小马", Role: station.RoleAttendant}, newPIN, "boss"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		do   func() error
		want error
	}{
		{"bound to nobody", func() error { return s.BindCard("li", card(1)) }, station.ErrNoAttendant},
		{"a pass", func() error { return s.BindCard("ma", rider(1)) }, station.ErrNotCard},
		{"bound", func() error { return s.BindCard("ma", card(1)) }, nil},
		{"bound again", func() error { return s.BindCard("ma", card(1)) }, nil},
		{"to another too", func() error { return s.BindCard("boss", card(1)) }, station.ErrCardTaken},
		{"another instead", func() error { return s.BindCard("ma", card(2)) }, nil},
		{"in by the first", func() error { return second(s.SignInByCard(card(1))) }, station.ErrNoCard},
		{"in by the second", func() error { return second(s.SignInByCard(card(2))) }, nil},
		{"in by a pass of the same rider", func() error {
			return second(s.SignInByCard(station.Rider{Pseudonym: card(2).Pseudonym, Means: event.Means_MEANS_PASS}))
		}, station.ErrNotCard},
		{"unbound", func() error { return s.UnbindCard("ma") }, nil},
		{"unbound again", func() error { return s.UnbindCard("ma") }, nil},
		{"in after that", func() error { return second(s.SignInByCard(card(2))) }, station.ErrNoCard},
	} {
		if err := c.do(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	var acts []string
	for _, r := range records(t, s)[3:] { // after the epoch and the accounts
		acts = append(acts, r.Kind()+" by "+r.Attendant)
	}
	want := []string{"attendant_set by ma", "attendant_set by ma", "attendant_signed_in by ma", "attendant_set by ma"}
	if len(acts) != len(want) || acts[0] != want[0] || acts[1] != want[1] || acts[2] != want[2] || acts[3] != want[3] {
		t.Errorf("recorded: %q", acts)
	}
}

func second[T any](_ T, err error) error { return err }

// TestACardEndsWithWhatItStandsFor: with its account, with a PIN that somebody else gave, and with the erasure of
// its holder.
func TestACardEndsWithWhatItStandsFor(t *testing.T) {
	s, _, _ := staffed(t)
	ma := station.Attendant{ID: "ma", Name: "小马", Role: station.RoleAttendant}
	for what, end := range map[string]func() error{
		"another's PIN": func() error { return s.SetAttendant(ma, newPIN, "boss") },
		"the removal":   func() error { return s.RemoveAttendant("ma", "boss") },
		"the erasure":   func() error { return s.Erase(card(1).Pseudonym) },
	} {
		if err := errors.Join(s.SetAttendant(ma, newPIN, "boss"), s.BindCard("ma", card(1)), s.ChangePIN("ma", newPIN, bossPIN)); err != nil {
			t.Fatal(err)
		}
		held, err := s.MyData(card(1).Pseudonym)
		if err != nil || len(held.Items) != 1 || held.Items[0].Value != (station.CardItem{Account: "ma"}) {
			t.Errorf("their own data before %s: %+v, %v", what, held.Items, err)
		}
		if _, err := s.SignInByCard(card(1)); err != nil {
			t.Errorf("before %s: %v", what, err)
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SignInByCard(card(1)); !errors.Is(err, station.ErrNoCard) {
			t.Errorf("after %s: %v", what, err)
		}
	}
}

// TestNoCardIsInTheJournal: the hub does not hear which rider an attendant is.
func TestNoCardIsInTheJournal(t *testing.T) {
	s, cfg, _ := staffed(t)
	if err := s.BindCard("boss", card(7)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignInByCard(card(7)); err != nil {
		t.Fatal(err)
	}
	_, journal, err := s.Records(0, 1<<20, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	who := card(7).Pseudonym
	for _, record := range journal {
		if bytes.Contains(record, who[:]) {
			t.Errorf("a record holds the card: %x", record)
		}
	}
	stationtest.Close(t, s)
	if file, err := os.ReadFile(cfg.Path); err != nil || !bytes.Contains(file, who[:]) {
		t.Errorf("the search finds no card in the file, where it is: %v", err)
	}
}
