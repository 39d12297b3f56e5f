package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// announcements are all that hang on the wall.
func (s sheet) announcements(v flow.Announcements) fyne.CanvasObject {
	if len(v.Announcements) == 0 {
		return s.titled(s.say(i18n.Announcements), only, s.empty(theme.Posted, i18n.NoAnnouncements, i18n.NoAnnouncementsHint))
	}
	var cards []fyne.CanvasObject
	for _, a := range v.Announcements {
		p := s.announcementPaint(a, s.Card)
		title := s.announcementTitle(a)
		if s.brief {
			title = cut(title, longestCard)
		}
		face := s.oneCard().face(announcementIcon(a), title, s.holds(a), p)
		cards = append(cards, newTouch(p, s.Radius, face, flow.OpenAnnouncement{ID: a.ID}))
	}
	return s.titled(s.say(i18n.Announcements), v.Page, s.shelf(cards...))
}

// longestCard is how many characters of a title a card has room for where there is little.
const longestCard = 28

// announcement is read large, page by page.
func (s sheet) announcement(v flow.Announcement) fyne.CanvasObject {
	a := v.Announcement
	room := s.in(s.width - s.Heading - s.Gap)
	when := row(s.Gap, center(icon(theme.Clock, s.Heading, s.Brick)), fill(level(room.lines(s.holds(a), s.Body, s.Ink, true))))
	all := column(s.Gap, when, fill(s.leaf(s.announcementSeal(a), s.pick(a.Text))))
	if v.Others > 0 && !s.least {
		all.Add(s.button(s.cardPaint(), theme.Posted, s.say(i18n.AllAnnouncements, v.Others+1), flow.ListAnnouncements{}))
	}
	return s.titled(s.announcementTitle(a), v.Page, all)
}

func (s sheet) announcementTitle(a station.Announcement) string {
	if a.Urgent {
		return s.say(i18n.AnnouncementUrgent, s.pick(a.Title))
	}
	return s.pick(a.Title)
}

// holds says until when it does, from when where that is not a round matter of now, and where the clock may be wrong
// that the dates are to be looked at.
func (s sheet) holds(a station.Announcement) string {
	switch until := s.lang.Moment(a.Until, s.view.Now); {
	case a.Past:
		return s.say(i18n.AnnouncementPast, until)
	case a.From.IsZero():
		return s.say(i18n.AnnouncementUntil, until)
	default:
		return s.say(i18n.TaskBetween, s.lang.Moment(a.From, s.view.Now), until)
	}
}

func announcementIcon(a station.Announcement) theme.Icon {
	if a.Urgent {
		return theme.Urgent
	}
	return theme.Posted
}

func (s sheet) announcementSeal(a station.Announcement) seal {
	if a.Pressing() {
		return seal{theme.Urgent, s.Ink, s.Honey}
	}
	return s.blush(announcementIcon(a))
}

func (s sheet) announcementPaint(a station.Announcement, calm color.NRGBA) paint {
	p := s.cardPaint()
	p.rest = calm
	if a.Pressing() {
		p.rest, p.edge = s.Honey, s.Amber
	}
	return p
}

// posted is an announcement on the wall: its title, how it begins, and that there is more.
func (s sheet) posted(a station.Announcement) fyne.CanvasObject {
	p := s.announcementPaint(a, s.Mint)
	room := s.in(s.width - s.Heading*1.1 - s.Gap)
	text := column(0, room.clampedIn(s.announcementTitle(a), 1, s.Body, true), room.clamped(s.pick(a.Text), 1, s.Small))
	face := row(s.Gap, center(icon(announcementIcon(a), s.Heading*1.2, s.Brick)), fill(level(text)), center(icon(theme.Right, s.Heading, s.Brick)))
	return newTouch(p, s.Radius, pad(s.Gap, s.Tight/2, face), flow.OpenAnnouncement{ID: a.ID})
}
