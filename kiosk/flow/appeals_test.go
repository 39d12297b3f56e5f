package flow

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

const labour = "labour-rights"

// draft takes a kiosk from wherever it is to an appeal ready to be filed.
func draft(k *kiosk) {
	k.tap(Enter{EnterAppeals})
	k.tap(ChooseCategory{labour})
	k.tap(TogglePhrase{"pay-late"})
	k.tap(GoOn{})
}

func TestAnAppealIsFiledInAFewTapsAndItsCodeIsShown(t *testing.T) {
	k, p := newKiosk(), &printer{}
	k.cfg.Printer = p
	k.tap(Enter{EnterAppeals})
	if got := shows[AppealMenu](t, k).Categories; len(got) != 7 {
		t.Errorf("%d categories", len(got))
	}
	k.tap(ChooseCategory{labour})
	k.tap(GoOn{}) // nothing is said yet
	if d := shows[AppealDraft](t, k); d.Ready || len(d.Phrases) != 7 {
		t.Errorf("the draft is %+v", d)
	}
	for _, id := range []string{"pay-late", "no-rest", "pay-late", "no-contract", "not-offered"} {
		k.tap(TogglePhrase{id})
	}
	k.tap(GoOn{})
	if c := shows[AppealConfirm](t, k); len(c.Chosen) != 2 || c.Chosen[0].ID != "no-contract" || c.Chars != 0 {
		t.Errorf("to confirm: %+v", c)
	}
	k.tap(FileAppeal{Named: false})
	r := shows[AppealReceipt](t, k)
	f := k.desk.filed[r.Text]
	if f == nil || f.who.Known() || r.Named || r.Code != claimText(1).String() || !slices.Equal(f.appeal.Phrases, []string{"no-rest", "no-contract"}) {
		t.Fatalf("filed is %+v, the receipt %+v", f, r)
	}
	if refs := k.view().Confirms(); len(refs) != 1 || refs[0] != r.Ref {
		t.Errorf("the view confirms %v", refs)
	}
	if len(p.slips) != 1 || p.slips[0].Claim != r.Code || p.slips[0].Code != r.Text || p.slips[0].Masked != "" {
		t.Errorf("%d slips", len(p.slips))
	}
}

func TestANamedAppealIsTheRiders(t *testing.T) {
	k, p := newKiosk(), &printer{}
	k.cfg.Printer = p
	k.card("rider-1")
	draft(k)
	k.tap(FileAppeal{Named: true})
	if r := shows[AppealReceipt](t, k); !r.Named || mark(k.desk.filed[r.Text].who) != "rider-1" {
		t.Errorf("the receipt is %+v", r)
	}
	if p.slips[0].Masked != "" {
		t.Error("the slip with the code names its rider")
	}
	k.tap(Back{})
	shows[Rider](t, k)
}

func TestAKnownRiderMayStayUnnamed(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	draft(k)
	k.tap(FileAppeal{Named: false})
	if r := shows[AppealReceipt](t, k); r.Named || k.desk.filed[r.Text].who.Known() || strings.Contains(r.Ref.Station, "rider") {
		t.Errorf("the receipt is %+v", r)
	}
}

// TestAnUnknownRiderWhoWantsToBeNamedLaysTheCardAndGoesOn, or thinks better of it.
func TestAnUnknownRiderWhoWantsToBeNamedLaysTheCardAndGoesOn(t *testing.T) {
	k := newKiosk()
	draft(k)
	k.tap(FileAppeal{Named: true})
	if got := shows[Identify](t, k).Entry; got != EnterAppeals {
		t.Errorf("goes on with %v", got)
	}
	k.tap(Back{})
	shows[AppealConfirm](t, k)
	k.tap(FileAppeal{Named: true})
	k.card("rider-1")
	k.tap(DraftIsMine{})
	if c := shows[AppealConfirm](t, k); c.Chosen[0].ID != "pay-late" {
		t.Errorf("to confirm: %+v", c)
	}
	if len(k.desk.filed) != 0 {
		t.Error("it was filed by the card alone")
	}
	k.tap(FileAppeal{Named: true})
	if r := shows[AppealReceipt](t, k); mark(k.desk.filed[r.Text].who) != "rider-1" {
		t.Errorf("the receipt is %+v", r)
	}
}

// TestACardNobodyAskedForEndsAnUnknownRidersAppeal: it may be another's.
func TestACardNobodyAskedForEndsAnUnknownRidersAppeal(t *testing.T) {
	k := newKiosk()
	draft(k)
	k.card("rider-2")
	shows[Rider](t, k)
	if found := fmt.Sprintf("%+v", k.session); strings.Contains(found, "pay-late") {
		t.Errorf("the appeal is still there: %s", found)
	}
}

func TestAnAppealThatWasNotRecordedIsStillThere(t *testing.T) {
	k := newKiosk()
	draft(k)
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.tap(FileAppeal{})
	shows[AppealConfirm](t, k)
	notices(t, k, i18n.StorageFailed)
	k.desk.fail = nil
	twice := Tap{k.session.id, FileAppeal{}}
	k.handle(twice)
	k.handle(twice)
	k.settle()
	k.put(twice)
	if shows[AppealReceipt](t, k); len(k.desk.filed) != 1 {
		t.Errorf("%d appeals are filed", len(k.desk.filed))
	}
}

func TestTheCodeHasTimeToBeCopied(t *testing.T) {
	k := newKiosk()
	draft(k)
	k.tap(FileAppeal{})
	k.pass(59)
	shows[AppealReceipt](t, k)
	k.pass(1)
	shows[Home](t, k)
}

// answered is a kiosk whose station has an answered appeal of rider-1's.
func answered() (*kiosk, seal.ClaimCode) {
	k := newKiosk()
	k.card("rider-1")
	draft(k)
	k.tap(FileAppeal{Named: true})
	k.desk.reply("We have paid.")
	k.tap(Finish{})
	return k, claimText(1)
}

func TestAScannedCodeShowsTheAnswerAtOnce(t *testing.T) {
	k, code := answered()
	k.put(Scanned{code.QR()})
	s := shows[AppealShown](t, k)
	if !s.Answered || s.Rated || s.Round != 1 || s.Reply.Text != "We have paid." || k.view().Who != nil {
		t.Errorf("shown is %+v", s)
	}
	if s.Stages[0].At.IsZero() || !s.Stages[1].Done || !s.Stages[1].At.IsZero() || i18n.ZH.Clock(s.Stages[3].At) != "15:32" {
		t.Errorf("the stages are %+v", s.Stages)
	}
	k.tap(Back{})
	shows[Home](t, k)
}

func TestATypedCodeShowsTheAnswer(t *testing.T) {
	k, code := answered()
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	digits := strings.ReplaceAll(code.String(), "-", "")
	k.types("ILOU*") // are on no key
	k.types(digits[:10] + "0")
	k.tap(Erase{})
	if p := shows[ClaimPad](t, k); p.Digits != digits[:10] {
		t.Errorf("typed is %q", p.Digits)
	}
	k.types(digits[10:])
	if s := shows[AppealShown](t, k); s.Reply.Text != "We have paid." {
		t.Errorf("shown is %+v", s)
	}
}

func TestAMiscopiedCodeStaysToBeMended(t *testing.T) {
	k, code := answered()
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	digits := strings.ReplaceAll(code.String(), "-", "")
	k.types(digits[:17] + "Z")
	notices(t, k, i18n.ClaimMiscopied)
	k.tap(Erase{})
	notices(t, k, i18n.None)
	k.types(digits[17:])
	shows[AppealShown](t, k)
}

func TestCodesAreNotTriedWithoutEnd(t *testing.T) {
	k, code := answered()
	for i := range mostMisses {
		k.put(Scanned{claimText(byte(100 + i)).QR()})
		if i == 0 {
			notices(t, k, i18n.ClaimUnknown)
		}
		shows[ClaimPad](t, k)
	}
	notices(t, k, i18n.ClaimEnough)
	tried := k.desk.lookups
	k.put(Scanned{code.QR()})
	k.tap(Rewrite{})
	k.types(strings.ReplaceAll(code.String(), "-", ""))
	if p := shows[ClaimPad](t, k); !p.Closed || k.desk.lookups != tried {
		t.Errorf("%d more codes were tried", k.desk.lookups-tried)
	}
	notices(t, k, i18n.ClaimEnough)
	k.tap(Finish{})
	k.put(Scanned{code.QR()}) // another session
	shows[AppealShown](t, k)
}

// TestAPassWhereACodeIsWaitedForChecksNobodyIn.
func TestAPassWhereACodeIsWaitedForChecksNobodyIn(t *testing.T) {
	k, code := answered()
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	visits := len(k.desk.visits)
	k.put(Scanned{"rider-2"})
	shows[ClaimPad](t, k)
	notices(t, k, i18n.NotClaim)
	if len(k.desk.visits) != visits || k.view().Who != nil {
		t.Error("somebody is checked in")
	}
	k.put(Scanned{code.QR()})
	k.put(Scanned{"rider-2"})
	shows[AppealShown](t, k)
	notices(t, k, i18n.NotClaim)
	k.card("rider-2") // a card is no slip of the hand
	shows[Rider](t, k)
}

// TestACodeWhereNoneIsWaitedForIsAnotherRiders.
func TestACodeWhereNoneIsWaitedForIsAnotherRiders(t *testing.T) {
	k, code := answered()
	for name, begin := range map[string]func(){
		"the rider's page": func() { k.card("rider-2") },
		"a draft":          func() { draft(k) },
		"a card being read": func() {
			k.handle(CardPlaced{"rider-2", "rider-2"})
		},
	} {
		k.tap(Finish{})
		begin()
		before := k.session.id
		k.put(Scanned{code.QR()})
		if shows[AppealShown](t, k); k.session.id == before || k.view().Who != nil {
			t.Errorf("%s: the session goes on as %+v", name, k.view().Who)
		}
	}
}

func TestAnAnswerIsRatedOnceAndReopened(t *testing.T) {
	k, code := answered()
	k.put(Scanned{code.QR()})
	k.tap(Rate{}) // no star is chosen
	k.tap(ChooseStars{6})
	k.tap(ChooseStars{2})
	if s := shows[AppealShown](t, k); s.Stars != 2 || len(k.desk.stars) != 0 {
		t.Errorf("chosen are %d stars, recorded %v", s.Stars, k.desk.stars)
	}
	k.tap(Rate{})
	notices(t, k, i18n.AppealRated)
	k.tap(ChooseStars{5})
	k.tap(Rate{})
	if s := shows[AppealShown](t, k); !s.Rated || !slices.Equal(k.desk.stars, []int{2}) {
		t.Errorf("shown is %+v, recorded %v", s, k.desk.stars)
	}
	k.tap(AskReopen{})
	k.tap(WriteText{})
	k.types("mei fa gong zi")
	k.tap(UseText{})
	if r := shows[AppealReopening](t, k); r.Chars != 4 {
		t.Errorf("the reason has %d characters", r.Chars)
	}
	k.tap(Reopen{})
	notices(t, k, i18n.AppealReopenedSay)
	s := shows[AppealShown](t, k)
	if s.Round != 2 || s.Answered || s.Stages[0].State != event.AppealState_APPEAL_STATE_REOPENED || s.Stages[1].Done || len(k.desk.reasons) != 1 {
		t.Errorf("shown is %+v", s)
	}
	if s.Reply.Text != "We have paid." {
		t.Errorf("the answer of the first round is gone: %+v", s.Reply)
	}
}

func TestAnAppealThatWaitsSaysUntilWhen(t *testing.T) {
	k, code := answered()
	f := k.desk.filed[code.QR()]
	f.progress.Steps, f.progress.State = f.progress.Steps[:1], event.AppealState_APPEAL_STATE_RECEIVED
	f.progress.Due, f.progress.Overdue = k.desk.now.AddDate(0, 0, 5).UTC(), true
	k.put(Scanned{code.QR()})
	s := shows[AppealShown](t, k)
	if s.Answered || i18n.ZH.Date(s.Due) != "11月28日" || !s.Overdue || s.Reply != (Reply{}) {
		t.Errorf("shown is %+v", s)
	}
	k.tap(ChooseStars{5})
	k.tap(AskReopen{})
	if got := shows[AppealShown](t, k); got.Stars != 0 {
		t.Errorf("%d stars for no answer", got.Stars)
	}
}

func TestALongAnswerIsTurned(t *testing.T) {
	k, code := answered()
	f := k.desk.filed[code.QR()]
	sentence := "您反映的工资问题已经查清，站点将在三个工作日内补发九月工资。"
	f.progress.Steps[1].Text = strings.Repeat(sentence, 20)
	f.progress.Steps = append(f.progress.Steps, station.AppealStep{State: event.AppealState_APPEAL_STATE_ANSWERED, At: k.desk.now, Unreadable: true})
	k.put(Scanned{code.QR()})
	if s := shows[AppealShown](t, k); !s.Reply.Unreadable || s.Page.Count < 4 {
		t.Errorf("the newest is %+v", s)
	}
	all := ""
	for range shows[AppealShown](t, k).Page.Count - 1 {
		k.tap(Turn{1})
		s := shows[AppealShown](t, k)
		if len([]rune(s.Reply.Text)) > replyPage.usual/2 || !strings.HasSuffix(s.Reply.Text, "。") {
			t.Errorf("a page is %q", s.Reply.Text)
		}
		all += s.Reply.Text
	}
	if all != f.progress.Steps[1].Text {
		t.Errorf("in all: %q", all)
	}
	k.tap(ChangeLook{Look{Large: true}})
	k.put(Scanned{code.QR()})
	if s := shows[AppealShown](t, k); s.Page.Count < 6 {
		t.Errorf("in large type: %d pages", s.Page.Count)
	}
}

func TestAKnownRiderSeesTheAppealsUnderTheirName(t *testing.T) {
	k, code := answered()
	k.card("rider-2")
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	shows[ClaimPad](t, k) // has filed none
	k.card("rider-1")
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	m := shows[MyAppeals](t, k)
	if len(m.Filed) != 1 || m.Filed[0].Category.ID != labour || m.Filed[0].State != event.AppealState_APPEAL_STATE_ANSWERED || i18n.ZH.Clock(m.Filed[0].At) != "14:32" {
		t.Errorf("filed are %+v", m.Filed)
	}
	k.tap(TypeClaim{})
	shows[ClaimPad](t, k)
	k.tap(Back{})
	k.tap(FollowUp{})
	k.put(Scanned{code.QR()})
	k.tap(ChooseStars{4})
	k.tap(Rate{})
	if shows[AppealShown](t, k); k.view().Who == nil {
		t.Error("the rider is gone")
	}
	k.tap(Back{})
	if n := shows[Rider](t, k).Answered; n != 0 {
		t.Errorf("once rated %d answers wait", n)
	}
	k.desk.fail = errors.New("odd")
	k.tap(Back{})
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	notices(t, k, i18n.Unexpected)
}

// Whoever shows a claim code where a card is asked for need not be who began the appeal: the next card goes on with
// nothing of it.
func TestAClaimCodeEndsTheWishBeforeIt(t *testing.T) {
	k := newKiosk()
	draft(k)
	k.tap(FileAppeal{Named: true})
	shows[Identify](t, k)
	k.put(Scanned{claimText(9).String()})
	k.tap(Back{})
	k.tap(Back{})
	shows[Home](t, k)
	k.card("rider-2")
	shows[Rider](t, k)
}
