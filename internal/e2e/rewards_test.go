package e2e

import (
	"strconv"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// bottle has the rider redeem points, and gives the code and the number of the
// receipt, which is printed too.
func (d *duty) bottle() (code string, number uint64) {
	d.t.Helper()
	d.place(d.rider)
	known := len(d.confirmations(0))
	d.tap("Enter", door(flow.EnterPoints))
	d.tap("ChooseReward", "一瓶水")
	d.tap("ConfirmRedeem")
	d.on("RewardReceipt")
	number = d.lastConfirmed(known)
	code = d.scanScreen("NXR1")
	d.printed(stationID + "/1/" + strconv.FormatUint(number, 10))
	d.away()
	return code, number
}

// handOut finds a redemption by its receipt. A second scan warns.
func (d *duty) handOut() {
	code, number := d.bottle()
	d.begin(i18n.RollTitle) // a receipt is found from any page
	d.must(d.scanner.Scan(code))
	s := d.on("HandoutAtDesk")
	for _, said := range []string{"一瓶水", numbered(number), d.rider.Name[:3] + "**", zh(i18n.HandoutOpen)} {
		if !says(s.Texts, said) {
			d.t.Errorf("at the desk it does not say %q: %q", said, s.Texts)
		}
	}
	d.tap("NoteHandout", zh(i18n.ActHandOut))
	d.sees(zh(i18n.HandedOut))
	d.hubHas("redemption_changes", row{"redemption_seq": number, "state": "handed_out", "attendant": d.ma})
	d.tap("ChooseHandout", numbered(number), zh(i18n.HandoutDone))
	d.sees("由小马发放")
	d.reward = number
}

// giveBack finds another by its number, notes by mistake that it was handed out,
// and in the end gives the points back.
func (d *duty) giveBack() {
	_, number := d.bottle()
	d.begin(i18n.HandoutsTitle)
	d.tap("KeyNumber")
	d.key(strconv.FormatUint(d.reward, 10))
	d.sees(zh(i18n.WasHandedOut))
	d.tap("Back")
	d.tap("KeyNumber")
	d.key(strconv.FormatUint(number, 10))
	d.on("HandoutAtDesk")
	d.tap("NoteHandout", zh(i18n.ActHandOut))
	d.sees(zh(i18n.HandedOut))
	d.tap("ChooseHandout", numbered(number))
	d.tap("NoteHandout", zh(i18n.ActTakeHandOut))
	d.sees(zh(i18n.HandOutTaken))
	d.hubHas("redemption_changes", row{"redemption_seq": number, "state": "open", "attendant": d.ma})
	d.tap("ChooseHandout", numbered(number), zh(i18n.HandoutOpen))
	d.tap("NoteHandout", zh(i18n.ActGiveBack))
	d.tap("Reverse", zh(i18n.ReasonNotGiven))
	s := d.sees(zh(i18n.PointsGivenBack))
	if !says(s.Texts, zh(i18n.RewardReturned)) {
		d.t.Errorf("the list says %q", s.Texts)
	}
	d.hubHas("points_reversed", row{"entry_seq": number, "reason": "not-given", "attendant": d.ma})
	d.away()
	d.place(d.rider)
	d.tap("Enter", door(flow.EnterPoints))
	d.find("ChooseReward", "一瓶水") // the points are there again
}

// noteTask has the rider take a task of a call-out, and the attendant note that
// it is done.
func (d *duty) noteTask() {
	d.place(d.rider)
	d.tap("Enter", door(flow.EnterTasks))
	d.tap("OpenTask", zh(i18n.TaskUrgent), "搬沙袋")
	d.tap("AcceptTask")
	d.sees(zh(i18n.TaskTaken))
	d.away()
	d.begin(i18n.ErrandsTitle)
	d.tap("ChooseErrand", "搬沙袋")
	d.sees(d.rider.Name[:3] + "** · " + zh(i18n.Helper, 1))
	d.tap("NoteDone")
	d.sees(zh(i18n.TaskNoted))
	d.sees(zh(i18n.HelpersNone))
	d.hubHas("task_answers", row{"task": "sandbags", "state": "accepted"})
	d.hubHas("task_answers", row{"task": "sandbags", "state": "done", "attendant": d.ma})
	d.tap("Back")
	d.sees(zh(i18n.ErrandsNone))
}
