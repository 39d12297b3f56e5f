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
		v.Dots = 0
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
const caret = "▏"

// writtenLine is the end of what is written, on one line.
func (s sheet) writtenLine(v flow.Pad) fyne.CanvasObject {
	back, done := s.button(s.cardPaint(), theme.Left, s.say(i18n.Back), nil), s.button(s.mainPaint(), theme.Tick, s.say(i18n.PadDone), nil)
	room := s.width - back.MinSize().Width - done.MinSize().Width - 4*s.Tight
	text, c := v.Text, s.Ink
	if text == "" && v.Letters == "" {
		text, c = s.say(v.Title), s.Soft
	}
	letters := words(v.Letters+caret, s.Body, s.Brick, true)
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
	inner := s.in(s.width - 2*s.Gap)
	all := column(0)
	lines := wrap(v.Text, inner.width-s.Heading*8, s.Heading*0.9, fyne.TextStyle{})
	for _, l := range lines[max(0, len(lines)-most) : len(lines)-1] {
		all.Add(words(l, s.Heading*0.9, s.Ink, false))
	}
	last := words(lines[len(lines)-1], s.Heading*0.9, s.Ink, false)
	all.Add(row(0, last, words(v.Letters+caret, s.Heading*0.9, s.Brick, true)))
	for range most - len(all.Objects) {
		all.Add(words("", s.Heading*0.9, s.Ink, false))
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
	return newTouch(s.cardPaint(), s.Radius/2, center(centered(string(shown), size, s.Ink, true)), s.does(flow.Pick{Word: w}))
}

// rows of keys; a blank stands for the key that erases.
var planes = map[flow.Plane][3]string{
	flow.PlanePinyin:  {"qwertyuiop", "asdfghjkl ", "zxcvbnm'，。"},
	flow.PlaneLetters: {"qwertyuiop", "asdfghjkl ", "zxcvbnm',."},
	flow.PlaneSigns:   {"1234567890", "：；（）、！？“” ", "-/@#%+￥.，。"},
}

// keys are three rows of ten, and the keys that change what they write beside
// them, or below them where the screen is tall.
func (s sheet) keys(v flow.Pad) fyne.CanvasObject {
	gap := s.Tight * 0.7
	all := container.New(cells{10, 3, gap, s.Target * 1.6})
	for _, line := range planes[v.Plane] {
		for _, r := range line {
			if r == ' ' {
				all.Add(s.key("", theme.Rubber, flow.Erase{}, false))
				continue
			}
			all.Add(s.key(string(r), "", flow.Press{Key: string(r)}, false))
		}
	}
	signs, other := s.change(v)
	space := s.key(s.say(i18n.PadSpace), "", flow.Press{Key: " "}, false)
	phone := fyne.CanvasObject(container.NewStack())
	if v.Phone {
		phone = s.key(s.say(i18n.WritingByPhone), theme.Phone, flow.UsePhone{}, false)
	}
	if s.Portrait() {
		foot := s.row(gap, share(1, signs), share(1, other), share(2, space), share(1.6, phone))
		return column(gap, atLeast(0, 3*s.Target*1.2, all), atLeast(0, s.Target, foot))
	}
	side := container.New(cells{1, 3, gap, s.Target * 1.6}, row(gap, share(1, signs), share(1, other)), space, phone)
	return s.row(s.Gap, fill(all), atLeast(s.width*0.2, 0, side))
}

// change are the keys to the signs and back, and to the other way of writing.
func (s sheet) change(v flow.Pad) (signs, other *touch) {
	to, label := flow.PlaneSigns, i18n.PadSigns
	if v.Plane == flow.PlaneSigns {
		to, label = v.Home, i18n.PadBack
	}
	signs = s.key(s.say(label), "", flow.ChangePlane{Plane: to}, false)
	to, label = flow.PlaneLetters, i18n.PadLetters
	if v.Home == flow.PlaneLetters {
		to, label = flow.PlanePinyin, i18n.PadPinyin
	}
	return signs, s.key(s.say(label), "", flow.ChangePlane{Plane: to}, false)
}

// key is one of many, close to the next.
func (s sheet) key(label string, i theme.Icon, a flow.Action, spent bool) *touch {
	p, does := s.cardPaint(), s.does(a)
	if utf8.RuneCountInString(label) != 1 {
		p.rest = s.Sand
	}
	if spent {
		p, does = s.spentPaint(), nil
	}
	size := s.Heading
	if utf8.RuneCountInString(label) > 1 {
		size = s.Body * 0.9
	}
	face := row(s.Tight / 2)
	if i != "" {
		face.Add(center(icon(i, s.Heading, p.text)))
	}
	if label != "" {
		face.Add(centered(label, size, p.text, true))
	}
	return newTouch(p, s.Radius/2, center(face), does)
}
