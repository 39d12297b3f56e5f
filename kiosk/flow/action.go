package flow

import "github.com/nuanxin/station-kit/station/event"

// Action is what a tap asks for. One that does not fit the screen it comes to
// does nothing.
type Action interface{ action() }

type (
	// SwitchLanguage changes to the other language for this session.
	SwitchLanguage struct{}
	// Finish ends the session at once.
	Finish struct{}
	// Stay asks for more time.
	Stay struct{}
	// Back goes to the screen before.
	Back struct{}
	// Turn pages through what the screen lists.
	Turn struct{ By int }
	// TurnDays pages through the days.
	TurnDays struct{ By int }
	// CheckInAnonymously counts a visit of nobody in particular.
	CheckInAnonymously struct{}
	// ChooseService begins booking a service.
	ChooseService struct{ ID string }
	// ChooseDay shows another day's slots.
	ChooseDay struct{ Day string }
	// ChooseSlot picks a slot to confirm.
	ChooseSlot struct{ ID string }
	// ConfirmBooking books the slot shown.
	ConfirmBooking struct{ Slot string }
	// AskCancel shows a booking to be cancelled.
	AskCancel struct{ Ref event.Ref }
	// AskMove offers other times for a booking.
	AskMove struct{ Ref event.Ref }
	// ConfirmCancel cancels the booking shown.
	ConfirmCancel struct{ Ref event.Ref }
	// PrintSlip prints the receipt shown, once more or after all.
	PrintSlip struct{}
	// ChangeLook draws this session in another way.
	ChangeLook struct{ Look Look }
	// Enter opens a subject.
	Enter struct{ Entry Entry }
)

func (SwitchLanguage) action()     {}
func (Finish) action()             {}
func (Stay) action()               {}
func (Back) action()               {}
func (Turn) action()               {}
func (TurnDays) action()           {}
func (CheckInAnonymously) action() {}
func (ChooseService) action()      {}
func (ChooseDay) action()          {}
func (ChooseSlot) action()         {}
func (ConfirmBooking) action()     {}
func (AskCancel) action()          {}
func (AskMove) action()            {}
func (ConfirmCancel) action()      {}
func (PrintSlip) action()          {}
func (ChangeLook) action()         {}
func (Enter) action()              {}
