package flow

// receipted is a booking recorded.
type receipted struct {
	held    Held
	text    string
	already bool
	moved   bool
}

// receive shows a receipt, and prints the one of a fresh booking.
func (m *machine) receive(r receipted) {
	m.session.paper = paper{}
	m.goTo(r)
	if !r.already {
		m.print(r.slip())
	}
}

func (r receipted) slip() Slip { return Slip{Held: r.held, Code: r.text} }

func (r receipted) screen(m *machine) Screen {
	return Receipt{r.held, r.text, r.already, r.moved, m.session.paper.say, m.mayPrint()}
}

func (r receipted) act(m *machine, a Action) {
	if _, ok := a.(PrintSlip); ok {
		m.printAgain(r)
	}
	leaveOnBack(m, a)
}
