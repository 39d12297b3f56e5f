package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// suited draws once it is given its room, which nobody knows before a screen is laid out. Fyne lays out again for the
// same room, at every refresh too.
type suited struct {
	draw        func(room fyne.Size) fyne.CanvasObject
	box         *fyne.Container
	least, room fyne.Size
}

// inRoom draws something for the room there is, which is never less than what least needs.
func inRoom(least drawing, draw func(room fyne.Size) fyne.CanvasObject) *fyne.Container {
	first := least()
	s := &suited{draw: draw, least: first.MinSize()}
	s.box = container.New(s, first)
	return s.box
}

func (s *suited) MinSize([]fyne.CanvasObject) fyne.Size { return s.least }

func (s *suited) Layout(_ []fyne.CanvasObject, room fyne.Size) {
	if room != s.room {
		s.room, s.box.Objects = room, []fyne.CanvasObject{s.draw(room.AddWidthHeight(slack, slack))}
	}
	filler{}.Layout(s.box.Objects, room)
}

// suit is the first of several drawings that fits the room, or the last.
func suit(drawings ...drawing) *fyne.Container {
	return inRoom(drawings[len(drawings)-1], func(room fyne.Size) fyne.CanvasObject { return fitting(room, drawings...) })
}

// growth is how much larger type grows from one size of a scale to the next.
const growth = 1.15

// grown are drawings of the same in larger and larger type, up to so many times as large; the largest first.
func (s sheet) grown(most float32, draw func(sheet) fyne.CanvasObject) []drawing {
	var all []drawing
	for by := most; by > 1; by /= growth {
		all = append(all, func() fyne.CanvasObject { return draw(s.scaled(by)) })
	}
	return append(all, func() fyne.CanvasObject { return draw(s) })
}

// grow draws in type as large as the room allows, no smaller than usual.
func (s sheet) grow(most float32, draw func(sheet) fyne.CanvasObject) *fyne.Container {
	return suit(s.grown(most, draw)...)
}
