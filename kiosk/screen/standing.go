package screen

import (
	"image/color"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// standing is how a booking stands: its colour, and what to add where it has no place yet.
func (s sheet) standing(state event.BookingState) (color.NRGBA, i18n.Key) {
	switch state {
	case event.BookingState_BOOKING_STATE_PROVISIONAL:
		return s.Ink, i18n.StandsProvisional
	case event.BookingState_BOOKING_STATE_WAITING:
		return s.Ink, i18n.StandsWaiting
	}
	return s.Brick, i18n.None
}
