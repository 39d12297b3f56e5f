package flow

import (
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// TestARewardIsHandedOutAtTheDesk from the list, where those still to be handed out come first; a mistake is taken back.
func TestARewardIsHandedOutAtTheDesk(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyRewards)
	first := shows[Handouts](t, k).Handouts[0]
	k.tap(ChooseHandout{first.Redemption.Ref})
	k.tap(NoteHandout{ActTakeHandOut}) // not yet
	if h := shows[HandoutAtDesk](t, k); len(h.Acts) != 2 || h.Handout.Masked != "rider-4**" {
		t.Errorf("at the desk %+v", h)
	}
	k.tap(NoteHandout{ActHandOut})
	notices(t, k, i18n.HandedOut)
	noted(t, k, "hand out rider-4 by ma")
	last := shows[Handouts](t, k).Handouts[3].Redemption
	if last.Ref != first.Redemption.Ref || last.HandedOut.Location() != k.cfg.Zone {
		t.Errorf("it stands as %+v", last)
	}
	k.tap(ChooseHandout{last.Ref})
	k.tap(NoteHandout{ActHandOut}) // no second time
	k.tap(NoteHandout{ActGiveBack})
	shows[HandoutAtDesk](t, k)
	k.tap(NoteHandout{ActTakeHandOut})
	notices(t, k, i18n.HandOutTaken)
	if r := shows[Handouts](t, k).Handouts[0].Redemption; r.Ref != first.Redemption.Ref || !r.Open() {
		t.Errorf("it stands as %+v", r)
	}
}

// TestAReceiptFindsItsRedemption wherever an attendant scans it, and what was handed out is not handed out again.
func TestAReceiptFindsItsRedemption(t *testing.T) {
	k := newKiosk()
	k.signIn("ma")
	k.put(Scanned{"NXR1reward-202"})
	h := shows[HandoutAtDesk](t, k)
	if h.Handout.Redemption.Ref.Seq != 202 || h.Handout.Masked != "rider-6**" || k.view().Attendant == nil {
		t.Fatalf("found %+v", h)
	}
	k.tap(NoteHandout{ActHandOut})
	k.put(Scanned{"NXR1reward-202"})
	notices(t, k, i18n.WasHandedOut)
	if h := shows[HandoutAtDesk](t, k); len(h.Acts) != 1 || h.Acts[0] != ActTakeHandOut || h.Handout.Redemption.By.Name != "小马" {
		t.Errorf("it can be noted that %v; it was handed out by %+v", h.Acts, h.Handout.Redemption.By)
	}
	k.put(Scanned{"NXR1forged"})
	notices(t, k, i18n.ReceiptForged)
	k.put(Scanned{"NXR1reward-999"})
	notices(t, k, i18n.NoEntry)
	if k.view().Attendant == nil {
		t.Error("a receipt ends the attendant's session")
	}
	k.put(Scanned{"rider-1"}) // a pass is a rider who has come
	if k.view().Attendant != nil || k.view().Who == nil {
		t.Error("a rider has come, and the attendant is still on duty")
	}
}

// TestHandedOutMeanwhile: what another says first counts, and the attendant hears so.
func TestHandedOutMeanwhile(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyRewards)
	r := shows[Handouts](t, k).Handouts[0].Redemption
	k.tap(ChooseHandout{r.Ref})
	if err := k.desk.HandOut(r.Who, r.Ref, "boss"); err != nil {
		t.Fatal(err)
	}
	k.tap(NoteHandout{ActHandOut})
	notices(t, k, i18n.WasHandedOut)
	shows[HandoutAtDesk](t, k)
}

func TestANumberFindsItsRedemption(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyRewards)
	k.tap(KeyNumber{})
	k.tap(KeyDone{})
	notices(t, k, i18n.HandoutAsk)
	for _, d := range []int{9, 2, 0, 3} {
		k.tap(KeyDigit{d})
	}
	if pad := shows[Keypad](t, k); pad.Number != "9203" || pad.ByCard {
		t.Errorf("the pad shows %+v", pad)
	}
	k.tap(KeyDone{})
	notices(t, k, i18n.NoEntry)
	for range 4 {
		k.tap(KeyBack{})
	}
	for _, d := range []int{2, 0, 3} {
		k.tap(KeyDigit{d})
	}
	k.tap(KeyDone{})
	if h := shows[HandoutAtDesk](t, k); h.Handout.Redemption.Ref.Seq != 203 || h.Handout.Masked != "" {
		t.Errorf("found %+v", h)
	}
	k.tap(Back{})
	shows[Handouts](t, k)
	k.tap(KeyNumber{})
	k.put(Scanned{"NXR1reward-201"}) // quicker
	if h := shows[HandoutAtDesk](t, k); h.Handout.Redemption.Ref.Seq != 201 {
		t.Errorf("found %+v", h)
	}
}

// TestARedemptionIsPrinted with the rider's masked name, and a hazard without, also under a name; a printer that takes
// nothing keeps nobody.
func TestARedemptionIsPrinted(t *testing.T) {
	for _, full := range []bool{false, true} {
		k, p := rich(50), &printer{full: full}
		k.cfg.Printer = p
		k.tap(ChooseReward{"water"})
		k.tap(ConfirmRedeem{"water"})
		r := shows[RewardReceipt](t, k)
		if full {
			if r.Paper != i18n.SlipNotPrinted || !r.CanPrint {
				t.Errorf("the receipt says %+v", r)
			}
			continue
		}
		if r.Paper != i18n.SlipPrinting || r.CanPrint || len(p.slips) != 1 {
			t.Fatalf("the receipt says %+v, %d slips", r, len(p.slips))
		}
		s := p.slips[0]
		if s.Code != r.Text || s.Masked != "rider-1**" || s.Proof.Ref != r.Entry.Ref || s.Proof.Name != (station.Text{ZH: "水", EN: "Water"}) {
			t.Errorf("the slip has %#v", []any{s.Code, s.Masked, s.Proof})
		}
		k.tap(PrintSlip{}) // one is under way
		k.put(SlipHeard{s.ID, i18n.SlipPrinted, true})
		k.tap(PrintSlip{})
		if len(p.slips) != 2 {
			t.Errorf("%d slips", len(p.slips))
		}
	}
}

func TestAHazardIsPrintedWithoutAName(t *testing.T) {
	k, p := newKiosk(), &printer{}
	k.cfg.Printer = p
	k.card("rider-1")
	k.tap(Enter{EnterHazards})
	k.tap(ChooseKind{"fire"})
	k.tap(ChoosePlace{"station"})
	k.tap(ReportHazard{Named: true})
	r := shows[HazardReceipt](t, k)
	if r.Paper != i18n.SlipPrinting || len(p.slips) != 1 {
		t.Fatalf("the receipt says %+v, %d slips", r, len(p.slips))
	}
	if s := p.slips[0]; s.Masked != "" || s.Code != r.Text || s.Proof.Name.EN != r.Kind.EN || s.Proof.Place.EN != r.Place.EN {
		t.Errorf("the slip has %#v", []any{s.Code, s.Masked, s.Proof})
	}
}
