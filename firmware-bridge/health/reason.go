package health

import (
	"errors"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// Reason is a stable code of what is wrong, for programs to go by. The empty one is nothing.
type Reason string

// The reasons.
const (
	Starting Reason = "starting" // nothing was heard of it yet
	Unstable Reason = "unstable" // it is lost and comes back again and again
	Unknown  Reason = "unknown"

	// The line.
	Unplugged    Reason = "unplugged"
	NoPermission Reason = "no-permission"
	InUse        Reason = "in-use"
	NotSerial    Reason = "not-serial"
	NotInput     Reason = "not-input"
	Ambiguous    Reason = "ambiguous"
	WrongBaud    Reason = "wrong-baud"
	Stuck        Reason = "stuck"

	// The card reader, and cards.
	Silent         Reason = "silent"
	Echo           Reason = "echo"
	Garbled        Reason = "garbled"
	OutOfStep      Reason = "out-of-step"
	SelfTestFailed Reason = "self-test-failed"
	NotAuthorised  Reason = "not-authorised"
	ReaderError    Reason = "reader-error"
	CardMoved      Reason = "card-moved"
	CardRejected   Reason = "card-rejected"
	UnknownCard    Reason = "unknown-card"
	UnknownLayout  Reason = "unknown-layout"

	// The scanner, and codes.
	Unreadable Reason = "unreadable-code"
	TooLong    Reason = "code-too-long"
	Torn       Reason = "torn-code"
	NoAck      Reason = "no-ack"

	// The printer, and receipts.
	PaperOut     Reason = "paper-out"
	PaperLow     Reason = "paper-low"
	CoverOpen    Reason = "cover-open"
	Jam          Reason = "jam"
	PrinterError Reason = "printer-error"
	Cooling      Reason = "cooling"
	Offline      Reason = "offline"
	QueueFull    Reason = "queue-full"
	Stale        Reason = "stale"
	BrokeOff     Reason = "broke-off"
	BadDocument  Reason = "bad-document"
)

// reasons are tried in turn: what says more stands first.
var reasons = []struct {
	err    error
	reason Reason
}{
	{escpos.ErrPaperOut, PaperOut},
	{escpos.ErrPaperLow, PaperLow},
	{escpos.ErrCoverOpen, CoverOpen},
	{escpos.ErrCutter, Jam},
	{escpos.ErrUnrecoverable, PrinterError},
	{escpos.ErrRecoverable, Cooling},
	{escpos.ErrOffline, Offline},
	{escpos.ErrSilent, Silent},
	{escpos.ErrFull, QueueFull},
	{escpos.ErrStale, Stale},
	{escpos.ErrAttempts, BrokeOff},
	{escpos.ErrDocument, BadDocument},

	{samv.ErrEcho, Echo},
	{samv.ErrSilent, Silent},
	{samv.ErrGarbled, Garbled},
	{samv.ErrReply, OutOfStep},
	{samv.ErrText, UnknownLayout},
	{samv.SelfTestFailed, SelfTestFailed},
	{samv.NotAuthorised, NotAuthorised},
	{samv.UnknownCard, UnknownCard},
	{samv.ReadFailed, CardMoved},
	{samv.SelectFailed, CardMoved},
	{samv.NoCard, CardMoved},
	{samv.ModuleRejected, CardRejected},
	{samv.CardRejected, CardRejected},
	{samv.InfoRejected, CardRejected},
	{samv.InfoLength, CardRejected},

	{scanner.ErrText, Unreadable},
	{scanner.ErrTooLong, TooLong},
	{scanner.ErrTorn, Torn},
	{scanner.ErrNoAck, NoAck},

	{wedge.ErrLost, Torn},
	{wedge.ErrTyped, Unreadable},
	{wedge.ErrKey, Unreadable},
	{evdev.ErrNotFound, Unplugged},
	{evdev.ErrGone, Unplugged},
	{evdev.ErrPermission, NoPermission},
	{evdev.ErrInUse, InUse},
	{evdev.ErrNotInput, NotInput},

	{port.ErrNotFound, Unplugged},
	{port.ErrDangling, Unplugged},
	{port.ErrGone, Unplugged},
	{port.ErrPermission, NoPermission},
	{port.ErrInUse, InUse},
	{port.ErrNotTTY, NotSerial},
	{port.ErrAmbiguous, Ambiguous},
	{port.ErrBaud, WrongBaud},
	{port.ErrTimeout, Stuck},

	// Where there is no more than that to tell.
	{escpos.ErrUnplugged, Unplugged},
}

// Of tells why, and what to do, from an error of port, evdev, samv, scanner, wedge or escpos.
func Of(err error) (Reason, remedy.Advice) {
	if err == nil {
		return "", remedy.Advice{}
	}
	return reasonOf(err), adviceOf(err)
}

func reasonOf(err error) Reason {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.reason
		}
	}
	var code samv.Code
	if errors.As(err, &code) {
		return ReaderError
	}
	return Unknown
}

// stops reports whether a device that gives this reason serves nobody, whatever is laid on it.
func (r Reason) stops() bool {
	switch r {
	case SelfTestFailed, NotAuthorised, PaperOut, CoverOpen, Jam, PrinterError, Offline:
		return true
	}
	return false
}

// faultless reports whether a failure for this reason says nothing about the device: what was laid on it or
// handed to it was of the wrong kind.
func (r Reason) faultless() bool {
	switch r {
	case UnknownCard, UnknownLayout, TooLong, QueueFull, Stale, BadDocument:
		return true
	}
	return false
}
