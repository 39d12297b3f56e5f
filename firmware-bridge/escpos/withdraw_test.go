package escpos_test

import (
	"errors"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// A receipt whose rider has gone does not come out when the printer is well
// again; the others do.
func TestAWithdrawnReceiptDoesNotComeOut(t *testing.T) {
	printer, link := plugIn(t, quick)
	d := newDesk()
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	printer.Set(sim.PaperOut, true)
	d.submit(t, "first", "second")
	for e := (escpos.Waiting{}); e.ID != "second" || !errors.Is(e.Err, escpos.ErrPaperOut); e = next[escpos.Waiting](t, d) {
	}
	d.Withdraw("first")
	d.Withdraw("first")
	d.Withdraw("nobody's")
	if e := next[escpos.Dropped](t, d); e.ID != "first" {
		t.Errorf("dropped %+v", e)
	}
	printer.Set(sim.PaperOut, false)
	if e := next[escpos.Printed](t, d); e.ID != "second" {
		t.Errorf("printed %+v", e)
	}
	if n := copies(t, printer, "first"); n != 0 || d.Reprint("first") {
		t.Errorf("%d copies came out", n)
	}
}
