package escpos

// Event is what happens at the printer or to a receipt: Condition, Printing, Waiting, Printed, Kept or Dropped.
type Event interface{ event() }

type (
	// Condition is how the printer is, told when it changes. Err is why it does not print, nil where it does;
	// it may wrap the line's own error.
	Condition struct {
		Status Status
		Err    error
	}
	// Printing means that a receipt is under way.
	Printing struct{ ID string }
	// Waiting means that a receipt is not printed now, and will be, whole, when the printer is well.
	Waiting struct {
		ID  string
		Err error
	}
	// Printed means that a receipt is out. Sure is false where the printer does not say how it is: it was sent.
	Printed struct {
		ID   string
		Sure bool
	}
	// Kept means that a receipt was not printed and will not be unless Reprint asks for it.
	Kept struct {
		ID  string
		Err error // ErrStale or ErrAttempts, with what kept the printer
	}
	// Dropped means that a receipt was withdrawn before it was out, and is gone.
	Dropped struct{ ID string }
)

func (Condition) event() {}
func (Printing) event()  {}
func (Waiting) event()   {}
func (Printed) event()   {}
func (Kept) event()      {}
func (Dropped) event()   {}
