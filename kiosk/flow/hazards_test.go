package flow

import (
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

func TestAHazardIsReportedInFourTaps(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterHazards})
	if got := shows[HazardMenu](t, k).Kinds; len(got) != 9 {
		t.Errorf("%d kinds", len(got))
	}
	k.tap(ChooseKind{"nothing"})
	k.tap(ChooseKind{"water"})
	k.tap(ChoosePlace{"nowhere"})
	k.tap(ChoosePlace{"street"})
	if c := shows[HazardConfirm](t, k); !c.Ready || c.Kind.EN != "Standing water, ice" || c.Place.EN != "Street or crossing" {
		t.Errorf("to confirm: %+v", c)
	}
	k.tap(ReportHazard{})
	r := shows[HazardReceipt](t, k)
	if len(k.desk.hazards) != 1 || k.desk.hazards[0].Kind != "water" || k.desk.hazards[0].Place != "street" || k.desk.named[0].Known() {
		t.Fatalf("reported is %+v", k.desk.hazards)
	}
	if r.Text != "NXF1"+r.Ref.String() || r.Named || i18n.ZH.Clock(r.At) != "14:32" || len(k.view().Confirms()) != 1 {
		t.Errorf("the receipt is %+v", r)
	}
	k.tap(Back{})
	shows[Home](t, k)
}

// TestAHazardElsewhereNeedsWords before it can be reported.
func TestAHazardElsewhereNeedsWords(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterHazards})
	k.tap(ChooseKind{"road"})
	k.tap(WriteText{})
	shows[Pad](t, k)
	k.tap(Back{})
	if c := shows[HazardConfirm](t, k); c.Ready {
		t.Errorf("to confirm: %+v", c)
	}
	k.tap(ReportHazard{Named: true})
	notices(t, k, i18n.NothingSaid)
	k.tap(WriteText{})
	k.types("lukou")
	k.tap(UseText{})
	if c := shows[HazardConfirm](t, k); !c.Ready || c.Chars != 2 {
		t.Errorf("to confirm: %+v", c)
	}
	k.tap(ReportHazard{Named: true})
	if r := shows[HazardReceipt](t, k); !r.Named || mark(k.desk.named[0]) != "rider-1" || k.desk.hazards[0] != (station.Hazard{Kind: "road", Text: "路口"}) {
		t.Errorf("reported is %+v", k.desk.hazards)
	}
}

func TestAHazardUnderANameComesAfterTheCard(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterHazards})
	k.tap(ChooseKind{"fire"})
	k.tap(ChoosePlace{"station"})
	k.tap(ReportHazard{Named: true})
	if got := shows[Identify](t, k).Entry; got != EnterHazards {
		t.Errorf("goes on with %v", got)
	}
	k.card("rider-1")
	k.tap(DraftIsMine{})
	shows[HazardConfirm](t, k)
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(ReportHazard{Named: true})
	notices(t, k, i18n.StorageFailed)
	shows[HazardConfirm](t, k)
}

func TestOneGoesBackThroughAHazard(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterHazards})
	k.tap(ChooseKind{"fire"})
	k.tap(ChoosePlace{"station"})
	k.tap(Back{})
	shows[HazardPlaces](t, k)
	k.tap(Back{})
	shows[HazardMenu](t, k)
	k.tap(Back{})
	shows[Home](t, k)
}
