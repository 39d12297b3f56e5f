package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestCatalogueEntryIsComplete(t *testing.T) {
	s, _ := open(t)
	offer := &event.ServiceOffered{
		Id: "health-check", NameZh: "健康检查", NameEn: "Health check", NoteZh: "空腹", NoteEn: "Come fasting",
		ProviderZh: "社区医院", ProviderEn: "Community hospital", Consent: "health", MinAge: 18, MaxAge: 60, Waitlist: 3,
	}
	stationtest.Offer(t, s, offer)
	want := station.Service{
		ID: "health-check", Name: station.Text{ZH: "健康检查", EN: "Health check"},
		Note: station.Text{ZH: "空腹", EN: "Come fasting"}, Provider: station.Text{ZH: "社区医院", EN: "Community hospital"},
		Consent: "health", MinAge: 18, MaxAge: 60, Waitlist: 3,
	}
	all, err := s.Services()
	if err != nil || len(all) != 1 || all[0] != want {
		t.Errorf("%+v, %v", all, err)
	}
	if one, err := s.Service("health-check"); err != nil || one != want {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err := s.Service("haircut"); !errors.Is(err, station.ErrNoService) {
		t.Errorf("never offered: %v", err)
	}
}

func TestWithdrawnServiceKeepsItsBookings(t *testing.T) {
	s, _ := open(t)
	soon := time.Now().Add(time.Hour)
	stationtest.Lend(t, s, "a", soon, 2)
	stationtest.Lend(t, s, "b", soon, 2)
	b, err := s.Book(rider(1), "a")
	if err != nil {
		t.Fatal(err)
	}
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Withdrawn: true})
	if all, err := s.Services(); err != nil || len(all) != 0 {
		t.Errorf("offers %v, %v", all, err)
	}
	if slots, err := s.Slots("health-check"); err != nil || len(slots) != 0 {
		t.Errorf("slots %v, %v", slots, err)
	}
	if one, err := s.Service("health-check"); err != nil || !one.Withdrawn {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err := s.Book(rider(2), "a"); !errors.Is(err, station.ErrWithdrawn) {
		t.Errorf("booked: %v", err)
	}
	if _, err := s.Reschedule(rider(1), b.Ref, "b"); !errors.Is(err, station.ErrWithdrawn) {
		t.Errorf("moved: %v", err)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 1 {
		t.Errorf("held %v, %v", held, err)
	}
}

func TestConsentComesBeforeTheBooking(t *testing.T) {
	s, _ := open(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Consent: "health", Waitlist: 1})
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 1)
	publish(t, s, "health", 1)
	if _, err := s.Book(rider(1), "a"); !errors.Is(err, station.ErrConsentNeeded) {
		t.Fatalf("without consent: %v", err)
	}
	if err := s.GiveConsent(rider(1).Pseudonym, "health", 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Book(rider(1), "a"); err != nil {
		t.Fatal(err)
	}
	// Nobody is asked to consent to what cannot be had.
	if _, err := s.Book(rider(2), "a"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("full: %v", err)
	}
	if _, err := s.Wait(rider(2), "a"); !errors.Is(err, station.ErrConsentNeeded) {
		t.Errorf("waiting: %v", err)
	}
}

func TestAgeIsThatAtTheSlotsStart(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	clock := &stationtest.Clock{Time: time.Date(2026, 11, 23, 23, 0, 0, 0, event.Zone)}
	cfg.Clock = clock.Station()
	s := stationtest.Open(t, cfg)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", MinAge: 18, MaxAge: 60})
	stationtest.Lend(t, s, "today", clock.Time.Add(30*time.Minute), 9)
	stationtest.Lend(t, s, "tomorrow", clock.Time.Add(90*time.Minute), 9)
	for _, c := range []struct {
		what, number, slot string
		want               error
	}{
		{"18 tomorrow", "110101200811240010", "today", station.ErrAge},
		{"18 tomorrow", "110101200811240010", "tomorrow", nil},
		{"60 until tomorrow", "110101196511240010", "today", nil},
		{"61 tomorrow", "110101196511240010", "tomorrow", station.ErrAge},
		{"15 digits, of 1966", "110101661123001", "today", nil},
		{"15 digits, of 1960", "110101601123001", "today", station.ErrAge},
		{"foreign, of 1981", "CAN110081010510", "today", nil},
		{"foreign, of 2010", "CAN110010010510", "today", station.ErrAge},
	} {
		r := s.ByCard(name, c.number)
		b, err := s.Book(r, c.slot)
		if !errors.Is(err, c.want) || b.CheckAge {
			t.Errorf("%s, %s: %+v, %v", c.what, c.slot, b, err)
		}
		if err == nil {
			if err := s.Cancel(r.Pseudonym, b.Ref); err != nil {
				t.Error(err)
			}
		}
	}
	for who, r := range map[string]station.Rider{"by pass": rider(1), "a number without a date": s.ByCard(name, "110101200813990010")} {
		if b, err := s.Book(r, "today"); err != nil || !b.CheckAge {
			t.Errorf("%s: %+v, %v", who, b, err)
		}
	}
}

func TestSoonestIsTheFirstFreeSlot(t *testing.T) {
	s, _ := open(t)
	now := time.Now()
	if _, found, err := s.Soonest("health-check"); err != nil || found {
		t.Errorf("of nothing: %v, %v", found, err)
	}
	stationtest.Lend(t, s, "begun", now.Add(-time.Minute), 1)
	stationtest.Lend(t, s, "later", now.Add(3*time.Hour), 1)
	stationtest.Lend(t, s, "full", now.Add(time.Hour), 0)
	stationtest.LendSlot(t, s, &event.SlotLent{Slot: "other", Service: "legal-aid", StartsMs: now.Add(time.Hour).UnixMilli(), Quantity: 1})
	if slot, found, err := s.Soonest("health-check"); err != nil || !found || slot.ID != "later" {
		t.Errorf("%+v, %v, %v", slot, found, err)
	}
	stationtest.Lend(t, s, "full", now.Add(time.Hour), 1)
	if slot, found, err := s.Soonest("health-check"); err != nil || !found || slot.ID != "full" || slot.Left != 1 {
		t.Errorf("%+v, %v, %v", slot, found, err)
	}
}
