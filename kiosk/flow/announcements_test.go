package flow

import (
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

func postedSample(id string, urgent bool) station.Announcement {
	return station.Announcement{
		ID: id, Title: station.Text{ZH: "公告" + id, EN: "Notice " + id}, Text: station.Text{ZH: strings.Repeat("请绕行。", 100), EN: "Go around."},
		Until: time.Date(2026, 12, 24, 10, 0, 30, 0, time.UTC), Urgent: urgent,
	}
}

// saidIn is what the idle screen says in some minutes, by identifier, story or word.
func saidIn(t *testing.T, k *kiosk, minutes int) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	for range minutes * 60 / 6 {
		k.pass(6)
		s := shows[Home](t, k).Saying
		said[s.Announcement.ID+s.Story.ZH+i18n.ZH.Say(s.Word)] = true
	}
	return said
}

func TestAnnouncementsTakeTurnsWithStoriesAndWords(t *testing.T) {
	k := newKiosk()
	k.desk.people.stories = []station.Story{{ID: "s", Text: station.Text{ZH: "甲"}}}
	k.pass(20)
	if h := shows[Home](t, k); h.Posted || saidIn(t, k, 2)["a"] {
		t.Error("announces what was not posted")
	}
	k.desk.posted = []station.Announcement{postedSample("a", false), postedSample("b", false)}
	k.pass(20)
	if said := saidIn(t, k, 3); !shows[Home](t, k).Posted || !said["a"] || !said["b"] || !said["甲"] || !said[i18n.ZH.Say(i18n.Words[0])] {
		t.Errorf("says %v", said)
	}
}

func TestAnUrgentAnnouncementIsAllThatIsSaid(t *testing.T) {
	k := newKiosk()
	k.desk.posted = []station.Announcement{postedSample("storm", true), postedSample("a", false)}
	k.pass(20)
	if said := saidIn(t, k, 3); len(said) != 1 || !said["storm"] {
		t.Errorf("says %v", said)
	}
	k.desk.posted[0].Past = true // by a clock that may be wrong
	k.pass(20)
	if said := saidIn(t, k, 3); !said["storm"] || !said["a"] || len(said) < 3 {
		t.Errorf("once past says %v", said)
	}
}

func TestAnAnnouncementIsReadWithOneTap(t *testing.T) {
	k := newKiosk()
	k.desk.posted = []station.Announcement{postedSample("storm", true), postedSample("a", false)}
	k.pass(20)
	k.tap(OpenAnnouncement{"storm"})
	a := shows[Announcement](t, k)
	if a.Announcement.Title.ZH != "公告storm" || a.Others != 1 || a.Page.Count != 3 || a.Announcement.Until.Location() != zone || a.Announcement.Until.Second() != 0 {
		t.Errorf("shows %+v", a)
	}
	read := a.Announcement.Text.ZH
	for range 9 { // beyond the end
		k.tap(Turn{1})
		if now := shows[Announcement](t, k); now.Page.Index > a.Page.Index {
			a, read = now, read+now.Announcement.Text.ZH
		}
	}
	if read != strings.Repeat("请绕行。", 100) {
		t.Errorf("its pages hold %d characters", len([]rune(read)))
	}
	k.tap(Turn{-1})
	if now := shows[Announcement](t, k); now.Page.Index != 1 {
		t.Errorf("back from the last page is page %d", now.Page.Index)
	}
	k.tap(ListAnnouncements{})
	if l := shows[Announcements](t, k); len(l.Announcements) != 2 || l.Announcements[0].ID != "storm" {
		t.Errorf("lists %+v", l)
	}
	k.tap(OpenAnnouncement{"a"})
	k.tap(Back{})
	shows[Announcements](t, k)
	k.tap(Back{})
	shows[Home](t, k)
	k.tap(OpenAnnouncement{"a"})
	k.tap(Back{})
	shows[Home](t, k)
	k.tap(Enter{EnterAnnouncements})
	k.desk.posted = nil
	k.pass(20)
	k.tap(OpenAnnouncement{"a"}) // is taken down meanwhile
	if l := shows[Announcements](t, k); len(l.Announcements) != 0 {
		t.Errorf("still lists %+v", l)
	}
}

func TestAnAttendantSaysHowManySeatsAreFree(t *testing.T) {
	k := newKiosk()
	k.pass(20)
	if s := shows[Home](t, k).Seats; s != (station.Seats{}) {
		t.Errorf("says of the seats %+v before anybody has", s)
	}
	k.tap(SaySeats{station.SeatsFew}) // by nobody in particular
	if k.desk.seats.Level != station.SeatsUnsaid {
		t.Fatal("a rider has said it")
	}
	k.signIn("ma")
	k.tap(SaySeats{station.SeatsFew})
	if s := shows[OnDuty](t, k).Seats; s.Level != station.SeatsFew {
		t.Errorf("attendant's mode shows %+v", s)
	}
	k.tap(Finish{})
	k.desk.seats.Age = 150 * time.Second
	k.pass(1)
	if s := shows[Home](t, k).Seats; s != (station.Seats{Level: station.SeatsFew, Age: 2 * time.Minute}) {
		t.Errorf("the idle screen shows %+v", s)
	}
	k.signIn("ma")
	k.desk.fail = station.ErrStorage
	k.tap(SaySeats{station.SeatsNone})
	if s := shows[OnDuty](t, k).Seats; s.Level != station.SeatsFew {
		t.Errorf("what could not be kept shows as %+v", s)
	}
	notices(t, k, explainToStaff(station.ErrStorage))
}
