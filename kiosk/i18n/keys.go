package i18n

// Key names one text. The zero value names none: it says "".
type Key int

// The texts, by where they stand.
const (
	None Key = iota

	// The frame around every screen.
	SwitchLanguage // in the language switched to
	Back
	Finish
	Done
	Stay
	EndsIn // seconds

	// The status line: what the hub has receipted, never what is connected.
	AllDelivered  // age of the receipt
	DeliveredUpTo // time of the newest record delivered, age of the receipt, records waiting
	NeverReceipt  // records waiting
	StatusForked
	StatusUnread
	StatusLow
	StatusFull
	ReaderOut
	ReaderOutPhone // where there is no scanner
	ScannerOut
	ScannerOutPhone // where there is no reader
	BothOut
	PrinterOut
	TakeCard
	SentenceEnd
	JustNow
	MinutesAgo // minutes
	HoursAgo   // hours
	DaysAgo    // days

	// Home.
	HomeTitle
	HomeCard
	HomeCardHint
	HomeNoCard
	HomeNoCardHint
	HomePass
	HomePhone
	HomePhoneHint
	HomeAnonymous
	HomeAnonymousHint
	HomeServices
	NoServices

	// Who is it?
	IdentifyTitle
	IdentifyFor // service
	IdentifyHint
	Reading
	ReadingHint

	// The rider's own page.
	Hello         // masked name
	HelloNameless // a pass carries no name
	CheckedInAt   // time
	RepeatSince   // time of the check-in that counts
	ChooseService
	MyBookings
	MyBookingsHint
	MyPass
	MyPassHint

	// Booking.
	ChooseTime
	LeftMany // places
	LeftOne
	LeftNone
	NoSlots
	ConfirmTitle
	ConfirmBooking
	ReceiptTitle
	AlreadyTitle
	AlreadyHint
	ReceiptHint
	ReceiptNumber // number
	PrintSlip

	// What becomes of the printed receipt.
	SlipPrinting
	SlipPrinted
	SlipSent // by a printer that does not say whether it is out
	SlipPaperOut
	SlipCoverOpen
	SlipJam
	SlipHot
	SlipNoPrinter
	SlipNotPrinted

	// The printed receipt. It is in both languages.
	SlipBooking
	SlipAppeal
	SlipPlace
	SlipBring
	SlipName
	SlipNumber
	SlipClaim
	SlipClaimHint
	SlipShow
	SlipCancel
	SlipPrivacy // date and time

	// Bookings held.
	BookingsTitle
	NoBookings
	Cancel
	CancelTitle
	CancelHint
	CancelYes
	CancelNo
	Cancelled

	// The pass.
	PassTitle
	PassHint
	PassCare

	// Thanks, for a visitor who stays unknown.
	ThanksTitle
	ThanksAt // time
	ThanksHint

	// What is being done.
	BusyCheckIn
	BusySlots
	BusyBooking
	BusyBookings
	BusyCancelling
	BusyPass

	// What went wrong, and what to do.
	CardUnreadable
	CardOther
	CardRefused
	CardNotNow
	CodeUnreadable
	NotPass
	PassForged
	PassExpired
	PassRevoked
	SlotFull
	SlotStarted
	SlotGone
	BookingGone
	NeedsIdentity
	StorageFailed
	Unexpected

	// Dates.
	Today
	Tomorrow

	keys // how many there are
)
