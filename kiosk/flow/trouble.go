package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass"
)

// troubles are the errors a rider can meet, and what to tell them.
var troubles = []struct {
	err error
	say i18n.Key
}{
	{station.ErrStorage, i18n.StorageFailed},
	{station.ErrSlotFull, i18n.SlotFull},
	{station.ErrSlotStarted, i18n.SlotStarted},
	{station.ErrNoSlot, i18n.SlotGone},
	{station.ErrNoBooking, i18n.BookingGone},
	{station.ErrTooFewPoints, i18n.TooFewPoints},
	{station.ErrPointsElsewhere, i18n.PointsElsewhere},
	{station.ErrBudgetSpent, i18n.BudgetSpent},
	{station.ErrPriceChanged, i18n.PriceChanged},
	{station.ErrNoReward, i18n.RewardGone},
	{station.ErrOldPack, i18n.PackOld},
	{station.ErrNoPack, i18n.PackGone},
	{station.ErrNoTask, i18n.TaskGone},
	{station.ErrTaskEnded, i18n.TaskEnded},
	{station.ErrTaskFull, i18n.TaskFullNow},
	{station.ErrTaskDone, i18n.TaskDoneAlready},
	{station.ErrNoNotice, i18n.NoticeMissing},
	{station.ErrNoConsent, i18n.NeedsConsent},
	{station.ErrUnnamed, i18n.MemberUnnamed},
	{station.ErrRegistered, i18n.MemberAlready},
	{station.ErrAnonymous, i18n.NeedsIdentity},
	{station.ErrNothingSaid, i18n.NothingSaid},
	{station.ErrTooLong, i18n.TextTooLong},
	{station.ErrNotOffered, i18n.ChoiceGone},
	{station.ErrClaimCode, i18n.ClaimMiscopied},
	{station.ErrNoAppeal, i18n.ClaimUnknown},
	{station.ErrNotAnswered, i18n.NotAnswered},
	{station.ErrRated, i18n.RatedAlready},
	{pass.ErrNotPass, i18n.NotPass},
	{pass.ErrForged, i18n.PassForged},
	{pass.ErrExpired, i18n.PassExpired},
	{pass.ErrRevoked, i18n.PassRevoked},
}

// explain gives the line that tells a rider of err.
func explain(err error) i18n.Key {
	for _, t := range troubles {
		if errors.Is(err, t.err) {
			return t.say
		}
	}
	return i18n.Unexpected
}
