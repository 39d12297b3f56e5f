package screen

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

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
	p := s.cardPaint()
	if utf8.RuneCountInString(label) != 1 {
		p.rest, p.pressed = s.Sand, s.Card
	}
	if spent {
		p, a = s.spentPaint(), nil
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
	return newTouch(p, s.Radius/2, center(face), a)
}
