package screen

import (
	"image/color"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// standing is how a booking stands: its colour, and what to add where it has no place yet.
func (s sheet) standing(h flow.Held) (color.NRGBA, i18n.Key) {
	if say := h.Pending(); say != i18n.None {
		return s.Ink, say
	}
	return s.Brick, i18n.None
}
