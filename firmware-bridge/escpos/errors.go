package escpos

import "errors"

// Why a printer does not print. A Status gives the ones that the printer itself reports.
var (
	ErrPaperOut      = errors.New("the receipt printer is out of paper")
	ErrPaperLow      = errors.New("the receipt printer's paper is nearly used up") // it still prints
	ErrCoverOpen     = errors.New("the receipt printer's cover is open")
	ErrCutter        = errors.New("the receipt printer's cutter is jammed")
	ErrUnrecoverable = errors.New("the receipt printer reports an error that needs its power switched off")
	ErrRecoverable   = errors.New("the receipt printer pauses by itself, as after an overheated head")
	ErrOffline       = errors.New("the receipt printer is offline")
	// ErrSilent means that a printer which used to answer does not, or that it takes no more bytes.
	ErrSilent = errors.New("the receipt printer stopped answering")
	// ErrUnplugged means that there is no line to the printer.
	ErrUnplugged = errors.New("the receipt printer is not connected")
)

// Why a receipt is not printed though the printer may be well.
var (
	// ErrFull means that too many receipts wait already.
	ErrFull = errors.New("too many receipts wait for the printer")
	// ErrStale means that a receipt waited so long that its rider is gone. It is held for Reprint.
	ErrStale = errors.New("the receipt waited too long for the printer and was not printed")
	// ErrAttempts means that the receipt broke off several times. It is held for Reprint.
	ErrAttempts = errors.New("printing the receipt broke off again and again")
	// ErrDocument means that a document asks for what cannot be printed.
	ErrDocument = errors.New("the document cannot be printed")
)
