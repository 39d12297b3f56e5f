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
	ways := []offered{{theme.Key, i18n.SelfPIN, i18n.PINHint, flow.ChangePIN{}}}
	if v.Account.Card {
		ways = append(ways,
			offered{theme.IDCard, i18n.SelfCardOther, i18n.SelfCardThere, flow.AskCard{}},
			offered{theme.Cross, i18n.SelfCardDrop, i18n.None, flow.DropCard{}})
	} else {
		ways = append(ways, offered{theme.IDCard, i18n.SelfCard, i18n.SelfCardHint, flow.AskCard{}})
	}
	return s.titled(s.say(i18n.SelfTitle), only, s.posters(ways...))
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
	other := i18n.AccountUp
	if v.Account.Role == station.RoleSupervisor {
		other = i18n.AccountDown
	}
	return s.titled(v.Account.Name+" · "+s.role(v.Account), only, s.posters(
		offered{theme.Key, i18n.AccountPIN, i18n.AccountPINHint, flow.RenewPIN{}},
		offered{theme.People, other, i18n.None, flow.SwitchRole{}},
		offered{theme.Cross, i18n.AccountRemove, i18n.None, flow.AskRemove{}}))
}

// sure asks once more before something is done.
func (s sheet) sure(ask, hint string, i theme.Icon, yes string, a flow.Action) fyne.CanvasObject {
	said := message{seals: []seal{s.blush(i)}, says: remark{ask, s.Ink, true}}
	if hint != "" {
		said.adds = []remark{{hint, s.Soft, false}}
	}
	return column(s.Gap, fill(s.said(s.Card, s.Line, said)), grid(2, 1, s.Gap,
		s.button(s.cardPaint(), theme.Left, s.say(i18n.SureNot), flow.Back{}),
		s.button(s.mainPaint(), theme.Tick, yes, a)))
}

// restart offers to restart the kiosk or the machine.
func (s sheet) restart(v flow.Restart) fyne.CanvasObject {
	machine := offered{theme.Power, i18n.RestartMachine, i18n.RestartMachineHint, flow.AskRestart{Machine: true}}
	switch {
	case v.Sure && v.Machine:
		return s.sure(s.say(i18n.RestartSureMachine), s.say(i18n.RestartMachineHint), theme.Power, s.say(i18n.RestartYes), flow.ConfirmRestart{})
	case v.Sure:
		return s.sure(s.say(i18n.RestartSure), s.say(i18n.RestartKioskHint), theme.Restart, s.say(i18n.RestartYes), flow.ConfirmRestart{})
	case !v.MayReboot:
		machine.hint, machine.action = i18n.RestartMachineNot, nil
	}
	return s.titled(s.say(i18n.RestartTitle), only, s.posters(
		offered{theme.Restart, i18n.RestartKiosk, i18n.RestartKioskHint, flow.AskRestart{}}, machine))
}

// prints is what can be printed, over what becomes of it.
func (s sheet) prints(v flow.Prints) fyne.CanvasObject {
	roll, test := offered{theme.Rows, i18n.PrintRoll, i18n.PrintRollHint, nil}, offered{theme.Printer, i18n.PrintTest, i18n.PrintTestHint, nil}
	if v.CanPrint {
		roll.action, test.action = flow.PrintRoll{}, flow.PrintTest{}
	}
	all := column(s.Gap, fill(s.posters(roll, test)))
	if v.Say != i18n.None {
		all.Add(s.paper(v.Say))
	}
	return s.titled(s.say(i18n.PrintsTitle), only, all)
}
