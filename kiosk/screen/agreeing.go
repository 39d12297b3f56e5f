package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// consentAsk is a notice to be read to its end before one agrees.
func (s sheet) consentAsk(v flow.ConsentAsk) fyne.CanvasObject {
	yes := s.button(s.mainPaint(), theme.Right, s.say(i18n.PageNext), flow.Turn{By: 1})
	if v.Page.Index == v.Page.Count-1 {
		yes = s.button(s.mainPaint(), theme.Tick, s.say(i18n.ConsentYes), flow.GiveConsent{Purpose: v.Purpose})
	}
	return s.titled(s.say(i18n.ConsentAsk, s.pick(v.Name)), v.Page, column(s.Gap,
		fill(s.leaf(s.blush(theme.Shield), s.pick(v.Text))),
		s.choice(s.button(s.cardPaint(), theme.Cross, s.say(i18n.ConsentNo), flow.Back{}), yes)))
}

// filed is the proof that something was handed in.
func (s sheet) filed(v flow.Filed) fyne.CanvasObject {
	side := s.side(0.4)
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap*0.6, room.lines(s.say(v.Hint), room.Heading, s.Ink, true))
		if !s.brief {
			all.Add(room.lines(s.say(i18n.FiledSealed), room.Body, s.Soft, false))
		}
		all.Add(room.lines(s.say(i18n.FiledCode), room.Body, s.Pine, true))
		all.Add(room.lines(s.lang.Moment(v.Made, s.view.Now)+"   "+s.say(i18n.ReceiptNumber, v.Ref.String()), room.Small, s.Soft, false))
		return level(all)
	}
	return s.done(s.say(v.What), s.beside(v.Code, side, text))
}
