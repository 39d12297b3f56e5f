package phone

var inEnglish = words{
	Code: "en", Other: "中文", OtherCode: "zh",

	Brand: "Warm Station", Home: "Home", Bookings: "Bookings", Pass: "My pass",

	Welcome: "Come in and take a break", WelcomeNote: "Riders, couriers and drivers are all welcome",
	CheckIn: "Check in", CheckInNote: "One tap, nothing to fill in", CheckInAnonymous: "Count the visit only, no pass",
	CheckedIn: "You are checked in", CheckedInAt: "Checked in at",
	AlreadyIn: "You were checked in already", NotTwice: "No need to do it again: it counts once.",
	WhatNow: "Have some hot water, charge your phone, take a rest.", Book: "Book a service",
	Colon: ": ", Comma: ", ",
	Next: "Next:", NoneFree: "Fully booked", NoServices: "Nothing can be booked here at the moment.",
	Held:  "Your bookings",
	Trust: "No account. We ask for no name, phone or ID number.",

	Day: "Choose a day", Today: "Today", Tomorrow: "Tomorrow",
	Left: "", Place: "place left", Places: "places left",
	Full: "Full", Notice: "Please note", NoSlots: "No times are open for this service yet. Look again later, or ask the attendant.",
	HeldThis: "You have booked this service", Show: "Show",
	Confirm: "Confirm your booking", ConfirmButton: "Confirm booking",
	Service: "Service", When: "Time", Where: "Place",
	Minutes: "min", Remaining: "Places left",
	Back: "Back", TryAgain: "Try again",

	Booked: "Booked", YourBooking: "Your booking", Number: "No.",
	ReceiptNote: "Show this code when you come. Take a screenshot: it works without a network.", ReceiptImage: "QR code of your booking",
	Cancel: "Cancel this booking", CancelSure: "Your place will go to somebody else. Are you sure?", CancelButton: "Yes, cancel it",
	NoBookings: "No bookings yet", NoBookingsNote: "You can book a health check, legal aid and more.",

	PassNote: "Scan it at any station's screen, and it knows you.", PassKeep: "Take a screenshot to keep it. It stands for you: do not send it to anybody.", PassImage: "QR code of your pass",
	NoPass: "No pass yet", NoPassNote: "Check in or book once, and you get one.",
	PassSeen: "Has somebody your code?", PassSeenNote: "Take a new one: the old one ends here at once, elsewhere when the hub has told them.", PassNew: "Give me a new pass",

	Months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", Weekdays: "Sun Mon Tue Wed Thu Fri Sat",

	bookingWords: bookingEN,
	appealWords:  appealEN,
	moreWords:    moreEN,
	wallWords:    wallEN,
	dataWords:    dataEN,
	writeWords:   writeEN,
	takeWords:    takeEN,
}
