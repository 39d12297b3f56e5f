package screen

import (
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// writing has a text written on a phone: its code, that it is open, or the
// text that came.
func (s sheet) writing(v flow.Writing) fyne.CanvasObject {
	switch v.Phone {
	case flow.PhoneSent:
		return s.written(v)
	case flow.PhoneOpened:
		return s.titled(s.say(v.Title), only, column(s.Gap, fill(s.phoneHas(i18n.WritingOpened, i18n.WritingLeave)), s.byHand()))
	}
	side := s.side(0.42)
	if s.brief {
		side = s.side(0.26)
	}
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap)
		if !s.brief {
			all.Add(room.lines(s.say(i18n.WritingScan), room.Title, s.Ink, true))
		}
		for i, key := range []i18n.Key{i18n.WritingStep1, i18n.WritingStep2, i18n.WritingStep3} {
			all.Add(room.step(i+1, s.say(key)))
		}
		switch {
		case s.brief:
		case v.Text != "": // by hand, before the phone was taken out
			all.Add(room.clamped(v.Text, 2, room.Body))
		default:
			all.Add(room.lines(s.say(v.Hint), room.Body, s.Soft, false))
		}
		return level(all)
	}
	return s.titled(s.say(v.Title), only, column(s.Gap, fill(s.beside(v.Address, side, text)), s.byHand()))
}

func (s sheet) byHand() *touch {
	return s.button(s.cardPaint(), theme.Keys, s.say(i18n.WritingNoPhone), flow.UsePad{})
}

// step is a line with its number.
func (s sheet) step(n int, text string) fyne.CanvasObject {
	size := s.Heading * 1.5
	room := s.in(s.width - size - s.Gap)
	number := atLeast(size, size, newFace(s.Brick, s.Brick, size/2, 0).under(center(centered(strconv.Itoa(n), s.Body, s.Card, true))))
	return row(s.Gap, center(number), fill(level(room.lines(text, s.Heading*0.9, s.Ink, false))))
}

// written shows the text that came, for the rider to go on with.
func (s sheet) written(v flow.Writing) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap)
	most := 9
	switch {
	case s.brief:
		most = 4
	case s.Portrait():
		most = 24
	}
	text := column(s.Gap*0.6, s.detailOf(theme.Tick, s.say(i18n.WritingCheck)), inner.clamped(v.Text, most, s.Heading*0.9))
	again := s.button(s.cardPaint(), theme.Again, s.say(i18n.WritingAgain), flow.Rewrite{})
	edit := s.button(s.cardPaint(), theme.Keys, s.say(i18n.WritingEdit), flow.UsePad{})
	use := s.button(s.mainPaint(), theme.Tick, s.say(i18n.WritingUse), flow.UseText{})
	foot := fyne.CanvasObject(grid(3, 1, s.Gap, again, edit, use))
	if s.Portrait() {
		foot = column(s.Tight, grid(2, 1, s.Tight, again, edit), use)
	}
	return s.titled(s.say(v.Title), only, column(s.Gap, fill(s.plate(s.Card, s.Line, text)), foot))
}
