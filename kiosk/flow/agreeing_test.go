package flow

import (
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// wary is a desk whose services want consent to the purpose of stories.
type wary struct{ *desk }

func (d wary) Services() ([]station.Service, error) {
	all, err := d.desk.Services()
	for i := range all {
		all[i].Consent = station.PurposeStory
	}
	return all, err
}

func (d wary) Book(r station.Rider, slot string) (station.Booking, error) {
	if yes, _ := d.Consented(r.Pseudonym, station.PurposeStory); !yes {
		return station.Booking{}, station.ErrConsentNeeded
	}
	return d.desk.Book(r, slot)
}

// warily is a kiosk at the notice that a booking wants consent to.
func warily(before func(*desk)) *kiosk {
	k := newKiosk()
	before(k.desk)
	k.cfg.Desk = wary{k.desk}
	k.notes = k.look()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	return k
}

func TestABookingThatWantsConsentAsksForItOnceAndGoesOn(t *testing.T) {
	k := warily(func(*desk) {})
	if c := shows[ConsentAsk](t, k); c.Purpose != station.PurposeStory || c.Text.ZH != "故事须知" {
		t.Errorf("asks for consent by %+v", c)
	}
	k.tap(GiveConsent{station.PurposeStory})
	if r := shows[Receipt](t, k); r.Held.Booking.Slot.ID != "health-1" {
		t.Errorf("the receipt is %+v", r)
	}
}

func TestABookingWithoutConsentIsNotMade(t *testing.T) {
	k := warily(func(*desk) {})
	k.tap(Back{})
	shows[Confirm](t, k)
	if len(k.desk.held[pseudonym("rider-1")]) > 0 {
		t.Error("it is booked")
	}
	k = warily(func(d *desk) { d.people.noPaper = true })
	shows[Confirm](t, k)
	notices(t, k, i18n.NoticeMissing)
}
