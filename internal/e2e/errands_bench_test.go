package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// BenchmarkErrands says how many taps and how many seconds of the machine's
// time riders need, from the idle screen to the screen that tells them it is
// done. A rider's own time comes on top.
func BenchmarkErrands(b *testing.B) {
	w := newWorld(b)
	w.poll = 5 * time.Millisecond
	w.startKiosk()
	w.sees("法律援助")
	claim := w.appeal()
	w.away()
	pass := w.passes(1)[0]
	for _, e := range []struct {
		name string
		do   func()
	}{
		{"check-in-by-card", func() { w.must(w.reader.Place(w.newCard())); w.on("Rider") }},
		{"repeat-check-in-by-pass", func() { w.must(w.scanner.Scan(pass)); w.on("Rider") }},
		{"book-legal-aid-by-card", func() {
			w.reach("ChooseService", "legal-aid")
			w.must(w.reader.Place(w.newCard()))
			w.tap("ChooseSlot")
			w.tap("ConfirmBooking")
			w.on("Receipt")
		}},
		{"follow-an-appeal-up-by-scan", func() {
			w.must(w.scanner.Scan("NXC1" + strings.ReplaceAll(claim, "-", "")))
			w.on("AppealShown")
		}},
		{"follow-an-appeal-up-by-typing", func() {
			w.tap("Enter", door(flow.EnterAppeals))
			w.tap("FollowUp")
			w.typeClaim(claim)
			w.on("AppealShown")
		}},
	} {
		b.Run(e.name, func(b *testing.B) {
			w.t = b
			var took spans
			taps := 0
			for b.Loop() {
				w.taps = 0
				began := time.Now()
				e.do()
				took = append(took, time.Since(began))
				taps = w.taps
				w.away()
				<-time.After(2 * time.Second) // the same code soon after would be taken for the same sight of it
			}
			took.report(b, "machine")
			b.ReportMetric(float64(taps), "taps")
		})
		w.t = b
	}
}

// typeClaim keys a claim code in.
func (w *world) typeClaim(claim string) {
	w.t.Helper()
	w.on("ClaimPad")
	w.keys(strings.ReplaceAll(claim, "-", ""))
}
