package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// content draws the View at its fullest, and where that does not fit with less
// and less, and large type a tenth smaller.
func (b *Board) content() fyne.CanvasObject {
	full := b.sheet()
	brief := full
	brief.brief = true
	quiet := brief
	quiet.quiet = true
	least := quiet
	least.least = true
	small := least
	if b.view.Look.Large {
		small = small.scaled(0.9)
	}
	var all []drawing
	for _, s := range []sheet{full, brief, quiet, least, small} {
		all = append(all, func() fyne.CanvasObject { return b.page(s) })
	}
	return fitting(b.Size(), all...)
}

func (b *Board) page(s sheet) fyne.CanvasObject {
	b.live = live{drawn: true}
	body := column(s.Gap)
	for _, n := range s.notices() {
		body.Add(n)
	}
	body.Add(fill(b.body(s)))
	return s.onPaper(column(0, s.header(&b.live), fill(pad(s.Margin, s.Gap, body)), s.footer(&b.live)))
}

// onPaper is the whole screen on its ground. The calm one is what the window is
// cleared with anyway, and painting every pixel once more takes software OpenGL
// a fifth of a frame.
func (s sheet) onPaper(all fyne.CanvasObject) fyne.CanvasObject {
	if s.Paper == theme.Calm.Paper {
		return container.NewStack(all)
	}
	return container.NewStack(flat(s.Paper), all)
}
