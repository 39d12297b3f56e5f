package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// sayings is a strip that changes by itself, and keeps its height: that of something to tap, where some of what is
// said are announcements.
func (s sheet) sayings(v flow.Home, l *live) fyne.CanvasObject {
	most := 1
	switch {
	case s.Portrait():
		most = 3
	case s.Height >= 1000:
		most = 2
	}
	room := s.in(s.width - 3*s.Gap - s.Heading*1.2)
	high := words("国", s.Body, s.Ink, false).MinSize().Height*float32(most) + s.Tight
	if v.Posted {
		high = max(high, theme.MinTarget)
	}
	l.drawSaying = func(now flow.Saying) fyne.CanvasObject { return room.saying(now, most) }
	l.saying = container.NewStack(l.drawSaying(v.Saying))
	return atLeast(0, high, l.saying)
}

func (s sheet) saying(now flow.Saying, most int) fyne.CanvasObject {
	if now.Announcement.ID != "" {
		return s.posted(now.Announcement)
	}
	sign, text := theme.Cup, s.say(now.Word)
	if now.Word == i18n.None {
		sign, text = theme.Story, s.lang.Pick(now.Story.ZH, now.Story.EN)
	}
	line := row(s.Gap, center(icon(sign, s.Heading*1.2, s.Pine)), fill(level(s.clamped(text, most, s.Body))))
	return s.plain(s.Mint, pad(s.Gap, s.Tight/2, line))
}
