package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// fact is one thing to know of a subject.
type fact struct {
	icon  theme.Icon
	text  string
	bold  bool
	color color.Color // nil for that of text
}

// about is a card on one subject: its seal large beside its name, "" for none, and what is to be known of it.
func (s sheet) about(i theme.Icon, name string, facts ...fact) fyne.CanvasObject {
	return s.plate(s.Card, s.Line, s.in(s.width-2*s.Gap).subject(s.blush(i), name, facts))
}

// subject is drawn as large as there is room for; at the least its seal is no larger than its name.
func (s sheet) subject(of seal, name string, facts []fact) fyne.CanvasObject {
	large := func(s sheet) fyne.CanvasObject {
		sign := of.drawn(s.Icon * 1.4)
		if s.Portrait() {
			return center(column(s.Gap*1.5, sign, s.known(name, facts)))
		}
		room := s.in(s.width - sign.MinSize().Width - 3*s.Gap)
		return row(s.Gap*1.5, pad(s.Gap*0.75, 0, center(sign)), fill(level(room.known(name, facts))))
	}
	return suit(append(s.grown(1.5, large), func() fyne.CanvasObject { return level(s.told(of.icon, name, facts...)) })...)
}

// known is a name over facts.
func (s sheet) known(name string, facts []fact) fyne.CanvasObject {
	all := column(s.Gap * 0.5)
	if name != "" {
		all.Add(s.lines(name, s.Title, s.Ink, true))
	}
	for _, f := range facts {
		all.Add(s.fact(f, s.Heading*1.1))
	}
	return all
}

// told is a name with its sign over facts, in little room.
func (s sheet) told(i theme.Icon, name string, facts ...fact) *fyne.Container {
	gap := s.Gap * 0.5
	if s.least {
		gap = 0
	}
	all := column(gap)
	switch {
	case name == "":
	case s.brief:
		all.Add(s.detail(i, name, true))
	default:
		all.Add(s.named(i, name))
	}
	for _, f := range facts {
		all.Add(s.fact(f, s.Icon*1.5))
	}
	return all
}

// fact is a line or several, with a sign at the first in a place so wide.
func (s sheet) fact(f fact, place float32) fyne.CanvasObject {
	size, c := s.Heading*0.94, f.color
	if c == nil {
		c = s.Ink
	}
	text := s.in(s.width-place-s.Gap).lines(f.text, size, c, f.bold)
	sign := atLeast(place, words(f.text, size, c, f.bold).MinSize().Height, center(icon(f.icon, s.Heading, s.Brick)))
	return row(s.Gap, column(0, sign), fill(level(text)))
}

func (s sheet) detail(i theme.Icon, text string, bold bool) fyne.CanvasObject {
	return s.fact(fact{icon: i, text: text, bold: bold}, s.Icon*1.5)
}
