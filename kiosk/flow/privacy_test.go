package flow

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// riders finds the marks of riders in every string and pseudonym reachable
// from v.
func riders(v any) []string {
	found := map[string]bool{}
	walk(reflect.ValueOf(v), found)
	var all []string
	for m := range found {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

var markForm = regexp.MustCompile(`rider-\d`)

func walk(v reflect.Value, found map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		for _, m := range markForm.FindAllString(v.String(), -1) {
			found[m] = true
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), found)
		}
	case reflect.Array, reflect.Slice:
		if v.Type() == reflect.TypeFor[event.Pseudonym]() {
			walk(reflect.ValueOf(pseudonymText(v)), found)
			return
		}
		for i := range v.Len() {
			walk(v.Index(i), found)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			walk(key, found)
			walk(v.MapIndex(key), found)
		}
	}
}

func pseudonymText(v reflect.Value) string {
	b := make([]byte, v.Len())
	for i := range b {
		b[i] = byte(v.Index(i).Uint())
	}
	return string(b)
}

// known is everything the machine holds beside its configuration.
func known(m *machine) []any {
	return []any{m.session, m.notes, m.devices, m.call, m.summons, m.view()}
}

func TestTheSearchFindsRiders(t *testing.T) {
	k := newKiosk()
	k.card("rider-3")
	k.tap(Enter{EnterPass})
	if got := riders(known(k.machine)); !slices.Equal(got, []string{"rider-3"}) {
		t.Fatalf("found %v", got)
	}
	if got := riders(k.session.rider.Pseudonym); !slices.Equal(got, []string{"rider-3"}) {
		t.Fatalf("in a pseudonym, found %v", got)
	}
}

// anyAction draws an action: mostly one that the present screen offers.
func anyAction(t *rapid.T, k *kiosk) Action {
	slot := rapid.SampledFrom([]string{"health-1", "health-2", "health-3", "legal-1"}).Draw(t, "slot")
	ref := event.Ref{Station: rapid.SampledFrom([]string{"rider-1", "rider-2"}).Draw(t, "owner"), Epoch: 1, Seq: rapid.Uint64Range(1, 9).Draw(t, "seq")}
	switch s := k.view().Screen.(type) {
	case Confirm:
		slot = s.Slot.ID
	case Cancel:
		ref = s.Held.Booking.Ref
	case Bookings:
		if len(s.Held) > 0 {
			ref = s.Held[0].Booking.Ref
		}
	}
	return rapid.SampledFrom(append(handIn(k.view().Screen), []Action{
		SwitchLanguage{},
		Finish{},
		Stay{},
		Back{},
		Turn{1},
		Turn{-1},
		TurnDays{1},
		CheckInAnonymously{},
		ChooseService{"health"},
		ChooseService{"legal"},
		ChooseDay{"2026-11-25"},
		ChooseSlot{slot},
		ConfirmBooking{slot},
		Enter{EnterBookings},
		AskCancel{ref},
		AskMove{ref},
		ConfirmCancel{ref},
		Enter{EnterPass},
		ShowPicture{On: true},
		NotMine{},
		Enter{EnterPoints},
		ShowEarning{},
		ShowPointsLines{},
		ChooseReward{"water"},
		ConfirmRedeem{"water"},
		Enter{EnterLearning},
		ChooseOccupation{"courier"},
		OpenPack{"road"},
		StartQuiz{},
		Answer{1, 1},
		Answer{2, 0},
		Answer{3, 2},
		ReadAgain{},
		Enter{EnterTasks},
		OpenTask{"alarm"},
		AcceptTask{"alarm"},
		DeclineTask{"alarm"},
		Enter{EnterOrganisations},
		OpenDimension{"territory"},
		OpenMembership{},
		AskAsMember{},
		AskAsMember{"dues"},
		WriteHome{},
		WriteWords{},
		HandInForm{},
		HandInForm{"dues"},
		Enter{EnterStories},
		TellStory{},
		GiveConsent{"story"},
		GiveConsent{"membership"},
		RewriteStory{},
		HandInStory{},
		Enter{EnterMyData},
		ShowData{"visit"},
		ShowTakeData{},
		ShowConsents{},
		AskWithdraw{"story"},
		ConfirmWithdraw{"story"},
		WithdrawAll{},
		ShowPasses{},
		RevokePasses{},
		AskErase{},
		EraseOn{},
		ConfirmErase{},
		Enter{EnterHelp},
		CallAttendant{},
		TakeCallBack{},
		PrintSlip{},
		OpenSettings{},
		ChangeLook{Look{Large: true}},
	}...)).Draw(t, "action")
}

// handIn are the actions of whoever hands something in, those that the screen offers.
func handIn(at Screen) []Action {
	switch at.(type) {
	case Home, Rider:
		return []Action{Enter{EnterAppeals}, Enter{EnterAppeals}, Enter{EnterAppeals}, Enter{EnterHazards}}
	case AppealMenu:
		return []Action{ChooseCategory{"labour-rights"}, ChooseCategory{"labour-rights"}, FollowUp{}, FollowUp{}}
	case AppealDraft:
		return []Action{TogglePhrase{"pay-late"}, WriteText{}, WriteText{}, GoOn{}, GoOn{}}
	case AppealConfirm:
		return []Action{FileAppeal{}, FileAppeal{Named: true}, FileAppeal{Named: true}}
	case DraftFound:
		return []Action{DraftIsMine{}, DraftIsMine{}, DraftIsNotMine{}}
	case MyAppeals:
		return []Action{TypeClaim{}}
	case AppealShown:
		return []Action{ChooseStars{3}, Rate{}, AskReopen{}}
	case AppealReopening:
		return []Action{WriteText{}, Reopen{}}
	case HazardMenu:
		return []Action{ChooseKind{"fire"}}
	case HazardPlaces:
		return []Action{ChoosePlace{"station"}, WriteText{}}
	case HazardConfirm:
		return []Action{ReportHazard{}, ReportHazard{Named: true}, WriteText{}}
	case Writing:
		return []Action{UsePad{}, UseText{}, UseText{}, Rewrite{}}
	case Pad:
		return []Action{Press{"a"}, Press{"1"}, Erase{}, UsePhone{}, UseText{}, ChangePlane{PlaneSigns}}
	}
	return nil
}

// comers makes moves in which one of three riders comes, and notes whose mark came last.
func (k *kiosk) comers(latest *string) func(in func(mark string) Input) func(*rapid.T) {
	return func(in func(mark string) Input) func(*rapid.T) {
		return func(t *rapid.T) {
			*latest = fmt.Sprintf("rider-%d", rapid.IntRange(1, 3).Draw(t, "rider"))
			k.handle(in(*latest))
		}
	}
}

// Whatever happens in whatever order: nobody but the last rider who came to
// the kiosk is ever to be found in it, and nobody at all once time is up.
func TestNoRiderMeetsAnotherAndNoneStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := newKiosk()
		phone := &keyboard{open: map[string]bool{}}
		k.cfg.Keyboard = phone
		passes := &hands{open: map[string]bool{}}
		k.cfg.Handover = passes
		k.desk.earn("rider-1", 100, "visit")
		k.desk.earn("rider-2", 30, "visit")
		latest := "" // who came last
		come := k.comers(&latest)
		t.Repeat(map[string]func(*rapid.T){
			"card": come(func(m string) Input { return CardPlaced{m, m} }),
			"pass": func(t *rapid.T) {
				if _, waiting := k.session.at.(claimant); !waiting { // where a code is waited for nobody comes by pass
					come(func(m string) Input { return Scanned{m} })(t)
				}
			},
			"claim": func(t *rapid.T) {
				owner, code := k.anyClaim(t)
				_, waiting := k.session.at.(claimant)
				if k.session.rider.Pseudonym.Known() && waiting && owner != "" && owner != latest {
					return // a rider shows their own
				}
				if owner != "" {
					latest = owner
				}
				k.handle(Scanned{code})
			},
			"reply": func(*rapid.T) { k.desk.reply("looked into") },
			"open":  func(t *rapid.T) { k.handle(Opened{phone.any(t)}) },
			"typed": func(t *rapid.T) {
				id, text := phone.any(t), "rider-9" // whose page is gone by now
				if _, asked := k.asked(id); asked {
					text = "by " + mark(k.session.rider.Pseudonym)
				}
				k.handle(Typed{id, text})
			},
			"hand": func(t *rapid.T) {
				if n := len(passes.offers); n > 0 {
					id := passes.offers[n-1-rapid.IntRange(0, min(2, n-1)).Draw(t, "offer")].ID
					k.handle(rapid.SampledFrom([]Input{PassOpened{id}, PassTaken{id}}).Draw(t, "phone"))
				}
			},
			"shop":  func(*rapid.T) { k.handle(Scanned{"shop"}) },
			"fail":  func(*rapid.T) { k.handle(Unread{i18n.CardUnreadable}) },
			"lift":  func(*rapid.T) { k.handle(CardLifted{}) },
			"work":  func(*rapid.T) { k.settle() },
			"wait":  func(*rapid.T) { k.pass(5) },
			"tap":   func(t *rapid.T) { k.handle(Tap{k.session.id, anyAction(t, k)}) },
			"tap2":  func(t *rapid.T) { k.handle(Tap{k.session.id, anyAction(t, k)}); k.settle() },
			"stale": func(t *rapid.T) { k.handle(Tap{k.session.id - 1, anyAction(t, k)}) },
			"some": func(t *rapid.T) {
				if len(k.jobs) > 0 {
					k.do(rapid.IntRange(0, len(k.jobs)-1).Draw(t, "job"))
				}
			},
			"": func(t *rapid.T) {
				for _, m := range riders(known(k.machine)) {
					if m != latest {
						t.Fatalf("%s is found while %s is at the kiosk: %+v", m, latest, k.view())
					}
				}
			},
		})
		k.settle()
		k.pass(180)
		if len(phone.open)+len(passes.open) > 0 {
			t.Fatalf("after the timeout pages are open: %v %v", phone.open, passes.open)
		}
		if got := riders(known(k.machine)); len(got) > 0 {
			t.Fatalf("after the timeout %v is found in %+v", got, k.session)
		}
		if _, ok := k.view().Screen.(Home); !ok {
			t.Fatalf("after the timeout the screen is %T", k.view().Screen)
		}
	})
}
