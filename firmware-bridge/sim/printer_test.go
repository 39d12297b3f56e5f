package sim_test

import (
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// hello prints a line and cuts: 你好 in GBK.
const hello = "\x1B@\x1C&\xC4\xE3\xBA\xC3 1\n\x1DV\x42\x00"

func plugPrinter(t *testing.T, o sim.PrinterOptions) (*sim.Printer, *port.Port) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "printer")
	o.Baud, o.Speed = 115200, 1500
	d, err := sim.NewPrinter(link, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	p, err := port.Open(port.Config{Path: link, Baud: 115200})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return d, p
}

// answers is what a printer says to bytes, within a short time.
func answers(t *testing.T, p *port.Port, b string, want int) []byte {
	t.Helper()
	if _, err := p.Write([]byte(b)); err != nil {
		t.Fatal(err)
	}
	wait := 2 * time.Second
	if want == 0 {
		wait = 200 * time.Millisecond
	}
	_ = p.SetReadDeadline(time.Now().Add(wait))
	var all []byte
	for buf := make([]byte, 16); want == 0 || len(all) < want; {
		n, err := p.Read(buf)
		if err != nil {
			break
		}
		all = append(all, buf[:n]...)
	}
	return all
}

func TestPrinterPrintsAndShowsItsPaper(t *testing.T) {
	file := filepath.Join(t.TempDir(), "paper.png")
	d, p := plugPrinter(t, sim.PrinterOptions{File: file})
	if got := answers(t, p, hello+"\x1Dr\x01", 1); !slices.Equal(got, []byte{0}) {
		t.Errorf("GS r is answered by % 02X", got)
	}
	strips := d.Strips()
	if len(strips) != 1 || !slices.Equal(strips[0].Lines, []string{"你好 1"}) || d.Shown() != nil {
		t.Errorf("it printed %+v, %v", strips, d.Shown())
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := png.Decode(f); err != nil {
		t.Error(err)
	}
}

func TestPrinterSaysHowItIs(t *testing.T) {
	d, p := plugPrinter(t, sim.PrinterOptions{})
	ask := func(n string) byte {
		t.Helper()
		got := answers(t, p, "\x10\x04"+n, 1)
		if len(got) != 1 {
			t.Fatalf("% 02X", got)
		}
		return got[0]
	}
	for _, c := range []struct {
		trouble sim.Trouble
		n       string
		want    byte
	}{
		{sim.PaperOut, "\x04", 0x72},
		{sim.PaperLow, "\x04", 0x1E},
		{sim.CoverOpen, "\x02", 0x16},
		{sim.Jam, "\x03", 0x1A},
		{sim.Broken, "\x03", 0x32},
		{sim.Hot, "\x03", 0x52},
		{sim.Offline, "\x01", 0x1A},
		{sim.Pressed, "\x01", 0x52},
	} {
		if got := ask(c.n); got != 0x12 {
			t.Errorf("before %d: %02X", c.trouble, got)
		}
		d.Set(c.trouble, true)
		if got := ask(c.n); got != c.want {
			t.Errorf("trouble %d: %02X, want %02X", c.trouble, got, c.want)
		}
		d.Set(c.trouble, false)
	}
	d.Set(sim.Silent, true)
	if got := answers(t, p, "\x10\x04\x01", 0); len(got) > 0 {
		t.Errorf("a silent one says % 02X", got)
	}
}

func TestPrinterStopsInTroubleAndGoesOn(t *testing.T) {
	d, p := plugPrinter(t, sim.PrinterOptions{})
	if got := answers(t, p, "\x1Da\xFF", 4); !slices.Equal(got, []byte{0x10, 0, 0, 0x0F}) {
		t.Errorf("automatic status % 02X", got)
	}
	d.After(4, sim.PaperOut)
	if got := answers(t, p, hello+"\x1Dr\x01", 4); !slices.Equal(got, []byte{0x18, 0, 0x0C, 0x0F}) {
		t.Errorf("automatic status % 02X", got)
	}
	if len(d.Strips()) != 0 {
		t.Error("it prints without paper")
	}
	d.Set(sim.PaperOut, false)
	if got := answers(t, p, "", 5); len(got) != 5 || len(d.Strips()) != 1 {
		t.Errorf("with new paper: % 02X, %d strips", got, len(d.Strips()))
	}
}

func TestPrinterVerbs(t *testing.T) {
	d, _ := plugPrinter(t, sim.PrinterOptions{})
	for line, want := range map[string]string{"paper out": "out of paper", "jam": "jammed", "unplug": "unplugged", "plug": "plugged"} {
		verb, rest := line, ""
		if line == "paper out" {
			verb, rest = "paper", "out"
		}
		if got, err := d.Obey(verb, rest); err != nil || got != want {
			t.Errorf("%s: %q, %v", line, got, err)
		}
	}
	if _, err := d.Obey("dance", ""); !errors.Is(err, sim.ErrLine) {
		t.Errorf("an unknown verb: %v", err)
	}
	if _, err := sim.NewPrinter(filepath.Join(t.TempDir(), "p"), sim.PrinterOptions{Dots: 100}); err == nil {
		t.Error("100 dots are no printer's")
	}
	if _, err := sim.LoadFont("/nonexistent"); !errors.Is(err, sim.ErrFont) {
		t.Errorf("no font: %v", err)
	}
}

// FuzzRoll: no bytes break the printer, or make it remember more than it may.
func FuzzRoll(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		r := sim.NewRoll(384, nil)
		_, _ = r.Write(b)
		strips := r.Strips()
		if len(strips) > 17 {
			t.Errorf("%d strips", len(strips))
		}
		for _, s := range strips {
			if got := s.Picture.Rect; got.Dx() != 384 || got.Dy() > 10_000+2*0xFFFF {
				t.Errorf("a strip of %v", got)
			}
		}
	})
}
