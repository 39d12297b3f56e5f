package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station/pass"
)

// spot is a place on the kiosk's screen of 1280 by 800.
type spot struct{ x, y int }

var (
	legalAid   = spot{660, 635} // at home
	anonymous  = spot{1060, 673}
	aSlot      = spot{580, 420}
	confirm    = spot{640, 676}
	ok         = spot{1178, 164} // on the receipt
	myBookings = spot{330, 620}  // on the rider's page
	myPass     = spot{940, 620}
	cancel     = spot{1180, 310} // of the first booking
	cancelIt   = spot{945, 676}
	back       = spot{100, 235} // below a notice
	finish     = spot{1150, 50}
)

// tap touches the screen and waits until it shows something else.
func (w *world) tap(at spot) {
	w.t.Helper()
	before := w.pixels()
	cmd := exec.Command("xdotool", "mousemove", fmt.Sprint(at.x), fmt.Sprint(at.y), "click", "1")
	cmd.Env = append(os.Environ(), "DISPLAY="+w.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("tap (sudo apt-get install xdotool): %v: %s", err, out)
	}
	w.eventually(fmt.Sprintf("a tap at %v changes the screen", at), 10*time.Second, func() error {
		if bytes.Equal(before, w.pixels()) {
			return errors.New("the same picture")
		}
		return nil
	})
	w.settle(afterTap)
}

// Half a second is enough for what a tap brings; the kiosk looks for news from
// the hub every second.
const (
	afterTap  = 500 * time.Millisecond
	afterNews = 1500 * time.Millisecond
)

// settle waits until the screen has shown the same for a while.
func (w *world) settle(still time.Duration) {
	last, since := w.pixels(), time.Now()
	w.eventually("the screen stands still", 10*time.Second, func() error {
		if now := w.pixels(); !bytes.Equal(now, last) {
			last, since = now, time.Now()
		}
		if time.Since(since) < still {
			return errors.New("it moves")
		}
		return nil
	})
}

func (w *world) pixels() []byte {
	b, err := os.ReadFile(w.look())
	w.must(err)
	return b
}

// confirmations waits until the kiosk has logged so many.
func (w *world) confirmations(n int) (refs []string) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("%d confirmations on the screen", n), 20*time.Second, func() error {
		refs = nil
		for _, m := range shown.FindAllStringSubmatch(w.log("kiosk"), -1) {
			refs = append(refs, m[1])
		}
		if len(refs) < n {
			return fmt.Errorf("%q", refs)
		}
		return nil
	})
	w.settle(afterTap)
	return refs
}

// TestARiderAtTheScreen taps through the window: legal aid by card, receipt,
// cancelling, a pass, the pass at the scanner, and an anonymous visit.
func TestARiderAtTheScreen(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.scanScreen("http://" + w.phone + "/s/")
	w.eventually("the services have come down", 20*time.Second, func() error {
		if out := w.tool("nuanxin-station", "status", "--data", w.in("station")); !strings.Contains(string(out), " 0 waiting") {
			return fmt.Errorf("%s", out)
		}
		return nil
	})
	w.settle(afterNews)

	w.tap(legalAid)
	w.must(w.reader.Place(w.newCard()))
	checkIn := w.confirmations(1)[0]
	w.reader.Lift()
	w.tap(aSlot)
	w.tap(confirm)
	booking := w.confirmations(2)[1]
	w.receiptOf(booking)

	w.tap(ok)
	w.tap(myBookings)
	w.tap(cancel)
	w.tap(cancelIt)
	w.tap(back)
	w.tap(myPass)
	carried := w.scanScreen("NX1")
	w.tap(finish)

	w.must(w.scanner.Scan(carried))
	if again := w.confirmations(3)[2]; again != checkIn {
		t.Errorf("the pass checked in %s, the card %s: not the same rider's visit", again, checkIn)
	}
	w.tap(finish)
	w.tap(anonymous)
	w.confirmations(4)

	w.must(w.kiosk.stop())
	var kinds []string
	for _, r := range w.journal() {
		kinds = append(kinds, r.Kind)
	}
	if got, want := strings.Join(kinds, " "), "epoch_started canary person check_in booking cancellation pass_issued check_in"; got != want {
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
