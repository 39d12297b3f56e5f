package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Devices are the station's devices as they are now. As an Input it is news of them.
type Devices struct{ Reader, Scanner, Printer Device }

// Device is how a device fares. The zero value is one that the station does not have.
type Device struct {
	Fitted bool
	// Out: riders cannot use it.
	Out bool
	// Code says what is wrong, for programs and logs; "" while nothing is.
	Code string
	// Since is when it came to be so.
	Since time.Time
	// Advice tells whoever looks after the station what to do.
	Advice station.Text
}

func (d Device) works() bool { return d.Fitted && !d.Out }

// outage is the one line that tells riders what they cannot use, and what they can instead. A printer is only
// spoken of where every way in is open.
func (d Devices) outage() i18n.Key {
	switch reader, scanner := d.Reader, d.Scanner; {
	case reader.Out && scanner.Out:
		return i18n.BothOut
	case reader.Out && scanner.works():
		return i18n.ReaderOut
	case reader.Out:
		return i18n.ReaderOutPhone
	case scanner.Out && reader.works():
		return i18n.ScannerOut
	case scanner.Out:
		return i18n.ScannerOutPhone
	case d.Printer.Out:
		return i18n.PrinterOut
	}
	return i18n.None
}
