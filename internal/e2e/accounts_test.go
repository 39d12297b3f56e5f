package e2e

import (
	"slices"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

func (d *duty) signInByPIN() {
	d.tap("Enter", door(flow.EnterAttendant))
	d.key("918273")
	d.sees(zh(i18n.WrongPIN))
	d.key(d.chief)
	d.on("OnDuty")
	d.sees(zh(i18n.DutySupervisor, "站长"))
	d.hubHas("attendant_sign_ins", row{"id": "supervisor", "refused": 1, "locked": 0})
	d.hubHas("attendant_sign_ins", row{"id": "supervisor", "refused": 0})
}

// addAccount has the name written on a phone, and the PIN keyed in twice; one
// that is easily guessed is not taken.
func (d *duty) addAccount() {
	d.signIn(d.chief)
	d.tap("OpenDuty", zh(i18n.AccountsTitle))
	d.tap("AddAccount")
	d.on("Writing")
	d.writeByPhone("小马")
	d.sees("小马")
	d.tap("UseText")
	for range 2 {
		d.key("123456")
	}
	d.sees(zh(i18n.WeakPIN))
	for range 2 {
		d.key(d.pin)
	}
	d.sees(zh(i18n.AccountAdded))
	d.find("ChooseAccount", "小马", zh(i18n.RoleAttendant))
	made := d.hubHas("attendants_set", row{"name": "小马", "role": "attendant", "attendant": "supervisor"})
	d.ma, _ = made["id"].(string)
}

// registerCard signs the attendant in by PIN once, and by card from then on.
// Nobody is checked in by that card.
func (d *duty) registerCard() {
	d.signIn(d.pin, "小马")
	if s := d.on("OnDuty"); says(s.Texts, zh(i18n.AccountsTitle)) {
		d.t.Error("an attendant is offered the accounts")
	}
	d.tap("OpenDuty", zh(i18n.SelfTitle))
	d.tap("AskCard")
	d.must(d.reader.Place(d.card))
	d.sees(zh(i18n.CardBound))
	d.away()
	d.begin(i18n.RollTitle)
	d.sees(zh(i18n.DutyName, "小马"))
	d.sees(zh(i18n.RollNone))
	if all := d.confirmations(0); len(all) > 0 {
		d.t.Errorf("the attendant is checked in: %q", all)
	}
	d.hubHas("attendant_sign_ins", row{"id": d.ma, "refused": 0})
}

// switchOff gives the attendant another PIN, after which the card has to be
// registered anew; then the account is removed, and asked for no more.
func (d *duty) switchOff() {
	d.signIn(d.chief, "站长")
	d.account("RenewPIN")
	for range 2 {
		d.key("771502")
	}
	d.sees(zh(i18n.PINChanged))
	d.away()
	d.tap("Enter", door(flow.EnterAttendant))
	d.must(d.reader.Place(d.card))
	d.sees(zh(i18n.NotOwnCard))
	d.away()
	d.signIn("771502", "小马")
	d.away()
	d.signIn(d.chief, "站长")
	d.account("AskRemove")
	d.sees(zh(i18n.AccountSure, "小马"))
	d.tap("ConfirmRemove")
	if s := d.sees(zh(i18n.AccountRemoved)); slices.ContainsFunc(s.Targets, func(t target) bool { return t.is([]string{"小马"}) }) {
		d.t.Error("the account is still there")
	}
	d.hubHas("attendants_set", row{"id": d.ma, "name": nil, "role": nil, "attendant": "supervisor"})
	d.tap("Back")
	d.tap("OpenDuty", zh(i18n.HandoutsTitle))
	d.tap("ChooseHandout", numbered(d.reward))
	d.sees("由" + zh(i18n.SignedFormer, "小马") + "发放")
	d.away()
	d.tap("Enter", door(flow.EnterAttendant))
	d.on("Keypad") // there is one account left, whose PIN is asked for at once
}

// account opens the attendant's account, and does something there.
func (d *duty) account(do string) {
	d.t.Helper()
	d.tap("OpenDuty", zh(i18n.AccountsTitle))
	d.tap("ChooseAccount", "小马")
	d.tap(do)
}
