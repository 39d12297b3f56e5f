package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// heldRows is how many bookings flow gives at a time.
const heldRows = 3

// bookings lists what the rider holds.
func (s sheet) bookings(v flow.Bookings) fyne.CanvasObject {
	if len(v.Held) == 0 {
		return s.titled(s.say(i18n.BookingsTitle), only, s.plate(s.Card, s.Line,
			center(centered(s.say(i18n.NoBookings), s.Heading, s.Soft, false))))
	}
	list := container.New(cells{1, heldRows, s.Tight, s.Target * 2}) // no taller than the text is worth
	for _, h := range v.Held {
		list.Add(s.held(h))
	}
	return s.titled(s.say(i18n.BookingsTitle), v.Page, list)
}

func (s sheet) held(h flow.Held) fyne.CanvasObject {
	cancel := s.button(s.cardPaint(), "", s.say(i18n.Cancel), flow.AskCancel{Ref: h.Booking.Ref})
	room := s.in(s.width - 4*s.Gap - s.Icon*1.5 - cancel.MinSize().Width)
	slot := h.Booking.Slot
	when := s.lang.Day(slot.Starts, s.view.Now) + "  " + s.lang.Span(slot.Starts, slot.Minutes)
	what := s.lang.Pick(h.Service.Name.ZH, h.Service.Name.EN)
	c, stands := s.standing(h)
	if stands != i18n.None {
		what += " · " + s.say(stands)
	}
	text := column(0,
		room.lines(what, s.Heading, s.Ink, true),
		room.lines(when, s.Body, c, true),
		room.lines(s.lang.Pick(slot.Place.ZH, slot.Place.EN), s.Small, s.Soft, false))
	return s.slim(s.row(s.Gap, disc(theme.ForService(h.Service.ID), s.Icon*0.84, s.Brick, s.Blush), fill(level(text)), center(cancel)))
}
