package screen

import "fyne.io/fyne/v2"

// drawing draws something when it is needed.
type drawing func() fyne.CanvasObject

// fitting draws the first of several drawings that fits the room, or the last.
func fitting(room fyne.Size, drawings ...drawing) fyne.CanvasObject {
	var o fyne.CanvasObject
	for _, draw := range drawings {
		o = draw()
		if need := o.MinSize(); need.Width <= room.Width && need.Height <= room.Height {
			return o
		}
	}
	return o
}
