package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

var dutyDoors = map[flow.Duty]door{
	flow.DutyToday:    {theme.Rows, i18n.RollTitle, i18n.RollHint},
	flow.DutyWalkIn:   {theme.Joining, i18n.WalkInTitle, i18n.WalkInHint},
	flow.DutyRewards:  {theme.Gift, i18n.HandoutsTitle, i18n.HandoutsHint},
	flow.DutyTasks:    {theme.Hand, i18n.ErrandsTitle, i18n.ErrandsHint},
	flow.DutyPapers:   {theme.Printer, i18n.PrintsTitle, i18n.PrintsHint},
	flow.DutyStation:  {theme.Gauge, i18n.StationTitle, i18n.StationHint},
	flow.DutyRestart:  {theme.Restart, i18n.RestartTitle, i18n.RestartHint},
	flow.DutySelf:     {theme.Key, i18n.SelfTitle, i18n.SelfHint},
	flow.DutyAccounts: {theme.People, i18n.AccountsTitle, i18n.AccountsHint},
}

// onDuty is the first page of attendant's mode.
func (s sheet) onDuty(v flow.OnDuty) fyne.CanvasObject {
	across, gap := 3, s.Gap
	if s.Portrait() {
		across = 2
	}
	if s.brief {
		gap = s.Tight
	}
	room := s.in((s.width - float32(across-1)*gap) / float32(across))
	all := grid(across, (len(v.Duties)+across-1)/across, gap)
	for _, d := range v.Duties {
		to := dutyDoors[d]
		all.Add(room.tile(to.icon, s.say(to.title), s.say(to.hint), flow.OpenDuty{Duty: d}))
	}
	whole := column(gap, fill(all), s.saySeats(v.Seats))
	if !s.view.Called.IsZero() {
		return column(gap, s.waitingCall(), fill(whole))
	}
	return whole
}

// waitingCall is a rider's call, to be answered.
func (s sheet) waitingCall() fyne.CanvasObject {
	answer := s.button(s.mainPaint(), theme.Tick, s.say(i18n.CallAnswered), flow.AnswerCall{})
	room := s.in(s.width - answer.MinSize().Width - s.Heading - 4*s.Gap)
	said := room.lines(s.say(i18n.CallWaits, s.lang.Clock(s.view.Called)), s.Heading, s.Ink, true)
	return s.strip(s.Honey, s.Amber, s.row(s.Gap, center(icon(theme.Bell, s.Heading, s.Ink)), fill(level(said)), center(answer)))
}

// staff draws the screens of attendant's mode.
func (s sheet) staff(of flow.Screen, l *live) fyne.CanvasObject {
	switch v := of.(type) {
	case flow.SignIn:
		return s.signIn(v)
	case flow.Keypad:
		return s.keypad(v, l)
	case flow.OnDuty:
		return s.onDuty(v)
	case flow.Roll:
		return s.roll(v)
	case flow.GuestAtDesk:
		return s.guestAtDesk(v)
	case flow.WalkIn:
		return s.walkIn(v)
	case flow.PickSlot:
		return s.pickSlot(v)
	case flow.WalkInWho:
		return s.walkInWho(v)
	case flow.Handouts:
		return s.handouts(v)
	case flow.HandoutAtDesk:
		return s.handoutAtDesk(v)
	case flow.TakeBack:
		return s.takeBack(v)
	case flow.Taken:
		return s.taken(v)
	case flow.Helpers:
		return s.helpers(v)
	case flow.Condition:
		return s.condition(v)
	case flow.Restart:
		return s.restart(v)
	case flow.Prints:
		return s.prints(v)
	case flow.Self:
		return s.self(v)
	case flow.BindCard:
		return s.bindCard()
	case flow.Accounts:
		return s.accounts(v)
	case flow.Account:
		return s.account(v)
	}
	return container.NewStack()
}

// walkIn asks what somebody without a booking comes for.
func (s sheet) walkIn(v flow.WalkIn) fyne.CanvasObject {
	if len(v.Services) == 0 {
		return s.titled(s.say(i18n.WalkInTitle), only, s.empty(theme.Calendar, i18n.NoServices, i18n.NoServicesHint))
	}
	var cards []fyne.CanvasObject
	for _, one := range v.Services {
		cards = append(cards, s.oneCard().card(theme.ForService(one.ID), s.pick(one.Name), "", flow.ChooseService{ID: one.ID}))
	}
	return s.titled(s.say(i18n.WalkInTitle)+" · "+s.say(i18n.WalkInWhat), v.Page, s.shelf(cards...))
}

// pickSlot are the times that can be given, with their days where these are others.
func (s sheet) pickSlot(v flow.PickSlot) fyne.CanvasObject {
	title := s.pick(v.Service.Name) + " · " + s.say(i18n.WalkInWhen)
	if len(v.Slots) == 0 {
		return s.titled(title, only, s.empty(theme.ForService(v.Service.ID), i18n.WalkInNone, i18n.WalkInNoneHint,
			s.button(s.mainPaint(), theme.Left, s.say(i18n.OtherServices), flow.Back{})))
	}
	across, down := 4, 2
	if s.Portrait() {
		across, down = 2, 4
	}
	all := grid(across, down, s.Gap)
	for _, slot := range v.Slots {
		all.Add(s.dated(slot))
	}
	return s.titled(title, v.Page, all)
}

func (s sheet) dated(slot station.Slot) *touch {
	p := s.cardPaint()
	return newTouch(p, s.Radius, level(pad(s.Tight/2, s.Tight/2, column(0,
		centered(s.lang.Day(slot.Starts, s.view.Now), s.Small, p.second, false),
		centered(s.lang.Clock(slot.Starts), s.Title, p.text, true),
		centered(s.left(slot.Left), s.Small, s.leftColor(slot.Left), slot.Left == 1)))), flow.ChooseSlot{ID: slot.ID})
}

// walkInWho asks the guest for a card or a pass.
func (s sheet) walkInWho(v flow.WalkInWho) fyne.CanvasObject {
	what := s.pick(v.Service.Name) + " · " + s.lang.Span(v.Slot.Starts, v.Slot.Minutes)
	return s.titled(s.say(i18n.WalkInTitle), only, column(s.Gap,
		fill(s.beckon(s.say(i18n.WalkInCard), what, theme.IDCard, theme.Code)),
		s.button(s.cardPaint(), theme.Person, s.say(i18n.WalkInNoCard), flow.WithoutCard{})))
}
