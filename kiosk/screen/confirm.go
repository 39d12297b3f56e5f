package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// confirm shows what is about to be booked, moved or waited for.
func (s sheet) confirm(v flow.Confirm) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap).roomy()
	title, yes, means := i18n.ConfirmTitle, i18n.ConfirmBooking, i18n.None
	switch {
	case v.Moving != nil:
		title, yes = i18n.MoveConfirm, i18n.MoveYes
	case v.Beyond == flow.Queue:
		yes, means = i18n.QueueYes, i18n.QueueMeans
	case v.Beyond == flow.AskHub:
		yes, means = i18n.AskYes, i18n.AskMeans
	}
	if means != i18n.None && s.least {
		v.Slot.Place = station.Text{} // the receipt has it
	}
	details := inner.details(v.Service, v.Slot)
	if v.Moving != nil {
		details.Add(inner.detail(theme.Calendar, s.say(i18n.MoveFrom, s.when(v.Moving.Booking.Slot)), false))
	}
	shown := column(s.Gap, fill(s.plate(s.Card, s.Line, level(details))))
	if means != i18n.None {
		shown.Add(s.notice(s.say(means), theme.Note, s.Ink, s.Honey))
	}
	shown.Add(s.button(s.mainPaint(), theme.Tick, s.say(yes), flow.ConfirmBooking{Slot: v.Slot.ID}))
	return s.titled(s.say(title), only, shown)
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

// details are the service, when, where, who gives it, for whom, and what to bring.
func (s sheet) details(service station.Service, slot station.Slot) *fyne.Container {
	all := column(s.Gap*0.5, row(s.Gap,
		disc(theme.ForService(service.ID), s.Icon*0.84, s.Brick, s.Blush),
		fill(level(s.in(s.width-s.Icon*1.5-s.Gap).lines(s.lang.Pick(service.Name.ZH, service.Name.EN), s.Title, s.Ink, true)))))
	all.Add(s.detail(theme.Clock, s.when(slot), true))
	if where := s.lang.Pick(slot.Place.ZH, slot.Place.EN); where != "" {
		all.Add(s.detail(theme.Place, where, false))
	}
	if by := s.lang.Pick(service.Provider.ZH, service.Provider.EN); by != "" && !s.brief {
		all.Add(s.detail(theme.House, s.say(i18n.GivenBy, by), false))
	}
	if ages := s.ages(service); ages != "" && !s.brief {
		all.Add(s.detail(theme.Person, ages, false))
	}
	if note := s.lang.Pick(service.Note.ZH, service.Note.EN); note != "" && !s.least {
		all.Add(s.detail(theme.Note, s.say(i18n.Bring, note), false))
	}
	return all
}

// ages says for whom a service is, "" where it is for everybody.
func (s sheet) ages(v station.Service) string {
	switch {
	case v.MinAge > 0 && v.MaxAge > 0:
		return s.say(i18n.ForAges, v.MinAge, v.MaxAge)
	case v.MinAge > 0:
		return s.say(i18n.FromAge, v.MinAge)
	case v.MaxAge > 0:
		return s.say(i18n.UpToAge, v.MaxAge)
	}
	return ""
}

func (s sheet) detail(i theme.Icon, text string, bold bool) fyne.CanvasObject {
	room := s.in(s.width - s.Icon*1.5 - s.Gap)
	sign := atLeast(s.Icon*1.5, s.Heading, center(icon(i, s.Heading, s.Brick)))
	return row(s.Gap, sign, fill(level(room.lines(text, s.Heading*0.94, s.Ink, bold))))
}
