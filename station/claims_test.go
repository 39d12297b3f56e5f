package station_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

func TestAppealIsReadAndSettledAtAnyKiosk(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	here := stationtest.Open(t, fleet.Config(t, "st-1"))
	elsewhere := stationtest.Open(t, fleet.Config(t, "st-2"))
	f := file(t, here, rider(1))
	stands(t, here, f.Code, received)
	stands(t, here, f.QR, received)
	if _, err := elsewhere.AppealByClaim(f.Code); !errors.Is(err, station.ErrNoAppeal) {
		t.Fatalf("before word came: %v", err)
	}
	for _, s := range []*station.Station{here, elsewhere} {
		tell(t, s, reply(t, f.Code, received, 0, ""))
		tell(t, s, reply(t, f.Code, assigned, 0, ""))
		tell(t, s, reply(t, f.Code, inProgress, 0, "已联系平台"))
		tell(t, s, reply(t, f.Code, answered, 0, "工资将于周五补发"))
	}
	p := stands(t, elsewhere, f.Code, answered)
	if len(p.Steps) != 4 || p.Steps[2].Text != "已联系平台" || p.Steps[3].Text != "工资将于周五补发" {
		t.Errorf("elsewhere it went %+v", p.Steps)
	}
	if p := stands(t, here, f.Code, answered); len(p.Steps) != 4 { // the hub's echo is no step
		t.Errorf("here it went %+v", p.Steps)
	}
	if err := elsewhere.RateAppeal(f.Code, 2); err != nil {
		t.Fatal(err)
	}
	if err := elsewhere.ReopenAppeal(f.QR, "周五没有收到"); err != nil {
		t.Fatal(err)
	}
	stands(t, elsewhere, f.Code, isReopened)
	if got := kinds(t, elsewhere); got != "epoch_started appeal_rated appeal_reopened" {
		t.Fatalf("journal: %s", got)
	}
	recs := records(t, elsewhere)
	if r := recs[1].GetAppealRated(); r.Stars != 2 || r.Round != 0 {
		t.Errorf("rated %v", r)
	}
	ref := event.Ref{Station: "st-2", Epoch: 1, Seq: 3}
	if why, err := fleet.Opener.OpenText(recs[2].GetAppealReopened().Reason, ref); err != nil || why != "周五没有收到" {
		t.Errorf("the hub reads %q, %v", why, err)
	}
	tell(t, elsewhere, reply(t, f.Code, answered, 1, "已补发"))
	if p := stands(t, elsewhere, f.Code, answered); p.Steps[len(p.Steps)-1].Text != "已补发" {
		t.Errorf("in the second round: %+v", p.Steps)
	}
	if err := elsewhere.RateAppeal(f.Code, 5); err != nil { // a new answer
		t.Error(err)
	}
}

func TestWrongCodeOpensNothing(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, rider(1))
	tell(t, s, reply(t, f.Code, answered, 0, "答复"))
	slip := "0" + f.Code[1:]
	if f.Code[0] == '0' {
		slip = "1" + f.Code[1:]
	}
	random, err := seal.NewClaimCode(strings.NewReader("an invented random"))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]error{
		"": station.ErrClaimCode, slip: station.ErrClaimCode, "NX1ABC": station.ErrClaimCode, random.String(): station.ErrNoAppeal,
	} {
		p, err := s.AppealByClaim(code)
		if !errors.Is(err, want) || p.Steps != nil {
			t.Errorf("%q shows %+v, %v", code, p, err)
		}
		if err := s.RateAppeal(code, 5); !errors.Is(err, want) {
			t.Errorf("%q rates: %v", code, err)
		}
		if err := s.ReopenAppeal(code, ""); !errors.Is(err, want) {
			t.Errorf("%q reopens: %v", code, err)
		}
	}
	if !station.IsClaimCode(f.QR) || station.IsClaimCode(slip) {
		t.Error("IsClaimCode is wrong")
	}
}

func TestReplySealedToAnotherCodeSaysSo(t *testing.T) {
	s, _ := open(t)
	mine, other := file(t, s, rider(1)), file(t, s, rider(2))
	r := reply(t, mine.Code, answered, 0, "")
	r.Text = reply(t, other.Code, answered, 0, "别人的答复").Text
	tell(t, s, r)
	p := stands(t, s, mine.Code, answered)
	if last := p.Steps[len(p.Steps)-1]; !last.Unreadable || last.Text != "" {
		t.Errorf("%+v", last)
	}
}

func TestOnlyAnAnswerIsRatedOrReopened(t *testing.T) {
	s, _ := open(t)
	f := file(t, s, rider(1))
	for _, state := range []event.AppealState{received, assigned, inProgress} {
		tell(t, s, reply(t, f.Code, state, 0, ""))
		if err := s.RateAppeal(f.Code, 5); !errors.Is(err, station.ErrNotAnswered) {
			t.Errorf("rated when %v: %v", state, err)
		}
		if err := s.ReopenAppeal(f.Code, "x"); !errors.Is(err, station.ErrNotAnswered) {
			t.Errorf("reopened when %v: %v", state, err)
		}
	}
	tell(t, s, reply(t, f.Code, answered, 0, ""))
	for _, stars := range []int{-1, 0, 6} {
		if err := s.RateAppeal(f.Code, stars); !errors.Is(err, station.ErrNotOffered) {
			t.Errorf("%d stars: %v", stars, err)
		}
	}
	if err := s.ReopenAppeal(f.Code, strings.Repeat("长", 2001)); !errors.Is(err, station.ErrTooLong) {
		t.Errorf("a long reason: %v", err)
	}
	if err := s.RateAppeal(f.Code, 1); err != nil {
		t.Error(err)
	}
	if err := s.RateAppeal(f.Code, 1); !errors.Is(err, station.ErrRated) {
		t.Errorf("twice: %v", err)
	}
	tell(t, s, reply(t, f.Code, assigned, 0, "")) // late
	stands(t, s, f.Code, rated)
	if err := s.ReopenAppeal(f.Code, ""); err != nil {
		t.Error(err)
	}
	if err := s.ReopenAppeal(f.Code, ""); !errors.Is(err, station.ErrNotAnswered) {
		t.Errorf("reopened twice: %v", err)
	}
	stands(t, s, f.Code, isReopened)
}

func TestAppealIsOverdueUntilItIsAnswered(t *testing.T) {
	now := time.Date(2027, 3, 1, 8, 0, 0, 0, event.Zone)
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock.Wall = func() time.Time { return now }
	s := stationtest.Open(t, cfg)
	f := file(t, s, station.Anonymous())
	if p := stands(t, s, f.Code, received); !p.Due.IsZero() || p.Overdue || !p.Steps[0].At.Equal(now) {
		t.Errorf("before the hub spoke: %+v", p)
	}
	due := now.Add(24 * time.Hour)
	word := reply(t, f.Code, assigned, 0, "")
	word.DueMs = due.UnixMilli()
	tell(t, s, word)
	tell(t, s, reply(t, f.Code, inProgress, 0, "")) // says nothing of when
	for after, late := range map[time.Duration]bool{0: false, 24 * time.Hour: false, 25 * time.Hour: true} {
		now = due.Add(after - 24*time.Hour)
		if p := stands(t, s, f.Code, inProgress); !p.Due.Equal(due) || p.Overdue != late {
			t.Errorf("after %v: due %v, overdue %v", after, p.Due, p.Overdue)
		}
	}
	now = due.Add(time.Hour)
	tell(t, s, reply(t, f.Code, answered, 0, ""))
	if p := stands(t, s, f.Code, answered); p.Overdue {
		t.Error("answered and overdue")
	}
	if err := s.ReopenAppeal(f.Code, ""); err != nil {
		t.Fatal(err)
	}
	if p := stands(t, s, f.Code, isReopened); !p.Due.IsZero() || p.Overdue {
		t.Errorf("due by the last round's date: %+v", p)
	}
}
