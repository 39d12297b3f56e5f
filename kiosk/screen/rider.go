package screen

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/event"
)

// rider is the page of whoever has checked in: what is coming, what can be had, everything else.
func (s sheet) rider(v flow.Rider) fyne.CanvasObject {
	subjects := s.subjects(notBookings(v.Entries))
	if s.Portrait() {
		return column(s.Gap*0.8, share(2, s.roomy().mine(v)), share(3, s.roomy().wanted(v)), subjects)
	}
	left, right := s.in((s.width-s.Gap)*0.4), s.in((s.width-s.Gap)*0.6)
	return column(s.Gap*0.8, fill(s.row(s.Gap, share(2, left.roomy().mine(v)), share(3, right.roomy().wanted(v)))), subjects)
}

// notBookings leaves out what the page shows anyway.
func notBookings(all []flow.Entry) []flow.Entry {
	var others []flow.Entry
	for _, e := range all {
		if e != flow.EnterBookings {
			others = append(others, e)
		}
	}
	return others
}

// wanted is what can be had.
func (s sheet) wanted(v flow.Rider) fyne.CanvasObject {
	return s.under(i18n.ChooseService, s.openings(v.Services, v.Page))
}

// under is content under a heading.
func (s sheet) under(title i18n.Key, content fyne.CanvasObject) fyne.CanvasObject {
	return column(s.Tight, s.lines(s.say(title), s.Heading, s.Ink, true), fill(content))
}

// mine is what the rider has: bookings coming up, points, answers.
func (s sheet) mine(v flow.Rider) fyne.CanvasObject {
	all := column(s.Tight, fill(s.coming(v)))
	if chips := s.chips(v); len(chips.Objects) > 0 {
		all.Add(chips)
	}
	return s.under(i18n.Coming, all)
}

// coming are the bookings of which there is news, and those next in time; tapped, all that are held.
func (s sheet) coming(v flow.Rider) fyne.CanvasObject {
	room, lines := s.in(s.width-2*s.Gap), s.comingLines(v)
	if len(lines) == 0 {
		return s.scaled(0.8).empty(theme.Calendar, i18n.NothingComing, i18n.NothingComingHint)
	}
	most := 3
	if s.least {
		most = 2
	}
	list := column(s.Tight)
	for _, l := range lines[:min(len(lines), most)] {
		list.Add(room.appointment(l))
	}
	if more := len(lines) - most; more > 0 && !s.brief {
		list.Add(words(s.say(i18n.MoreComing, more), s.Small, s.Soft, false))
	}
	return newTouch(s.cardPaint(), s.Radius, pad(s.Gap, s.Tight/2, level(list)), flow.Enter{Entry: flow.EnterBookings})
}

// appointment is a booking, and what to say of it beside its service.
type appointment struct {
	flow.Held
	say   i18n.Key
	color color.NRGBA
}

func (s sheet) comingLines(v flow.Rider) []appointment {
	var all []appointment
	told := map[event.Ref]bool{}
	for _, n := range v.News {
		told[n.Booking.Ref] = true
		if n.Lapsed {
			all = append(all, appointment{n.Held, i18n.NewsLapsed, s.Soft})
		} else {
			all = append(all, appointment{n.Held, i18n.NewsPromoted, s.Pine})
		}
	}
	for _, h := range v.Coming {
		if !told[h.Booking.Ref] {
			color, say := s.standing(h)
			all = append(all, appointment{h, say, color})
		}
	}
	return all
}

// appointment is a booking in two lines: when, and what.
func (s sheet) appointment(a appointment) fyne.CanvasObject {
	room := s.in(s.width - s.Icon*1.3 - s.Gap)
	what := s.lang.Pick(a.Service.Name.ZH, a.Service.Name.EN)
	if a.say != i18n.None {
		what += " · " + s.say(a.say)
	}
	text := column(0, room.lines(s.soon(a.Booking.Slot.Starts), s.Heading, a.color, true))
	text.Add(room.lines(what, s.Body, s.Soft, false))
	return row(s.Gap, disc(theme.ForService(a.Service.ID), s.Icon*0.7, s.Brick, s.Blush), fill(level(text)))
}

// chips are points and answers in a word each.
func (s sheet) chips(v flow.Rider) *fyne.Container {
	all := s.row(s.Tight)
	if v.Points > 0 {
		all.Add(fill(s.chip(theme.Star, s.say(i18n.PointsNow, strconv.FormatInt(v.Points, 10)))))
	}
	if v.Answered > 0 {
		all.Add(fill(s.chip(theme.Talk, s.say(i18n.AppealsAnswered, v.Answered))))
	}
	return all
}

func (s sheet) chip(i theme.Icon, text string) fyne.CanvasObject {
	room := s.in(s.width/2 - 3*s.Tight - s.Heading)
	return s.plain(s.Honey, pad(s.Tight, s.Tight/2,
		row(s.Tight, center(icon(i, s.Heading, s.Brick)), fill(level(room.lines(text, s.Body, s.Ink, true))))))
}
