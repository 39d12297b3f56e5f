package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/pass"
)

// zh is a text as the screen says it.
func zh(key i18n.Key, args ...any) string { return i18n.ZH.Say(key, args...) }

// confirmations waits until the kiosk has logged so many.
func (w *world) confirmations(n int) (refs []string) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("%d confirmations on the screen", n), patience, func() error {
		refs = nil
		for _, m := range confirmedOnScreen.FindAllStringSubmatch(w.log("kiosk"), -1) {
			refs = append(refs, m[1])
		}
		if len(refs) < n {
			return fmt.Errorf("%q", refs)
		}
		return nil
	})
	return refs
}

// TestARiderAtTheScreen taps through the window: legal aid by card, receipt, the pass on a phone and back,
// cancelling, a pass, the pass at the scanner, and an anonymous visit.
func TestARiderAtTheScreen(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.scanScreen("http://" + w.phone + "/s/")

	w.reach("ChooseService", "legal-aid")
	w.must(w.reader.Place(w.newCard()))
	checkIn := w.confirmations(1)[0]
	w.reader.Lift()
	w.tap("ChooseSlot")
	w.tap("ConfirmBooking")
	booking := w.confirmations(2)[1]
	w.receiptOf(booking)
	w.printed(booking)

	w.tap("Back")
	w.handOver()
	w.tap("Enter", door(flow.EnterBookings))
	w.tap("AskCancel")
	w.tap("ConfirmCancel")
	w.sees(zh(i18n.Cancelled))
	w.tap("Back")
	w.tap("Enter", door(flow.EnterPass))
	w.tap("ShowPicture")
	carried := w.scanScreen("NX1")
	w.tap("Finish")

	w.must(w.scanner.Scan(carried))
	if again := w.confirmations(3)[2]; again != checkIn {
		t.Errorf("the pass checked in %s, the card %s: not the same rider's visit", again, checkIn)
	}
	w.tap("Finish")
	w.tap("CheckInAnonymously")
	w.confirmations(4)

	w.must(w.kiosk.stop())
	var kinds []string
	for _, r := range w.journal() {
		kinds = append(kinds, r.Kind)
	}
	if got, want := strings.Join(kinds, " "), "epoch_started canary person check_in booking pass_issued pass_issued rider_passes_revoked pass_issued cancellation pass_issued check_in"; got != want {
		t.Errorf("journal: %s; want %s", got, want)
	}
	w.tool("nuanxin-station", "check", "--data", w.in("station"))
}

// receiptOf scans the receipt on the screen and verifies it as any station or
// the hub would.
func (w *world) receiptOf(booking string) {
	w.t.Helper()
	m, err := node.LoadMembership(w.in("station"))
	w.must(err)
	r, err := pass.VerifyReceipt(w.scanScreen("NXR1"), m.HubKey, time.Now())
	if err != nil || r.Ref.String() != booking {
		w.t.Errorf("the receipt is for %v, the booking is %s (%v)", r.Ref, booking, err)
	}
}

// printed waits until a slip that says something has been cut off.
func (w *world) printed(text string) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("a slip says %q", text), patience, func() error {
		for _, strip := range w.printer.Strips() {
			if strings.Contains(strings.Join(strip.Lines, ""), text) {
				return nil
			}
		}
		return fmt.Errorf("%d slips do not", len(w.printer.Strips()))
	})
}
