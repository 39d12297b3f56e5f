package slip

import (
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// staff is a paper for the attendant: today's list, or a page that shows whether the printer is well.
func (p *page) staff(modules [][]bool) escpos.Document {
	title, care := i18n.SlipList, i18n.SlipListCare
	if p.Test {
		title, care = i18n.SlipTest, i18n.SlipTestHint
	}
	p.both(station.Text{ZH: i18n.ZH.Say(title), EN: i18n.EN.Say(title)}, escpos.Large)
	p.add(escpos.Rule{})
	for _, g := range p.Roll {
		p.guest(g)
	}
	if modules != nil {
		p.add(escpos.QR{Text: p.Code, Modules: modules})
	}
	p.add(escpos.Rule{})
	p.small(care, p.Now.Format("2006-01-02 15:04"))
	p.add(escpos.Cut{})
	return p.all
}

// stands is how bookings stand, as the list says it.
var stands = map[event.BookingState]i18n.Key{
	event.BookingState_BOOKING_STATE_CONFIRMED: i18n.GuestStateComing,
	event.BookingState_BOOKING_STATE_CALLED:    i18n.GuestStateCalled,
	event.BookingState_BOOKING_STATE_ATTENDED:  i18n.GuestStateCame,
	event.BookingState_BOOKING_STATE_NO_SHOW:   i18n.GuestStateMissed,
	event.BookingState_BOOKING_STATE_LAPSED:    i18n.GuestStateLapsed,
}

// guest is a line of the list, in the language it was asked for: when and who, then what and how it stands.
func (p *page) guest(g flow.Guest) {
	b := g.Held.Booking
	stand, known := stands[b.State]
	if !known {
		stand = i18n.GuestStatePending
	}
	who := strings.TrimSpace(g.Masked + " " + p.Lang.Say(i18n.GuestNumber, b.Ref.Seq))
	if g.Tail != "" {
		who += " …" + g.Tail
	}
	p.add(escpos.Row{Left: p.Lang.Clock(b.Slot.Starts), Right: who, At: labels, Bold: true},
		escpos.Row{Right: p.Lang.Pick(g.Held.Service.Name.ZH, g.Held.Service.Name.EN) + " · " + p.Lang.Say(stand), At: labels})
}
