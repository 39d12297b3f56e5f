package e2e

import (
	"bytes"
	"image"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// pageCode is what the scanner reads on a test page.
const pageCode = "NUANXIN TEST"

// TestAPressOutlastsANotice holds a finger on the first page, which slides off
// and comes back, while the scanner reads a test page: that draws the page anew
// under a notice. Lifted, the finger has tapped once what it pressed.
func TestAPressOutlastsANotice(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.sees("法律援助") // what the hub offers has come, and moved the tiles
	at, before := w.find("CheckInAnonymously")
	part := image.Rect(at.X-32, at.Y-32, at.X+32, at.Y+32)
	w.must(w.finger.moveTo(at))
	rest := w.still(part)
	w.must(w.finger.press())
	w.changed(part, rest)
	pressed := w.still(part)
	w.must(w.finger.moveTo(image.Pt(w.finger.size.X/2, 4))) // in the header, where nothing is tapped
	w.changed(part, pressed)
	if !bytes.Equal(w.still(part), rest) {
		t.Error("a finger that has slid off leaves its press behind")
	}
	w.must(w.finger.moveTo(at.Add(image.Pt(5, -5))))
	w.changed(part, rest)

	notice := zh(i18n.ScannerWell)
	if says(before.Texts, notice) {
		t.Fatalf("it says %q before anything was scanned", notice)
	}
	w.must(w.scanner.Scan(pageCode))
	noticed := w.sees(notice)
	if noticed.Screen != before.Screen || noticed.Session != before.Session || noticed.Taps != before.Taps {
		t.Fatalf("with the notice there is %+v in place of %+v", noticed, before)
	}
	w.must(w.finger.release())
	w.confirmations(1)
	if now := w.on("Thanks"); now.Taps != before.Taps+1 {
		t.Errorf("one finger has tapped %d times", now.Taps-before.Taps)
	}
}
