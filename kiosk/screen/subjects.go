package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// How many entries have room at the foot of a wide screen and of a tall one.
const (
	acrossWide, downWide = 6, 2
	acrossTall, downTall = 3, 4
)

// subjects are the entries as small tiles, in even rows. Help lists them all, so where there are more than have
// room it is the last.
func (s sheet) subjects(entries []flow.Entry) fyne.CanvasObject {
	across, down := acrossWide, downWide
	if s.Portrait() {
		across, down = acrossTall, downTall
	}
	if s.least {
		down = (down + 1) / 2
	}
	if len(entries) > across*down {
		others := slices.DeleteFunc(slices.Clone(entries), func(e flow.Entry) bool { return e == flow.EnterHelp })
		entries = append(others[:across*down-1:across*down-1], flow.EnterHelp)
	}
	rows := (len(entries) + across - 1) / across
	columns := (len(entries) + max(rows, 1) - 1) / max(rows, 1)
	all := grid(columns, rows, s.Tight)
	cell := s.in((s.width - s.Tight*float32(columns-1)) / float32(max(columns, 1)))
	for _, e := range entries {
		all.Add(cell.small(e))
	}
	return all
}

// small is the tile of an entry that is no more than an icon and its title.
func (s sheet) small(e flow.Entry) *touch {
	d := doors[e]
	room := s.in(s.width - 2*s.Tight - s.Heading*1.2 - s.Tight)
	face := row(s.Tight, atLeast(s.Heading*1.2, s.Heading, center(icon(d.icon, s.Heading*1.1, s.Brick))),
		fill(level(room.lines(s.say(d.title), s.Body, s.Ink, true))))
	return newTouch(s.cardPaint(), s.Radius*0.8, atLeast(0, s.Target*0.82, pad(s.Tight, s.Tight/2, face)), flow.Enter{Entry: e})
}
