package flow

import (
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// printer keeps the slips it is given.
type printer struct {
	slips     []Slip
	full      bool
	withdrawn []string
}

func (p *printer) Withdraw(id string) { p.withdrawn = append(p.withdrawn, id) }

func (p *printer) Print(s Slip) bool {
	if !p.full {
		p.slips = append(p.slips, s)
	}
	return !p.full
}

// booked is a kiosk with a printer, at the receipt of a fresh booking.
func booked(full bool) (*kiosk, *printer) {
	k, p := newKiosk(), &printer{full: full}
	k.cfg.Printer = p
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	return k, p
}

func says(t *testing.T, k *kiosk, want i18n.Key, can bool) {
	t.Helper()
	if r := shows[Receipt](t, k); r.Paper != want || r.CanPrint != can {
		t.Errorf("it says %q, printing may be asked for: %v", i18n.EN.Say(r.Paper), r.CanPrint)
	}
}

func TestABookingIsPrintedAndTheScreenSaysHowItGoes(t *testing.T) {
	k, p := booked(false)
	says(t, k, i18n.SlipPrinting, false)
	if len(p.slips) != 1 {
		t.Fatalf("%d slips", len(p.slips))
	}
	s := p.slips[0]
	if s.Masked != "rider-1**" || s.Code != "NXR1rider-1/1/2" || s.Held.Booking.Slot.ID != "health-1" || s.Now.IsZero() {
		t.Errorf("the slip has %#v", []any{s.Masked, s.Code, s.Held, s.Now})
	}
	k.put(SlipHeard{s.ID, i18n.SlipPaperOut, false})
	says(t, k, i18n.SlipPaperOut, false)
	k.put(SlipHeard{"other", i18n.SlipPrinted, true})
	says(t, k, i18n.SlipPaperOut, false)
	k.tap(PrintSlip{}) // one is under way
	k.put(SlipHeard{s.ID, i18n.SlipNotPrinted, true})
	says(t, k, i18n.SlipNotPrinted, true)
	k.tap(PrintSlip{})
	if len(p.slips) != 2 || p.slips[1].ID == s.ID || p.slips[1].Code != s.Code {
		t.Errorf("%d slips", len(p.slips))
	}
	says(t, k, i18n.SlipPrinting, false)
}

func TestAPrinterThatTakesNoMoreDoesNotHoldABookingUp(t *testing.T) {
	k, _ := booked(true)
	says(t, k, i18n.SlipNotPrinted, true)
}

func TestWithoutAPrinterNothingIsSaidOfPaper(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	says(t, k, i18n.None, false)
	k.tap(PrintSlip{})
	says(t, k, i18n.None, false)
}

func TestABookingHeldAlreadyIsPrintedOnDemandOnly(t *testing.T) {
	k, p := booked(false)
	k.put(SlipHeard{p.slips[0].ID, i18n.SlipPrinted, true})
	k.tap(Back{})
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	says(t, k, i18n.None, true)
	k.tap(PrintSlip{})
	if len(p.slips) != 2 {
		t.Errorf("%d slips", len(p.slips))
	}
}

func TestNewsOfASlipGoesToNobodyElse(t *testing.T) {
	k, p := booked(false)
	k.tap(Finish{})
	k.card("rider-2")
	k.put(SlipHeard{p.slips[0].ID, i18n.SlipPaperOut, false})
	if k.session.paper != (paper{}) {
		t.Errorf("the next rider is told %+v", k.session.paper)
	}
}

func TestASlipDoesNotPrintItself(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, Slip{Masked: "张**"}); got != "slip" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}
