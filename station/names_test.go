package station_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

func namesToday(t *testing.T, s *station.Station) []station.NameToday {
	t.Helper()
	all, err := s.TodayNames()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheAttendantKnowsWhoCameToday(t *testing.T) {
	clock := newClock()
	s, cfg := openAt(t, clock)
	card := s.ByCard(name, number)
	if _, err := s.CheckIn(card); err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Minute)
	if _, err := s.CheckIn(rider(2)); err != nil { // a pass says no name
		t.Fatal(err)
	}
	if err := s.Remember(card, "4321"); err != nil {
		t.Fatal(err)
	}
	if err := s.Remember(rider(2), "8765"); err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Hour)
	if _, err := s.CheckIn(card); err != nil { // keeps the phone tail
		t.Fatal(err)
	}
	s = reopened(t, s, cfg)
	all := namesToday(t, s)
	if len(all) != 2 || all[0].Pseudonym != card.Pseudonym || all[0].Masked != "欧**" || all[0].PhoneTail != "4321" ||
		all[1].Masked != "" || all[1].PhoneTail != "8765" || !all[0].At.Equal(clock.wall) {
		t.Errorf("%+v", all)
	}
}

func TestNobodyKnowsThemTheDayAfter(t *testing.T) {
	for what, turn := range map[string]func(*testing.T, *station.Station, station.Config) *station.Station{
		"by asking": func(_ *testing.T, s *station.Station, _ station.Config) *station.Station { return s },
		"by the first record": func(t *testing.T, s *station.Station, _ station.Config) *station.Station {
			if _, err := s.CheckIn(station.Anonymous()); err != nil {
				t.Fatal(err)
			}
			return s
		},
		"by reopening": reopened,
	} {
		t.Run(what, func(t *testing.T) {
			clock := newClock()
			clock.wall = time.Date(2026, 11, 23, 23, 50, 0, 0, clock.wall.Location())
			s, cfg := openAt(t, clock)
			card := s.ByCard(name, number)
			if _, err := s.CheckIn(card); err != nil {
				t.Fatal(err)
			}
			key := readFile(t, cfg.Path+".day")
			clock.pass(11 * time.Minute) // past midnight
			s = turn(t, s, cfg)
			if what == "by asking" {
				namesToday(t, s)
			}
			left := readFile(t, cfg.Path+".day")
			if len(key) != 40 || !bytes.Equal(left, make([]byte, 40)) {
				t.Errorf("the key was %x, is %x", key, left)
			}
			if all := namesToday(t, s); len(all) != 0 {
				t.Errorf("%+v", all)
			}
			writeFile(t, cfg.Path+".day", key) // even who kept the key finds the rows gone once another came
			if _, err := s.CheckIn(s.ByCard("李测试", "110101199003075278")); err != nil {
				t.Fatal(err)
			}
			if all := namesToday(t, s); len(all) != 1 || all[0].Masked != "李**" {
				t.Errorf("the new day: %+v", all)
			}
			stationtest.Close(t, s)
			if n := rowsOf(t, cfg.Path, "names"); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

func TestARowOfNamesOpensForItsRiderOnly(t *testing.T) {
	s, cfg, _ := remembered(t)
	stationtest.Close(t, s)
	damaged(t, cfg.Path, func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("names"))
		_, row := b.Cursor().First()
		return b.Put(bytes.Repeat([]byte{9}, 16), bytes.Clone(row))
	})
	s, err := station.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all := namesToday(t, s); len(all) != 1 {
		t.Errorf("%+v", all)
	}
	if report, err := s.Check(); err != nil || len(report.Faults) != 1 {
		t.Errorf("%q, %v", report.Faults, err)
	}
}

func TestAStationWithoutItsDayKeyForgetsNamesOnly(t *testing.T) {
	for what, spoil := range map[string]func(string) error{
		"lost":   os.Remove,
		"torn":   func(path string) error { return os.Truncate(path, 20) },
		"erased": func(path string) error { return os.WriteFile(path, make([]byte, 40), 0o600) },
	} {
		t.Run(what, func(t *testing.T) {
			s, cfg, _ := remembered(t)
			stationtest.Close(t, s)
			if err := spoil(cfg.Path + ".day"); err != nil {
				t.Fatal(err)
			}
			s = stationtest.Open(t, cfg)
			if all := namesToday(t, s); len(all) != 0 {
				t.Errorf("%+v", all)
			}
			if err := s.Remember(rider(3), "1234"); err != nil {
				t.Fatal(err)
			}
			if all := namesToday(t, s); len(all) != 1 {
				t.Errorf("%+v", all)
			}
		})
	}
}

func TestWhatIsNotRemembered(t *testing.T) {
	s, _, card := remembered(t)
	for _, tail := range []string{"123", "12345", "abcd", "１２３４", "13800138000"} {
		if err := s.Remember(card, tail); !errors.Is(err, station.ErrPhoneTail) {
			t.Errorf("%q: %v", tail, err)
		}
	}
	if err := s.Remember(station.Anonymous(), "1234"); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
	if err := s.Remember(rider(5), ""); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nothing: %v", err)
	}
	whole := rider(6)
	whole.Masked = name // some caller forgot to mask it
	if err := s.Remember(whole, ""); err != nil {
		t.Fatal(err)
	}
	for _, n := range namesToday(t, s) {
		if n.Masked != "欧**" {
			t.Errorf("%+v", n)
		}
	}
}

// TestAVisitNeedsNoDayKey: what the disk does to the key keeps nobody out.
func TestAVisitNeedsNoDayKey(t *testing.T) {
	s, cfg := openAt(t, newClock())
	if err := os.Mkdir(cfg.Path+".day", 0o700); err != nil {
		t.Fatal(err)
	}
	if v, err := s.CheckIn(s.ByCard(name, number)); err != nil || v.Ref.Seq == 0 {
		t.Errorf("%+v, %v", v, err)
	}
	if err := s.Remember(rider(1), "1234"); !errors.Is(err, station.ErrStorage) {
		t.Errorf("by itself: %v", err)
	}
}

// remembered is a station at which the holder of a card has checked in.
func remembered(t *testing.T) (*station.Station, station.Config, station.Rider) {
	t.Helper()
	s, cfg := openAt(t, newClock())
	card := s.ByCard(name, number)
	if _, err := s.CheckIn(card); err != nil {
		t.Fatal(err)
	}
	return s, cfg, card
}

func rowsOf(t *testing.T, path, bucket string) (n int) {
	t.Helper()
	damaged(t, path, func(tx *bolt.Tx) error {
		n = tx.Bucket([]byte(bucket)).Stats().KeyN
		return nil
	})
	return n
}
