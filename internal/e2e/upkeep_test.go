package e2e

import (
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// answerCall has a rider call the attendant, who answers and says how many seats
// are free.
func (d *duty) answerCall() {
	d.tap("Enter", door(flow.EnterHelp))
	d.tap("CallAttendant")
	d.sees(zh(i18n.Called))
	d.away()
	d.begin(i18n.RollTitle)
	d.tap("Back")
	d.tap("AnswerCall")
	d.tap("SaySeats", zh(i18n.SeatsFew))
	d.away()
	if s := d.sees(zh(i18n.SaidFew, zh(i18n.JustNow))); says(s.Texts, "已呼叫工作人员") {
		d.t.Errorf("the call is answered, and the first screen says %q", s.Texts)
	}
}

// lookAfter looks at devices, delivery and network: as all is well, and without
// paper.
func (d *duty) lookAfter() {
	d.begin(i18n.StationTitle)
	well := func(name i18n.Key) string { return zh(name) + zh(i18n.Colon) + zh(i18n.DeviceWell) }
	for _, device := range []i18n.Key{i18n.DeviceReader, i18n.DeviceScanner, i18n.DevicePrinter} {
		d.sees(well(device))
	}
	d.printer.Set(sim.PaperOut, true)
	d.sees(zh(i18n.DevicePrinter) + zh(i18n.Colon) + zh(i18n.DeviceOut))
	d.printer.Set(sim.PaperOut, false)
	d.sees(well(i18n.DevicePrinter))
	d.tap("TurnTo", zh(i18n.SideDelivery))
	d.until("all is delivered", func(s shown) bool {
		return says(s.Texts, zh(i18n.CondWaiting)+zh(i18n.CondWaitingNone)) && says(s.Texts, zh(i18n.CondClockSystem))
	})
	d.tap("TurnTo", zh(i18n.SideNetwork))
	s := d.sees(zh(i18n.CondHub))
	for _, said := range []string{"起有应答", d.phone, zh(i18n.CondTrouble) + zh(i18n.CondNoTrouble)} {
		if !says(s.Texts, said) {
			d.t.Errorf("of the network it does not say %q: %q", said, s.Texts)
		}
	}
}

// startAgain starts the kiosk as its service would, for the journeys to come.
func (d *duty) startAgain() {
	journey := d.t
	defer func() { d.t = journey }()
	d.t = d.all
	d.startKiosk()
}

// restart asks twice, and ends the kiosk in the way that has its service start it
// again.
func (d *duty) restart() {
	d.begin(i18n.RestartTitle)
	if s := d.on("Restart"); !says(s.Texts, zh(i18n.RestartMachineNot)) {
		d.t.Errorf("nobody allowed the machine's restart, and the screen says %q", s.Texts)
	}
	d.tap("AskRestart", "Machine:false")
	d.sees(zh(i18n.RestartSure))
	d.press("ConfirmRestart")
	<-d.kiosk.done
	if status := d.kiosk.cmd.ProcessState.ExitCode(); status != 75 {
		d.t.Errorf("it ends with status %d", status)
	}
	d.startAgain()
	d.on("Home")
}
