package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// body is what is between header and foot.
func (b *Board) body(s sheet) fyne.CanvasObject {
	switch v := b.view.Screen.(type) {
	case flow.Home:
		return s.home(v, &b.live)
	case flow.Settings:
		return s.settings()
	case flow.Identify:
		return s.identify(v)
	case flow.Reading:
		return s.reading()
	case flow.Rider:
		return s.rider(v)
	case flow.Times:
		return s.times(v)
	case flow.Confirm:
		return s.confirm(v)
	case flow.Receipt:
		return s.receipt(v)
	case flow.Bookings:
		return s.bookings(v)
	case flow.Cancel:
		return s.cancel(v)
	case flow.Pass:
		return s.pass(v)
	case flow.Thanks:
		return s.thanks(v)
	case flow.Points:
		return s.points(v)
	case flow.Earning:
		return s.earning(v)
	case flow.PointsLines:
		return s.pointsLines(v)
	case flow.ConfirmReward:
		return s.confirmReward(v)
	case flow.RewardReceipt:
		return s.rewardReceipt(v)
	case flow.Occupations:
		return s.occupations()
	case flow.Packs:
		return s.packs(v)
	case flow.PackPage:
		return s.packPage(v)
	case flow.Quiz:
		return s.quiz(v)
	case flow.QuizDone:
		return s.quizDone(v)
	case flow.Tasks:
		return s.tasks(v)
	case flow.Task:
		return s.oneTask(v)
	case flow.ConsentAsk:
		return s.consentAsk(v)
	case flow.Filed:
		return s.filed(v)
	case flow.Announcements:
		return s.announcements(v)
	case flow.Announcement:
		return s.announcement(v)
	case flow.Stories:
		return s.stories(v)
	case flow.OfferStory:
		return s.offerStory(v)
	case flow.Dimensions:
		return s.dimensions(v)
	case flow.Organisations:
		return s.organisations(v)
	case flow.Membership:
		return s.membership(v)
	case flow.MemberForm:
		return s.memberForm(v)
	case flow.MyData:
		return s.myData(v)
	case flow.MyDataLines:
		return s.myDataLines(v)
	case flow.TakeData:
		return s.takeData(v)
	case flow.Consents:
		return s.consents(v)
	case flow.WithdrawConsent:
		return s.withdrawConsent(v)
	case flow.HeldPasses:
		return s.heldPasses(v)
	case flow.EraseAsk:
		return s.eraseAsk()
	case flow.EraseSure:
		return s.eraseSure(v)
	case flow.Farewell:
		return s.farewell()
	case flow.Help:
		return s.help(v)
	case flow.AppealMenu:
		return s.appealMenu(v)
	case flow.AppealDraft:
		return s.appealDraft(v)
	case flow.AppealConfirm:
		return s.appealConfirm(v)
	case flow.DraftFound:
		return s.draftFound(v)
	case flow.AppealReceipt:
		return s.appealReceipt(v)
	case flow.ClaimPad:
		return s.claimPad(v, &b.live)
	case flow.MyAppeals:
		return s.myAppeals(v)
	case flow.AppealShown:
		return s.appealShown(v)
	case flow.AppealReopening:
		return s.reopening(v)
	case flow.HazardMenu:
		return s.hazardMenu(v)
	case flow.HazardPlaces:
		return s.hazardPlaces(v)
	case flow.HazardConfirm:
		return s.hazardConfirm(v)
	case flow.HazardReceipt:
		return s.hazardReceipt(v)
	case flow.Writing:
		return s.writing(v)
	case flow.Pad:
		return s.keyboard(v, &b.live)
	}
	return s.staff(b.view.Screen, &b.live)
}
