package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// confirm shows what is about to be booked.
func (s sheet) confirm(v flow.Confirm) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap).roomy()
	return s.titled(s.say(i18n.ConfirmTitle), only, column(s.Gap,
		fill(s.plate(s.Card, s.Line, level(inner.details(v.Service, v.Slot)))),
		s.button(s.mainPaint(), theme.Tick, s.say(i18n.ConfirmBooking), flow.ConfirmBooking{Slot: v.Slot.ID})))
}

// cancel shows what is about to be cancelled.
func (s sheet) cancel(v flow.Cancel) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap).roomy()
	v.Held.Service.Note = station.Text{} // who cancels need bring nothing
	details := column(s.Gap*0.6, inner.details(v.Held.Service, v.Held.Booking.Slot))
	if !s.brief {
		details.Add(inner.detail(theme.Note, s.say(i18n.CancelHint), false))
	}
	return s.titled(s.say(i18n.CancelTitle), only, column(s.Gap,
		fill(s.plate(s.Card, s.Line, level(details))),
		s.row(s.Gap,
			fill(s.button(s.cardPaint(), theme.Left, s.say(i18n.CancelNo), flow.Back{})),
			fill(s.button(s.mainPaint(), theme.Tick, s.say(i18n.CancelYes), flow.ConfirmCancel{Ref: v.Held.Booking.Ref})))))
}

// details are the service, when, where, and what to bring.
func (s sheet) details(service station.Service, slot station.Slot) fyne.CanvasObject {
	all := column(s.Gap*0.6, row(s.Gap,
		disc(theme.ForService(service.ID), s.Icon*0.84, s.Brick, s.Blush),
		fill(level(s.in(s.width-s.Icon*1.5-s.Gap).lines(s.lang.Pick(service.Name.ZH, service.Name.EN), s.Title, s.Ink, true)))))
	when := s.lang.Day(slot.Starts, s.view.Now) + "  " + s.lang.Span(slot.Starts, slot.Minutes)
	all.Add(s.detail(theme.Clock, when, true))
	if where := s.lang.Pick(slot.Place.ZH, slot.Place.EN); where != "" {
		all.Add(s.detail(theme.Place, where, false))
	}
	if note := s.lang.Pick(service.Note.ZH, service.Note.EN); note != "" && !s.brief {
		all.Add(s.detail(theme.Note, note, false))
	}
	return all
}

func (s sheet) detail(i theme.Icon, text string, bold bool) fyne.CanvasObject {
	room := s.in(s.width - s.Icon*1.5 - s.Gap)
	sign := atLeast(s.Icon*1.5, s.Heading, center(icon(i, s.Heading, s.Brick)))
	return row(s.Gap, sign, fill(level(room.lines(text, s.Heading*0.94, s.Ink, bold))))
}
