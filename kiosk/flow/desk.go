package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Door lets riders in. ByCard is slow on purpose.
type Door interface {
	ByCard(name, number string) station.Rider
	ByPass(text string) (station.Rider, error)
	CheckIn(r station.Rider) (station.Visit, error)
}

// Catalogue is what can be booked.
type Catalogue interface {
	Services() ([]station.Service, error)
	Slots(service string) ([]station.Slot, error)
}

// Diary is what riders have booked.
type Diary interface {
	Book(r station.Rider, slot string) (station.Booking, error)
	Bookings(who event.Pseudonym) ([]station.Booking, error)
	Reschedule(r station.Rider, ref event.Ref, slot string) (station.Booking, error)
	Cancel(who event.Pseudonym, ref event.Ref) error
}

// Papers are what a rider takes along, as texts for QR codes.
type Papers interface {
	IssuePass(who event.Pseudonym) (string, error)
	Receipt(b station.Booking) string
}

// Log is what the station knows of itself.
type Log interface {
	Status() (station.Status, error)
	Now() time.Time
}

// Desk is the station as the screens need it; *station.Station is one.
type Desk interface {
	Door
	Catalogue
	Diary
	Papers
	Recall
	Log
	Appeals
	Hazards
	Purse
	Shop
	Records
	Withdrawals
	Library
	Chores
	Agreements
	Proofs
	Bookshelf
	Directory
	Members
	Staff
	Roster
	Attendance
	WalkIns
	Redemptions
	Fulfilment
	Errands
	OwnAccount
	AccountBook
	Counter
	SeatKeeper
	Memory
	Waiting
}

var _ Desk = (*station.Station)(nil)
