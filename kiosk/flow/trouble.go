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
	{station.ErrWaitlistFull, i18n.QueueFull},
	{station.ErrWithdrawn, i18n.ServiceGone},
	{station.ErrAge, i18n.OtherAges},
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
	{station.ErrConsentNeeded, i18n.NeedsConsent},
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

// toStaff is what to tell an attendant of errors that riders do not meet, or meet in other words.
var toStaff = []struct {
	err error
	say i18n.Key
}{
	{station.ErrWrongPIN, i18n.WrongPIN},
	{station.ErrWeakPIN, i18n.WeakPIN},
	{station.ErrBadPIN, i18n.BadPIN},
	{station.ErrNoCard, i18n.NotOwnCard},
	{station.ErrNotCard, i18n.NeedsCard},
	{station.ErrCardTaken, i18n.CardTaken},
	{station.ErrNotHeld, i18n.NotHeld},
	{station.ErrNotBegun, i18n.NotBegun},
	{station.ErrNotAttended, i18n.NotAttended},
	{station.ErrAge, i18n.AgeRefused},
	{station.ErrConsentNeeded, i18n.ConsentFirst},
	{station.ErrWithdrawn, i18n.ServiceStopped},
	{station.ErrNoEntry, i18n.NoEntry},
	{station.ErrReversed, i18n.WasReversed},
	{station.ErrHandedOut, i18n.WasHandedOut},
	{station.ErrNotHandedOut, i18n.NotHandedOut},
	{station.ErrRedeemedElsewhere, i18n.RedeemedAway},
	{station.ErrNotTaken, i18n.NotTaken},
	{station.ErrNotSupervisor, i18n.NotSupervisor},
	{station.ErrLastSupervisor, i18n.LastSupervisor},
	{station.ErrNoAttendant, i18n.NoSuchAttendant},
	{station.ErrBadAttendant, i18n.BadAccount},
}

// explainToStaff gives the line that tells an attendant of err.
func explainToStaff(err error) i18n.Key {
	for _, t := range toStaff {
		if errors.Is(err, t.err) {
			return t.say
		}
	}
	return explain(err)
}
