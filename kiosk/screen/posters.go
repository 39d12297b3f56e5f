package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// offered is one of a few things to choose from.
type offered struct {
	icon        theme.Icon
	title, hint i18n.Key
	action      flow.Action // nil where it cannot be had just now
}

// posters are a few things that are all there is on a screen: its whole height, all alike.
func (s sheet) posters(all ...offered) fyne.CanvasObject {
	across, down := len(all), 1
	if s.Portrait() {
		across, down = down, across
	}
	cell := (s.width - s.Gap*float32(across-1)) / float32(across)
	return s.sealed(func(s sheet, size float32) fyne.CanvasObject {
		places := grid(across, down, s.Gap)
		for _, o := range all {
			places.Add(s.in(cell-2*s.Gap).offered(o, size))
		}
		return places
	})
}

func (s sheet) offered(o offered, size float32) fyne.CanvasObject {
	said := message{seals: []seal{s.blush(o.icon)}, says: remark{s.say(o.title), s.Ink, true}}
	if o.hint != i18n.None {
		said.adds = []remark{{s.say(o.hint), s.Soft, false}}
	}
	if o.action == nil {
		said.seals, said.says.color = []seal{{o.icon, s.Soft, s.Card}}, s.Soft
	}
	face := pad(s.Gap, s.Tight/2, s.stacked(said, size))
	if o.action == nil {
		return s.plain(s.Sand, face)
	}
	return newTouch(s.cardPaint(), s.Radius, face, o.action)
}
