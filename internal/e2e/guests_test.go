package e2e

import (
	"strings"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// walkIn gives two guests a place: one by their card, at a time that is about to
// begin, one who shows nothing.
func (d *duty) walkIn() {
	before := len(d.confirmations(0))
	d.begin(i18n.WalkInTitle)
	d.tap("ChooseService", "haircut")
	d.tap("ChooseSlot", soon())
	d.must(d.reader.Place(d.rider))
	d.on("Receipt")
	d.reader.Lift()
	d.late = d.lastConfirmed(before)
	d.bookedBy(d.late)
	d.sees(zh(i18n.SlipPrinted))
	d.tap("Back")
	d.tap("OpenDuty", zh(i18n.WalkInTitle))
	d.tap("ChooseService", "haircut")
	d.tap("ChooseSlot", soon())
	d.tap("WithoutCard")
	d.on("Receipt")
	d.waits = d.lastConfirmed(before + 1)
	d.bookedBy(d.waits)
	d.hubHas("bookings", row{"seq": d.late, "means": "card"})
	d.hubHas("bookings", row{"seq": d.waits, "means": "anonymous"})
}

// bookedBy looks for what the attendant has booked: the guest's paper, and the
// hub's row.
func (d *duty) bookedBy(number uint64) {
	d.t.Helper()
	d.printed(event.Ref{Station: stationID, Epoch: 1, Seq: number}.String())
	d.hubHas("bookings", row{"seq": number, "service": "haircut", "walk_in": 1, "state": "confirmed", "attendant": d.ma})
}

// soon is the first full minute that is not about to begin while it is tapped.
func soon() string { return minute(time.Now().Add(15*time.Second), 1)[len("2006-01-02 "):] }

// callIn calls a guest, whose number the first screen then shows, and no name.
func (d *duty) callIn() {
	d.begin(i18n.RollTitle)
	d.tap("ChooseGuest", numbered(d.late), d.rider.Name[:3]+"**")
	d.tap("NoteGuest", zh(i18n.ActCall))
	d.sees(zh(i18n.GuestCalled))
	d.find("ChooseGuest", numbered(d.late), zh(i18n.GuestStateCalled))
	d.away()
	if s := d.sees(zh(i18n.SummonedFor, d.late, "理发")); says(s.Texts, d.rider.Name[:3]+"**") {
		d.t.Errorf("the first screen names a guest: %q", s.Texts)
	}
	d.hubHas("bookings", row{"seq": d.late, "state": "called"})
	d.hubHas("booking_changes", row{"booking_seq": d.late, "state": "called", "attendant": d.ma})
}

// noteAttended prints the receipt again, notes that the guest came, and prints
// the list, on which it stands; and the page by which scanner and printer are
// tried.
func (d *duty) noteAttended() {
	d.begin(i18n.RollTitle)
	d.tap("ChooseGuest", numbered(d.waits))
	d.sees(zh(i18n.GuestNameless))
	papers := len(d.printer.Strips())
	d.tap("NoteGuest", zh(i18n.ActPrint))
	d.sees(zh(i18n.SlipPrinted))
	if again := d.printer.Strips()[papers]; !strings.Contains(strings.Join(again.Lines, ""), zh(i18n.SlipBooking)) {
		d.t.Errorf("printed %q", again.Lines)
	}
	d.tap("NoteGuest", zh(i18n.ActAttend))
	d.sees(zh(i18n.GuestAttended))
	d.find("ChooseGuest", numbered(d.waits), zh(i18n.GuestStateCame))
	d.hubHas("bookings", row{"seq": d.waits, "state": "attended"})
	d.tap("Back")
	d.tap("OpenDuty", zh(i18n.PrintsTitle))
	d.tap("PrintRoll")
	d.printed("理发 · " + zh(i18n.GuestStateCame))
	d.printed(d.rider.Name[:3] + "** " + numbered(d.late))
	d.tap("PrintTest")
	d.printed(zh(i18n.SlipTest))
	d.must(d.scanner.Scan(pageCode))
	d.sees(zh(i18n.ScannerWell))
}

// noteMissed waits for the guest's time to begin: before, nobody is late.
func (d *duty) noteMissed() {
	d.begin(i18n.RollTitle)
	d.tap("ChooseGuest", numbered(d.late))
	d.tap("NoteGuest", zh(i18n.ActNoShow))
	d.sees(zh(i18n.GuestNoShow))
	d.find("ChooseGuest", numbered(d.late), zh(i18n.GuestStateMissed))
	d.away()
	if s := d.on("Home"); says(s.Texts, "请 "+numbered(d.late)) {
		d.t.Error("the guest is still called")
	}
	d.hubHas("bookings", row{"seq": d.late, "state": "no_show"})
	d.hubHas("booking_changes", row{"booking_seq": d.late, "state": "no_show", "attendant": d.ma})
}
