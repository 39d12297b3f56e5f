package screen

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// QR draws a text as a square of so many pixels.
type QR func(text string, pixels int) (image.Image, error)

// sheet is what a screen is drawn on: what to show, how large and how wide.
type sheet struct {
	theme.Metrics
	theme.Palette
	view  flow.View
	lang  i18n.Lang
	width float32 // there is for content
	brief bool    // leave out what a screen can do without,
	quiet bool    // what changes by itself,
	least bool    // and what can be had elsewhere
	qr    QR
	// lessonPicture decodes it once for all attempts to fit the screen.
	lessonPicture func() image.Image
}

// in is the sheet for a part of it that is so wide.
func (s sheet) in(width float32) sheet {
	s.width = width
	return s
}

// roomy is the sheet with larger type, where the screen has room for it.
func (s sheet) roomy() sheet {
	if s.Height < 1000 || len(s.notices()) > 0 || s.brief {
		return s
	}
	return s.scaled(1.2)
}

// scaled is the sheet with all type larger or smaller.
func (s sheet) scaled(by float32) sheet {
	s.Display, s.Title, s.Heading = s.Display*by, s.Title*by, s.Heading*by
	s.Body, s.Small, s.Icon = s.Body*by, s.Small*by, s.Icon*by
	return s
}

// row is a row whose order a left-handed session turns round. What is tapped comes last in it, so that it stands
// at the hand.
func (s sheet) row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	if s.view.Look.LeftHanded {
		objects = slices.Clone(objects)
		slices.Reverse(objects)
	}
	return row(gap, objects...)
}

func (s sheet) say(key i18n.Key, args ...any) string { return s.lang.Say(key, args...) }

// words is one line of text.
func words(text string, size float32, c color.Color, bold bool) *canvas.Text {
	t := canvas.NewText(text, c)
	t.TextSize, t.TextStyle.Bold = size, bold
	return t
}

// centered is one line of text in the middle.
func centered(text string, size float32, c color.Color, bold bool) *canvas.Text {
	t := words(text, size, c, bold)
	t.Alignment = fyne.TextAlignCenter
	return t
}

// lines is text broken to the sheet's width.
func (s sheet) lines(text string, size float32, c color.Color, bold bool) *fyne.Container {
	return s.broken(text, size, c, bold, fyne.TextAlignLeading, leading)
}

func (s sheet) linesCentered(text string, size float32, c color.Color, bold bool) *fyne.Container {
	return s.broken(text, size, c, bold, fyne.TextAlignCenter, leading)
}

// What is between lines, in the size of type: the font's own line height is that of a book, and labels have less.
const (
	leading     = -0.12
	wideLeading = 0.08 // of what is read
)

func (s sheet) broken(text string, size float32, c color.Color, bold bool, align fyne.TextAlign, leading float32) *fyne.Container {
	style := fyne.TextStyle{Bold: bold}
	broken := wrap(text, s.width, size, style)
	if narrow := s.narrowed(size, style, broken...); narrow < size {
		size, broken = narrow, wrap(text, s.width, narrow, style)
	}
	all := column(leading * size)
	for _, l := range broken {
		t := words(l, size, c, bold)
		t.Alignment = align
		all.Add(t)
	}
	return all
}

// narrowed is the size at which the longest of these fits the sheet's width, no
// smaller than seven tenths. Widths go in steps, so it has to be tried.
func (s sheet) narrowed(size float32, style fyne.TextStyle, all ...string) float32 {
	for tried := size; tried > 0.7*size; tried *= 0.96 {
		if s.fits(tried, style, all) {
			return tried
		}
	}
	return 0.7 * size
}

func (s sheet) fits(size float32, style fyne.TextStyle, all []string) bool {
	for _, text := range all {
		if fyne.MeasureText(text, size, style).Width > s.width {
			return false
		}
	}
	return true
}

// line is one line of text, smaller where it would be wider than the sheet.
func (s sheet) line(text string, size float32, c color.Color, bold bool) *canvas.Text {
	return words(text, s.narrowed(size, fyne.TextStyle{Bold: bold}, text), c, bold)
}

// plain is content on a card of a colour, without an edge.
func (s sheet) plain(ground color.NRGBA, content fyne.CanvasObject) *fyne.Container {
	return newFace(ground, ground, s.Radius, 0).under(content)
}

// plate is content on a card of a colour.
func (s sheet) plate(ground, edge color.NRGBA, content fyne.CanvasObject) *fyne.Container {
	high := s.Gap
	if s.least {
		high = s.Tight / 2
	}
	return s.label(ground, edge, pad(s.Gap, high, content))
}

// label is a plate as large as its content.
func (s sheet) label(ground, edge color.NRGBA, content fyne.CanvasObject) *fyne.Container {
	return newFace(ground, edge, s.Radius, 2).under(content)
}

// clamped is text broken to the sheet's width, its end left out beyond so many
// lines.
func (s sheet) clamped(text string, most int, size float32) fyne.CanvasObject {
	return s.clampedIn(text, most, size, false)
}

func (s sheet) clampedIn(text string, most int, size float32, bold bool) fyne.CanvasObject {
	lines := wrap(text, s.width, size, fyne.TextStyle{Bold: bold})
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], s.ended(lines[most-1], size, bold))
	}
	return s.in(s.width+size).lines(strings.Join(lines, "\n"), size, s.Ink, bold)
}

// ended is a line with its end left out, in the sheet's width.
func (s sheet) ended(text string, size float32, bold bool) string {
	cut := []rune(text)
	for len(cut) > 0 {
		cut = cut[:len(cut)-1]
		if s.fits(size, fyne.TextStyle{Bold: bold}, []string{string(cut) + "…"}) {
			break
		}
	}
	return string(cut) + "…"
}

// slim is a plate for one row of a list.
func (s sheet) slim(content fyne.CanvasObject) *fyne.Container {
	return s.strip(s.Card, s.Line, content)
}
