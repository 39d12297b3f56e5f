package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// pass is a rider's pass: the way to a phone, that it is on one, or a picture
// to be photographed. One code is shown at a time, so that no camera takes the
// wrong one.
func (s sheet) pass(v flow.Pass) fyne.CanvasObject {
	switch {
	case v.Phone != flow.PassOffered:
		return s.passOnPhone(v)
	case v.Picture:
		return s.passPicture(v)
	}
	side := s.side(0.42)
	if s.brief {
		side = s.side(0.32)
	}
	text := func(room sheet) fyne.CanvasObject {
		all := column(s.Gap)
		if !s.brief {
			all.Add(room.lines(s.say(i18n.PassToPhone), room.Title, s.Ink, true))
		}
		for i, key := range []i18n.Key{i18n.PassStep1, i18n.PassStep2, i18n.PassStep3} {
			all.Add(room.step(i+1, s.say(key)))
		}
		if !s.brief {
			all.Add(room.lines(s.say(i18n.PassOnce), room.Body, s.Soft, false))
		}
		return level(all)
	}
	return s.titled(s.say(i18n.PassTitle), only, column(s.Gap, fill(s.beside(v.Address, side, text)),
		s.button(s.cardPaint(), theme.Code, s.say(i18n.PassPicture), flow.ShowPicture{On: true})))
}

// passPicture is the pass itself.
func (s sheet) passPicture(v flow.Pass) fyne.CanvasObject {
	side := s.side(0.46)
	if v.Address != "" && s.brief {
		side = s.side(0.36)
	}
	text := func(room sheet) fyne.CanvasObject {
		return level(column(s.Gap,
			room.lines(s.say(i18n.PassHint), room.Heading, s.Ink, true),
			room.lines(s.say(i18n.PassCare), room.Body, s.Soft, false)))
	}
	shown := s.beside(v.Text, side, text)
	if v.Address == "" {
		return s.titled(s.say(i18n.PassTitle), only, shown)
	}
	return s.titled(s.say(i18n.PassTitle), only, column(s.Gap, fill(shown),
		s.button(s.cardPaint(), theme.Phone, s.say(i18n.PassByPhone), flow.ShowPicture{})))
}

// phoneHas tells what a phone has come to.
func (s sheet) phoneHas(says, hint i18n.Key) fyne.CanvasObject {
	return s.said(s.Mint, s.Pine, message{
		seals: []seal{s.pine(theme.Phone)}, says: remark{s.say(says), s.Pine, true}, adds: []remark{{s.say(hint), s.Ink, false}},
	})
}

// passOnPhone tells that a phone has come, at once, and lets the rider say that
// it is somebody else's.
func (s sheet) passOnPhone(v flow.Pass) fyne.CanvasObject {
	said, hint := i18n.PassOpened, i18n.PassOpenedHint
	if v.Phone == flow.PassHeld {
		said, hint = i18n.PassHeld, i18n.PassHeldHint
	}
	foot := fyne.CanvasObject(s.button(s.cardPaint(), theme.Leave, s.say(i18n.PassNotMine), flow.NotMine{}))
	if v.Phone == flow.PassHeld {
		foot = s.row(s.Gap, fill(foot), fill(s.button(s.mainPaint(), theme.Tick, s.say(i18n.PassMine), flow.Back{})))
	}
	return s.titled(s.say(i18n.PassTitle), only, column(s.Gap, fill(s.phoneHas(said, hint)), foot))
}
