package station_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// anotherPC is a booking as a PC that was replaced had recorded it.
func anotherPC(seq uint64, who byte, starts time.Time, state event.BookingState) *event.BookingRestored {
	body := &event.Booking{Pseudonym: rider(who).Pseudonym.Bytes(), Slot: "s", Service: "health-check", StartsMs: starts.UnixMilli(), State: event.BookingState_BOOKING_STATE_CONFIRMED}
	record, err := event.Encode(&event.Record{Stamp: &event.Stamp{WallMs: starts.Add(-time.Hour).UnixMilli()}, Body: &event.Record_Booking{Booking: body}})
	if err != nil {
		panic(err)
	}
	return &event.BookingRestored{
		Booking: &event.Reference{Epoch: 1, Seq: seq}, Hash: make([]byte, 32), Record: record, State: state, SinceMs: starts.Add(-time.Minute).UnixMilli(),
		Slot: &event.SlotLent{Slot: "s", Service: "health-check", StartsMs: starts.UnixMilli(), Minutes: 20, PlaceZh: "站"},
	}
}

func giveBack(t *testing.T, s *station.Station, r *event.BookingRestored) {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_BookingRestored{BookingRestored: r}})
}

func TestARestoredBookingIsTheStationsOwn(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, event.Zone)
	clock := &stationtest.Clock{Time: noon}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Epoch, cfg.Clock = 2, clock.Station()
	s := stationtest.Open(t, cfg)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", MinAge: 18, Waitlist: 5})
	starts := noon.Add(time.Hour)
	for range 2 { // the second changes nothing
		giveBack(t, s, anotherPC(5, 1, starts, event.BookingState_BOOKING_STATE_CONFIRMED))
	}
	giveBack(t, s, anotherPC(6, 2, starts, event.BookingState_BOOKING_STATE_CALLED))
	giveBack(t, s, anotherPC(7, 3, starts, event.BookingState_BOOKING_STATE_WAITING))
	all, err := s.Today()
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	if b := all[0]; b.Ref != (event.Ref{Station: "st-1", Epoch: 1, Seq: 5}) || b.State != confirmed || !b.CheckAge || b.Slot.Place.ZH != "站" || b.Slot.Left != 0 {
		t.Errorf("%+v", b)
	}
	if all[1].State != called || all[2].State != waiting {
		t.Errorf("%+v", all)
	}

	// A place that is given back here may be promised by the PC it was lent to.
	if err := s.Cancel(rider(1).Pseudonym, all[0].Ref); err != nil {
		t.Fatal(err)
	}
	if all, _ = s.Today(); len(all) != 2 || all[1].State != waiting {
		t.Errorf("its place was promised anew: %+v", all)
	}
	giveBack(t, s, anotherPC(5, 1, starts, event.BookingState_BOOKING_STATE_CONFIRMED))
	if all, _ = s.Today(); len(all) != 2 {
		t.Errorf("what was cancelled here is back: %+v", all)
	}
	stationtest.LendSlot(t, s, &event.SlotLent{Slot: "s", Service: "health-check", StartsMs: starts.UnixMilli(), Minutes: 20, Quantity: 1})
	if all, _ = s.Today(); all[1].State != confirmed {
		t.Errorf("who waited longest has no place: %+v", all)
	}
	clock.Time = starts.Add(time.Minute)
	if err := s.NoShow(rider(2).Pseudonym, all[0].Ref, "at-1"); err != nil {
		t.Error(err)
	}
	if err := s.Attend(rider(3).Pseudonym, all[1].Ref, "at-1"); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeRestoredIsPassedOver(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, event.Zone)
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Epoch, cfg.Clock = 2, (&stationtest.Clock{Time: noon}).Station()
	s := stationtest.Open(t, cfg)
	for name, spoil := range map[string]func(*event.BookingRestored){
		"no record":       func(r *event.BookingRestored) { r.Record = nil },
		"a broken record": func(r *event.BookingRestored) { r.Record = []byte{0xFF} },
		"another slot":    func(r *event.BookingRestored) { r.Slot.Slot = "t" },
		"no slot":         func(r *event.BookingRestored) { r.Slot = nil },
		"no hash":         func(r *event.BookingRestored) { r.Hash = nil },
		"over":            func(r *event.BookingRestored) { r.State = event.BookingState_BOOKING_STATE_NO_SHOW },
		"no state":        func(r *event.BookingRestored) { r.State = 0 },
		"its own epoch":   func(r *event.BookingRestored) { r.Booking.Epoch = 2 },
		"no booking":      func(r *event.BookingRestored) { r.Reset() },
	} {
		r := anotherPC(5, 1, noon.Add(time.Hour), event.BookingState_BOOKING_STATE_CONFIRMED)
		spoil(r)
		giveBack(t, s, r)
		if all, err := s.Today(); err != nil || len(all) != 0 {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}

// TestAFileThatKnowsABookingKeepsItsOwn: the PC was only enrolled anew.
func TestAFileThatKnowsABookingKeepsItsOwn(t *testing.T) {
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	starts := time.Now().Add(time.Hour)
	stationtest.Lend(t, s, "s", starts, 1)
	b, err := s.Book(rider(1), "s")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Cancel(rider(1).Pseudonym, b.Ref); err != nil {
		t.Fatal(err)
	}
	giveBack(t, s, anotherPC(b.Ref.Seq, 1, starts, event.BookingState_BOOKING_STATE_CONFIRMED))
	if all, err := s.Bookings(rider(1).Pseudonym); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

func selfMade(t *testing.T, key ed25519.PublicKey, until time.Time) []byte {
	t.Helper()
	_, ca, _ := ed25519.GenerateKey(nil)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "st-1"}, NotBefore: until.AddDate(-3, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key, ca)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestOnlyABetterCertificateOfThisKeyIsTaken(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	cfg := fleet.Config(t, "st-1")
	mine := cfg.Issuer.Key.Public().(ed25519.PublicKey)
	other, _, _ := ed25519.GenerateKey(nil)
	now := time.Now().Truncate(time.Second)
	cfg.Credentials = station.Credentials{Certificate: selfMade(t, mine, now.AddDate(1, 0, 0)), Authorities: [][]byte{{1}}}
	s := stationtest.Open(t, cfg)
	send := func(c station.Credentials) time.Time {
		t.Helper()
		stationtest.Send(t, s, &event.Down{Body: &event.Down_CertificateRenewed{CertificateRenewed: &event.CertificateRenewed{
			Certificate: c.Certificate, Authorities: c.Authorities, Endorsement: c.Endorsement,
		}}})
		st, err := s.Status()
		if err != nil {
			t.Fatal(err)
		}
		return st.CertifiedUntil
	}
	endorsed := func(years int) []byte { return pass.Endorse(mine, now.AddDate(years, 0, 0), fleet.Hub) }
	good := station.Credentials{Certificate: selfMade(t, mine, now.AddDate(3, 0, 0)), Authorities: [][]byte{{2}, {3}}, Endorsement: endorsed(9)}
	for name, c := range map[string]station.Credentials{
		"another key":    {Certificate: selfMade(t, other, now.AddDate(3, 0, 0)), Authorities: good.Authorities, Endorsement: good.Endorsement},
		"an older one":   {Certificate: selfMade(t, mine, now.AddDate(0, 6, 0)), Authorities: good.Authorities, Endorsement: good.Endorsement},
		"nobody to ask":  {Certificate: good.Certificate, Endorsement: good.Endorsement},
		"no endorsement": {Certificate: good.Certificate, Authorities: good.Authorities},
		"no certificate": {Certificate: []byte("?"), Authorities: good.Authorities, Endorsement: good.Endorsement},
	} {
		if until := send(c); !until.Equal(now.AddDate(1, 0, 0)) {
			t.Errorf("%s was taken: until %v", name, until)
		}
	}
	for range 2 {
		if until := send(good); !until.Equal(now.AddDate(3, 0, 0)) {
			t.Errorf("a good one was not: until %v", until)
		}
	}
	c, err := s.Certified()
	if err != nil || len(c.Authorities) != 2 || string(c.Endorsement) != string(good.Endorsement) {
		t.Errorf("%+v, %v", c, err)
	}
	text, err := s.IssuePass(rider(1).Pseudonym)
	if err != nil {
		t.Fatal(err)
	}
	// Its station's first endorsement is for three years.
	if _, err := pass.Verify(text, cfg.Hub, now.AddDate(0, 4, 0)); err != nil {
		t.Errorf("a pass: %v", err)
	}
	if proof, err := pass.VerifyReceipt(cfg.Issuer.Receipt(pass.Receipt{}), cfg.Hub, now.AddDate(4, 0, 0)); err == nil {
		t.Errorf("a receipt under the endorsement that ended: %+v", proof)
	}
	stationtest.Lend(t, s, "s", now.Add(time.Hour), 1)
	b, err := s.Book(rider(1), "s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pass.VerifyReceipt(s.Receipt(b), cfg.Hub, now.AddDate(4, 0, 0)); err != nil {
		t.Errorf("a receipt under the new endorsement: %v", err)
	}
}
