package sim

import (
	"image/png"
	"os"
	"path/filepath"
)

// realTime is the answer to DLE EOT n.
func (p *Printer) realTime(n byte) (byte, bool) {
	b := byte(0x12)
	set := func(bit byte, t Trouble) {
		if p.ill[t] {
			b |= bit
		}
	}
	switch n {
	case 1:
		if p.stopped() {
			b |= 0x08
		}
		set(0x40, Pressed)
	case 2:
		set(0x04, CoverOpen)
		set(0x08, Pressed)
		set(0x20, PaperOut)
		set(0x40, Jam)
		set(0x40, Broken)
		set(0x40, Hot)
	case 3:
		set(0x08, Jam)
		set(0x20, Broken)
		set(0x40, Hot)
	case 4:
		set(0x0C, PaperLow)
		set(0x60, PaperOut)
	default:
		return 0, false
	}
	return b, true
}

// automatic is the status that a printer sends by itself once GS a asked for it.
func (p *Printer) automatic() []byte {
	b := [4]byte{0x10, 0, 0, 0x0F}
	for _, bit := range []struct {
		byte int
		bits byte
		is   bool
	}{
		{0, 0x08, p.stopped()},
		{0, 0x20, p.ill[CoverOpen]},
		{0, 0x40, p.ill[Pressed]},
		{1, 0x08, p.ill[Jam]},
		{1, 0x20, p.ill[Broken]},
		{1, 0x40, p.ill[Hot]},
		{2, 0x03, p.ill[PaperLow]},
		{2, 0x0C, p.ill[PaperOut]},
	} {
		if bit.is {
			b[bit.byte] |= bit.bits
		}
	}
	return b[:]
}

// answered is GS r n, which comes when all before it is printed, and GS a n. The mutex is held.
func (p *Printer) answered(kind, n byte) {
	switch {
	case kind == 'a':
		if p.asb = n != 0; p.asb {
			p.say(p.automatic())
		}
	case !p.options.NoOrder && n == 1:
		b := byte(0)
		if p.ill[PaperLow] {
			b |= 0x03
		}
		p.say([]byte{b})
	}
}

// say sends from beside the line. The mutex is held, and given up meanwhile.
func (p *Printer) say(b []byte) {
	if p.options.Mute || p.ill[Silent] {
		return
	}
	p.mu.Unlock()
	_ = p.send(b) // nobody listens where it is unplugged
	p.mu.Lock()
}

func (p *Printer) send(b []byte) error {
	p.sending.Lock()
	defer p.sending.Unlock()
	return p.plug.send(b)
}

// show renews the picture of what was printed. The mutex is held.
func (p *Printer) show() {
	if p.options.File == "" {
		return
	}
	strips := p.roll.cut
	p.fileErr = writePNG(p.options.File, strips[max(0, len(strips)-shown):])
}

// shown is how many strips a picture has.
const shown = 3

// Shown is why the picture of what was printed could not be written, nil for no reason.
func (p *Printer) Shown() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fileErr
}

// writePNG replaces the file at once, so that nobody reads half of one.
func writePNG(path string, strips []Strip) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".paper-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	err = png.Encode(file, Picture(strips))
	if shut := file.Close(); err == nil {
		err = shut
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
