package station_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

func agrees(t testing.TB, s *station.Station, who event.Pseudonym, purpose string) {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
		Purpose: purpose, Version: 1, TextZh: "告知", TextEn: "Notice",
	}}})
	if err := s.GiveConsent(who, purpose, 1); err != nil {
		t.Fatal(err)
	}
}

func last(t *testing.T, s *station.Station) *event.Record {
	t.Helper()
	all := records(t, s)
	return all[len(all)-1]
}

// handIn has a rider hand in one of each kind.
func handIn(t testing.TB, s *station.Station, who station.Rider) station.FiledAppeal {
	t.Helper()
	agrees(t, s, who.Pseudonym, station.PurposeStory)
	agrees(t, s, who.Pseudonym, station.PurposeMembership)
	f := file(t, s, who)
	_, err1 := s.ReportHazard(who, station.Hazard{Kind: "road", Place: "gate-2", Text: "坑"})
	_, err2 := s.OfferStory(who, "故事")
	_, err3 := s.RegisterMember(who, station.MemberDetails{Name: name})
	_, err4 := s.RequestAsMember(who, station.RequestDues, "")
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	stationtest.Send(t, s, &event.Down{Body: &event.Down_MemberStatus{MemberStatus: &event.MemberStatus{
		Pseudonym: who.Pseudonym.Bytes(), StateZh: "已登记", StateEn: "registered",
	}}})
	return f
}

func TestMyDataListsWhatWasHandedInAndErasureTakesIt(t *testing.T) {
	s, _ := open(t)
	who := rider(1)
	f := handIn(t, s, who)
	tell(t, s, reply(t, f.Code, answered, 0, "答复"))
	if got := items(t, s, who.Pseudonym); got != "consent consent appeal hazard story membership membership member status" {
		t.Errorf("my data: %s", got)
	}
	if err := s.Erase(who.Pseudonym); err != nil {
		t.Fatal(err)
	}
	if got := items(t, s, who.Pseudonym); got != "" {
		t.Errorf("after erasure: %s", got)
	}
	stands(t, s, f.Code, answered) // the code is the rider's, and names nobody
	handIn(t, s, who)              // somebody new
}

func items(t *testing.T, s *station.Station, who event.Pseudonym) string {
	t.Helper()
	d, err := s.MyData(who)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, i := range d.Items {
		if _, err := json.Marshal(i.Value); err != nil {
			t.Errorf("%s: %v", i.Subject, err)
		}
		all = append(all, i.Subject)
	}
	return strings.Join(all, " ")
}

// TestClosedAppealsAreForgotten after 180 quiet days, once the journal has
// thinned their records away; the others stay.
func TestClosedAppealsAreForgotten(t *testing.T) {
	h := &hands{wall: nine}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = h.clock()
	s := stationtest.Open(t, cfg)
	who := rider(1)
	quiet, open := handIn(t, s, who), file(t, s, who)
	foreign, err := seal.NewClaimCode(strings.NewReader("filed at another station"))
	if err != nil {
		t.Fatal(err)
	}
	drop := func(want int) {
		t.Helper()
		if n, err := s.DropClosed(); err != nil || n != want {
			t.Errorf("%d forgotten, %v; want %d", n, err, want)
		}
		if r, err := s.Check(); err != nil || len(r.Faults) > 0 {
			t.Errorf("check: %v, %v", r.Faults, err)
		}
	}
	tell(t, s, reply(t, quiet.Code, answered, 0, "答复"))
	tell(t, s, reply(t, foreign.String(), answered, 0, "答复"))
	h.pass(180 * 24 * time.Hour)
	drop(0)
	h.pass(time.Hour)
	drop(1) // the foreign one: the journal has the other
	if _, err := s.AppealByClaim(foreign.String()); !errors.Is(err, station.ErrNoAppeal) {
		t.Errorf("forgotten, and yet: %v", err)
	}
	if _, err := s.CheckIn(station.Anonymous()); err != nil {
		t.Fatal(err)
	}
	at, err := s.Standing()
	if err != nil {
		t.Fatal(err)
	}
	deliver(t, s, at.Last)
	if _, err := s.Thin(); err != nil {
		t.Fatal(err)
	}
	drop(4) // the answered appeal and its rider's row, the hazard and the story
	if _, err := s.AppealByClaim(quiet.Code); !errors.Is(err, station.ErrNoAppeal) {
		t.Errorf("forgotten, and yet: %v", err)
	}
	stands(t, s, open.Code, received) // nobody has answered it
	drop(0)
	if got := items(t, s, who.Pseudonym); got != "consent consent membership membership appeal member status" {
		t.Errorf("my data: %s", got)
	}
}

// TestSubmissionsAreThoseOfMyData: what is read alone says the same as what is read with all else.
func TestSubmissionsAreThoseOfMyData(t *testing.T) {
	s, _ := open(t)
	for _, who := range []station.Rider{rider(1), rider(1), rider(2), station.Anonymous()} {
		file(t, s, who)
		_, err := s.ReportHazard(who, station.Hazard{Kind: "road", Place: "crossing-3"})
		must(t, err)
	}
	_, err := s.CheckIn(rider(1))
	must(t, err)
	got, err := s.Submissions(rider(1).Pseudonym)
	must(t, err)
	all, err := s.MyData(rider(1).Pseudonym)
	must(t, err)
	want := slices.DeleteFunc(all.Items, func(i station.Item) bool { _, is := i.Value.(station.SubmissionItem); return !is })
	if len(got) != 4 || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if none, err := s.Submissions(event.Pseudonym{}); err != nil || len(none) > 0 {
		t.Errorf("nobody has handed in %+v, %v", none, err)
	}
}
