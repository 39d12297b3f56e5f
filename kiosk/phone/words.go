package phone

// words are the page's texts in one language. Every field holds a text; a test
// sees to it.
type words struct {
	Code  string // of the language, BCP 47
	Other string // the other language, in itself
	// OtherCode is what ?lang= takes to switch to it.
	OtherCode string

	Brand, Home, Bookings, Pass string

	Welcome, WelcomeNote       string
	CheckIn, CheckInNote       string
	CheckInAnonymous           string
	CheckedIn, CheckedInAt     string
	AlreadyIn, NotTwice        string
	WhatNow, Book              string
	Next, NoneFree, NoServices string
	Held                       string
	Colon, Comma               string // as they stand before a text, after a word
	Trust                      string

	Day, Today, Tomorrow   string
	Left, Place, Places    string
	Full, Notice, NoSlots  string
	HeldThis, Show         string
	Confirm, ConfirmButton string
	Service, When, Where   string
	Minutes, Remaining     string
	Back, TryAgain         string

	Booked, YourBooking, Number      string
	ReceiptNote, ReceiptImage        string
	Cancel, CancelSure, CancelButton string
	NoBookings, NoBookingsNote       string

	PassNote, PassKeep, PassImage   string
	NoPass, NoPassNote              string
	PassSeen, PassSeenNote, PassNew string

	Months, Weekdays string // separated by spaces; Sunday first

	bookingWords
	appealWords
	moreWords
	wallWords
	dataWords
	writeWords
	takeWords
}

func (l lang) words() words {
	if l == english {
		return inEnglish
	}
	return inChinese
}
