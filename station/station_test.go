package station_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// An invented person.
const (
	name   = "欧阳测试"
	number = "11010119900307571X"
)

func rider(n byte) station.Rider {
	return station.Rider{Pseudonym: event.Pseudonym{n, 1}, Means: event.Means_MEANS_PASS}
}

func open(t *testing.T) (*station.Station, *stationtest.Fleet) {
	f := stationtest.NewFleet(t)
	return stationtest.Open(t, f.Config(t, "st-1")), f
}

func records(t *testing.T, s *station.Station) []*event.Record {
	t.Helper()
	_, encoded, err := s.Records(0, 1<<20, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	var all []*event.Record
	for _, b := range encoded {
		r, err := event.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func kinds(t *testing.T, s *station.Station) string {
	var all []string
	for _, r := range records(t, s) {
		all = append(all, r.Kind())
	}
	return strings.Join(all, " ")
}

func TestCardCheckInSealsThePersonOnce(t *testing.T) {
	s, f := open(t)
	r := s.ByCard(name, number)
	if r.Masked != "欧**" {
		t.Errorf("masked as %q", r.Masked)
	}
	visit, err := s.CheckIn(r)
	if err != nil || visit.Repeat {
		t.Fatalf("%+v, %v", visit, err)
	}
	again, err := s.CheckIn(s.ByCard(name, strings.ToLower(number)))
	if err != nil || !again.Repeat || again.Ref != visit.Ref || !again.At.Equal(visit.At) {
		t.Errorf("second: %+v, %v; first %+v", again, err, visit)
	}
	if got := kinds(t, s); got != "epoch_started person check_in" {
		t.Fatalf("journal: %s", got)
	}
	person := records(t, s)[1].GetPerson()
	who, err := f.Opener.Open(person.Identity, event.Ref{Station: "st-1", Epoch: 1, Seq: 2})
	if err != nil || who.Name != name || who.Number != number {
		t.Errorf("the hub opens %v, %v", who, err)
	}
	if event.PseudonymFrom(person.Pseudonym) != r.Pseudonym {
		t.Error("the person is under another pseudonym")
	}
}

func TestFileHoldsNoIdentity(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 3)
	r := s.ByCard(name, number)
	if _, err := s.CheckIn(r); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Book(r, "a"); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(cfg.Path)
	if err != nil {
		t.Fatal(err)
	}
	var export bytes.Buffer
	if err := s.Export(&export); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{name, name[:6], number, number[6:14]} {
		for _, form := range [][]byte{[]byte(secret), wide(secret), []byte(base64.StdEncoding.EncodeToString([]byte(secret)))} {
			if bytes.Contains(file, form) || bytes.Contains(export.Bytes(), form) {
				t.Errorf("file or export holds %q as %x", secret, form)
			}
		}
	}
}

func wide(text string) (b []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func TestAnonymousVisitsAllCount(t *testing.T) {
	s, _ := open(t)
	for range 3 {
		if v, err := s.CheckIn(station.Anonymous()); err != nil || v.Repeat {
			t.Fatalf("%+v, %v", v, err)
		}
	}
	if _, err := s.Book(station.Anonymous(), "a"); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("anonymous booking: %v", err)
	}
	if got := kinds(t, s); got != "epoch_started check_in check_in check_in" {
		t.Errorf("journal: %s", got)
	}
}

func TestBookingSpendsTheLoan(t *testing.T) {
	s, _ := open(t)
	soon := time.Now().Add(time.Hour)
	stationtest.Lend(t, s, "a", soon, 1)
	stationtest.Lend(t, s, "begun", time.Now().Add(-time.Minute), 1)
	b, err := s.Book(rider(1), "a")
	if err != nil || b.Slot.Left != 0 {
		t.Fatalf("%+v, %v", b, err)
	}
	for slot, want := range map[string]error{"a": station.ErrSlotFull, "begun": station.ErrSlotStarted, "none": station.ErrNoSlot} {
		if _, err := s.Book(rider(2), slot); !errors.Is(err, want) {
			t.Errorf("%s: %v", slot, err)
		}
	}
	if held, err := s.Book(rider(1), "a"); !errors.Is(err, station.ErrAlreadyBooked) || held.Ref != b.Ref {
		t.Errorf("booked twice: %+v, %v", held, err)
	}
	if err := s.Cancel(rider(2).Pseudonym, b.Ref); !errors.Is(err, station.ErrNoBooking) {
		t.Errorf("another rider cancels: %v", err)
	}
	if err := s.Cancel(rider(1).Pseudonym, b.Ref); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Book(rider(2), "a"); err != nil {
		t.Errorf("the place given back: %v", err)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 0 {
		t.Errorf("after cancelling: %v, %v", held, err)
	}
}

func TestLoansOfOneSlotAddUpAndPagesMayRepeat(t *testing.T) {
	s, _ := open(t)
	soon := time.Now().Add(time.Hour)
	stationtest.Lend(t, s, "a", soon, 1)
	stationtest.Lend(t, s, "a", soon, 2)
	entry, _ := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: &event.SlotLent{Slot: "a", Quantity: 9}}})
	if err := s.Apply(1, [][]byte{entry, entry}); err != nil {
		t.Fatalf("a page again: %v", err)
	}
	if err := s.Apply(4, [][]byte{entry}); !errors.Is(err, station.ErrGap) {
		t.Errorf("a page too far: %v", err)
	}
	if err := s.Apply(3, [][]byte{[]byte("\xff\xff later version")}); err != nil {
		t.Errorf("an unreadable entry: %v", err)
	}
	slots, err := s.Slots("health-check")
	if err != nil || len(slots) != 1 || slots[0].Left != 3 {
		t.Errorf("%+v, %v", slots, err)
	}
}

func TestEverythingSurvivesReopening(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 5)
	b, err := s.Book(rider(1), "a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := station.Open(cfg); !errors.Is(err, station.ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
	stationtest.Close(t, s)
	s = stationtest.Open(t, cfg)
	held, err := s.Bookings(rider(1).Pseudonym)
	if err != nil || len(held) != 1 || held[0].Ref != b.Ref || s.Receipt(held[0]) != s.Receipt(b) {
		t.Errorf("held %+v, %v", held, err)
	}
	stationtest.Close(t, s)
	cfg.ID = "st-2"
	if _, err := station.Open(cfg); !errors.Is(err, station.ErrOtherStation) {
		t.Errorf("another station's file: %v", err)
	}
}

func TestReceiptFitsTheJournal(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 5)
	b, err := s.Book(rider(1), "a")
	if err != nil {
		t.Fatal(err)
	}
	r, err := pass.VerifyReceipt(s.Receipt(b), cfg.Hub, time.Now())
	if err != nil || r.Ref != b.Ref {
		t.Fatalf("%+v, %v", r, err)
	}
	next, _, err := s.Records(b.Ref.Seq, 1, 1)
	if err != nil || [16]byte(next[:16]) != r.Link {
		t.Errorf("link %x in the receipt, %x in the journal (%v)", r.Link, next[:16], err)
	}
}

func TestPassBringsTheSameRiderBack(t *testing.T) {
	s, _ := open(t)
	phone := s.ByPhone()
	text, err := s.IssuePass(phone.Pseudonym)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.ByPass(text)
	if err != nil || r.Pseudonym != phone.Pseudonym || r.Means != event.Means_MEANS_PASS {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := s.ByPass("https://example.com"); !errors.Is(err, pass.ErrNotPass) {
		t.Errorf("some other code: %v", err)
	}
	if _, err := s.IssuePass(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("a pass for nobody: %v", err)
	}
}

func TestReceiptsOfTheHubMustFit(t *testing.T) {
	s, _ := open(t)
	if _, err := s.CheckIn(station.Anonymous()); err != nil {
		t.Fatal(err)
	}
	link, rest, err := s.Records(2, 10, 1<<20)
	if err != nil || len(rest) != 0 {
		t.Fatalf("%d records after the last, %v", len(rest), err)
	}
	wrong := link
	wrong[0] ^= 1
	for what, bad := range map[string]error{
		"another hash":  s.Deliver(1, 2, wrong),
		"another epoch": s.Deliver(2, 2, link),
		"the future":    s.Deliver(1, 3, link),
	} {
		if !errors.Is(bad, station.ErrForeignReceipt) {
			t.Errorf("%s: %v", what, bad)
		}
	}
	if st, _ := s.Status(); st.Waiting() != 2 || !st.ReceiptAt.IsZero() {
		t.Errorf("before: %+v", st)
	}
	if err := s.Deliver(1, 2, link); err != nil {
		t.Fatal(err)
	}
	st, err := s.Status()
	if err != nil || st.Waiting() != 0 || st.ReceiptAt.IsZero() || st.DeliveredUpTo.IsZero() {
		t.Errorf("after: %+v, %v", st, err)
	}
}

func TestDeadClockNeverGoesBehindTheJournal(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	wall, mono := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), time.Duration(0)
	cfg.Clock = station.Clock{Wall: func() time.Time { return wall }, Mono: func() time.Duration { return mono }}
	s := stationtest.Open(t, cfg)
	stationtest.Close(t, s)

	floor := wall
	wall = time.Unix(0, 0) // the battery died
	s = stationtest.Open(t, cfg)
	mono += time.Minute
	v, err := s.CheckIn(station.Anonymous())
	if err != nil || !v.At.Equal(floor.Add(time.Minute)) {
		t.Errorf("at %v, %v; want a minute after %v", v.At.UTC(), err, floor)
	}
	stamp := records(t, s)[1].Stamp
	if stamp.Trust != event.ClockTrust_CLOCK_TRUST_FLOOR || stamp.Boot != 2 || stamp.MonoMs != 60_000 {
		t.Errorf("stamp %v", stamp)
	}
	mono += time.Minute
	if got := s.Now(); !got.Equal(floor.Add(2 * time.Minute)) {
		t.Errorf("then %v", got.UTC())
	}
}

func writeFile(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
