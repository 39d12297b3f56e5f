package flow

import (
	"fmt"
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// held is a kiosk with a rider of whom the station holds something of many subjects, at what it holds.
func heldKiosk() *kiosk {
	k := newKiosk()
	who := pseudonym("rider-1")
	k.desk.earn("rider-1", 50, "visit")
	_ = k.desk.GiveConsent(who, station.PurposeStory, 2)
	_ = k.desk.GiveConsent(who, station.PurposeMembership, 1)
	k.desk.files.passes[who] = 2
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	k.tap(Back{})
	k.tap(Enter{EnterMyData})
	return k
}

func TestMyDataIsShownBySubjectAndInLines(t *testing.T) {
	k := heldKiosk()
	seen := map[string]int{}
	for {
		d := shows[MyData](t, k)
		for _, g := range d.Groups {
			seen[g.Subject] = g.Count
		}
		if d.Page.Index == d.Page.Count-1 {
			break
		}
		k.tap(Turn{1})
	}
	if want := map[string]int{"visit": 1, "consent": 2, "booking": 1, "points": 1, "points balance": 1, "pass": 2}; fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("subjects are %v, want %v", seen, want)
	}
	k.tap(ShowData{"booking"})
	if l := shows[MyDataLines](t, k); l.Subject != "booking" || len(l.Lines) != 1 || l.Lines[0].Name.EN != "Health check" || l.Lines[0].Item.At.Location() != zone {
		t.Errorf("bookings are %+v", l)
	}
	k.tap(Back{})
	shows[MyData](t, k)
}

func TestACopyHasEveryRecord(t *testing.T) {
	k := heldKiosk()
	for i := range 9 {
		k.desk.earn("rider-1", int64(i), "visit")
	}
	k.tap(Back{})
	k.tap(Enter{EnterMyData})
	k.tap(ShowTakeData{})
	n, pages := 0, shows[TakeData](t, k).Page.Count
	for range pages {
		lines := len(shows[TakeData](t, k).Lines)
		if n += lines; lines > 6 {
			t.Errorf("a code has %d records: phones do not read that", lines)
		}
		k.tap(Turn{1})
	}
	if all, _ := k.desk.MyData(pseudonym("rider-1")); n != len(all.Items) {
		t.Errorf("the copy has %d records of %d", n, len(all.Items))
	}
}

func TestAConsentIsWithdrawnAloneAndAllTogether(t *testing.T) {
	k := heldKiosk()
	who := pseudonym("rider-1")
	k.tap(ShowConsents{})
	if c := shows[Consents](t, k).Consents; len(c) != 2 || !c[1].Given || c[1].Name.ZH != i18n.ZH.Say(i18n.PurposeStory) {
		t.Errorf("consents are %+v", c)
	}
	k.tap(AskWithdraw{station.PurposeStory})
	if w := shows[WithdrawConsent](t, k); w.Text.ZH != "故事须知" {
		t.Errorf("shows %+v", w)
	}
	k.tap(ConfirmWithdraw{station.PurposeMembership}) // not the one shown
	shows[WithdrawConsent](t, k)
	k.tap(ConfirmWithdraw{station.PurposeStory})
	notices(t, k, i18n.Withdrawn)
	if c := shows[Consents](t, k).Consents; !c[0].Given || c[1].Given {
		t.Errorf("afterwards consents are %+v", c)
	}
	k.tap(AskWithdraw{station.PurposeStory}) // withdrawn already
	shows[Consents](t, k)
	k.tap(WithdrawAll{})
	notices(t, k, i18n.AllWithdrawn)
	if yes, _ := k.desk.Consented(who, station.PurposeMembership); yes {
		t.Error("a consent is left")
	}
}

func TestPassesAreRevoked(t *testing.T) {
	k := heldKiosk()
	k.tap(ShowPasses{})
	if p := shows[HeldPasses](t, k); p.Good != 2 || p.Until.Location() != zone {
		t.Errorf("passes are %+v", p)
	}
	k.tap(RevokePasses{})
	shows[MyData](t, k)
	notices(t, k, i18n.PassesRevoked)
	k.tap(ShowPasses{})
	if p := shows[HeldPasses](t, k); p.Good != 0 {
		t.Errorf("afterwards passes are %+v", p)
	}
}

func TestErasingAsksTwiceAndLeavesNobodyThere(t *testing.T) {
	k := heldKiosk()
	k.tap(AskErase{})
	shows[EraseAsk](t, k)
	k.tap(ConfirmErase{}) // a tap of the second question does nothing at the first
	shows[EraseAsk](t, k)
	k.tap(EraseOn{})
	if s := shows[EraseSure](t, k); s.Points != 50 || s.Bookings != 1 {
		t.Errorf("at stake is %+v", s)
	}
	k.tap(SwitchLanguage{})
	k.tap(ConfirmErase{})
	shows[Farewell](t, k)
	if v := k.view(); v.Who != nil || v.Lang != i18n.EN {
		t.Errorf("after the erasure: %+v", v)
	}
	if got := riders(known(k.machine)); len(got) > 0 {
		t.Errorf("after the erasure %v is found", got)
	}
	if !slices.Contains(k.desk.files.erased, pseudonym("rider-1")) {
		t.Error("nobody was erased")
	}
	k.pass(8)
	shows[Home](t, k)
}

func TestErasingCanBeLeftAtBothQuestions(t *testing.T) {
	k := heldKiosk()
	k.tap(AskErase{})
	k.tap(Back{})
	shows[MyData](t, k)
	k.tap(AskErase{})
	k.tap(EraseOn{})
	k.tap(Back{})
	shows[MyData](t, k)
	if len(k.desk.files.erased) > 0 {
		t.Error("somebody was erased")
	}
}

// What the disk refuses is said, and nothing looks done.
func TestWhatIsNotRecordedIsNotSaidToBeDone(t *testing.T) {
	for name, try := range map[string]func(k *kiosk){
		"withdraw": func(k *kiosk) { k.tap(ShowConsents{}); k.tap(AskWithdraw{station.PurposeStory}) },
		"all":      func(k *kiosk) { k.tap(ShowConsents{}) },
		"passes":   func(k *kiosk) { k.tap(ShowPasses{}) },
		"erase":    func(k *kiosk) { k.tap(AskErase{}); k.tap(EraseOn{}) },
	} {
		k := heldKiosk()
		try(k)
		before := fmt.Sprintf("%T", k.view().Screen)
		k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
		k.tap(map[string]Action{"withdraw": ConfirmWithdraw{station.PurposeStory}, "all": WithdrawAll{}, "passes": RevokePasses{}, "erase": ConfirmErase{}}[name])
		if got := fmt.Sprintf("%T", k.view().Screen); got != before || k.view().Who == nil {
			t.Errorf("%s: from %s to %s", name, before, got)
		}
		notices(t, k, i18n.StorageFailed)
	}
}
