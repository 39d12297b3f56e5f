package screen

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// openings are the services of a page, in two columns; as many rows on the last
// page as on the first.
func (s sheet) openings(all []flow.Opening, page flow.Page) fyne.CanvasObject {
	if len(all) == 0 {
		return s.scaled(0.8).empty(theme.Cup, i18n.NoServices, i18n.NoServicesHint)
	}
	if page.Count < 2 {
		return s.inPairs(all, (len(all)+1)/2)
	}
	back := s.arrow(theme.Left, page.Index > 0, flow.Turn{By: -1})
	on := s.arrow(theme.Right, page.Index < page.Count-1, flow.Turn{By: 1})
	room := s.in(s.width - back.MinSize().Width - on.MinSize().Width - 2*s.Tight)
	return row(s.Tight, back, fill(room.inPairs(all, flow.OpeningsPerPage/2)), on)
}

func (s sheet) inPairs(openings []flow.Opening, rows int) fyne.CanvasObject {
	half := s.in((s.width - s.Tight) / 2)
	all := grid(2, rows, s.Tight)
	for _, o := range openings {
		all.Add(half.opening(o))
	}
	return all
}

// opening is a service, and the first place to be had.
func (s sheet) opening(o flow.Opening) *touch {
	face, room := row(s.Gap*0.8), s.in(s.width-2*s.Gap)
	sign := disc(theme.ForService(o.ID), s.Icon*0.84, s.Brick, s.Blush)
	if beside := room.width - sign.MinSize().Width - s.Gap*0.8; !s.least && beside > s.Heading*5 {
		room.width = beside
		face.Add(sign)
	}
	text := column(0, room.lines(s.lang.Pick(o.Name.ZH, o.Name.EN), s.Heading, s.Ink, true), room.next(o))
	face.Add(fill(level(text)))
	return newTouch(s.cardPaint(), s.Radius, pad(s.Gap, s.Tight/2, face), flow.ChooseService{ID: o.ID})
}

// next says when the first place of a service is, and how many there are.
func (s sheet) next(o flow.Opening) fyne.CanvasObject {
	if !o.Found {
		return s.lines(s.say(i18n.NoneSoon), s.Small, s.Soft, false)
	}
	when := s.say(i18n.Soonest, s.soon(o.Next.Starts))
	left := s.left(o.Next.Left)
	line := func(size float32) drawing {
		return func() fyne.CanvasObject {
			return row(s.Tight, words(when, size, s.Soft, false), words(left, size, s.leftColor(o.Next.Left), true))
		}
	}
	return fitting(fyne.NewSize(s.width, s.Height), line(s.Body), line(s.Small),
		func() fyne.CanvasObject { return s.lines(when, s.Small, s.Soft, false) })
}

// soon is a day and a time of day, as short as it can be told.
func (s sheet) soon(t time.Time) string {
	day := s.lang.Weekday(t, s.view.Now)
	if t.Sub(s.view.Now) > 6*24*time.Hour {
		day = s.lang.Date(t)
	}
	return day + " " + s.lang.Clock(t)
}
