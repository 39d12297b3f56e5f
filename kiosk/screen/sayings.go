package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// sayings is a strip that changes by itself, and keeps its height.
func (s sheet) sayings(now flow.Saying, l *live) fyne.CanvasObject {
	most := 1
	switch {
	case s.Portrait():
		most = 3
	case s.Height >= 1000:
		most = 2
	}
	room := s.in(s.width - 3*s.Gap - s.Heading)
	line := words("国", s.Body, s.Ink, false).MinSize().Height
	l.saying = container.NewStack(room.saying(now, most))
	l.drawSaying = func(now flow.Saying) fyne.CanvasObject { return room.saying(now, most) }
	return s.plain(s.Mint, pad(s.Gap, s.Tight/2, atLeast(0, line*float32(most), l.saying)))
}

func (s sheet) saying(now flow.Saying, most int) fyne.CanvasObject {
	sign, text := theme.Cup, s.say(now.Word)
	if now.Word == i18n.None {
		sign, text = theme.Story, s.lang.Pick(now.Story.ZH, now.Story.EN)
	}
	return row(s.Gap, center(icon(sign, s.Heading*1.2, s.Pine)), fill(level(s.clamped(text, most, s.Body))))
}
