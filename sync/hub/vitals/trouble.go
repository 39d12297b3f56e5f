package vitals

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Codes of what is wrong at a station. They do not change; others may be added.
const (
	Silent         = "silent"            // not heard of for a while
	ReaderOut      = "reader-out"        // riders cannot use the card reader
	ScannerOut     = "scanner-out"       // nor the scanner
	PrinterOut     = "printer-out"       // nor the printer
	DeviceAiling   = "device-ailing"     // a device serves, and somebody should look after it
	ClockUntrusted = "clock-untrusted"   // the clock is the station's guess
	DiskLow        = "disk-low"          // little room is left
	DiskFull       = "disk-full"         // only headroom is left
	Stuck          = "stuck"             // records wait and cannot be delivered
	Late           = "delivery-late"     // a record has waited for more than a day
	SetAside       = "records-aside"     // records contradict what is held
	DeadLetters    = "records-unread"    // records could not be made into rows
	Untold         = "telemetry-missing" // it speaks, and does not say how it fares
)

const (
	// SilentAfter is how long a station may be silent: it greets every minute.
	SilentAfter = 10 * time.Minute
	// staleAfter is how old telemetry may be of a station that is heard of: it
	// comes every five minutes, and some are lost.
	staleAfter = 30 * time.Minute
	// lateAfter is how long a record may wait.
	lateAfter = 24 * time.Hour
)

// Told are the troubles that a station tells of itself.
func Told(b Body) (codes []string) {
	add := func(is bool, code string) {
		if is && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for _, d := range b.Devices {
		out := d.State == "down" || d.State == "absent"
		code, known := outs[d.Device]
		add(out && known, code)
		add(out && !known || d.State == "degraded" && d.Reason != "starting", DeviceAiling)
	}
	add(b.Clock.Trust == "none" || b.Clock.Trust == "floor", ClockUntrusted)
	add(b.Storage.Level == "low", DiskLow)
	add(b.Storage.Level == "full", DiskFull)
	add(b.Journal.Stuck != "", Stuck)
	add(time.Duration(b.Journal.OldestWaiting)*time.Second > lateAfter, Late)
	return codes
}

var outs = map[string]string{"card-reader": ReaderOut, "card_reader": ReaderOut, "scanner": ScannerOut, "printer": PrinterOut}

// Troubles are those of a station at a time: what it told last (v is zero for
// never), and what the hub sees. One that has not joined, or is revoked, has none.
func Troubles(s hub.StationReport, v hub.Vitals, now time.Time, silentAfter time.Duration) (codes []string) {
	if s.Key == nil || !s.Revoked.IsZero() {
		return nil
	}
	// What it told before it fell silent, or before a silence about itself, may be long over.
	switch {
	case now.Sub(s.Heard) > silentAfter:
		codes = append(codes, Silent)
	case now.Sub(v.Heard) > staleAfter:
		codes = append(codes, Untold)
	default:
		codes = append(codes, v.Troubles...)
	}
	if s.SetAside > 0 {
		codes = append(codes, SetAside)
	}
	if s.DeadLetters > 0 {
		codes = append(codes, DeadLetters)
	}
	return codes
}
