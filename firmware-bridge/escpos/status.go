package escpos

import "errors"

// Status is what the printer said of itself. The zero value is a printer that said nothing: cheap ones never do,
// and print all the same.
type Status struct {
	Known      bool // the printer answered; without it the rest is false
	Offline    bool
	CoverOpen  bool
	PaperOut   bool
	PaperLow   bool // it still prints
	FeedButton bool // held down
	Cutter     bool // jammed
	// Unrecoverable errors need the power switched off; Recoverable ones, such as a hot head, pass by themselves.
	Unrecoverable, Recoverable bool
}

// Err is what keeps the printer from printing, the most telling first and the rest joined; nil where it prints or
// says nothing.
func (s Status) Err() error {
	var all []error
	for _, trouble := range []struct {
		is  bool
		err error
	}{
		{s.CoverOpen, ErrCoverOpen},
		{s.PaperOut, ErrPaperOut},
		{s.Cutter, ErrCutter},
		{s.Unrecoverable, ErrUnrecoverable},
		{s.Recoverable, ErrRecoverable},
	} {
		if trouble.is {
			all = append(all, trouble.err)
		}
	}
	if len(all) == 0 && s.Offline {
		return ErrOffline
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

// question is the n of DLE EOT n, whose one byte of answer does not say which it answers.
type question byte

// The questions of DLE EOT.
const (
	askPrinter question = 1 + iota
	askOffline
	askError
	askPaper
)

// learn adds an answer to DLE EOT, which must have its fixed bits.
func (s *Status) learn(q question, b byte) {
	has := func(bits byte) bool { return b&bits != 0 }
	s.Known = true
	switch q {
	case askPrinter:
		s.Offline, s.FeedButton = has(0x08), has(0x40)
	case askOffline:
		s.CoverOpen, s.PaperOut = has(0x04), s.PaperOut || has(0x20)
	case askError:
		s.Cutter, s.Unrecoverable, s.Recoverable = has(0x08), has(0x20), has(0x40)
	case askPaper:
		s.PaperLow, s.PaperOut = has(0x0C), s.PaperOut || has(0x60)
	}
}

// fromASB reads the four bytes of an automatic status.
func fromASB(b [4]byte) Status {
	return Status{
		Known:   true,
		Offline: b[0]&0x08 != 0, CoverOpen: b[0]&0x20 != 0, FeedButton: b[0]&0x40 != 0,
		Cutter: b[1]&0x08 != 0, Unrecoverable: b[1]&0x20 != 0, Recoverable: b[1]&0x40 != 0,
		PaperLow: b[2]&0x03 != 0, PaperOut: b[2]&0x0C != 0,
	}
}

// kind is what an answer of the printer is; its fixed bits tell.
type kind int

const (
	realTime  kind = iota // one byte to DLE EOT: 0xx1xx10
	inOrder               // one byte to GS r, once all before it is done: 0xx0xxxx
	automatic             // four bytes without being asked: 0xx1xx00, then three of 0xx0xxxx
)

type answer struct {
	kind  kind
	bytes [4]byte // one of them, or four
}

// answers cuts the printer's bytes into answers. Bytes that fit none are dropped and counted. The zero value is
// ready.
type answers struct {
	junk int
	asb  []byte // begun
}

// take gives the answer that a byte completes.
func (a *answers) take(b byte) (answer, bool) {
	low := b&0x90 == 0
	switch {
	case len(a.asb) > 0 && low:
		return a.more(b)
	case b&0x93 == 0x12:
		a.drop()
		return answer{realTime, [4]byte{b}}, true
	case b&0x93 == 0x10:
		a.drop()
		a.asb = []byte{b}
		return answer{}, false
	case low:
		return answer{inOrder, [4]byte{b}}, true
	case b == 0x11 || b == 0x13: // XON, XOFF
		return answer{}, false
	}
	a.drop()
	a.junk++
	return answer{}, false
}

func (a *answers) more(b byte) (answer, bool) {
	if a.asb = append(a.asb, b); len(a.asb) < 4 {
		return answer{}, false
	}
	whole := answer{automatic, [4]byte(a.asb)}
	a.asb = nil
	return whole, true
}

// drop gives up an automatic status that broke off.
func (a *answers) drop() { a.junk += len(a.asb); a.asb = nil }
