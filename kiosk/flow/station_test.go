package flow

import (
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// onStation is a kiosk whose desk is a real station.
func onStation(t *testing.T) (*kiosk, func(*event.AppealReply)) {
	st := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	k := newKiosk()
	k.cfg.Desk = st
	return k, func(r *event.AppealReply) {
		stationtest.Send(t, st, &event.Down{Body: &event.Down_AppealReply{AppealReply: r}})
	}
}

// TestAnAppealIsAnsweredOnARealStation goes its whole way: filed without a name,
// answered under its code, read by scanning, rated, reopened.
func TestAnAppealIsAnsweredOnARealStation(t *testing.T) {
	k, tell := onStation(t)
	draft(k)
	k.tap(WriteText{}) // is no action of this screen
	k.tap(FileAppeal{})
	filed := shows[AppealReceipt](t, k)
	code, err := seal.ParseClaimCode(filed.Code)
	if err != nil || filed.Text != code.QR() || filed.Ref.Seq == 0 {
		t.Fatalf("the receipt is %+v: %v", filed, err)
	}
	k.tap(Back{})

	k.put(Scanned{filed.Text})
	if s := shows[AppealShown](t, k); s.Answered || !s.Stages[0].Done || s.Stages[1].Done {
		t.Errorf("at first: %+v", s)
	}
	sealed, err := seal.SealReply("已经补发。", code.Public())
	if err != nil {
		t.Fatal(err)
	}
	claim := code.Claim()
	tell(&event.AppealReply{Claim: claim[:], State: event.AppealState_APPEAL_STATE_ANSWERED, Text: sealed})
	k.put(Scanned{filed.Text})
	if s := shows[AppealShown](t, k); !s.Answered || s.Reply.Text != "已经补发。" {
		t.Errorf("once answered: %+v", s)
	}
	k.tap(ChooseStars{2})
	k.tap(Rate{})
	if s := shows[AppealShown](t, k); !s.Rated || s.Reply.Text != "已经补发。" {
		t.Errorf("once rated: %+v", s)
	}
	k.tap(AskReopen{})
	k.tap(Reopen{})
	if s := shows[AppealShown](t, k); s.Answered || s.Round != 2 || s.Stages[1].Done {
		t.Errorf("once reopened: %+v", s)
	}
}

func TestAHazardIsReportedOnARealStation(t *testing.T) {
	k, _ := onStation(t)
	k.tap(Enter{EnterHazards})
	k.tap(ChooseKind{"road"})
	k.tap(ChoosePlace{"street"})
	k.tap(ReportHazard{})
	if r := shows[HazardReceipt](t, k); r.Ref.Seq == 0 || !strings.HasPrefix(r.Text, "NX") {
		t.Errorf("the receipt is %+v", r)
	}
}

// TestFewTapsAreNeeded holds what a rider has to tap, from the idle screen, to
// its number.
func TestFewTapsAreNeeded(t *testing.T) {
	k, code := answered()
	digits := strings.ReplaceAll(code.String(), "-", "")
	for name, way := range map[string]struct {
		taps int
		walk func(tap func(Action))
		ends func() bool
	}{
		"file an appeal": {5, func(tap func(Action)) {
			for _, a := range []Action{Enter{EnterAppeals}, ChooseCategory{labour}, TogglePhrase{"pay-late"}, GoOn{}, FileAppeal{}} {
				tap(a)
			}
		}, func() bool { _, ok := k.view().Screen.(AppealReceipt); return ok }},
		"follow it up by its printed code": {0, func(func(Action)) { k.put(Scanned{code.QR()}) }, func() bool {
			_, ok := k.view().Screen.(AppealShown)
			return ok
		}},
		"follow it up by typing": {2 + ClaimDigits, func(tap func(Action)) {
			tap(Enter{EnterAppeals})
			tap(FollowUp{})
			for _, d := range digits {
				tap(Press{string(d)})
			}
		}, func() bool { _, ok := k.view().Screen.(AppealShown); return ok }},
		"report a hazard": {4, func(tap func(Action)) {
			for _, a := range []Action{Enter{EnterHazards}, ChooseKind{"road"}, ChoosePlace{"street"}, ReportHazard{}} {
				tap(a)
			}
		}, func() bool { _, ok := k.view().Screen.(HazardReceipt); return ok }},
	} {
		k.tap(Finish{})
		taps := 0
		way.walk(func(a Action) { taps++; k.tap(a) })
		if !way.ends() || taps != way.taps {
			t.Errorf("to %s: %d taps end at %T", name, taps, k.view().Screen)
		}
	}
}
