package station_test

import (
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

func issue(t *testing.T, s *station.Station, who event.Pseudonym) string {
	t.Helper()
	text, err := s.IssuePass(who)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func read(t *testing.T, text string, cfg station.Config) pass.Pass {
	t.Helper()
	p, err := pass.Verify(text, cfg.Hub, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func accepts(t *testing.T, s *station.Station, what, text string, want error) {
	t.Helper()
	if _, err := s.ByPass(text); !errors.Is(err, want) {
		t.Errorf("%s at %s: %v, want %v", what, s.ID(), err, want)
	}
}

func TestRevokedPassesAndStationsAreRefusedEverywhere(t *testing.T) {
	f := stationtest.NewFleet(t)
	near, far := f.Config(t, "st-1"), f.Config(t, "st-2")
	a, b := stationtest.Open(t, near), stationtest.Open(t, far)
	one, two := issue(t, a, rider(1).Pseudonym), issue(t, a, rider(1).Pseudonym)
	id := read(t, one, near).ID
	stationtest.Send(t, b, &event.Down{Body: &event.Down_PassesRevoked{PassesRevoked: &event.PassesRevoked{
		PassIds: [][]byte{nil, []byte("no pass"), id[:]},
	}}})
	accepts(t, b, "the revoked pass", one, pass.ErrRevoked)
	accepts(t, b, "another of the rider's", two, nil)
	accepts(t, a, "the pass where nobody knows yet", one, nil)

	stationtest.Lend(t, a, "a", time.Now().Add(time.Hour), 1)
	booking, err := a.Book(rider(1), "a")
	if err != nil {
		t.Fatal(err)
	}
	receipt := a.Receipt(booking)
	if r, err := b.ReadReceipt(receipt); err != nil || r.Ref != booking.Ref {
		t.Errorf("receipt %+v, %v", r, err)
	}
	key := near.Issuer.Key.Public().(ed25519.PublicKey)
	stationtest.Send(t, b, &event.Down{Body: &event.Down_StationsRevoked{StationsRevoked: &event.StationsRevoked{
		Keys: [][]byte{key[:5], key},
	}}})
	own := issue(t, b, rider(2).Pseudonym)
	stationtest.Close(t, b)
	b = stationtest.Open(t, far) // and it stays so
	accepts(t, b, "a pass of the revoked station", two, pass.ErrRevoked)
	accepts(t, b, "the revoked pass", one, pass.ErrRevoked)
	accepts(t, b, "its own pass", own, nil)
	if _, err := b.ReadReceipt(receipt); !errors.Is(err, pass.ErrRevoked) {
		t.Errorf("a receipt of the revoked station: %v", err)
	}
	if _, err := b.ReadReceipt(own); !errors.Is(err, pass.ErrNotPass) {
		t.Errorf("a pass as a receipt: %v", err)
	}
}

// TestARiderRevokesEveryOwnPass, and those of nobody else; one issued
// afterwards, on the same day too, is good.
func TestARiderRevokesEveryOwnPass(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	mine, other := rider(1).Pseudonym, rider(2).Pseudonym
	lost := []string{issue(t, s, mine), issue(t, s, mine)}
	theirs := issue(t, s, other)
	if n, err := s.RevokePasses(mine); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	fresh := issue(t, s, mine)
	for _, text := range lost {
		accepts(t, s, "a lost pass", text, pass.ErrRevoked)
	}
	accepts(t, s, "another rider's", theirs, nil)
	accepts(t, s, "the next one", fresh, nil)
	all := records(t, s)
	said := all[len(all)-2].GetRiderPassesRevoked()
	if event.PseudonymFrom(said.GetPseudonym()) != mine || len(said.GetPassIds()) != 2 {
		t.Errorf("recorded %v", said)
	}
	if n, err := s.RevokePasses(mine); n != 1 || err != nil {
		t.Errorf("again: %d, %v, want only the new one", n, err)
	}
	if n, err := s.RevokePasses(rider(3).Pseudonym); n != 0 || err != nil {
		t.Errorf("one with none from here: %d, %v", n, err)
	}
	if got := kinds(t, s); got != "epoch_started pass_issued pass_issued pass_issued rider_passes_revoked pass_issued rider_passes_revoked rider_passes_revoked" {
		t.Errorf("journal: %s; the hub learns of each", got)
	}
	if _, err := s.RevokePasses(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody's: %v", err)
	}
}

// TestAPassIsRenewedUnderTheSamePseudonym in its last thirty days.
func TestAPassIsRenewedUnderTheSamePseudonym(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	wall := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	cfg.Clock = handOf(&wall)
	s := stationtest.Open(t, cfg)
	who := s.ByPhone()
	if who.RenewDue(wall) {
		t.Error("a rider without a pass is due")
	}
	text := issue(t, s, who.Pseudonym)
	for _, c := range []struct {
		days int
		due  bool
	}{{0, false}, {149, false}, {151, true}, {180, true}} {
		now := wall.AddDate(0, 0, c.days)
		wall, now = now, wall
		r, err := s.ByPass(text)
		if err != nil || r.RenewDue(wall) != c.due {
			t.Errorf("after %d days: due %v, %v; ends %v", c.days, r.RenewDue(wall), err, r.PassExpires)
		}
		wall = now
	}
	wall = wall.AddDate(0, 0, 170)
	r, _ := s.ByPass(text)
	again, err := s.ByPass(issue(t, s, r.Pseudonym))
	if err != nil || again.Pseudonym != who.Pseudonym || again.RenewDue(wall) || !again.PassExpires.After(r.PassExpires) {
		t.Errorf("%+v, %v", again, err)
	}
}

// TestAnErasedRidersPassesEnd: one that did not would bring the pseudonym back.
func TestAnErasedRidersPassesEnd(t *testing.T) {
	s, _ := open(t)
	mine, other := rider(1).Pseudonym, rider(2).Pseudonym
	lost, text, theirs := issue(t, s, mine), "", issue(t, s, other)
	if _, err := s.RevokePasses(mine); err != nil {
		t.Fatal(err)
	}
	text = issue(t, s, mine)
	held, err := s.MyData(mine)
	if err != nil || len(held.Items) != 2 || held.Items[0].Subject != "pass" {
		t.Fatalf("held %+v, %v", held, err)
	}
	revoked := 0
	for _, item := range held.Items {
		if p := item.Value.(station.HeldPass); p.Revoked {
			revoked++
		} else if days := p.Expires.Sub(item.At).Hours() / 24; days < 179 || days > 181 {
			t.Errorf("good for %v days", days)
		}
	}
	if revoked != 1 {
		t.Errorf("%d shown as revoked, want 1", revoked)
	}
	if err := s.Erase(mine); err != nil {
		t.Fatal(err)
	}
	accepts(t, s, "the pass", text, pass.ErrRevoked)
	accepts(t, s, "the lost pass", lost, pass.ErrRevoked)
	accepts(t, s, "another rider's", theirs, nil)
	if held, err := s.MyData(mine); err != nil || len(held.Items) != 0 {
		t.Errorf("still held: %+v, %v", held, err)
	}
	accepts(t, s, "one taken afterwards", issue(t, s, mine), nil)
}

func TestCheckFindsWhatIsWrongWithPasses(t *testing.T) {
	first := func(b *bolt.Bucket) []byte { key, _ := b.Cursor().First(); return key }
	for name, damage := range map[string]func(*bolt.Tx) error{
		"a row lost": func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("passes"))
			return b.Delete(first(b))
		},
		"a row of nobody's": func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("passes")).Put(make([]byte, 24), []byte("x"))
		},
		"under another rider": func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("passes"))
			key := first(b)
			row := append([]byte(nil), b.Get(key)...)
			return errors.Join(b.Delete(key), b.Put(append(make([]byte, 16), key[16:]...), row))
		},
		"a revocation lost": func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("revoked-passes"))
			return b.Delete(first(b))
		},
		"a revocation damaged": func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("revoked-stations")).Put([]byte("short"), make([]byte, 8))
		},
		"a canary lost": func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("daily")).Put([]byte("canary"), append([]byte{0, 0, 0, 1}, append(make([]byte, 7), 1, 0, 0, 0, 0, 0, 0, 0, 0)...))
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := stationtest.NewFleet(t).Config(t, "st-1")
			s := stationtest.Open(t, cfg)
			issue(t, s, rider(1).Pseudonym)
			if _, err := s.RevokePasses(rider(1).Pseudonym); err != nil {
				t.Fatal(err)
			}
			issue(t, s, rider(2).Pseudonym)
			if err := s.Daily(); err != nil {
				t.Fatal(err)
			}
			stationtest.Close(t, s) // good so far
			damaged(t, cfg.Path, damage)
			s, err := station.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if r, err := s.Check(); err != nil || len(r.Faults) == 0 {
				t.Errorf("nothing found, %v", err)
			}
		})
	}
}
