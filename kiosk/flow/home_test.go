package flow

import (
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestHomeShowsTheNextPlaceOfEachService(t *testing.T) {
	k := newKiosk()
	k.pass(1)
	s := shows[Home](t, k).Services
	if len(s) != 2 || !s[0].Found || s[0].Next.ID != "health-1" || s[0].Next.Left != 2 || s[0].Next.Starts.Location() != zone {
		t.Errorf("shows %+v", s)
	}
	k.desk.left["health-1"], k.desk.left["legal-1"] = 0, 0
	k.pass(20)
	s = shows[Home](t, k).Services
	if s[0].Next.ID != "health-3" || s[1].Found {
		t.Errorf("when places are gone it shows %+v", s)
	}
}

// Who has just booked the last place leaves no offer of it behind.
func TestHomeIsUpToDateAfterASession(t *testing.T) {
	k := newKiosk()
	k.pass(1)
	k.card("rider-1")
	k.tap(ChooseService{"legal"})
	k.tap(ChooseSlot{"legal-1"})
	k.tap(ConfirmBooking{"legal-1"})
	k.tap(Finish{})
	k.pass(1)
	if s := shows[Home](t, k).Services; s[1].Found {
		t.Errorf("still offers %+v", s[1])
	}
}

func TestStoriesTakeTurnsCalmly(t *testing.T) {
	k := newKiosk()
	k.desk.people.stories = []station.Story{{ID: "a", Text: station.Text{ZH: "甲"}}, {ID: "b", Text: station.Text{ZH: "乙"}}}
	k.pass(1)
	seen, changes := map[string]bool{}, 0
	last := shows[Home](t, k).Saying
	for range 120 {
		k.pass(1)
		now := shows[Home](t, k).Saying
		seen[now.Story.ZH] = true
		if now != last {
			changes++
		}
		last = now
	}
	if !seen["甲"] || !seen["乙"] || changes > 12 {
		t.Errorf("%d changes in two minutes, of %v", changes, seen)
	}
}

func TestARiderSeesWhatIsComingAndWhatIsNew(t *testing.T) {
	k := newKiosk()
	who := pseudonym("rider-1")
	b, _ := k.desk.Book(station.Rider{Pseudonym: who}, "health-1")
	lost := station.Booking{Ref: event.Ref{Station: "rider-1", Epoch: 1, Seq: 99}, Who: who, Slot: k.desk.slot("legal-1")}
	k.desk.news = map[event.Pseudonym][]station.Reminder{who: {
		{Reason: station.ReminderSoon, Booking: b},
		{Reason: station.ReminderPromoted, Booking: b},
		{Reason: station.ReminderLapsed, Booking: lost},
	}}
	k.desk.till.balance[who] = 30
	k.card("rider-1")
	s := shows[Rider](t, k)
	if len(s.Coming) != 1 || s.Coming[0].Service.Name.EN != "Health check" || s.Points != 30 {
		t.Errorf("shows %+v", s)
	}
	if len(s.News) != 2 || s.News[0].Lapsed || !s.News[1].Lapsed {
		t.Errorf("the news is %+v", s.News)
	}
	k.tap(Enter{EnterBookings})
	k.tap(AskCancel{b.Ref})
	k.tap(ConfirmCancel{b.Ref})
	k.tap(Back{})
	if s := shows[Rider](t, k); len(s.Coming) != 0 || len(s.News) != 1 || !s.News[0].Lapsed {
		t.Errorf("after cancelling it shows %+v", s)
	}
	k.card("rider-1")
	if s := shows[Rider](t, k); len(s.News) != 0 {
		t.Errorf("tells twice of %+v", s.News)
	}
}

// Somebody for whom nothing can be looked up has still checked in.
func TestACheckInStandsWhateverElseCannotBeRead(t *testing.T) {
	k := newKiosk()
	k.handle(CardPlaced{Name: "rider-1", Number: "rider-1"})
	k.desk.afterCheckIn = func() { k.desk.fail = station.ErrStorage }
	k.settle()
	shows[Rider](t, k)
	notices(t, k, i18n.None)
}

func TestSettingsLieOverWhateverIsOn(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(OpenSettings{})
	shows[Settings](t, k)
	k.tap(ChooseSlot{"health-1"}) // is under the settings
	k.tap(ChangeLook{Look{Large: true}})
	k.tap(SwitchLanguage{})
	if v := k.view(); !v.Look.Large || v.Lang != i18n.EN {
		t.Errorf("drawn as %+v in %v", v.Look, v.Lang)
	}
	k.tap(Back{})
	shows[Times](t, k)
	k.tap(Finish{})
	if v := k.view(); v.Look != (Look{}) || v.Lang != i18n.ZH {
		t.Errorf("the next session is drawn as %+v in %v", v.Look, v.Lang)
	}
}

func TestACardPlacedDuringTheSettingsChecksInWithThem(t *testing.T) {
	k := newKiosk()
	k.tap(OpenSettings{})
	k.tap(ChangeLook{Look{LeftHanded: true}})
	k.card("rider-1")
	shows[Rider](t, k)
	if !k.view().Look.LeftHanded {
		t.Error("the look is lost")
	}
}

func TestAStationThatDoesNotAnswerIsNotAskedAgainAndAgain(t *testing.T) {
	k := newKiosk()
	for range 30 {
		k.time = k.time.Add(wallLasts)
		k.handle(tick{})
	}
	if n := len(k.jobs); n != 2 { // its notes and the wall
		t.Errorf("%d looks are under way", n)
	}
	k.settle()
	k.pass(int(wallLasts / time.Second))
	if k.hanging || k.looking {
		t.Error("it is not looked at anew")
	}
}
