package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// abouts say in a sentence what an entry is; one that is not among them says its hint.
var abouts = map[flow.Entry]i18n.Key{
	flow.EnterBookings:      i18n.AboutBookings,
	flow.EnterPass:          i18n.AboutPass,
	flow.EnterPoints:        i18n.AboutPoints,
	flow.EnterLearning:      i18n.AboutLearning,
	flow.EnterTasks:         i18n.AboutVolunteer,
	flow.EnterOrganisations: i18n.AboutOrganisations,
	flow.EnterStories:       i18n.AboutStories,
	flow.EnterMyData:        i18n.AboutMyData,
	flow.EnterAnnouncements: i18n.AboutAnnouncements,
}

// help explains by pictures, and has the button that calls the attendant.
func (s sheet) help(v flow.Help) fyne.CanvasObject {
	title, topics := i18n.HelpCheckIn, s.waysIn()
	if len(v.Entries) > 0 {
		title, topics = i18n.HelpThings, s.topics(v.Entries)
	}
	return s.titled(s.say(title), v.Page, column(s.Gap, fill(s.shelf(topics...)), s.callButton()))
}

func (s sheet) waysIn() []fyne.CanvasObject {
	room := s.oneCard()
	return []fyne.CanvasObject{
		room.still(theme.IDCard, s.say(i18n.HelpCard), s.say(i18n.HelpCardHow)),
		room.still(theme.Code, s.say(i18n.HelpPass), s.say(i18n.HelpPassHow)),
		room.still(theme.Phone, s.say(i18n.HelpPhone), s.say(i18n.HelpPhoneHow)),
		room.still(theme.Person, s.say(i18n.HelpNobody), s.say(i18n.HelpNobodyHow)),
	}
}

func (s sheet) topics(entries []flow.Entry) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, e := range entries {
		d, about := doors[e], abouts[e]
		if about == i18n.None {
			about = d.hint
		}
		all = append(all, s.oneCard().card(d.icon, s.say(d.title), s.say(about), flow.Enter{Entry: e}))
	}
	return all
}

// callButton calls the attendant, or takes back the call made here.
func (s sheet) callButton() fyne.CanvasObject {
	switch {
	case s.view.Called.IsZero():
		return s.button(s.mainPaint(), theme.Bell, s.say(i18n.CallAttendant), flow.CallAttendant{})
	case s.view.CalledHere:
		return s.button(s.cardPaint(), theme.Bell, s.say(i18n.TakeCallBack), flow.TakeCallBack{})
	}
	return s.notice(s.say(i18n.CalledAt, s.lang.Clock(s.view.Called)), theme.Bell, s.Pine, s.Mint)
}
