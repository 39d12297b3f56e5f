package phone

var inEnglish = words{
	Code: "en", Other: "中文", OtherCode: "zh",

	Brand: "Warm Station", Home: "Home", Bookings: "Bookings", Pass: "My pass",

	Welcome: "Come in and take a break", WelcomeNote: "Riders, couriers and drivers are all welcome",
	CheckIn: "Check in", CheckInNote: "One tap, nothing to fill in",
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
	Back: "Back",

	Booked: "Booked", YourBooking: "Your booking", Number: "No.",
	ReceiptNote: "Show this code when you come. Take a screenshot: it works without a network.", ReceiptImage: "QR code of your booking",
	Cancel: "Cancel this booking", CancelSure: "Your place will go to somebody else. Are you sure?", CancelButton: "Yes, cancel it",
	NoBookings: "No bookings yet", NoBookingsNote: "You can book a health check, legal aid and more.",

	PassNote: "Scan it at any station's screen, and it knows you.", PassKeep: "Take a screenshot to keep it. It stands for you: do not send it to anybody.", PassImage: "QR code of your pass",
	NoPass: "No pass yet", NoPassNote: "Check in or book once, and you get one.",

	Months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", Weekdays: "Sun Mon Tue Wed Thu Fri Sat",

	Said: map[string]saying{
		"expired": {"Scan the code again", "Please scan the code on the station's screen once more. It changes all the time, and an old one soon ends."},
		"busy":    {"One moment, please", "That was too fast, or too many are here at once. Try again in ten seconds."},
		"crowd":   {"Please use the screen", "Too many new riders came by this network. Check in or book on the station's screen, or ask the attendant."},
		"unknown": {"No such page", "Go to the first page, or scan the code on the station's screen again."},
		"odd":     {"Please try again", "The page was out of date and nothing was recorded. Go to the first page and start again."},
		"unheld":  {"No such booking", "It may be cancelled or past. Please look in your bookings."},
		"storage": {"Cannot save at the moment", "The station's storage has a problem. Nothing was recorded. Please tell the attendant."},
		"failed":  {"That did not work", "The station has a problem. Nothing was recorded. Try again, or tell the attendant."},
	},
	Notes: map[string]note{
		"booked":    {"Your place is booked", true},
		"held":      {"You have booked this service already: here it is. To change the time, cancel it first.", false},
		"full":      {"That time was just taken, so nothing was booked. Please choose another.", false},
		"started":   {"That time has started, so nothing was booked. Please choose another.", false},
		"gone":      {"That time is no longer offered, so nothing was booked. Please choose another.", false},
		"cancelled": {"Cancelled. Your place is free for somebody else.", true},
		"nothing":   {"There is no such booking; it may be cancelled already.", false},
	},
}
