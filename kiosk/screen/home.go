package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// home offers every way in at once.
func (s sheet) home(v flow.Home, l *live) fyne.CanvasObject {
	if s.Portrait() {
		return s.homeTall(v, l)
	}
	return s.homeWide(v, l)
}

func (s sheet) homeWide(v flow.Home, l *live) fyne.CanvasObject {
	right := s.in(min(s.width*0.3, s.Height*0.46))
	left := s.in(s.width - right.width - s.Gap)
	return s.row(s.Gap,
		fill(column(s.Gap, left.welcome(l), fill(left.services(v)))),
		atLeast(right.width, 0, column(s.Gap, fill(right.phone(l)), right.anonymous())))
}

func (s sheet) homeTall(v flow.Home, l *live) fyne.CanvasObject {
	right := s.in((s.width - s.Gap) / 2)
	return column(s.Gap*1.4, s.welcome(l), fill(s.services(v)),
		s.row(s.Gap, share(1, right.phone(l)), share(1, right.anonymous())))
}

// welcome says what to do with a card or a pass, in a place that keeps its
// height whatever the devices do.
func (s sheet) welcome(l *live) fyne.CanvasObject {
	height := float32(0)
	for _, d := range []flow.Devices{{}, {Reader: flow.Device{Out: true}}} {
		other := s
		other.view.Devices = d
		height = max(height, other.welcomePlate().MinSize().Height)
	}
	l.welcome = container.NewStack(s.welcomePlate())
	l.drawWelcome = s.drawWelcome
	return atLeast(0, height, l.welcome)
}

func (s sheet) drawWelcome(v flow.View) fyne.CanvasObject {
	s.view = v
	return s.welcomePlate()
}

// welcomePlate does not invite to what is out.
func (s sheet) welcomePlate() fyne.CanvasObject {
	first, hint := i18n.HomeCard, i18n.HomeCardHint
	if s.view.Devices.Reader.Out {
		first, hint = i18n.HomeNoCard, i18n.HomeNoCardHint
	}
	room, size := s.in(s.width-3*s.Gap-s.Icon*2.7), s.Display*0.8
	if s.brief {
		size = s.Heading
	}
	text := column(s.Tight, room.lines(s.say(first), size, s.Ink, true))
	if len(s.notices()) == 0 && !s.brief { // a notice takes its room
		text.Add(room.lines(s.say(hint), s.Body, s.Soft, false))
	}
	if !s.view.Devices.Scanner.Out {
		second := s.in(room.width - s.Heading - s.Tight)
		text.Add(row(s.Tight, center(icon(theme.Code, s.Heading, s.Brick)),
			fill(level(second.lines(s.say(i18n.HomePass), s.Body, s.Ink, true)))))
	}
	return s.plate(s.Honey, s.Amber, row(s.Gap,
		disc(theme.IDCard, s.Icon*1.5, s.Card, s.ground(s.view.Devices.Reader)),
		fill(level(text))))
}

func (s sheet) services(v flow.Home) fyne.CanvasObject {
	return s.headed(s.say(i18n.HomeServices), s.Heading, v.Page, s.tiles(v.Services, v.Page))
}

// phone is the code that a rider's phone scans.
func (s sheet) phone(l *live) fyne.CanvasObject {
	l.code = container.NewStack(s.phoneCode())
	inner := s.in(s.width - 2*s.Gap)
	all := column(s.Tight, inner.linesCentered(s.say(i18n.HomePhone), s.Heading, s.Ink, true), fill(center(l.code)))
	if !s.brief {
		all.Add(inner.linesCentered(s.say(i18n.HomePhoneHint), s.Small, s.Soft, false))
	}
	return s.plate(s.Card, s.Line, all)
}

func (s sheet) phoneCode() fyne.CanvasObject {
	if s.view.Phone == "" {
		return container.NewStack()
	}
	side := min(s.Width, s.Height) * 0.36
	if len(s.notices()) > 0 {
		side *= 0.7
	}
	return s.code(s.view.Phone, side)
}

func (s sheet) anonymous() fyne.CanvasObject {
	return s.tile(theme.Person, s.say(i18n.HomeAnonymous), s.say(i18n.HomeAnonymousHint), flow.CheckInAnonymously{})
}
