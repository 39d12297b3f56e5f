package phone

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Presence tells who stands before the screen from who does not.
type Presence interface {
	// Token is the one the screen shows now, fit for a URL's path.
	Token() string
	// Valid reports whether the screen showed token a moment ago.
	Valid(token string) bool
}

// Riders tells who a phone belongs to.
type Riders interface {
	ByPass(text string) (station.Rider, error)
	ByPhone() station.Rider
	IssuePass(p event.Pseudonym) (string, error)
	RevokePasses(p event.Pseudonym) (int, error)
}

// Visits records who came.
type Visits interface {
	CheckIn(r station.Rider) (station.Visit, error)
}

// Catalogue is what can be booked.
type Catalogue interface {
	Services() ([]station.Service, error)
	Slots(service string) ([]station.Slot, error)
}

// Places promises places, or has a rider wait for one.
type Places interface {
	Book(r station.Rider, slot string) (station.Booking, error)
	BookProvisional(r station.Rider, slot string) (station.Booking, error)
	Wait(r station.Rider, slot string) (station.Booking, error)
	Reschedule(r station.Rider, ref event.Ref, slot string) (station.Booking, error)
}

// Bookings are the places riders hold.
type Bookings interface {
	Bookings(p event.Pseudonym) ([]station.Booking, error)
	Cancel(p event.Pseudonym, ref event.Ref) error
	Receipt(b station.Booking) string
}

// Reminders are what to tell a rider who comes back.
type Reminders interface {
	Reminders(p event.Pseudonym) ([]station.Reminder, error)
	Seen(shown []station.Reminder) error
}

// Consents are what riders have agreed to.
type Consents interface {
	Notices() ([]station.Notice, error)
	Consented(p event.Pseudonym, purpose string) (bool, error)
	GiveConsent(p event.Pseudonym, purpose string, notice uint32) error
	Withdraw(p event.Pseudonym, purpose string) error
}

// Appeals are filed under nobody's name or the rider's, and followed by whoever
// has the claim code.
type Appeals interface {
	FileAppeal(r station.Rider, a station.Appeal) (station.FiledAppeal, error)
	AppealByClaim(code string) (station.AppealProgress, error)
	RateAppeal(code string, stars int) error
	ReopenAppeal(code, reason string) error
}

// Hazards are reported.
type Hazards interface {
	ReportHazard(r station.Rider, h station.Hazard) (station.Filing, error)
	FilingReceipt(f station.Filing) string
}

// Points are earned.
type Points interface {
	Points(p event.Pseudonym) (int64, error)
	PointsHistory(p event.Pseudonym) ([]station.PointsEntry, error)
	PointsRules() ([]station.PointsRule, error)
}

// Rewards are what points are spent on.
type Rewards interface {
	Rewards() ([]station.Reward, error)
	Redeem(r station.Rider, reward string, price int64) (station.PointsEntry, error)
}

// Learning is read, and answered questions about.
type Learning interface {
	Packs(occupation string) ([]station.Pack, error)
	Picture(sum []byte) (file []byte, err error)
	Progress(p event.Pseudonym) ([]station.Progress, error)
	ReadPage(r station.Rider, pack string, version uint32, page int) error
	TakeQuiz(r station.Rider, pack string, version uint32, answers []int) (station.QuizResult, error)
}

// Tasks are taken by volunteers.
type Tasks interface {
	Tasks(p event.Pseudonym) ([]station.Task, error)
	AcceptTask(r station.Rider, task string) error
	DeclineTask(r station.Rider, task string) error
}

// Directory lists who is there for riders.
type Directory interface {
	Organisations(dimension string) ([]station.Organisation, error)
}

// Stories are told and offered.
type Stories interface {
	Stories() ([]station.Story, error)
	OfferStory(r station.Rider, text string) (station.Filing, error)
}

// Wall is what hangs at the station for everybody.
type Wall interface {
	Announcements() ([]station.Announcement, error)
	Seats() (station.Seats, error)
}

// Holdings are what the station knows of a rider.
type Holdings interface {
	MyData(p event.Pseudonym) (station.MyData, error)
	Erase(p event.Pseudonym) error
}

// Desk is all that the page asks of a station; a station.Station is one.
type Desk interface {
	Riders
	Visits
	Catalogue
	Places
	Bookings
	Reminders
	Consents
	Appeals
	Hazards
	Points
	Rewards
	Learning
	Tasks
	Directory
	Stories
	Wall
	Holdings
}
