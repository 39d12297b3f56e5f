package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// View is everything the screen shows at one moment. It is never changed once
// it is out. Times are in the kiosk's zone.
type View struct {
	// Session goes back with every tap.
	Session uint64
	Lang    i18n.Lang
	Look    Look
	Station station.Text
	// Now is the time of day to show, to the minute.
	Now    time.Time
	Status Status
	// Devices is how each device fares, for whoever looks after the station;
	// Outage the line to riders on those they cannot use.
	Devices Devices
	Outage  i18n.Key
	// TakeCard: a card lies on the reader and its rider is gone, or soon is.
	TakeCard bool
	// Phone is the address behind the code on the home screen, "" for none.
	Phone string
	// Who is at the screen, nil for nobody known.
	Who *Who
	// Attendant is who is in attendant's mode, nil for nobody; never with Who.
	Attendant *Attendant
	// Summons is a guest called in, nil for none.
	Summons *Summons
	// Called is since when a call for the attendant stands, zero for none; CalledHere that this session made it.
	Called     time.Time
	CalledHere bool
	// Notice is a line to the rider, Busy what is being done just now.
	Notice, Busy i18n.Key
	// Countdown is how many seconds are left, 0 while there are enough.
	Countdown int
	Screen    Screen
}

// Confirms lists the records that this View tells a rider of as recorded.
func (v View) Confirms() []event.Ref {
	var refs []event.Ref
	if v.Who != nil {
		refs = append(refs, v.Who.Ref)
	}
	switch s := v.Screen.(type) {
	case Thanks:
		refs = append(refs, s.Ref)
	case Receipt:
		refs = append(refs, s.Held.Booking.Ref)
	case AppealReceipt:
		refs = append(refs, s.Ref)
	case HazardReceipt:
		refs = append(refs, s.Ref)
	case Filed:
		refs = append(refs, s.Ref)
	case RewardReceipt:
		refs = append(refs, s.Entry.Ref)
	}
	return refs
}

// Status is what the hub has receipted.
type Status struct {
	// UpTo is when the newest record receipted was made, Age how long ago its
	// receipt came, to the minute. Without a receipt both are zero.
	UpTo    time.Time
	Age     time.Duration
	Receipt bool
	Waiting uint64
	// Forked: the hub holds other records of this station, or asks for records
	// that the station no longer has. Unread: the station
	// cannot read its own. Either needs a person.
	Forked, Unread bool
	// Storage is the room left for records.
	Storage station.Level
}

// Who is a rider as the screen may show one.
type Who struct {
	Masked string // "" where there is no name
	// At is the check-in that counts; Repeat that it was an earlier one.
	At     time.Time
	Repeat bool
	Ref    event.Ref // of that check-in
}

// Page is a place in a list that does not fit the screen, which embeds it.
type Page struct{ Index, Count int }

// Screen is one of the screens below.
type Screen interface{ screen() }

type (
	// Home is what an idle kiosk shows.
	Home struct {
		Services []Opening
		Page
		Entries []Entry
		Saying  Saying
		// Posted: some of what Saying changes between are announcements.
		Posted bool
		// Seats are what an attendant said of them, Age to the minute.
		Seats station.Seats
	}
	// Identify asks who is there, before the service or the entry wished for.
	Identify struct {
		Service station.Service
		Entry   Entry // None where a service is wished for
	}
	// Reading says that a card or pass is being read.
	Reading struct{}
	// Rider is the rider's own page.
	Rider struct {
		Services []Opening
		Page
		Entries []Entry
		// Coming are the rider's bookings, by start; News what has become of some meanwhile.
		Coming []Held
		News   []News
		Points int64
		// Answered is how many of the rider's appeals have an answer that is not rated yet.
		Answered int
	}
	// Times are a service's days, and the slots of the day chosen.
	Times struct {
		Service station.Service
		Days    []Day
		Slots   []station.Slot
		DayPage Page
		Page
		Soonest string // the first slot with a place left
		Moving  *Held  // the booking that is to get another time
	}
	// Confirm is a booking about to be made.
	Confirm struct {
		Service station.Service
		Slot    station.Slot
		Beyond  Beyond
		Moving  *Held
	}
	// Receipt is a booking the station has recorded: just now, or Already.
	Receipt struct {
		Held    Held
		Text    string // for the QR code
		Already bool
		Moved   bool // from another time
		// Paper says what becomes of the printed one, None where there is none. CanPrint: one may be asked for.
		Paper    i18n.Key
		CanPrint bool
	}
	// Bookings are what the rider holds.
	Bookings struct {
		Held []Held
		Page
	}
	// Cancel is a booking about to be cancelled.
	Cancel struct{ Held Held }
	// Thanks follows an anonymous check-in.
	Thanks struct {
		At  time.Time
		Ref event.Ref
	}
)

func (Home) screen()     {}
func (Identify) screen() {}
func (Reading) screen()  {}
func (Rider) screen()    {}
func (Times) screen()    {}
func (Confirm) screen()  {}
func (Receipt) screen()  {}
func (Bookings) screen() {}
func (Cancel) screen()   {}
func (Thanks) screen()   {}

// Day is a day that has slots.
type Day struct {
	ID     string // for ChooseDay
	Date   time.Time
	Left   int // places in all its slots
	Chosen bool
}

// Held is a booking with its service.
type Held struct {
	Booking station.Booking
	Service station.Service
}

// Pending is what to say of a booking that has no place yet, None for one that has.
func (h Held) Pending() i18n.Key {
	switch h.Booking.State {
	case event.BookingState_BOOKING_STATE_PROVISIONAL:
		return i18n.StandsProvisional
	case event.BookingState_BOOKING_STATE_WAITING:
		return i18n.StandsWaiting
	}
	return i18n.None
}
