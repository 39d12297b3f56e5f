package flow

import (
	"cmp"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Printer prints slips. Print returns at once, false where it takes no more; what becomes of a slip it took comes
// in as SlipHeard. A rider never waits for it.
type Printer interface{ Print(Slip) bool }

// Slip is a paper for a rider to take along: the receipt of a booking, or the claim code of an appeal. It prints
// as no more than that.
type Slip struct {
	ID      string // for SlipHeard
	Lang    i18n.Lang
	Station station.Text
	Masked  string // the rider's name as the screen shows it, "" for none
	Held    Held   // a booking, or
	Claim   string // a claim code, or
	Listed  bool   // today's bookings, for the attendant:
	Roll    []Guest
	Test    bool   // or a page that shows whether the printer is well
	Code    string // the text of the QR code
	Now     time.Time
}

func (Slip) String() string   { return "slip" }
func (Slip) GoString() string { return "slip" }

// SlipHeard is how a slip fares. Over: nothing more will become of it.
type SlipHeard struct {
	ID   string
	Say  i18n.Key
	Over bool
}

func (SlipHeard) input() {}

// paper is the session's slip, and what to say of it.
type paper struct {
	id   string
	say  i18n.Key
	over bool
}

// print hands a slip on for this session.
func (m *machine) print(s Slip) {
	if m.cfg.Printer == nil {
		return
	}
	m.slips++
	s.ID, s.Lang, s.Station, s.Now = strconv.FormatUint(m.slips, 10), m.session.lang, m.cfg.Name, m.notes.now
	if s.Claim == "" { // a claim code names nobody
		s.Masked = cmp.Or(s.Masked, m.session.rider.Masked)
	}
	m.session.paper = paper{id: s.ID, say: i18n.SlipPrinting}
	if !m.cfg.Printer.Print(s) {
		m.session.paper = paper{say: i18n.SlipNotPrinted, over: true}
	}
}

// slipHeard takes news of this session's slip; of one whose rider is gone there is nobody to tell.
func (m *machine) slipHeard(h SlipHeard) {
	if p := &m.session.paper; p.id == h.ID && h.ID != "" {
		p.say, p.over = h.Say, h.Over
	}
}

// mayPrint reports whether a slip could be had now: none is under way.
func (m *machine) mayPrint() bool {
	return m.cfg.Printer != nil && (m.session.paper.id == "" || m.session.paper.over)
}
