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
	what := i18n.ChooseTime
	if v.Moving != nil {
		what = i18n.MoveTitle
	}
	title := s.lang.Pick(v.Service.Name.ZH, v.Service.Name.EN) + " · " + s.say(what)
	if len(v.Days) == 0 {
		return s.titled(title, only, column(s.Gap, fill(s.empty(theme.ForService(v.Service.ID), i18n.NoSlots, i18n.NoSlotsHint)),
			s.row(s.Gap, fill(s.button(s.cardPaint(), theme.Left, s.say(i18n.OtherServices), flow.Back{})), fill(s.in((s.width-s.Gap)/2).callButton()))))
	}
	return s.titled(title, v.Page, column(s.Gap, s.days(v.Days, v.DayPage), fill(s.slots(v))))
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
		centered(s.lang.Date(d.Date), s.Small, p.second, false)))), flow.ChooseDay{Day: d.ID})
}

// slots are as many rows for few as for many, so that nothing jumps from day
// to day.
func (s sheet) slots(v flow.Times) fyne.CanvasObject {
	across, down := 4, 2
	if s.Portrait() {
		across, down = 2, 4
	}
	all := grid(across, down, s.Gap)
	room := s.in((s.width - s.Gap*float32(across-1)) / float32(across))
	for _, slot := range v.Slots {
		all.Add(room.slot(slot, v))
	}
	return all
}

// slot is a time with its places; the soonest of all stands out. A full one is
// tapped to wait for a place, but not in exchange for the place one has.
func (s sheet) slot(slot station.Slot, v flow.Times) *touch {
	p, asks, room := s.cardPaint(), flow.Action(flow.ChooseSlot{ID: slot.ID}), s.in(s.width-2*s.Tight)
	when, left := s.lang.Clock(slot.Starts), room.linesCentered(s.left(slot.Left), s.Body, s.leftColor(slot.Left), slot.Left == 1)
	switch beyond := flow.BeyondOf(v.Service, slot); {
	case beyond != flow.HasPlace && v.Moving != nil:
		p, asks = s.spentPaint(), nil
	case beyond != flow.HasPlace:
		p, left = s.spentPaint(), room.linesCentered(s.say(map[flow.Beyond]i18n.Key{flow.Queue: i18n.QueueHere, flow.AskHub: i18n.AskHere}[beyond]), s.Body, s.Soft, false)
	case slot.ID == v.Soonest:
		p = s.chosenPaint()
		when += " " + s.say(i18n.SoonestPlace)
	}
	return newTouch(p, s.Radius, level(pad(s.Tight, s.Tight/2, column(0,
		room.linesCentered(when, s.Title*0.9, p.text, true), left))), asks)
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
