package flow

import (
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// begunBySomebody is a kiosk at which an unknown rider wrote something and wants
// to hand it in by name, when rider-2 lays down a card.
func begunBySomebody(t *testing.T, steps ...Action) *kiosk {
	t.Helper()
	k, phone := newKiosk(), &keyboard{open: map[string]bool{}}
	k.cfg.Keyboard = phone
	for _, a := range steps {
		k.tap(a)
		if len(phone.open) > 0 {
			phone.send(k, phone.last(), "rider-1 wrote this")
			k.tap(UseText{})
		}
	}
	shows[Identify](t, k)
	k.card("rider-2")
	return k
}

var (
	appealBegun = []Action{Enter{EnterAppeals}, ChooseCategory{labour}, WriteText{}, GoOn{}, FileAppeal{Named: true}}
	hazardBegun = []Action{Enter{EnterHazards}, ChooseKind{"fire"}, WriteText{}, ReportHazard{Named: true}}
)

func shown(k *kiosk) []string { return riders(k.view()) }

// TestADraftIsNotShownToWhoeverComesNext: asked first, and even who says it is
// theirs sees nothing of what was written, on no screen.
func TestADraftIsNotShownToWhoeverComesNext(t *testing.T) {
	for _, begun := range [][]Action{appealBegun, hazardBegun} {
		k := begunBySomebody(t, begun...)
		shows[DraftFound](t, k)
		k.tap(DraftIsMine{})
		for _, a := range []Action{Stay{}, WriteText{}, UsePad{}, UsePhone{}, Back{}, Back{}, WriteText{}, UsePad{}, Back{}} {
			k.tap(a)
			if got := shown(k); slices.Contains(got, "rider-1") {
				t.Fatalf("after %T it shows %+v", a, k.view().Screen)
			}
		}
	}
}

func TestADraftOfSomebodyElseIsDropped(t *testing.T) {
	for _, no := range []Action{DraftIsNotMine{}, Back{}} {
		k := begunBySomebody(t, appealBegun...)
		k.tap(no)
		shows[Rider](t, k)
		notices(t, k, i18n.DraftDropped)
		if got := riders(known(k.machine)); slices.Contains(got, "rider-1") || len(k.desk.filed) > 0 {
			t.Errorf("found %v, filed %v", got, k.desk.filed)
		}
	}
}

// TestADraftOfOnesOwnIsHandedInWhole, sealed or not, unless it is written anew.
func TestADraftOfOnesOwnIsHandedInWhole(t *testing.T) {
	k := begunBySomebody(t, appealBegun...)
	k.tap(DraftIsMine{})
	if c := shows[AppealConfirm](t, k); c.Chars != 18 {
		t.Errorf("it says %+v", c)
	}
	k.tap(Back{})
	k.tap(WriteText{})
	k.tap(UsePad{})
	k.tap(Back{}) // nothing written beside it
	k.tap(GoOn{})
	k.tap(FileAppeal{Named: true})
	shows[AppealReceipt](t, k)
	if len(k.desk.filed) != 1 {
		t.Fatalf("filed are %v", k.desk.filed)
	}

	k = begunBySomebody(t, hazardBegun...)
	k.tap(DraftIsMine{})
	k.tap(WriteText{})
	k.tap(UsePad{})
	k.tap(Press{"1"})
	k.tap(UseText{})
	if c := shows[HazardConfirm](t, k); c.Chars != 1 {
		t.Errorf("written anew it says %+v", c)
	}
}
