package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// seal is a sign on a round ground.
type seal struct {
	icon        theme.Icon
	ink, ground color.NRGBA
}

// blush is the seal of a subject, pine that of something done.
func (s sheet) blush(i theme.Icon) seal { return seal{i, s.Brick, s.Blush} }
func (s sheet) pine(i theme.Icon) seal  { return seal{i, s.Card, s.Pine} }

func (s seal) drawn(size float32) fyne.CanvasObject { return disc(s.icon, size, s.ink, s.ground) }

// remark is a line in a colour.
type remark struct {
	text  string
	color color.NRGBA
	bold  bool
}

// message is what stands alone on a card: its seals over what it says, over what more there is to it, over what can be
// done about it.
type message struct {
	seals []seal
	says  remark // larger
	adds  []remark
	next  []fyne.CanvasObject
}

// said is a message on a card of a colour.
func (s sheet) said(ground, edge color.NRGBA, m message) fyne.CanvasObject {
	return s.plate(ground, edge, s.in(s.width-2*s.Gap).message(m))
}

func (s sheet) message(m message) fyne.CanvasObject {
	return s.sealed(func(s sheet, size float32) fyne.CanvasObject { return s.stacked(m, size) })
}

// sealed is what has seals, as large as there is room for: with large ones, with small ones, with none.
func (s sheet) sealed(draw func(s sheet, size float32) fyne.CanvasObject) fyne.CanvasObject {
	drawings := s.grown(1.2, func(s sheet) fyne.CanvasObject { return draw(s, s.Icon*1.5) })
	for _, size := range []float32{s.Icon, s.Icon * 0.8, 0} {
		drawings = append(drawings, func() fyne.CanvasObject { return draw(s, size) })
	}
	return suit(drawings...)
}

func (s sheet) stacked(m message, size float32) fyne.CanvasObject {
	all := column(s.Gap * 0.7)
	if size > 0 {
		seals := row(s.Gap * 2)
		for _, one := range m.seals {
			seals.Add(one.drawn(size))
		}
		all.Add(center(seals))
	}
	all.Add(s.remark(m.says, s.Title))
	for _, a := range m.adds {
		all.Add(s.remark(a, s.Heading))
	}
	if len(m.next) > 0 {
		all.Add(center(pad(0, s.Tight/2, s.row(s.Gap, m.next...))))
	}
	return level(all)
}

func (s sheet) remark(r remark, size float32) fyne.CanvasObject {
	return s.linesCentered(r.text, size, r.color, r.bold)
}

// empty stands in place of a list that has nothing on it: that it has not, when it will or what to do, and where to go
// on.
func (s sheet) empty(i theme.Icon, says, hint i18n.Key, next ...fyne.CanvasObject) fyne.CanvasObject {
	return s.said(s.Card, s.Line, message{
		seals: []seal{s.blush(i)},
		says:  remark{s.say(says), s.Ink, true},
		adds:  []remark{{s.say(hint), s.Soft, false}},
		next:  next,
	})
}
