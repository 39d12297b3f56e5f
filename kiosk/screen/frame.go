package screen

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// header says where one is, or who; and has the ways out. When time is running
// out it says that instead, and asks.
func (s sheet) header(l *live) fyne.CanvasObject {
	ground, bars := s.Brick, s.bars(l)
	if s.view.Countdown > 0 {
		ground, bars = s.Amber, s.endings(l)
	}
	bar := fitting(fyne.NewSize(s.width, s.Height), bars...)
	return container.NewStack(flat(ground), atLeast(0, s.Bar, pad(s.Margin, s.Tight/2, bar)))
}

// bars are the header with all its parts, and with fewer where it is narrow.
func (s sheet) bars(l *live) []drawing {
	var all []drawing
	for _, with := range []barParts{
		{true, true, true, true}, {true, true, false, true}, {true, false, false, true}, {false, false, false, true}, {},
	} {
		all = append(all, func() fyne.CanvasObject { return s.bar(with, l) })
	}
	return all
}

// barParts are what a narrow header can do without.
type barParts struct{ emblem, clock, looks, finish bool }

func (s sheet) bar(with barParts, l *live) fyne.CanvasObject {
	var before, after []fyne.CanvasObject
	if with.emblem {
		before = append(before, s.emblem())
	}
	l.clock = nil
	if with.clock {
		l.clock = words(s.clock(), s.Body, s.Card, false)
		after = append(after, center(l.clock))
	}
	after = append(after, center(s.looks(with.looks)), center(s.language()))
	if s.view.Who != nil || s.view.Attendant != nil {
		after = append(after, center(s.finish(with.finish)))
	}
	room := s
	if with == (barParts{}) { // the last way to make it fit
		gap := s.Gap * 0.6
		room.width -= row(gap, after...).MinSize().Width + gap
	}
	return s.row(s.Gap*0.6, slices.Concat(before, []fyne.CanvasObject{fill(level(room.title(l)))}, after)...)
}

// looks opens the settings.
func (s sheet) looks(label bool) *touch {
	if !label {
		return s.button(s.barPaint(), theme.Letters, "", flow.OpenSettings{})
	}
	return s.button(s.barPaint(), theme.Letters, s.say(i18n.DisplaySet), flow.OpenSettings{})
}

func (s sheet) language() *touch {
	return s.button(s.barPaint(), theme.Globe, s.say(i18n.SwitchLanguage), flow.SwitchLanguage{})
}

func (s sheet) finish(label bool) *touch {
	p := paint{s.Card, s.Sand, s.Card, s.Brick, s.Brick}
	if !label {
		return s.button(p, theme.Leave, "", flow.Finish{})
	}
	leave := i18n.Finish
	if s.view.Attendant != nil {
		leave = i18n.SignOut
	}
	return s.button(p, theme.Leave, s.say(leave), flow.Finish{})
}

// endings are the header of a session whose time is running out.
func (s sheet) endings(l *live) []drawing {
	var all []drawing
	for _, roomy := range []bool{true, false} {
		all = append(all, func() fyne.CanvasObject {
			size := s.Title
			if !roomy {
				size = s.Heading
			}
			l.countdown = words(s.countdown(), size, s.Ink, true)
			parts := []fyne.CanvasObject{
				fill(level(l.countdown)),
				center(s.button(s.mainPaint(), theme.Tick, s.say(i18n.Stay), flow.Stay{})), center(s.finish(roomy)),
			}
			if roomy {
				parts = append([]fyne.CanvasObject{center(icon(theme.Clock, s.Icon, s.Ink))}, parts...)
			}
			return s.row(s.Gap, parts...)
		})
	}
	return all
}

func (s sheet) countdown() string { return s.say(i18n.EndsIn, s.view.Countdown) }

// emblem says whose session it is. On the first page and in help it is also the way into attendant's mode, which
// riders have no reason to look for.
func (s sheet) emblem() fyne.CanvasObject {
	switch s.view.Screen.(type) {
	case flow.Home, flow.Help:
		if s.view.Who == nil {
			plain := paint{s.Brick, s.BrickDark, s.Brick, s.Card, s.Cream}
			return center(newTouch(plain, s.Radius, disc(theme.Cup, s.Icon*0.7, s.Brick, s.Cream), flow.Enter{Entry: flow.EnterAttendant}))
		}
	}
	sign := theme.Cup
	switch {
	case s.view.Attendant != nil:
		sign = theme.Key
	case s.view.Who != nil:
		sign = theme.Person
	}
	return atLeast(theme.MinTarget, 0, disc(sign, s.Icon*0.7, s.Brick, s.Cream))
}

func (s sheet) title(l *live) fyne.CanvasObject {
	l.seats = nil
	first, second := s.lang.Pick(s.view.Station.ZH, s.view.Station.EN), s.say(i18n.HomeTitle)
	switch {
	case s.view.Who != nil:
		first, second = s.greeting(), s.checkedIn()
	case s.view.Attendant != nil:
		first, second = s.onDutyName(), s.say(i18n.DutyHint)
	}
	if !s.view.Called.IsZero() && s.view.Attendant == nil {
		second = s.say(i18n.CalledAt, s.lang.Clock(s.view.Called))
	} else if seats := s.freeSeats(); seats != "" {
		l.seats = s.line(seats, s.Body, s.Cream, true)
		return column(0, s.line(first, s.Heading, s.Card, true), l.seats)
	}
	return column(0, s.line(first, s.Heading, s.Card, true), s.line(second, s.Small, s.Cream, false))
}

func (s sheet) onDutyName() string {
	key := i18n.DutyName
	if s.view.Attendant.Supervisor {
		key = i18n.DutySupervisor
	}
	return s.say(key, cut(s.view.Attendant.Name, longestName))
}

// longestName is how many characters of a name the header has room for.
const longestName = 8

func cut(name string, most int) string {
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

func (s sheet) greeting() string {
	if s.view.Who.Masked == "" {
		return s.say(i18n.HelloNameless)
	}
	return s.say(i18n.Hello, s.view.Who.Masked)
}

func (s sheet) checkedIn() string {
	key := i18n.CheckedInAt
	if s.view.Who.Repeat {
		key = i18n.RepeatSince
	}
	return s.say(key, s.lang.Moment(s.view.Who.At, s.view.Now))
}

func (s sheet) clock() string {
	if s.Portrait() || s.view.Who != nil || s.view.Attendant != nil {
		return s.lang.Clock(s.view.Now)
	}
	return s.lang.Day(s.view.Now, s.view.Now.AddDate(0, 0, -7)) + "  " + s.lang.Clock(s.view.Now)
}

// summons says where a guest is to go, or else what for.
func (s sheet) summons(v *flow.Summons) string {
	if place := s.pick(v.Place); place != "" {
		return s.say(i18n.Summoned, v.Number, place)
	}
	return s.say(i18n.SummonedFor, v.Number, s.pick(v.Service.Name))
}

// notices are the lines to the rider, above whatever the screen shows.
func (s sheet) notices() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if v := s.view.Summons; v != nil && s.view.Who == nil && s.view.Attendant == nil {
		all = append(all, s.notice(s.summons(v), theme.Bell, s.Card, s.Brick))
	}
	var said []string
	if s.view.Notice != i18n.None {
		said = append(said, s.say(s.view.Notice))
	}
	if s.view.TakeCard {
		said = append(said, s.say(i18n.TakeCard))
	}
	text := strings.Join(said, s.say(i18n.SentenceEnd))
	switch {
	case text == "":
		return all
	case i18n.News(s.view.Notice):
		return append(all, s.notice(text, theme.Tick, s.Pine, s.Mint))
	}
	return append(all, s.notice(text, theme.Note, s.Ink, s.Honey))
}

func (s sheet) notice(text string, i theme.Icon, c, ground color.NRGBA) fyne.CanvasObject {
	room := s.in(s.width - 3*s.Gap - s.Heading)
	line := row(s.Gap, center(icon(i, s.Heading, c)), fill(level(room.lines(text, s.Body, c, true))))
	return s.plain(ground, pad(s.Gap, s.Tight, line))
}

// footer says what has been delivered, or what is being done just now, in the
// same room, so that nothing above it moves.
func (s sheet) footer(l *live) fyne.CanvasObject {
	if s.view.Busy != i18n.None {
		return s.foot(s.Honey, row(s.Gap, center(icon(theme.Clock, s.Heading, s.Ink)),
			center(words(s.say(s.view.Busy), s.Body, s.Ink, true))))
	}
	l.status = container.NewStack(s.status())
	return s.foot(s.Sand, l.status)
}

func (s sheet) foot(ground color.NRGBA, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(flat(ground), atLeast(0, s.Bar*0.62, pad(s.Margin, s.Tight/2, content)))
}

// status is a line on what the hub has receipted, under one on devices that are out.
func (s sheet) status() fyne.CanvasObject {
	all := column(0)
	if s.view.Outage != i18n.None && !s.toldAbove() {
		all.Add(s.lines(s.say(s.view.Outage), s.Small, s.Brick, true))
	}
	all.Add(s.lines(s.delivered(), s.Small, s.Soft, false))
	return level(all)
}

// toldAbove reports whether the screen says what is out in its own words.
func (s sheet) toldAbove() bool {
	d := s.view.Devices
	switch s.view.Screen.(type) {
	case flow.Home:
		return d.Reader.Out && !d.Scanner.Out
	case flow.Identify:
		return d.Reader.Out || d.Scanner.Out
	}
	return false
}

func (s sheet) delivered() string {
	d := s.view.Status
	switch {
	case d.Unread:
		return s.say(i18n.StatusUnread)
	case d.Forked:
		return s.say(i18n.StatusForked)
	case d.Storage == station.Full:
		return s.say(i18n.StatusFull)
	case d.Storage == station.Low:
		return s.say(i18n.StatusLow)
	case !d.Receipt:
		return s.say(i18n.NeverReceipt, d.Waiting)
	case d.Waiting == 0:
		return s.say(i18n.AllDelivered, s.lang.Ago(d.Age))
	}
	return s.say(i18n.DeliveredUpTo, s.lang.Moment(d.UpTo, s.view.Now), s.lang.Ago(d.Age), d.Waiting)
}
