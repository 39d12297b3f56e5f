package fleetsim

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/edge"
)

// desk is a station while its process runs. *station.Station is one, and so is
// a sheet.
type desk interface {
	edge.Outbox
	edge.Inbox
	CheckIn(station.Rider) (station.Visit, error)
	Book(station.Rider, string) (station.Booking, error)
	BookProvisional(station.Rider, string) (station.Booking, error)
	Cancel(event.Pseudonym, event.Ref) error
	GiveBack(slot string, n int) error
	Redeem(r station.Rider, reward string, price int64) (station.PointsEntry, error)
	ReturnBudget(int64) (int64, error)
	Points(event.Pseudonym) (int64, error)
	PointsBudget() (int64, error)
	Slots(service string) ([]station.Slot, error)
	Bookings(event.Pseudonym) ([]station.Booking, error)
	Lapse() error
	Now() time.Time
	Status() (station.Status, error)
	Check() (station.Report, error)
}

// pc is the machine a station runs on, and its disk.
type pc interface {
	// start begins the process. What it has committed outlives it.
	start(station.Clock) (desk, error)
	// die ends the process as a power cut does.
	die()
	// save copies the disk as it is.
	save() any
	// fallBack puts the disk, unnoticed, in the state it was saved in.
	fallBack(to any)
	// restore puts a backup in place of the file, as an operator does.
	restore(station.Clock, any) error
}

// service is what all slots are of.
const service = "health-check"

// reward is what points are spent on, and its price; each check-in earns some.
const (
	reward      = "umbrella"
	price       = 20
	eachCheckIn = 10
)
