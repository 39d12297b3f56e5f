package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// role is what an account may do, and that it is locked.
func (s sheet) role(a station.Attendant) string {
	role := s.say(i18n.RoleAttendant)
	if a.Role == station.RoleSupervisor {
		role = s.say(i18n.RoleSupervisor)
	}
	if !a.LockedUntil.IsZero() {
		role += " · " + s.say(i18n.AccountLocked)
	}
	return role
}

// self is one's own account.
func (s sheet) self(v flow.Self) fyne.CanvasObject {
	one := s.oneCard()
	cards := []fyne.CanvasObject{one.card(theme.Key, s.say(i18n.SelfPIN), s.say(i18n.PINHint), flow.ChangePIN{})}
	if v.Account.Card {
		cards = append(cards,
			one.card(theme.IDCard, s.say(i18n.SelfCardOther), s.say(i18n.SelfCardThere), flow.AskCard{}),
			one.card(theme.Cross, s.say(i18n.SelfCardDrop), "", flow.DropCard{}))
	} else {
		cards = append(cards, one.card(theme.IDCard, s.say(i18n.SelfCard), s.say(i18n.SelfCardHint), flow.AskCard{}))
	}
	return s.titled(s.say(i18n.SelfTitle), only, s.shelf(cards...))
}

// accounts are those of the station.
func (s sheet) accounts(v flow.Accounts) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, a := range v.Accounts {
		cards = append(cards, s.oneCard().card(theme.Person, a.Name, s.role(a), flow.ChooseAccount{ID: a.ID}))
	}
	return s.titled(s.say(i18n.AccountsTitle), v.Page, column(s.Gap, fill(s.shelf(cards...)),
		s.button(s.cardPaint(), theme.Joining, s.say(i18n.AccountNew), flow.AddAccount{})))
}

// account is one of them.
func (s sheet) account(v flow.Account) fyne.CanvasObject {
	if v.Sure {
		return s.sure(s.say(i18n.AccountSure, v.Account.Name), "", theme.Person, s.say(i18n.AccountRemove), flow.ConfirmRemove{})
	}
	one, other := s.oneCard(), i18n.AccountUp
	if v.Account.Role == station.RoleSupervisor {
		other = i18n.AccountDown
	}
	return s.titled(v.Account.Name+" · "+s.role(v.Account), only, s.shelf(
		one.card(theme.Key, s.say(i18n.AccountPIN), s.say(i18n.AccountPINHint), flow.RenewPIN{}),
		one.card(theme.People, s.say(other), "", flow.SwitchRole{}),
		one.card(theme.Cross, s.say(i18n.AccountRemove), "", flow.AskRemove{})))
}

// sure asks once more before something is done.
func (s sheet) sure(ask, hint string, i theme.Icon, yes string, a flow.Action) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap).roomy()
	text := column(s.Gap, disc(i, inner.Icon*1.5, s.Brick, s.Blush), inner.linesCentered(ask, inner.Title, s.Ink, true))
	if hint != "" {
		text.Add(inner.linesCentered(hint, inner.Heading, s.Soft, false))
	}
	return column(s.Gap, fill(s.plate(s.Card, s.Line, level(text))), grid(2, 1, s.Gap,
		s.button(s.cardPaint(), theme.Left, s.say(i18n.SureNot), flow.Back{}),
		s.button(s.mainPaint(), theme.Tick, yes, a)))
}

// restart offers to restart the kiosk or the machine.
func (s sheet) restart(v flow.Restart) fyne.CanvasObject {
	switch one := s.oneCard(); {
	case v.Sure && v.Machine:
		return s.sure(s.say(i18n.RestartSureMachine), s.say(i18n.RestartMachineHint), theme.Power, s.say(i18n.RestartYes), flow.ConfirmRestart{})
	case v.Sure:
		return s.sure(s.say(i18n.RestartSure), s.say(i18n.RestartKioskHint), theme.Restart, s.say(i18n.RestartYes), flow.ConfirmRestart{})
	case v.MayReboot:
		return s.titled(s.say(i18n.RestartTitle), only, s.shelf(s.restartKiosk(),
			one.card(theme.Power, s.say(i18n.RestartMachine), s.say(i18n.RestartMachineHint), flow.AskRestart{Machine: true})))
	default:
		return s.titled(s.say(i18n.RestartTitle), only, s.shelf(s.restartKiosk(),
			one.still(theme.Power, s.say(i18n.RestartMachine), s.say(i18n.RestartMachineNot))))
	}
}

func (s sheet) restartKiosk() *touch {
	return s.oneCard().card(theme.Restart, s.say(i18n.RestartKiosk), s.say(i18n.RestartKioskHint), flow.AskRestart{})
}

// prints is what can be printed, over what becomes of it.
func (s sheet) prints(v flow.Prints) fyne.CanvasObject {
	one := s.oneCard()
	cards := []fyne.CanvasObject{
		one.still(theme.Rows, s.say(i18n.PrintRoll), ""), one.still(theme.Printer, s.say(i18n.PrintTest), ""),
	}
	if v.CanPrint {
		cards = []fyne.CanvasObject{
			one.card(theme.Rows, s.say(i18n.PrintRoll), s.say(i18n.PrintRollHint), flow.PrintRoll{}),
			one.card(theme.Printer, s.say(i18n.PrintTest), s.say(i18n.PrintTestHint), flow.PrintTest{}),
		}
	}
	all := column(s.Gap, fill(s.shelf(cards...)))
	if v.Say != i18n.None {
		all.Add(s.paper(v.Say))
	}
	return s.titled(s.say(i18n.PrintsTitle), only, all)
}
