package screen

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// only is the page of what fits at once.
var only = flow.Page{Count: 1}

// titled is a screen of the rider's: a way back, what it is about, the pages
// it has, and below whatever there is to do.
func (s sheet) titled(title string, page flow.Page, content fyne.CanvasObject) fyne.CanvasObject {
	return s.titledWith(title, s.pager(page), content)
}

// titledWith has something to tap at the end of the title's line.
func (s sheet) titledWith(title string, end, content fyne.CanvasObject) fyne.CanvasObject {
	back := s.button(s.cardPaint(), theme.Left, s.say(i18n.Back), flow.Back{})
	room := s.in(s.width - back.MinSize().Width - end.MinSize().Width - 2*s.Gap)
	return column(s.Gap, s.row(s.Gap, back, fill(level(room.lines(title, s.Title, s.Ink, true))), end), fill(content))
}

// pager turns the pages of a list; nothing where there is one page.
func (s sheet) pager(p flow.Page) fyne.CanvasObject {
	if p.Count < 2 {
		return container.NewStack()
	}
	return center(row(s.Gap,
		s.arrow(theme.Left, p.Index > 0, flow.Turn{By: -1}),
		center(words(fmt.Sprintf("%d / %d", p.Index+1, p.Count), s.Body, s.Soft, false)),
		s.arrow(theme.Right, p.Index < p.Count-1, flow.Turn{By: 1})))
}

func (s sheet) arrow(i theme.Icon, there bool, a flow.Action) *touch {
	if !there {
		return newTouch(s.spentPaint(), s.Radius, center(icon(i, s.Heading, s.Line)), nil)
	}
	return newTouch(s.cardPaint(), s.Radius, center(icon(i, s.Heading, s.Brick)), a)
}
