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
	right := s.in(min(s.width*0.25, s.Height*0.4))
	left := s.in(s.width - right.width - s.Gap)
	nobody := left.in(left.width * 0.3)
	gap := s.Gap * 0.7
	if s.quiet {
		gap = s.Tight
	}
	all := column(gap, fill(s.row(s.Gap*0.7,
		fill(column(gap,
			s.row(s.Gap*0.7, fill(left.in(left.width*0.7-s.Gap*0.7).welcome(l)), atLeast(nobody.width, 0, nobody.anonymous())),
			fill(left.openings(v.Services, v.Page)))),
		atLeast(right.width, 0, right.phone(l)))))
	return s.below(all, v, l)
}

func (s sheet) homeTall(v flow.Home, l *live) fyne.CanvasObject {
	half := s.in((s.width - s.Gap) / 2)
	all := column(s.Gap, s.welcome(l), fill(s.openings(v.Services, v.Page)),
		s.row(s.Gap, share(1, half.phone(l)), share(1, half.anonymous())))
	return s.below(all, v, l)
}

// below adds what stands at the foot of the idle screen: all other subjects, and what the house says.
func (s sheet) below(all *fyne.Container, v flow.Home, l *live) fyne.CanvasObject {
	crowded := s.least && v.Posted && len(s.notices()) > 0 // a notice passes, and what is announced may be urgent
	if len(v.Entries) > 0 && !crowded {
		all.Add(s.subjects(v.Entries))
	}
	if !s.quiet && len(s.notices()) == 0 || v.Posted {
		all.Add(s.sayings(v, l))
	}
	return all
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
	sign := s.Icon * 1.2
	if s.brief {
		size = s.Heading
	}
	if s.quiet {
		sign = s.Icon
	}
	text := column(s.Tight, room.lines(s.say(first), size, s.Ink, true))
	if len(s.notices()) == 0 && !s.brief && s.Portrait() { // a notice takes its room
		text.Add(room.lines(s.say(hint), s.Body, s.Soft, false))
	}
	if !s.view.Devices.Scanner.Out && !s.least {
		second := s.in(room.width - s.Heading - s.Tight)
		text.Add(row(s.Tight, center(icon(theme.Code, s.Heading, s.Brick)),
			fill(level(second.lines(s.say(i18n.HomePass), s.Body, s.Ink, true)))))
	}
	whole := row(s.Gap, disc(theme.IDCard, sign, s.Card, s.ground(s.view.Devices.Reader)), fill(level(text)))
	if s.quiet && !s.least {
		return s.label(s.Honey, s.Amber, pad(s.Gap, s.Tight, whole))
	}
	return s.plate(s.Honey, s.Amber, whole)
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
	side := min(s.Width, s.Height) * 0.28
	if len(s.notices()) > 0 {
		side *= 0.7
	} else if home, is := s.view.Screen.(flow.Home); is && home.Posted && !s.Portrait() {
		side *= 0.8 // what is announced takes its room
	}
	return s.code(s.view.Phone, side)
}

func (s sheet) anonymous() fyne.CanvasObject {
	return s.tile(theme.Person, s.say(i18n.HomeAnonymous), s.say(i18n.HomeAnonymousHint), flow.CheckInAnonymously{})
}
