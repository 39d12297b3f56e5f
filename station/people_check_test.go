package station_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// peopled is a closed file with a row in every table of riders and attendants.
func peopled(t *testing.T) (station.Config, station.Rider) {
	t.Helper()
	s, cfg, clock := staffed(t)
	r := known(t, s)
	clock.pass(time.Minute)
	if _, err := s.CheckOut(r.Pseudonym); err != nil {
		t.Fatal(err)
	}
	must(t, s.SetAttendant(station.Attendant{ID: "gone", Name: "老李", Role: station.RoleAttendant}, "771502", "boss"))
	must(t, s.RemoveAttendant("gone", "boss"))
	stationtest.Close(t, s) // good so far
	return cfg, r
}

func TestCheckFindsWhatIsWrongWithPeople(t *testing.T) {
	change := func(bucket string, at int) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			key, row := b.Cursor().First()
			row = bytes.Clone(row)
			if at < 0 {
				at += len(row)
			}
			row[at] ^= 1
			return b.Put(bytes.Clone(key), row)
		}
	}
	drop := func(bucket string) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			key, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(key))
		}
	}
	stray := func(bucket string) func(*bolt.Tx) error {
		return func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			_, row := b.Cursor().First()
			return b.Put(bytes.Repeat([]byte{7}, 16), bytes.Clone(row))
		}
	}
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"a visit at another time":        {change("visits", 19), "visits: row"},
		"a visit of another length":      {change("visits", -1), "visits: row"},
		"a visit of another record":      {change("visits", 11), "visits: row"},
		"a visit lost":                   {drop("visits"), "has a record and no row"},
		"a visit of nobody":              {stray("visits"), "visits: row"},
		"a consent changed":              {change("consents", -1), "consents: row"},
		"a consent lost":                 {drop("consents"), "has a record and no row"},
		"a consent of nobody":            {stray("consents"), "consents: row"},
		"a person of another record":     {change("persons", 19), "persons: row"},
		"a person under another key":     {change("persons", 0), "persons: row"},
		"a person of nobody":             {stray("persons"), "persons: row"},
		"a name changed":                 {change("names", -1), "names: row"},
		"a name of somebody else":        {stray("names"), "names: row"},
		"an account changed":             {change("attendants", -1), "attendants: account boss"},
		"an account lost":                {drop("attendants"), "has a record and no row"},
		"a PIN lost":                     {drop("pins"), "has no PIN"},
		"a PIN of a form it cannot read": {change("pins", 0), "has no PIN"},
		"a PIN of nobody":                {stray("pins"), "has no account"},
		"a former account changed":       {change("former-attendants", -1), "former account gone is not"},
		"a former account of nobody":     {stray("former-attendants"), "is not in the journal"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, _ := peopled(t)
			damaged(t, cfg.Path, c.damage)
			s, err := station.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}

// TestAFileOfTheFirstVersionGoesOn: its visits had no boot and its persons no
// record.
func TestAFileOfTheFirstVersionGoesOn(t *testing.T) {
	clock := newClock()
	s, cfg := openAt(t, clock)
	r := s.ByCard(name, number)
	first, err := s.CheckIn(r)
	if err != nil {
		t.Fatal(err)
	}
	stationtest.Close(t, s)
	damaged(t, cfg.Path, func(tx *bolt.Tx) error {
		for bucket, size := range map[string]int{"visits": 20, "persons": 8} {
			b := tx.Bucket([]byte(bucket))
			if err := b.Put(r.Pseudonym[:], bytes.Clone(b.Get(r.Pseudonym[:])[:size])); err != nil {
				return err
			}
		}
		return nil
	})
	s = stationtest.Open(t, cfg)
	clock.pass(5 * time.Minute)
	if v, err := s.CheckIn(r); err != nil || !v.Repeat || v.Ref != first.Ref {
		t.Errorf("%+v, %v", v, err)
	}
	if stayed, err := s.CheckOut(r.Pseudonym); err != nil || stayed != 5*time.Minute {
		t.Errorf("%v, %v", stayed, err)
	}
	if got := subjectsOf(t, s, r.Pseudonym); got != "name person visit" {
		t.Errorf("holds %q", got)
	}
	clock.pass(time.Hour)
	if _, err := s.CheckIn(r); err != nil {
		t.Fatal(err)
	}
	if got := kinds(t, s); got != "epoch_started person check_in check_out check_in" {
		t.Errorf("journal: %s", got)
	}
}
