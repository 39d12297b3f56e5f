package flow

import (
	"slices"
	"strconv"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass"
)

// handingOut is one redemption, and what can be noted of it.
type handingOut struct {
	page int // of the list
	one  Handout
}

func (h handingOut) screen(*machine) Screen { return HandoutAtDesk{h.one, h.acts()} }

// acts are those that the redemption's state allows.
func (h handingOut) acts() []HandoutAct {
	switch r := h.one.Redemption; {
	case r.Open():
		return []HandoutAct{ActHandOut, ActGiveBack}
	case r.Reversed:
		return nil
	}
	return []HandoutAct{ActTakeHandOut}
}

func (h handingOut) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.listHandouts(h.page, i18n.None)
	case NoteHandout:
		if slices.Contains(h.acts(), a.Act) {
			h.do(m, a.Act)
		}
	}
}

func (h handingOut) do(m *machine, a HandoutAct) {
	r, by, desk := h.one.Redemption, m.session.staff.ID, m.cfg.Desk
	switch a {
	case ActHandOut:
		m.note(func() error { return desk.HandOut(r.Who, r.Ref, by) }, h.noted(i18n.HandedOut))
	case ActTakeHandOut:
		m.note(func() error { return desk.TakeHandOutBack(r.Who, r.Ref, by) }, h.noted(i18n.HandOutTaken))
	case ActGiveBack:
		m.goTo(takingBack{h})
	}
}

// noted goes back to the list.
func (h handingOut) noted(say i18n.Key) func(*machine) {
	return func(m *machine) { m.listHandouts(h.page, say) }
}

// takingBack is one whose points may go back to the rider.
type takingBack struct{ from handingOut }

func (t takingBack) screen(*machine) Screen { return TakeBack{t.from.one, reasons} }

func (t takingBack) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(t.from)
	case Reverse:
		r, by, desk := t.from.one.Redemption, m.session.staff.ID, m.cfg.Desk
		m.note(func() error {
			_, err := desk.ReversePoints(r.Who, r.Ref, a.Reason, by)
			return err
		}, t.from.noted(i18n.PointsGivenBack))
	}
}

// numberDigits are those of a receipt's number.
var numberDigits = digits{1, 12, i18n.HandoutAsk, true}

// askNumber has the number on a rider's receipt keyed in.
func (m *machine) askNumber(back place) keying {
	return keying{ask: i18n.HandoutAsk, of: numberDigits, back: back, done: func(m *machine, k keying) {
		m.findHandout(func() (station.Redemption, error) {
			seq, err := strconv.ParseUint(k.keyed, 10, 64)
			if err != nil {
				return station.Redemption{}, station.ErrNoEntry
			}
			return m.cfg.Desk.RedemptionByNumber(seq)
		})
	}}
}

// receives reports whether a scanned text is a receipt that an attendant holds under the scanner: it is no rider who
// has come. Where a card or a pass is awaited, nothing else is.
func (m *machine) receives(text string) bool {
	_, awaits := m.session.at.(taking)
	return m.attendant() != nil && pass.IsReceipt(text) && (!awaits || m.numbering())
}

func (m *machine) numbering() bool {
	k, keys := m.session.at.(keying)
	return keys && k.of == numberDigits
}

// handOutBy shows the redemption of a receipt.
func (m *machine) handOutBy(text string) {
	if m.session.busy != i18n.None {
		return
	}
	m.touch()
	m.say(i18n.None)
	m.findHandout(func() (station.Redemption, error) { return m.cfg.Desk.RedemptionByReceipt(text) })
}

// findHandout shows one, and says of one that is settled that it is.
func (m *machine) findHandout(find func() (station.Redemption, error)) {
	m.work(i18n.BusyLooking, func() func(*machine) {
		r, err := find()
		var names namesToday
		if err == nil {
			names, err = m.names()
		}
		return func(m *machine) {
			if err != nil {
				m.say(unfound(err))
				return
			}
			m.goTo(handingOut{0, m.handout(r, names)})
			m.say(settled(r))
		}
	})
}

// settled warns of what must not be handed out.
func settled(r station.Redemption) i18n.Key {
	switch {
	case r.Reversed:
		return i18n.WasReversed
	case !r.HandedOut.IsZero():
		return i18n.WasHandedOut
	}
	return i18n.None
}

// unfound is why a receipt counts for nothing here.
func unfound(err error) i18n.Key {
	if pass.Refused(err) {
		return i18n.ReceiptForged
	}
	return explainToStaff(err)
}
