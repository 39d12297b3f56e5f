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
	return s.titled(s.say(i18n.DraftFoundTitle), only, column(s.Gap,
		fill(s.empty(sign, said, i18n.DraftFoundHint)),
		s.choice(
			s.button(s.cardPaint(), theme.Bin, s.say(i18n.DraftNo), flow.DraftIsNotMine{}),
			s.button(s.mainPaint(), theme.Tick, s.say(i18n.DraftYes), flow.DraftIsMine{}))))
}
