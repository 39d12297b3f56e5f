package flow

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// anyStaffAction draws an action of attendant's mode, mostly one that the present screen offers.
func anyStaffAction(t *rapid.T, k *kiosk) Action {
	seq := rapid.Uint64Range(0, 3).Draw(t, "which")
	at := func(from uint64) event.Ref { return event.Ref{Station: "st-1", Epoch: 1, Seq: from + seq} }
	return rapid.SampledFrom([]Action{
		OpenDuty{Duty(rapid.IntRange(0, int(DutyAccounts)).Draw(t, "duty"))},
		ChooseGuest{at(100)},
		NoteGuest{Act(rapid.IntRange(0, int(ActPrint)).Draw(t, "act"))},
		ChooseService{"health"},
		ChooseSlot{"health-1"},
		ChooseSlot{"health-3"},
		WithoutCard{},
		ChooseHandout{at(200)},
		NoteHandout{HandoutAct(rapid.IntRange(0, int(ActTakeHandOut)).Draw(t, "hand-out"))},
		KeyNumber{},
		KeyDigit{2},
		KeyDone{},
		Reverse{station.ReasonMistake},
		ChooseErrand{"sweep"},
		NoteDone{int(seq) + 1},
		AskCard{},
		AddAccount{},
		UsePad{},
		ChooseAccount{"ma"},
		Enter{EnterAttendant},
		Enter{EnterBookings},
		PrintSlip{},
		Turn{1},
		Back{},
		Back{},
		Finish{},
	}).Draw(t, "staff action")
}

// Whatever happens in attendant's mode in whatever order: those on today's list are found in the kiosk only while an
// attendant is there, a rider who came only in a session of their own or at the desk, and nobody once time is up.
func TestAttendantsModeMixesWithNobody(t *testing.T) {
	listed := []string{"rider-4", "rider-5", "rider-6", "rider-7"} // they never come
	rapid.Check(t, func(t *rapid.T) {
		k := newKiosk()
		latest := ""
		come := k.comers(&latest)
		t.Repeat(map[string]func(*rapid.T){
			"card": come(func(m string) Input { return CardPlaced{m, m} }),
			"pass": come(func(m string) Input { return Scanned{m} }),
			"receipt": func(t *rapid.T) {
				if k.view().Attendant == nil {
					k.handle(Scanned{"NXR1reward-202"}) // a rider's, where nobody is on duty
					latest = ""
					return
				}
				k.put(Scanned{"NXR1reward-202"})
			},
			"duty":  func(*rapid.T) { k.settle(); k.tap(Finish{}); k.signIn("boss") },
			"work":  func(*rapid.T) { k.settle() },
			"wait":  func(*rapid.T) { k.pass(20) },
			"staff": func(t *rapid.T) { k.handle(Tap{k.session.id, anyStaffAction(t, k)}); k.settle() },
			"fast":  func(t *rapid.T) { k.handle(Tap{k.session.id, anyStaffAction(t, k)}) },
			"some": func(t *rapid.T) {
				if len(k.jobs) > 0 {
					k.do(rapid.IntRange(0, len(k.jobs)-1).Draw(t, "job"))
				}
			},
			"": func(t *rapid.T) {
				v := k.view()
				if v.Who != nil && v.Attendant != nil {
					t.Fatalf("a rider and an attendant share a session: %+v", v)
				}
				for _, m := range riders(known(k.machine)) {
					if m != latest && (v.Attendant == nil || !slices.Contains(listed, m)) {
						t.Fatalf("%s is found while %s is at the kiosk, on duty %+v: %+v", m, latest, v.Attendant, v)
					}
				}
			},
		})
		k.settle()
		k.pass(120)
		if got := riders(known(k.machine)); len(got) > 0 || k.view().Attendant != nil {
			t.Fatalf("after the timeout %v is found in %+v", got, k.session)
		}
	})
}
