package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

var seatWords = map[station.SeatLevel]struct{ level, said i18n.Key }{
	station.SeatsPlenty: {i18n.SeatsPlenty, i18n.SaidPlenty},
	station.SeatsFew:    {i18n.SeatsFew, i18n.SaidFew},
	station.SeatsNone:   {i18n.SeatsNone, i18n.SaidNone},
}

// freeSeats is what an attendant said of them and how long ago, "" on every other screen than the first.
func (s sheet) freeSeats() string {
	home, is := s.view.Screen.(flow.Home)
	if said, known := seatWords[home.Seats.Level]; is && known {
		return s.say(said.said, s.lang.Ago(home.Seats.Age))
	}
	return ""
}

// saySeats are the levels to choose from in attendant's mode: what holds is marked, and tapped again it is said anew.
func (s sheet) saySeats(now station.Seats) fyne.CanvasObject {
	levels := []station.SeatLevel{station.SeatsPlenty, station.SeatsFew, station.SeatsNone}
	said := s.say(i18n.SeatsTitle)
	if now.Level != station.SeatsUnsaid {
		said = s.say(i18n.SeatsTitle) + s.say(i18n.SeatsSaid, s.lang.Ago(now.Age))
		levels = append(levels, station.SeatsUnsaid)
	}
	var buttons []fyne.CanvasObject
	for _, level := range levels {
		buttons = append(buttons, s.saySeat(level, now.Level))
	}
	all := s.row(s.Tight, buttons...)
	label := s.in(s.width - all.MinSize().Width - s.Gap - s.Heading - s.Tight)
	return s.row(s.Gap, fill(level(row(s.Tight, center(icon(theme.Chair, s.Heading, s.Brick)),
		fill(level(label.lines(said, s.Body, s.Ink, true)))))), all)
}

func (s sheet) saySeat(level, now station.SeatLevel) *touch {
	p, sign, words := s.cardPaint(), theme.Icon(""), seatWords[level].level
	switch {
	case level == station.SeatsUnsaid:
		words = i18n.SeatsUnsaid
	case level == now:
		p, sign = s.chosenPaint(), theme.Tick
	}
	return s.button(p, sign, s.say(words), flow.SaySeats{Level: level})
}
