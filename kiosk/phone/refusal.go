package phone

import (
	"errors"

	"github.com/nuanxin/station-kit/station"
)

// refusals are the station's rules that a rider can meet, and the note for
// each.
var refusals = []struct {
	err  error
	note string
}{
	{station.ErrAnonymous, "check-in-first"},
	{station.ErrNothingSaid, "nothing-said"},
	{station.ErrTooLong, "long"},
	{station.ErrNotOffered, "not-offered"},
	{station.ErrClaimCode, "claim-code"},
	{station.ErrNoAppeal, "no-appeal"},
	{station.ErrNotAnswered, "not-answered"},
	{station.ErrRated, "rated"},
	{station.ErrNoReward, "no-reward"},
	{station.ErrPriceChanged, "price-changed"},
	{station.ErrTooFewPoints, "too-few-points"},
	{station.ErrPointsElsewhere, "points-elsewhere"},
	{station.ErrBudgetSpent, "budget-spent"},
	{station.ErrNoPack, "no-pack"},
	{station.ErrOldPack, "old-pack"},
	{station.ErrAnswers, "answer-all"},
	{station.ErrNoTask, "no-task"},
	{station.ErrTaskEnded, "task-ended"},
	{station.ErrTaskFull, "task-full"},
	{station.ErrTaskDone, "task-done"},
	{station.ErrNoNotice, "new-notice"},
	{station.ErrNoConsent, "new-notice"},
	{station.ErrConsentNeeded, "new-notice"},
	{station.ErrSlotFull, "full"},
	{station.ErrWaitlistFull, "waitlist-full"},
	{station.ErrSlotStarted, "started"},
	{station.ErrNoSlot, "gone"},
	{station.ErrWithdrawn, "gone"},
	{station.ErrAge, "age"},
	{station.ErrNoBooking, "nothing"},
}

// refusalOf is the note on an error. known is false for one that no rule of
// the station's explains; its note says that nothing was recorded.
func refusalOf(err error) (note string, known bool) {
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return r.note, true
		}
	}
	if errors.Is(err, station.ErrStorage) {
		return "storage", false
	}
	return "failed", false
}
