package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// draftFound asks whose a draft is, and shows nothing of it.
func (s sheet) draftFound(v flow.DraftFound) fyne.CanvasObject {
	said, sign := i18n.DraftFoundAppeal, theme.Envelope
	if v.Entry == flow.EnterHazards {
		said, sign = i18n.DraftFoundHazard, theme.Danger
	}
	room := s.in(s.width - 2*s.Gap)
	text := column(s.Gap, room.linesCentered(s.say(said), s.Heading, s.Ink, true), room.linesCentered(s.say(i18n.DraftFoundHint), s.Body, s.Soft, false))
	if !s.brief {
		text = column(s.Gap, disc(sign, s.Icon, s.Brick, s.Blush), text)
	}
	return s.titled(s.say(i18n.DraftFoundTitle), only, column(s.Gap,
		fill(s.plate(s.Card, s.Line, center(text))),
		s.row(s.Gap,
			fill(s.button(s.cardPaint(), theme.Bin, s.say(i18n.DraftNo), flow.DraftIsNotMine{})),
			fill(s.button(s.mainPaint(), theme.Tick, s.say(i18n.DraftYes), flow.DraftIsMine{})))))
}
