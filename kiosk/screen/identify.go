package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// identify asks for a card or a pass before a service.
func (s sheet) identify(v flow.Identify) fyne.CanvasObject {
	service := s.lang.Pick(v.Service.Name.ZH, v.Service.Name.EN)
	inner := s.in(s.width - 2*s.Gap)
	hint := i18n.IdentifyHint
	if s.view.Devices.Reader.Out || s.view.Devices.Scanner.Out {
		hint = s.view.Outage
	}
	return s.titled(s.say(i18n.IdentifyTitle), only, s.plate(theme.Honey, theme.Amber, center(column(s.Gap,
		center(row(s.Gap*2,
			disc(theme.IDCard, s.Icon*2, theme.Card, ground(s.view.Devices.Reader)),
			disc(theme.Code, s.Icon*2, theme.Card, ground(s.view.Devices.Scanner)))),
		inner.linesCentered(s.say(hint), s.Title, theme.Ink, true),
		inner.linesCentered(s.say(i18n.IdentifyFor, service), s.Heading, theme.Soft, false)))))
}

// ground is what a device's sign stands on: grey where the device is out.
func ground(d flow.Device) color.NRGBA {
	if d.Out {
		return theme.Soft
	}
	return theme.Brick
}

// reading is on while a card or pass is read.
func (s sheet) reading() fyne.CanvasObject {
	return center(column(s.Gap,
		disc(theme.IDCard, s.Icon*2, theme.Brick, theme.Blush),
		centered(s.say(i18n.Reading), s.Display, theme.Ink, true),
		centered(s.say(i18n.ReadingHint), s.Heading, theme.Soft, false)))
}

// thanks follows an anonymous check-in.
func (s sheet) thanks(v flow.Thanks) fyne.CanvasObject {
	return center(column(s.Gap,
		disc(theme.Tick, s.Icon*2, theme.Card, theme.Pine),
		s.linesCentered(s.say(i18n.ThanksTitle), s.Display, theme.Ink, true),
		s.linesCentered(s.say(i18n.ThanksAt, s.lang.Clock(v.At)), s.Heading, theme.Pine, true),
		s.linesCentered(s.say(i18n.ThanksHint), s.Heading, theme.Soft, false),
		center(atLeast(s.Target*3, 0, s.button(mainPaint, theme.Tick, s.say(i18n.Done), flow.Back{})))))
}
