package flow

import "github.com/nuanxin/station-kit/station"

// SeatKeeper keeps what an attendant says of the free seats.
type SeatKeeper interface {
	SaySeats(level station.SeatLevel) error
}

// SaySeats is an attendant's word on the free seats, or that nothing is to be said of them.
type SaySeats struct{ Level station.SeatLevel }

func (SaySeats) action() {}

// saySeats stays where it is tapped, and shows what was said.
func (m *machine) saySeats(level station.SeatLevel) {
	m.note(func() error { return m.cfg.Desk.SaySeats(level) }, func(m *machine) {
		m.wall.seats = station.Seats{Level: level}
		m.wallDue = m.began // a look under way may have seen what was said before
	})
}
