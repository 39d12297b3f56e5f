package screen

import (
	"fyne.io/fyne/v2"
)

// lineLength is how many Chinese characters a line to be read has at most: eyes lose their way back along a longer one.
const lineLength = 36

// leaf is text to be read, in type as large as there is room for; beside a picture of its subject, where the text
// leaves room for one.
func (s sheet) leaf(of seal, text string) fyne.CanvasObject {
	var all []drawing
	if !s.brief && s.Portrait() { // few words need no more than half
		large := s.scaled(1.5)
		all = []drawing{func() fyne.CanvasObject { return large.spread(0.5, large.poster(of), text) }}
	}
	if !s.brief {
		all = append(all, s.scaled(growth).grown(1.35, func(s sheet) fyne.CanvasObject { return s.spread(0.28, s.poster(of), text) })...)
	}
	all = append(all, s.grown(1.5, func(s sheet) fyne.CanvasObject { return s.passage(text, wideLeading) })...)
	return suit(append(all, func() fyne.CanvasObject { return s.passage(text, leading) })...)
}

// poster is a sign on a ground of its own.
func (s sheet) poster(of seal) fyne.CanvasObject {
	return s.plain(of.ground, center(icon(of.icon, s.Icon*2.4, of.ink)))
}

// spread is a picture beside text, in a share of the width; or over it, where the screen is tall.
func (s sheet) spread(part float32, picture fyne.CanvasObject, text string) fyne.CanvasObject {
	if s.Portrait() {
		return column(s.Gap, share(part, picture), share(1-part, s.plate(s.Card, s.Line, level(s.in(s.width-2*s.Gap).prose(text, wideLeading)))))
	}
	left := (s.width - s.Gap) * part
	room := s.in(s.width - 3*s.Gap - left)
	return row(s.Gap, atLeast(left, 0, picture), fill(s.plate(s.Card, s.Line, level(room.prose(text, wideLeading)))))
}

// passage is text from the top of a card.
func (s sheet) passage(text string, leading float32) fyne.CanvasObject {
	return s.plate(s.Card, s.Line, column(0, s.in(s.width-2*s.Gap).prose(text, leading)))
}

// prose is text broken to lines that are no longer than can be read.
func (s sheet) prose(text string, leading float32) fyne.CanvasObject {
	return s.in(min(s.width, lineLength*s.Heading)).broken(text, s.Heading, s.Ink, false, fyne.TextAlignLeading, leading)
}
