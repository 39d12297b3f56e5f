package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// heldRows is how many bookings flow gives at a time.
const heldRows = 3

// bookings lists what the rider holds.
func (s sheet) bookings(v flow.Bookings) fyne.CanvasObject {
	if len(v.Held) == 0 {
		return s.titled(s.say(i18n.BookingsTitle), only, s.empty(theme.Calendar, i18n.NoBookings, i18n.NoBookingsHint,
			s.button(s.mainPaint(), theme.Calendar, s.say(i18n.SeeServices), flow.Back{})))
	}
	list := container.New(cells{1, heldRows, s.Tight, s.Target * 2}) // no taller than the text is worth
	for _, h := range v.Held {
		list.Add(s.held(h))
	}
	return s.titled(s.say(i18n.BookingsTitle), v.Page, list)
}

// held is a booking with what can be done about it.
func (s sheet) held(h flow.Held) fyne.CanvasObject {
	ways := s.row(s.Tight,
		s.button(s.cardPaint(), "", s.say(i18n.Move), flow.AskMove{Ref: h.Booking.Ref}),
		s.button(s.cardPaint(), "", s.say(i18n.Cancel), flow.AskCancel{Ref: h.Booking.Ref}))
	room := s.in(s.width - 4*s.Gap - s.Icon*1.5 - ways.MinSize().Width)
	slot := h.Booking.Slot
	c, standing := s.standing(h)
	what := s.lang.Pick(h.Service.Name.ZH, h.Service.Name.EN)
	if standing != i18n.None {
		what += " · " + s.say(standing)
	}
	text := column(0, room.lines(what, s.Heading, s.Ink, true), room.lines(s.when(slot), s.Body, c, true))
	if !s.brief {
		text.Add(room.lines(s.lang.Pick(slot.Place.ZH, slot.Place.EN), s.Small, s.Soft, false))
	}
	return s.slim(s.row(s.Gap, disc(theme.ForService(h.Service.ID), s.Icon*0.84, s.Brick, s.Blush), fill(level(text)), center(ways)))
}

// when is the day and the times of a slot.
func (s sheet) when(slot station.Slot) string {
	return s.lang.Day(slot.Starts, s.view.Now) + "  " + s.lang.Span(slot.Starts, slot.Minutes)
}
