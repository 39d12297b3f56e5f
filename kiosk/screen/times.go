package screen

import (
	"image/color"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// times is a strip of days over the slots of one of them.
func (s sheet) times(v flow.Times) fyne.CanvasObject {
	title := s.lang.Pick(v.Service.Name.ZH, v.Service.Name.EN) + " · " + s.say(i18n.ChooseTime)
	if len(v.Days) == 0 {
		inner := s.in(s.width - 2*s.Gap)
		return s.titled(title, only, s.plate(s.Card, s.Line,
			center(inner.linesCentered(s.say(i18n.NoSlots), s.Heading, s.Soft, false))))
	}
	return s.titled(title, v.Page, column(s.Gap, s.days(v.Days, v.DayPage), fill(s.slots(v.Slots))))
}

// daysAcross is how many days flow gives at a time.
const daysAcross = 5

func (s sheet) days(days []flow.Day, page flow.Page) fyne.CanvasObject {
	strip := grid(daysAcross, 1, s.Tight/2)
	for _, d := range days {
		strip.Add(s.day(d))
	}
	if page.Count < 2 {
		return strip
	}
	return row(s.Tight/2,
		s.arrow(theme.Left, page.Index > 0, flow.TurnDays{By: -1}), fill(strip),
		s.arrow(theme.Right, page.Index < page.Count-1, flow.TurnDays{By: 1}))
}

func (s sheet) day(d flow.Day) *touch {
	p := s.cardPaint()
	switch {
	case d.Chosen:
		p = s.chosenPaint()
	case d.Left == 0:
		p = s.spentPaint()
	}
	return newTouch(p, s.Radius, level(pad(2, s.Tight/2, column(0,
		centered(s.lang.Weekday(d.Date, s.view.Now), s.Small, p.text, true),
		centered(s.lang.Date(d.Date), s.Small, p.second, false)))), s.does(flow.ChooseDay{Day: d.ID}))
}

// slots are as many rows for few as for many, so that nothing jumps from day
// to day.
func (s sheet) slots(slots []station.Slot) fyne.CanvasObject {
	across, down := 4, 2
	if s.Portrait() {
		across, down = 2, 4
	}
	all := grid(across, down, s.Gap)
	for _, slot := range slots {
		all.Add(s.slot(slot))
	}
	return all
}

func (s sheet) slot(slot station.Slot) *touch {
	p, tap := s.cardPaint(), s.does(flow.ChooseSlot{ID: slot.ID})
	if slot.Left == 0 {
		p, tap = s.spentPaint(), nil
	}
	return newTouch(p, s.Radius, level(pad(s.Tight, s.Tight, column(s.Tight/2,
		centered(s.lang.Clock(slot.Starts), s.Title, p.text, true),
		centered(s.left(slot.Left), s.Body, s.leftColor(slot.Left), slot.Left == 1)))), tap)
}

func (s sheet) left(places int) string {
	switch places {
	case 0:
		return s.say(i18n.LeftNone)
	case 1:
		return s.say(i18n.LeftOne)
	}
	return s.say(i18n.LeftMany, places)
}

func (s sheet) leftColor(places int) color.NRGBA {
	switch places {
	case 0:
		return s.Soft
	case 1:
		return s.Brick
	}
	return s.Pine
}
