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
	facts := s.facts(v.Service, v.Slot)
	if v.Moving != nil {
		facts = append(facts, fact{icon: theme.Calendar, text: s.say(i18n.MoveFrom, s.when(v.Moving.Booking.Slot))})
	}
	shown := column(s.Gap, fill(s.about(theme.ForService(v.Service.ID), s.pick(v.Service.Name), facts...)))
	if means != i18n.None {
		shown.Add(s.notice(s.say(means), theme.Note, s.Ink, s.Honey))
	}
	shown.Add(s.button(s.mainPaint(), theme.Tick, s.say(yes), flow.ConfirmBooking{Slot: v.Slot.ID}))
	return s.titled(s.say(title), only, shown)
}

// cancel shows what is about to be cancelled.
func (s sheet) cancel(v flow.Cancel) fyne.CanvasObject {
	v.Held.Service.Note = station.Text{} // who cancels need bring nothing
	facts := s.facts(v.Held.Service, v.Held.Booking.Slot)
	if !s.brief {
		facts = append(facts, fact{icon: theme.Note, text: s.say(i18n.CancelHint)})
	}
	return s.titled(s.say(i18n.CancelTitle), only, column(s.Gap,
		fill(s.about(theme.ForService(v.Held.Service.ID), s.pick(v.Held.Service.Name), facts...)),
		s.choice(
			s.button(s.cardPaint(), theme.Left, s.say(i18n.CancelNo), flow.Back{}),
			s.button(s.mainPaint(), theme.Tick, s.say(i18n.CancelYes), flow.ConfirmCancel{Ref: v.Held.Booking.Ref}))))
}

// facts are when and where a service is, who gives it, for whom, and what to bring.
func (s sheet) facts(service station.Service, slot station.Slot) []fact {
	all := []fact{{icon: theme.Clock, text: s.when(slot), bold: true}}
	if where := s.pick(slot.Place); where != "" {
		all = append(all, fact{icon: theme.Place, text: where})
	}
	if by := s.pick(service.Provider); by != "" && !s.brief {
		all = append(all, fact{icon: theme.House, text: s.say(i18n.GivenBy, by)})
	}
	if ages := s.ages(service); ages != "" && !s.brief {
		all = append(all, fact{icon: theme.Person, text: ages})
	}
	if note := s.pick(service.Note); note != "" && !s.least {
		all = append(all, fact{icon: theme.Note, text: s.say(i18n.Bring, note)})
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
