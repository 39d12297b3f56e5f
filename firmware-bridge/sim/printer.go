package sim

import (
	"fmt"
	"image"
	"os"
	"sync"
	"time"

	"golang.org/x/image/font/opentype"
)

// PrinterOptions has the receipt printer's settings; the zero value is a usual one of 58 mm without pictures of
// its characters.
type PrinterOptions struct {
	Baud    int            // 0 means 9600
	Dots    int            // of the print head, 384 for 58 mm paper or 576 for 80 mm; 0 means 384
	Speed   int            // of the paper in mm/s; 0 means 60
	Buffer  int            // bytes it takes in ahead; what comes when it is full is lost; 0 means 4096
	Font    *opentype.Font // what its characters look like; nil for blank ones
	GB18030 bool           // the ROM has four-byte characters
	Mute    bool           // a cheap one that never says how it is
	NoOrder bool           // it does not answer GS r
	ASB     bool           // it tells every change by itself, without GS a
	// QR draws codes for GS ( k; nil for a printer that does not know the command. A negative size is dots a module.
	QR func(text string, pixels int) (image.Image, error)
	// File is a PNG that shows what was printed, renewed at each cut; "" for none.
	File string
}

// Printer is an ESC/POS receipt printer on a pseudo-terminal. Unplugging its line leaves it powered.
type Printer struct {
	plug    plug
	options PrinterOptions
	done    sync.WaitGroup // the line
	head    sync.WaitGroup
	sending sync.Mutex // one answer at a time

	mu      sync.Mutex
	moving  sync.Cond
	roll    *Roll
	closed  bool
	buffer  []byte
	lost    int // bytes that came when the buffer was full
	printed int // bytes carried out
	ill     [faults]bool
	due     []dueFault
	asb     bool
	replies []byte
	recent  [2]byte // the last bytes received, for real-time commands
	fileErr error
}

// Trouble is what can be wrong with a printer.
type Trouble int

// The troubles. PaperLow and Pressed do not stop it; Silent says nothing and prints.
const (
	PaperOut Trouble = iota
	PaperLow
	CoverOpen
	Jam
	Broken // an unrecoverable error
	Hot    // a recoverable one
	Offline
	Pressed // the feed button
	Silent
	faults
)

type dueFault struct {
	at      int
	trouble Trouble
}

// NewPrinter plugs a printer in behind the path, which must be free or a symbolic link.
func NewPrinter(path string, o PrinterOptions) (*Printer, error) {
	o.Baud, o.Dots, o.Speed, o.Buffer = orDefault(o.Baud, 9600), orDefault(o.Dots, 384), orDefault(o.Speed, 60), orDefault(o.Buffer, 4096)
	if o.Dots != 384 && o.Dots != 576 {
		return nil, fmt.Errorf("a print head of %d dots is not simulated: use 384 or 576", o.Dots)
	}
	p := &Printer{plug: plug{link: path, baud: o.Baud}, options: o, roll: NewRoll(o.Dots, o.Font), asb: o.ASB}
	p.roll.four, p.roll.drawQR, p.roll.answer = o.GB18030, o.QR, p.answered
	p.moving.L = &p.mu
	if err := p.Plug(); err != nil {
		return nil, err
	}
	p.head.Go(p.work)
	return p, nil
}

func orDefault(n, standard int) int {
	if n <= 0 {
		return standard
	}
	return n
}

// Plug plugs the line in again after Unplug.
func (p *Printer) Plug() error {
	master, err := p.plug.insert()
	if err == nil {
		p.done.Go(func() { p.listen(master) })
	}
	return err
}

// Unplug pulls the line out: programs that have it open see it hang up, and its path is gone.
func (p *Printer) Unplug() {
	p.plug.pull()
	p.done.Wait()
}

// Close is Unplug and the power off, for good.
func (p *Printer) Close() error {
	p.Unplug()
	p.mu.Lock()
	p.closed = true
	p.moving.Broadcast()
	p.mu.Unlock()
	p.head.Wait()
	return nil
}

// Restart switches the power off and on, as one does after a jam: what was in the printer is gone.
func (p *Printer) Restart() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.buffer = nil
	p.roll.pending, p.roll.line, p.roll.style, p.roll.qr = nil, nil, plain, qrStore{}
	p.set(Jam, false)
	p.set(Broken, false)
}

// Set begins a trouble, or ends it.
func (p *Printer) Set(t Trouble, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.set(t, on)
}

// After begins a trouble once so many further bytes have been printed, so that it comes amid a receipt.
func (p *Printer) After(bytes int, t Trouble) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due = append(p.due, dueFault{p.printed + bytes, t})
}

func (p *Printer) set(t Trouble, on bool) {
	if p.ill[t] == on {
		return
	}
	p.ill[t] = on
	p.moving.Broadcast()
	if p.asb {
		p.say(p.automatic())
	}
}

// Strips are the pieces cut off so far, and the one that hangs out.
func (p *Printer) Strips() []Strip {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.roll.Strips()
}

// Lost is how many bytes came while the buffer was full; a real printer prints garbage then.
func (p *Printer) Lost() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// listen takes in what the host sends until the line is pulled out.
func (p *Printer) listen(master *os.File) {
	buf := make([]byte, 64)
	for {
		n, err := master.Read(buf)
		if err != nil {
			return
		}
		heard := p.plug.fromHost(buf[:n])
		p.mu.Lock()
		for _, c := range heard {
			p.take(c)
		}
		replies := p.replies
		p.replies = nil
		p.mu.Unlock()
		if len(replies) > 0 && p.send(replies) != nil {
			return
		}
	}
}

// take answers real-time commands at once and puts every byte into the buffer.
func (p *Printer) take(c byte) {
	if p.recent == [2]byte{0x10, 0x04} {
		if answer, ok := p.realTime(c); ok && !p.options.Mute && !p.ill[Silent] {
			p.replies = append(p.replies, answer)
		}
	}
	p.recent = [2]byte{p.recent[1], c}
	if len(p.buffer) >= p.options.Buffer {
		p.lost++
		return
	}
	p.buffer = append(p.buffer, c)
	p.moving.Broadcast()
}

// work prints what is in the buffer, at the speed of the paper.
func (p *Printer) work() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for !p.closed && (len(p.buffer) == 0 || p.stopped()) {
			p.moving.Wait()
		}
		if p.closed {
			return
		}
		c := p.buffer[0]
		p.buffer = p.buffer[1:]
		cuts := p.roll.cuts
		moved := p.roll.step(c)
		p.count()
		if p.roll.cuts != cuts {
			p.show()
		}
		if moved > 0 {
			p.rest(time.Duration(moved) * time.Second / time.Duration(8*p.options.Speed))
		}
	}
}

// rest lets the paper move, and the line meanwhile.
func (p *Printer) rest(d time.Duration) {
	p.mu.Unlock()
	time.Sleep(d)
	p.mu.Lock()
}

func (p *Printer) stopped() bool {
	for _, t := range []Trouble{PaperOut, CoverOpen, Jam, Broken, Hot, Offline} {
		if p.ill[t] {
			return true
		}
	}
	return false
}

// count notes a byte printed, and begins what is due.
func (p *Printer) count() {
	p.printed++
	for i := 0; i < len(p.due); i++ {
		if d := p.due[i]; p.printed >= d.at {
			p.due = append(p.due[:i:i], p.due[i+1:]...)
			p.set(d.trouble, true)
			i--
		}
	}
}
