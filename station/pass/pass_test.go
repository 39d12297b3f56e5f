package pass

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	rider = event.Pseudonym{1, 2, 3}
)

type fleet struct {
	hub    ed25519.PublicKey
	issuer Issuer
}

// issue makes a pass of the rider's for half a year.
func (f fleet) issue(t testing.TB) (string, Pass) {
	t.Helper()
	id, err := NewID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := Pass{ID: id, Pseudonym: rider, Expires: today.AddDate(0, 6, 0), Issuer: f.key()}
	return f.issuer.Issue(p), p
}

func (f fleet) key() Key { return Key(f.issuer.Key.Public().(ed25519.PublicKey)) }

func newFleet(t testing.TB, until time.Time) fleet {
	t.Helper()
	hub, hubKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	station, key, _ := ed25519.GenerateKey(rand.Reader)
	return fleet{hub, Issuer{key, Endorse(station, until, hubKey)}}
}

func TestPassIsTakenUntilItsDayEnds(t *testing.T) {
	f := newFleet(t, today.AddDate(3, 0, 0))
	text, issued := f.issue(t)
	got, err := Verify(text, f.hub, today)
	issued.Expires = time.Date(2027, 5, 23, 0, 0, 0, 0, time.UTC) // to the day
	if err != nil || got != issued {
		t.Fatalf("read %+v, %v; issued %+v", got, err, issued)
	}
	if _, err := Verify(text, f.hub, today.AddDate(0, 6, 0).Add(14*time.Hour)); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	if _, err := Verify(text, f.hub, today.AddDate(0, 6, 1)); !errors.Is(err, ErrExpired) {
		t.Errorf("a day later: %v", err)
	}
	if len(text) != 311 || !regexp.MustCompile(`^[0-9A-Z]+$`).MatchString(text) {
		t.Errorf("%d characters, or not alphanumeric: %s", len(text), text)
	}
}

func TestForgedPassesAreRefused(t *testing.T) {
	f, stranger := newFleet(t, today.AddDate(3, 0, 0)), newFleet(t, today.AddDate(3, 0, 0))
	text, _ := f.issue(t)
	foreign, _ := stranger.issue(t)
	receipt := f.issuer.Receipt(Receipt{Ref: event.Ref{Station: "s", Epoch: 1, Seq: 1}})
	for name, bad := range map[string]string{
		"another fleet's":     foreign,
		"cut":                 text[:len(text)-9],
		"lengthened":          text + "AAAAAAAA",
		"only its prefix":     kindPass,
		"a receipt as a pass": kindPass + strings.TrimPrefix(receipt, kindReceipt),
	} {
		if _, err := Verify(bad, f.hub, today); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := len(kindPass); i < len(text); i++ {
		bad := text[:i] + string('A'+(text[i]-'A'+1)%26) + text[i+1:]
		if _, err := Verify(bad, f.hub, today); !errors.Is(err, ErrForged) {
			t.Fatalf("character %d changed: %v", i, err)
		}
	}
	for _, other := range []string{"", "https://example.com", "NX2ABC", receipt} {
		if _, err := Verify(other, f.hub, today); !errors.Is(err, ErrNotPass) {
			t.Errorf("%.8q: %v", other, err)
		}
	}
}

func TestPassOfAStationNoLongerEndorsed(t *testing.T) {
	f := newFleet(t, today.AddDate(0, 0, -1))
	text, _ := f.issue(t)
	if _, err := Verify(text, f.hub, today); !errors.Is(err, ErrExpired) {
		t.Errorf("%v", err)
	}
}

func TestReceiptNamesItsRecord(t *testing.T) {
	f := newFleet(t, today.AddDate(3, 0, 0))
	want := Receipt{event.Ref{Station: "st-1", Epoch: 2, Seq: 99}, [16]byte{5}, today, f.key()}
	got, err := VerifyReceipt(f.issuer.Receipt(want), f.hub, today)
	if err != nil || got.Ref != want.Ref || got.Link != want.Link || got.Issuer != want.Issuer || !got.Made.Equal(want.Made) {
		t.Fatalf("read %+v, %v", got, err)
	}
	if _, err := VerifyReceipt(f.issuer.Receipt(want)+"AAAAAAAA", f.hub, today); !errors.Is(err, ErrForged) {
		t.Errorf("lengthened: %v", err)
	}
}

func TestPresenceTurns(t *testing.T) {
	now := today
	p := NewPresence([]byte("secret"), func() time.Time { return now })
	token := p.Token()
	for range 3 {
		if !p.Valid(token) {
			t.Errorf("refused %s after it was shown", now.Sub(today))
		}
		now = now.Add(Turn)
	}
	if p.Valid(token) || p.Token() == token {
		t.Error("still good after three turns")
	}
	if NewPresence([]byte("other"), func() time.Time { return now }).Valid(p.Token()) || p.Valid("") {
		t.Error("another station's token, or none, was taken")
	}
}

// TestFormatStays: passes are on paper. The keys and the rider are invented.
func TestFormatStays(t *testing.T) {
	hub := ed25519.NewKeyFromSeed([]byte("the hub's key of this test only."))
	key := ed25519.NewKeyFromSeed([]byte("a station's key of this test now"))
	i := Issuer{key, Endorse(key.Public().(ed25519.PublicKey), today.AddDate(3, 0, 0), hub)}
	for name, text := range map[string]string{
		"pass":    i.Issue(Pass{ID: ID{9, 8, 7}, Pseudonym: rider, Expires: today}),
		"receipt": i.Receipt(Receipt{Ref: event.Ref{Station: "st-1", Epoch: 2, Seq: 99}, Link: [16]byte{5}, Made: today}),
	} {
		golden, err := os.ReadFile(filepath.Join("testdata", "v1", name+".txt"))
		if err != nil || text != strings.TrimSpace(string(golden)) {
			t.Errorf("%s is now\n%s\nwas\n%s(%v)", name, text, golden, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	fl := newFleet(f, today.AddDate(3, 0, 0))
	text, _ := fl.issue(f)
	f.Add(text)
	f.Add(fl.issuer.Receipt(Receipt{Ref: event.Ref{Station: "s", Epoch: 1, Seq: 1}}))
	f.Add("NX1")
	f.Fuzz(func(t *testing.T, scanned string) {
		_, err := Verify(scanned, fl.hub, today)
		if err == nil && strings.TrimSpace(scanned) != text {
			t.Errorf("took %q", scanned)
		}
		_, _ = VerifyReceipt(scanned, fl.hub, today)
	})
}
