package escpos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// patience is how long a test waits for what must happen.
const patience = 30 * time.Second

func plugIn(t testing.TB, o sim.PrinterOptions) (*sim.Printer, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "printer")
	d, err := sim.NewPrinter(link, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d, link
}

// quick is a printer whose paper does not hold a test up.
var quick = sim.PrinterOptions{Baud: 115200, Speed: 1500}

// desk is a Printer, driven as the kiosk drives it, and what it tells.
type desk struct {
	*escpos.Printer
	events chan escpos.Event
}

func newDesk() *desk {
	d := &desk{events: make(chan escpos.Event, 1000)}
	d.Printer = &escpos.Printer{Emit: func(e escpos.Event) { d.events <- e }, Baud: 115200, Speed: 1500}
	return d
}

func (d *desk) follow(t testing.TB, link string, baud int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: link, Baud: baud},
			func(ctx context.Context, p *port.Port) error { return d.Run(ctx, p) }, func(error) {})
	}()
	t.Cleanup(func() { cancel(); <-ended })
}

// next waits for the next E, and passes over other events.
func next[E escpos.Event](t testing.TB, d *desk) E {
	t.Helper()
	var want E
	var passed []escpos.Event
	for end := time.After(patience); ; {
		select {
		case got := <-d.events:
			if e, ok := got.(E); ok {
				return e
			}
			passed = append(passed, got)
		case <-end:
			t.Fatalf("no %T came, but %+v", want, passed)
		}
	}
}

func (d *desk) submit(t testing.TB, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := d.Submit(escpos.Receipt{ID: id, Document: receipt(t, id)}); err != nil {
			t.Fatal(err)
		}
	}
}

// lines is the text of a receipt.
func lines(id string) []string {
	return []string{"和平路暖新驿站", "编号 " + id, "11月24日 周二", "09:00 到 09:30", "请带身份证", "", id + " ends"}
}

func receipt(t testing.TB, id string) escpos.Document {
	t.Helper()
	modules, err := qr.Modules("NXR1" + id)
	if err != nil {
		t.Fatal(err)
	}
	var d escpos.Document
	for i, text := range lines(id) {
		d = append(d, escpos.Paragraph{Text: text, Bold: i == 0})
	}
	return append(d, escpos.QR{Modules: modules}, escpos.Cut{})
}

// copies counts the whole receipts of that name, which are strips of their own.
func copies(t testing.TB, d *sim.Printer, id string) int {
	t.Helper()
	r := sim.NewRoll(384, nil)
	_, _ = r.Write(bytesOf(t, escpos.Encoder{}, receipt(t, id)))
	want, n := r.Strips()[0], 0
	for _, s := range d.Strips() {
		if slices.Equal(s.Lines, lines(id)) && bytes.Equal(s.Picture.Pix, want.Picture.Pix) {
			n++
		}
	}
	return n
}

func TestReceiptsComeOutOneAfterTheOther(t *testing.T) {
	for name, o := range map[string]sim.PrinterOptions{
		"answers":           {},
		"no GS r":           {NoOrder: true},
		"tells by itself":   {ASB: true},
		"never says a word": {Mute: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.Baud, o.Speed = 115200, 1500
			device, link := plugIn(t, o)
			d := newDesk()
			d.follow(t, link, 115200)
			d.submit(t, "a/1/1", "a/1/2")
			for _, id := range []string{"a/1/1", "a/1/2"} {
				if p := next[escpos.Printed](t, d); p.ID != id || p.Sure == o.Mute {
					t.Errorf("told %+v", p)
				}
			}
			await(t, func() bool { return copies(t, device, "a/1/2") == 1 }) // a mute one may still print
			if n := copies(t, device, "a/1/1"); n != 1 || len(device.Strips()) != 2 {
				t.Errorf("%d copies in %d strips", n, len(device.Strips()))
			}
			if got := scanned(t, device.Strips()[0]); got != "NXR1a/1/1" {
				t.Errorf("the code reads %q", got)
			}
		})
	}
}

// await polls a simulated device, which is a process of its own in all but name.
func await(t testing.TB, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ready(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not happen")
		}
	}
}

// TestASmallBufferIsNotOverrun: the line is faster than the paper.
func TestASmallBufferIsNotOverrun(t *testing.T) {
	for name, o := range map[string]sim.PrinterOptions{
		"answers": {Buffer: 2048 + 64}, "no GS r": {NoOrder: true, Buffer: 2048 + 64}, "mute": {Mute: true, Buffer: 2048 + 64},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.Baud, o.Speed = 115200, 60
			device, link := plugIn(t, o)
			d := newDesk()
			d.Speed = 50
			d.follow(t, link, 115200)
			d.submit(t, "b/1/1", "b/1/2")
			next[escpos.Printed](t, d)
			next[escpos.Printed](t, d)
			await(t, func() bool { return copies(t, device, "b/1/2") == 1 })
			if device.Lost() != 0 || copies(t, device, "b/1/1") != 1 {
				t.Errorf("%d bytes lost", device.Lost())
			}
		})
	}
	t.Run("who does not wait loses", func(t *testing.T) {
		t.Parallel()
		device, link := plugIn(t, sim.PrinterOptions{Baud: 115200, Speed: 60, Buffer: 2048})
		p, err := port.Open(port.Config{Path: link, Baud: 115200})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		for range 3 {
			if _, err := p.Write(bytesOf(t, escpos.Encoder{}, receipt(t, "b/1/1"))); err != nil {
				t.Fatal(err)
			}
		}
		await(t, func() bool { return device.Lost() > 0 })
	})
}

// TestTroubleAmidAReceipt: it is told at once, and when the printer is well one whole receipt comes out, apart from
// what broke off.
func TestTroubleAmidAReceipt(t *testing.T) {
	for name, c := range map[string]struct {
		trouble sim.Trouble
		want    error
	}{
		"paper out":     {sim.PaperOut, escpos.ErrPaperOut},
		"cover open":    {sim.CoverOpen, escpos.ErrCoverOpen},
		"jam":           {sim.Jam, escpos.ErrCutter},
		"unrecoverable": {sim.Broken, escpos.ErrUnrecoverable},
		"overheated":    {sim.Hot, escpos.ErrRecoverable},
		"offline":       {sim.Offline, escpos.ErrOffline},
	} {
		for _, after := range []int{20, 400} {
			t.Run(fmt.Sprint(name, " after ", after), func(t *testing.T) {
				t.Parallel()
				device, link := plugIn(t, quick)
				d := newDesk()
				d.follow(t, link, 115200)
				next[escpos.Condition](t, d)
				device.After(after, c.trouble)
				d.submit(t, "c/1/1")
				if w := next[escpos.Waiting](t, d); w.ID != "c/1/1" || !errors.Is(w.Err, c.want) {
					t.Errorf("told %+v", w)
				}
				device.Set(c.trouble, false)
				if p := next[escpos.Printed](t, d); !p.Sure {
					t.Errorf("told %+v", p)
				}
				if n := copies(t, device, "c/1/1"); n != 1 || len(device.Strips()) > 2 {
					t.Errorf("%d copies in %d strips", n, len(device.Strips()))
				}
			})
		}
	}
}

// TestTroubleMendedByThePowerSwitch: what the printer had in its buffer is gone, and so are its answers.
func TestTroubleMendedByThePowerSwitch(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, quick)
	d := newDesk()
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	device.After(400, sim.Broken)
	d.submit(t, "c/1/1")
	next[escpos.Waiting](t, d)
	device.Restart()
	next[escpos.Printed](t, d)
	if n := copies(t, device, "c/1/1"); n != 1 {
		t.Errorf("%d copies", n)
	}
}

func TestPaperThatRunsLowIsToldAndPrints(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, quick)
	device.Set(sim.PaperLow, true)
	d := newDesk()
	d.follow(t, link, 115200)
	if c := next[escpos.Condition](t, d); !c.Status.PaperLow || c.Err != nil {
		t.Errorf("told %+v", c)
	}
	d.submit(t, "l/1/1")
	next[escpos.Printed](t, d)
}

func TestALineThatIsPulledAmidAReceipt(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, sim.PrinterOptions{Baud: 9600, Speed: 1500})
	d := newDesk()
	d.Baud = 9600
	d.follow(t, link, 9600)
	next[escpos.Condition](t, d)
	d.submit(t, "u/1/1")
	await(t, func() bool { // the first band of the picture is on the wire
		strips := device.Strips()
		return len(strips) > 0 && strips[0].Picture.Rect.Dy() > 7*32
	})
	device.Unplug()
	if w := next[escpos.Waiting](t, d); !errors.Is(w.Err, escpos.ErrUnplugged) || !errors.Is(w.Err, port.ErrGone) {
		t.Errorf("told %v", w.Err)
	}
	if err := device.Plug(); err != nil {
		t.Fatal(err)
	}
	next[escpos.Printed](t, d)
	if n := copies(t, device, "u/1/1"); n != 1 {
		t.Errorf("%d copies", n)
	}
}

func TestAPrinterThatFallsSilentIsNotTrusted(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, quick)
	d := newDesk()
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	device.Set(sim.Silent, true)
	d.submit(t, "s/1/1")
	if w := next[escpos.Waiting](t, d); !errors.Is(w.Err, escpos.ErrSilent) {
		t.Errorf("told %v", w.Err)
	}
	device.Set(sim.Silent, false)
	if p := next[escpos.Printed](t, d); !p.Sure {
		t.Errorf("told %+v", p)
	}
}

func TestAReceiptThatWaitedTooLongComesOutOnDemandOnly(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, quick)
	device.Set(sim.PaperOut, true)
	d := newDesk()
	d.Fresh = 200 * time.Millisecond
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	d.submit(t, "w/1/1")
	if k := next[escpos.Kept](t, d); k.ID != "w/1/1" || !errors.Is(k.Err, escpos.ErrStale) || !errors.Is(k.Err, escpos.ErrPaperOut) {
		t.Errorf("told %+v", k)
	}
	d.Fresh = time.Minute
	device.Set(sim.PaperOut, false)
	d.submit(t, "w/1/2")
	if p := next[escpos.Printed](t, d); p.ID != "w/1/2" || copies(t, device, "w/1/1") != 0 {
		t.Errorf("told %+v; %d copies of the old one", p, copies(t, device, "w/1/1"))
	}
	if d.Reprint("other") || !d.Reprint("w/1/1") {
		t.Error("it is not kept")
	}
	if p := next[escpos.Printed](t, d); p.ID != "w/1/1" || copies(t, device, "w/1/1") != 1 {
		t.Errorf("told %+v", p)
	}
	if d.Reprint("w/1/1") {
		t.Error("it is kept though it was printed")
	}
}

func TestAReceiptThatBreaksOffAgainAndAgainIsKept(t *testing.T) {
	t.Parallel()
	device, link := plugIn(t, quick)
	d := newDesk()
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	d.submit(t, "k/1/1")
	for attempt := range 3 {
		if attempt > 0 {
			next[escpos.Waiting](t, d)
			device.Set(sim.Jam, false)
		}
		next[escpos.Printing](t, d)
		device.After(map[bool]int{true: 100, false: 1200}[attempt == 0], sim.Jam) // a new attempt begins with a kilobyte of NULs
	}
	if k := next[escpos.Kept](t, d); !errors.Is(k.Err, escpos.ErrAttempts) || !errors.Is(k.Err, escpos.ErrCutter) {
		t.Errorf("told %v", k.Err)
	}
}

// TestPrintedOnceOrTold has all sorts of trouble come at any byte.
func TestPrintedOnceOrTold(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 4))
	device, link := plugIn(t, quick)
	d := newDesk()
	d.follow(t, link, 115200)
	next[escpos.Condition](t, d)
	troubles := []sim.Trouble{sim.PaperOut, sim.CoverOpen, sim.Jam, sim.Hot, sim.Offline}
	for i := range 8 {
		id := fmt.Sprintf("p/1/%d", i)
		trouble := troubles[random.IntN(len(troubles))]
		device.After(1+random.IntN(1100), trouble)
		d.submit(t, id)
		told := 0
		for out := false; !out; {
			select {
			case e := <-d.events:
				switch e := e.(type) {
				case escpos.Waiting:
					told++
					device.Set(trouble, false)
				case escpos.Condition:
					if e.Err != nil {
						device.Set(trouble, false)
					}
				case escpos.Printed:
					out = true
				case escpos.Kept:
					t.Fatalf("kept: %v", e.Err)
				}
			case <-time.After(patience):
				t.Fatal("neither printed nor told")
			}
		}
		if n := copies(t, device, id); n != 1 && (n != 2 || told == 0) {
			t.Errorf("%s: %d copies, %d times told that it was not printed", id, n, told)
		}
		device.Set(trouble, false)
	}
}

// Without a line at all, on a clock that the test moves.
func TestWithoutAPrinterEveryReceiptIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		d.Queue = 2
		d.submit(t, "n/1/1", "n/1/2")
		if err := d.Submit(escpos.Receipt{ID: "n/1/3"}); !errors.Is(err, escpos.ErrFull) {
			t.Errorf("a third of two: %v", err)
		}
		for range 2 {
			if w := next[escpos.Waiting](t, d); !errors.Is(w.Err, escpos.ErrUnplugged) {
				t.Errorf("told %v", w.Err)
			}
		}
		time.Sleep(2*time.Minute - time.Second)
		synctest.Wait()
		if len(d.events) != 0 {
			t.Error("given up before its time")
		}
		time.Sleep(time.Second)
		for range 2 {
			if k := next[escpos.Kept](t, d); !errors.Is(k.Err, escpos.ErrStale) || !errors.Is(k.Err, escpos.ErrUnplugged) {
				t.Errorf("told %v", k.Err)
			}
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if d.Reprint("n/1/1") || d.Reprint("n/1/2") {
			t.Error("somebody's receipt is kept for longer than an hour")
		}
	})
}

func TestWhatCannotBePrintedIsSaid(t *testing.T) {
	d := newDesk()
	wide := make([][]bool, 200)
	for name, doc := range map[string]escpos.Document{
		"no modules": {escpos.QR{Text: "x"}}, "too wide": {escpos.QR{Modules: wide}}, "no block": {nil},
	} {
		if err := d.Submit(escpos.Receipt{ID: "x", Document: doc}); !errors.Is(err, escpos.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
