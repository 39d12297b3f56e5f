package flow

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Printer prints slips. Print returns at once, false where it takes no more; what becomes of a slip it took comes
// in as SlipHeard. A rider never waits for it.
type Printer interface {
	Print(Slip) bool
	// Withdraw drops a slip that is not on the paper yet, and returns at once: its rider has gone, and what is said on
	// it is for nobody else to find.
	Withdraw(id string)
}

// Slip is a paper for a rider to take along: the receipt of a booking, of a reward or of a hazard, or the claim code
// of an appeal. It prints as no more than that.
type Slip struct {
	ID      string // for SlipHeard
	Lang    i18n.Lang
	Station station.Text
	Masked  string // the rider's name as the screen shows it, "" for none
	Held    Held   // a booking, or
	Claim   string // a claim code, or
	Proof   Proof  // something else recorded, or
	Listed  bool   // today's bookings, for the attendant:
	Roll    []Guest
	Test    bool   // or a page that shows whether the printer is well
	Code    string // the text of the QR code
	Now     time.Time
}

// Proof is what a slip says of a reward redeemed or a hazard reported; Title is i18n.SlipReward or i18n.SlipHazard.
type Proof struct {
	Title       i18n.Key
	Name, Place station.Text // as they were picked
	Ref         event.Ref
	At          time.Time
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
	if s.named() {
		s.Masked = cmp.Or(s.Masked, m.session.rider.Masked)
	}
	m.session.paper = paper{id: s.ID, say: i18n.SlipPrinting}
	if !m.cfg.Printer.Print(s) {
		m.session.paper = paper{say: i18n.SlipNotPrinted, over: true}
		return
	}
	m.session.slips = append(slices.Clip(m.session.slips), s.ID)
}

// withdrawSlips drops what waits for the printer as its session ends: a slip has a claim code on it, or where somebody
// will be and when. It can be had again, but for a claim code, which the screen showed as well.
func (m *machine) withdrawSlips() {
	for _, id := range m.session.slips {
		m.cfg.Printer.Withdraw(id)
	}
}

// named reports whether a slip has its rider's masked name: a claim code and a hazard name nobody.
func (s Slip) named() bool { return s.Claim == "" && s.Proof.Title != i18n.SlipHazard }

// proven is a place that gives a receipt of something just recorded.
type proven interface {
	place
	slip() Slip
}

// prove shows a receipt, and prints it.
func (m *machine) prove(p proven) {
	m.session.paper = paper{}
	m.goTo(p)
	m.print(p.slip())
}

// printAgain prints a receipt that is on the screen, unless one is under way.
func (m *machine) printAgain(p proven) {
	if m.mayPrint() {
		m.print(p.slip())
	}
}

// slipHeard takes news of this session's slip; of one whose rider is gone there is nobody to tell.
func (m *machine) slipHeard(h SlipHeard) {
	if h.Over {
		m.session.slips = slices.DeleteFunc(slices.Clone(m.session.slips), func(id string) bool { return id == h.ID })
	}
	if p := &m.session.paper; p.id == h.ID && h.ID != "" {
		p.say, p.over = h.Say, h.Over
	}
}

// mayPrint reports whether a slip could be had now: none is under way.
func (m *machine) mayPrint() bool {
	return m.cfg.Printer != nil && (m.session.paper.id == "" || m.session.paper.over)
}
