package screen

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// keysOf is a screen with keys, without what they wrote.
func keysOf(at flow.Screen) flow.Screen {
	switch v := at.(type) {
	case flow.Pad:
		return flow.Pad{Title: v.Title, Plane: v.Plane, Home: v.Home, Phone: v.Phone}
	case flow.ClaimPad:
		return flow.ClaimPad{Closed: v.Closed}
	case flow.Keypad:
		v.Dots, v.Number = 0, ""
		return v
	}
	return at
}

// typing puts what keys have written where it can change in place.
func (l *live) typing(at flow.Screen, typed, words func(flow.Screen) fyne.CanvasObject) {
	l.drawTyped, l.drawWords = typed, words
	l.typed = container.NewStack(typed(at))
	if words != nil {
		l.words = container.NewStack(words(at))
	}
}

// retype changes it.
func (b *Board) retype(old flow.Screen) {
	if b.live.typed == nil || old == nil || reflect.DeepEqual(old, b.view.Screen) {
		return
	}
	put(b.live.typed, b.live.drawTyped(b.view.Screen))
	if b.live.words != nil {
		put(b.live.words, b.live.drawWords(b.view.Screen))
	}
}

// keyboard is the pad: what is written over the words to choose from and the
// keys. Where the screen is low, what is written takes the title's place.
func (s sheet) keyboard(v flow.Pad, l *live) fyne.CanvasObject {
	line := s.brief
	l.typing(v, func(at flow.Screen) fyne.CanvasObject {
		if line {
			return s.writtenLine(at.(flow.Pad))
		}
		return s.writtenLines(at.(flow.Pad))
	}, func(at flow.Screen) fyne.CanvasObject { return s.candidates(at.(flow.Pad)) })
	back := s.button(s.cardPaint(), theme.Left, s.say(i18n.Back), flow.Back{})
	done := s.button(s.mainPaint(), theme.Tick, s.say(i18n.PadDone), flow.UseText{})
	if line {
		return column(s.Tight, s.row(s.Tight, back, fill(l.typed), done), l.words, fill(s.keys(v)))
	}
	room := s.in(s.width - back.MinSize().Width - done.MinSize().Width - 2*s.Gap)
	head := s.row(s.Gap, back, fill(level(room.lines(s.say(v.Title), s.Title, s.Ink, true))), done)
	if s.Portrait() {
		return column(s.Tight, head, fill(l.typed), l.words, s.keys(v))
	}
	return column(s.Tight, head, l.typed, l.words, fill(s.keys(v)))
}

// caret stands where the next key writes. It does not blink.
func (s sheet) caret(size float32) fyne.CanvasObject {
	return center(atLeast(size/9, size, flat(s.Brick)))
}

// writtenLine is the end of what is written, on one line.
func (s sheet) writtenLine(v flow.Pad) fyne.CanvasObject {
	back, done := s.button(s.cardPaint(), theme.Left, s.say(i18n.Back), nil), s.button(s.mainPaint(), theme.Tick, s.say(i18n.PadDone), nil)
	room := s.width - back.MinSize().Width - done.MinSize().Width - 4*s.Tight
	text, c := v.Text, s.Ink
	if text == "" && v.Letters == "" {
		text, c = s.say(v.Title), s.Soft
	}
	letters := row(0, words(v.Letters, s.Body, s.Brick, true), s.caret(s.Body))
	shown := words(tail(strings.ReplaceAll(text, "\n", " "), room-letters.MinSize().Width, s.Body), s.Body, c, false)
	return s.label(s.Card, s.Line, pad(s.Tight, 0, level(row(0, shown, letters))))
}

// tail is the end of a text that fits a width.
func tail(text string, width, size float32) string {
	fits := func(t string) bool { return fyne.MeasureText(t, size, fyne.TextStyle{}).Width <= width }
	if fits(text) {
		return text
	}
	for text != "" && !fits("…"+text) {
		_, n := utf8.DecodeRuneInString(text)
		text = text[n:]
	}
	return "…" + text
}

// writtenLines are the last lines of what is written.
func (s sheet) writtenLines(v flow.Pad) fyne.CanvasObject {
	most := 2
	if s.Portrait() {
		most = 8
	}
	size := s.Heading * 0.9
	all := column(0)
	lines := wrap(v.Text+v.Letters, s.width-2*s.Gap-size, size, fyne.TextStyle{Bold: true})
	for _, l := range lines[max(0, len(lines)-most) : len(lines)-1] {
		all.Add(words(l, size, s.Ink, false))
	}
	last := strings.TrimSuffix(lines[len(lines)-1], v.Letters)
	all.Add(row(0, words(last, size, s.Ink, false), words(v.Letters, size, s.Brick, true), s.caret(size)))
	for range most - len(all.Objects) {
		all.Add(words("", size, s.Ink, false))
	}
	return s.label(s.Card, s.Line, pad(s.Gap, s.Tight/2, all))
}

// longestWord is how many characters of a candidate are shown.
const longestWord = 18

// candidates are the words to choose from.
func (s sheet) candidates(v flow.Pad) fyne.CanvasObject {
	if len(v.Candidates) == 0 {
		hint := ""
		if v.Plane == flow.PlanePinyin {
			hint = s.say(i18n.PadEmpty)
		}
		return atLeast(0, theme.MinTarget, center(words(hint, s.Body, s.Soft, false)))
	}
	line, left := row(s.Tight), float32(wordsRoom)
	for _, w := range v.Candidates {
		units := max(3, float32(utf8.RuneCountInString(w))+1.5)
		line.Add(share(units, s.word(w)))
		left -= units
	}
	if left > 0 {
		line.Add(share(left, container.NewStack()))
	}
	return row(s.Tight, s.arrow(theme.Left, v.Page.Index > 0, flow.Turn{By: -1}), fill(line),
		s.arrow(theme.Right, v.Page.Index < v.Page.Count-1, flow.Turn{By: 1}))
}

// wordsRoom is what flow puts on a page, in characters and frames.
const wordsRoom = 22

func (s sheet) word(w string) *touch {
	shown, size := []rune(w), s.Body*1.2
	if s.view.Look.Large {
		size = s.Body
	}
	if len(shown) > longestWord {
		shown = append(shown[:longestWord-1:longestWord-1], '…')
	}
	return newTouch(s.cardPaint(), s.Radius/2, center(centered(string(shown), size, s.Ink, true)), flow.Pick{Word: w})
}
