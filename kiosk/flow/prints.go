package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Prints is what the attendant can have printed.
type Prints struct {
	Say      i18n.Key // what becomes of the one asked for
	CanPrint bool
}

func (Prints) screen() {}

type (
	// PrintRoll prints today's bookings.
	PrintRoll struct{}
	// PrintTest prints a page that shows whether the printer is well.
	PrintTest struct{}
)

func (PrintRoll) action() {}
func (PrintTest) action() {}

// testCode is what the scanner reads on a test page.
const testCode = "NUANXIN TEST"

// papers is where they are asked for.
type papers struct{}

func (papers) screen(m *machine) Screen { return Prints{m.session.paper.say, m.mayPrint()} }

func (papers) act(m *machine, a Action) {
	switch a.(type) {
	case PrintTest:
		if m.mayPrint() {
			m.print(Slip{Test: true, Code: testCode})
		}
	case PrintRoll:
		if m.mayPrint() {
			attend(m, m.lookUpRoll(), func(m *machine, guests []Guest) { m.print(Slip{Roll: guests, Listed: true}) })
		}
	}
	backToDuty(m, a)
}
