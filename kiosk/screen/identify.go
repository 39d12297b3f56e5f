package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// identify asks for a card or a pass before a service.
func (s sheet) identify(v flow.Identify) fyne.CanvasObject {
	wish := s.lang.Pick(v.Service.Name.ZH, v.Service.Name.EN)
	if v.Entry != flow.NoEntry {
		wish = s.say(doors[v.Entry].title)
	}
	hint := i18n.IdentifyHint
	if s.view.Devices.Reader.Out || s.view.Devices.Scanner.Out {
		hint = s.view.Outage
	}
	return s.titled(s.say(i18n.IdentifyTitle), only, s.said(s.Honey, s.Amber, message{
		seals: []seal{{theme.IDCard, s.Card, s.ground(s.view.Devices.Reader)}, {theme.Code, s.Card, s.ground(s.view.Devices.Scanner)}},
		says:  remark{s.say(hint), s.Ink, true},
		adds:  []remark{{s.say(i18n.IdentifyFor, wish), s.Soft, false}},
	}))
}

// reading is on while a card or pass is read.
func (s sheet) reading() fyne.CanvasObject {
	return center(column(s.Gap,
		disc(theme.IDCard, s.Icon*2, s.Brick, s.Blush),
		centered(s.say(i18n.Reading), s.Display, s.Ink, true),
		centered(s.say(i18n.ReadingHint), s.Heading, s.Soft, false)))
}

// thanks follows an anonymous check-in.
func (s sheet) thanks(v flow.Thanks) fyne.CanvasObject {
	return s.parting(s.say(i18n.ThanksTitle),
		s.linesCentered(s.say(i18n.ThanksAt, s.lang.Clock(v.At)), s.Heading, s.Pine, true),
		s.linesCentered(s.say(i18n.ThanksHint), s.Heading, s.Soft, false))
}
