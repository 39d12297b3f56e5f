package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// shelf is a page of cards: two beside each other, or one below the other where the screen is tall; as large on the
// last page as on the first.
func (s sheet) shelf(cards ...fyne.CanvasObject) fyne.CanvasObject {
	columns := s.columns()
	return container.New(cells{columns, flow.CardsPerPage / columns, s.Gap * 0.75, s.Target * 3.2}, cards...)
}

func (s sheet) columns() int {
	if s.Portrait() {
		return 1
	}
	return 2
}

// oneCard is the sheet for a card on a shelf.
func (s sheet) oneCard() sheet {
	n := float32(s.columns())
	return s.in((s.width - (n-1)*s.Gap*0.75) / n).roomy()
}

// face is what a card shows: an icon beside a title and a second line, "" for none.
func (s sheet) face(i theme.Icon, title, second string, p paint) fyne.CanvasObject {
	return s.faceWith(i, title, second, p, nil)
}

// faceWith has something more at its end.
func (s sheet) faceWith(i theme.Icon, title, second string, p paint, end fyne.CanvasObject) fyne.CanvasObject {
	room := s.in(s.width - 2*s.Gap - s.Icon*1.5 - s.Gap)
	line := row(s.Gap, disc(i, s.Icon*0.84, s.Brick, s.Blush))
	if end != nil {
		room.width -= end.MinSize().Width + s.Gap
	}
	text := column(0, room.lines(title, s.Heading, p.text, true))
	if second != "" {
		text.Add(room.lines(second, s.Body*0.88, p.second, false))
	}
	line.Add(fill(level(text)))
	if end != nil {
		line.Add(center(end))
	}
	return pad(s.Gap, s.Tight/2, line)
}

// card is a face that is tapped; one that does nothing now is spent.
func (s sheet) card(i theme.Icon, title, second string, a flow.Action) *touch {
	return newTouch(s.cardPaint(), s.Radius, s.face(i, title, second, s.cardPaint()), a)
}

// lying is content on a card as high as its place.
func (s sheet) lying(content fyne.CanvasObject) fyne.CanvasObject {
	return s.label(s.Card, s.Line, content)
}

// still is a face on a plate that is not tapped.
func (s sheet) still(i theme.Icon, title, second string) fyne.CanvasObject {
	return s.lying(s.face(i, title, second, s.cardPaint()))
}

// rows is a page of rows, no taller than the text is worth.
func (s sheet) rows() *fyne.Container {
	return container.New(cells{1, flow.CardsPerPage, s.Tight, s.Target * 1.5})
}

// named is a heading with an icon, over details.
func (s sheet) named(i theme.Icon, text string) fyne.CanvasObject {
	room := s.in(s.width - s.Icon*1.5 - s.Gap)
	return row(s.Gap, disc(i, s.Icon*0.84, s.Brick, s.Blush), fill(level(room.lines(text, s.Title, s.Ink, true))))
}

// done says what has been recorded, over the proof of it.
func (s sheet) done(title string, content fyne.CanvasObject) fyne.CanvasObject {
	return s.doneWith(title, nil, content)
}

// doneWith has more to do than to go, where more is not nil.
func (s sheet) doneWith(title string, more, content fyne.CanvasObject) fyne.CanvasObject {
	ok := fyne.CanvasObject(s.button(s.mainPaint(), theme.Tick, s.say(i18n.Done), flow.Back{}))
	if more != nil {
		ok = s.row(s.Gap, more, ok)
	}
	room := s.in(s.width - ok.MinSize().Width - s.Icon*1.6 - 2*s.Gap)
	head := row(s.Gap, disc(theme.Tick, s.Icon*0.84, s.Card, s.Pine), fill(level(room.lines(title, s.Title, s.Pine, true))))
	return column(s.Gap, s.row(s.Gap, fill(level(head)), center(ok)), fill(content))
}
