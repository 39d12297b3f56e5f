package flow

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// key keys a PIN in and says that it is complete.
func (k *kiosk) key(pin string) {
	for _, digit := range pin {
		k.tap(KeyDigit{int(digit - '0')})
	}
	k.tap(KeyDone{})
}

// signIn brings an account into attendant's mode.
func (k *kiosk) signIn(id string) {
	k.tap(Enter{EnterAttendant})
	k.tap(ChooseAccount{id})
	k.key(k.desk.staff.pins[id])
}

// duty signs in and opens one.
func (k *kiosk) duty(id string, d Duty) {
	k.signIn(id)
	k.tap(OpenDuty{d})
}

func noted(t *testing.T, k *kiosk, want ...string) {
	t.Helper()
	if got := k.desk.staff.noted; !slices.Equal(got, want) {
		t.Errorf("noted %q, want %q", got, want)
	}
}

func TestAnAttendantSignsInByPIN(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	if all := shows[SignIn](t, k).Accounts; len(all) != 2 {
		t.Errorf("accounts: %+v", all)
	}
	k.tap(ChooseAccount{"ma"})
	for range 40 {
		k.tap(KeyDigit{7})
	}
	if pad := shows[Keypad](t, k); pad.Dots != 32 || pad.Name != "小马" || !pad.ByCard {
		t.Errorf("after 40 digits: %+v", pad)
	}
	for range 40 {
		k.tap(KeyBack{})
	}
	k.tap(KeyDigit{11})
	k.key("7391")
	notices(t, k, i18n.PINShort)
	k.key("64")
	if who := k.view().Attendant; who == nil || *who != (Attendant{"小马", false}) || k.view().Who != nil {
		t.Errorf("on duty is %+v", k.view().Attendant)
	}
	if all := shows[OnDuty](t, k).Duties; slices.Contains(all, DutyAccounts) || slices.Contains(all, DutyRestart) || slices.Contains(all, DutyPapers) || !slices.Contains(all, DutyToday) {
		t.Errorf("an attendant without a printer is offered %v", all)
	}
	k.tap(Finish{})
	if shows[Home](t, k); k.view().Attendant != nil {
		t.Errorf("after signing out: %+v", k.view().Attendant)
	}
}

func TestOnlyASupervisorKeepsAccounts(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyAccounts)
	shows[OnDuty](t, k)
	k.tap(Finish{})
	k.duty("boss", DutyAccounts)
	shows[Accounts](t, k)
}

func TestWrongPINsAreExplainedUntilTheAccountOpens(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	k.tap(ChooseAccount{"ma"})
	for range 5 {
		k.key("604815")
		notices(t, k, i18n.WrongPIN)
	}
	k.key("604815")
	pad := shows[Keypad](t, k)
	if i18n.ZH.Clock(pad.Locked) != "14:33" || pad.Dots != 0 || k.view().Notice != i18n.None {
		t.Errorf("locked: %+v", pad)
	}
	k.key("739164")
	if pad := shows[Keypad](t, k); pad.Dots != 0 || len(k.jobs) > 0 {
		t.Errorf("a locked account takes digits: %+v", pad)
	}
	k.desk.now = k.desk.now.Add(2 * time.Minute)
	k.desk.staff.wrong["ma"] = 0
	k.pass(1)
	if pad := shows[Keypad](t, k); !pad.Locked.IsZero() {
		t.Errorf("still locked: %+v", pad)
	}
	k.key("739164")
	shows[OnDuty](t, k)
}

// Whoever keys in wrong PINs keeps nobody out who has a card.
func TestAnOwnCardSignsInWhileNoPINIsTaken(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	k.tap(ChooseAccount{"ma"})
	for range 6 {
		k.key("604815")
	}
	if pad := shows[Keypad](t, k); pad.Locked.IsZero() || !pad.ByCard {
		t.Fatalf("locked: %+v", pad)
	}
	k.card("staff-ma")
	shows[OnDuty](t, k)
}

// No View holds a digit of a PIN, nor does the session once it is over.
func TestNoDigitsOfAPINAreInAView(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	k.tap(ChooseAccount{"boss"})
	for _, digit := range "482137" {
		k.tap(KeyDigit{int(digit - '0')})
	}
	if !holds(k.session, "482137") {
		t.Fatal("the search does not find the digits where they are")
	}
	if holds(k.view(), "482137") {
		t.Errorf("the view holds the PIN: %+v", k.view())
	}
	k.tap(Finish{})
	if holds(k.session, "482137") {
		t.Errorf("the session after holds the PIN: %+v", k.session)
	}
}

// holds reports whether a string reachable from v contains text.
func holds(v any, text string) bool {
	var in func(v reflect.Value) bool
	in = func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.String:
			return strings.Contains(v.String(), text)
		case reflect.Pointer, reflect.Interface:
			return !v.IsNil() && in(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if in(v.Field(i)) {
					return true
				}
			}
		case reflect.Array, reflect.Slice:
			for i := range v.Len() {
				if in(v.Index(i)) {
					return true
				}
			}
		}
		return false
	}
	return in(reflect.ValueOf(v))
}

func TestAnAttendantsCardSignsInWhereItIsAskedFor(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	k.card("rider-1")
	shows[SignIn](t, k)
	notices(t, k, i18n.NotOwnCard)
	k.put(Scanned{"rider-1"})
	notices(t, k, i18n.NeedsCard)
	if len(k.desk.visits) > 0 {
		t.Errorf("trying to sign in counts as a visit: %v", k.desk.visits)
	}
	k.card("staff-ma")
	if shows[OnDuty](t, k); k.view().Attendant.Name != "小马" {
		t.Errorf("on duty is %+v", k.view().Attendant)
	}
	k.tap(Finish{})
	k.card("staff-ma")
	if shows[Rider](t, k); k.view().Attendant != nil {
		t.Error("the card signs in where nobody asked for it")
	}
}

func TestARidersSessionIsOverBeforeAnAttendantSignsIn(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterAttendant})
	if got := riders(known(k.machine)); len(got) > 0 || k.view().Who != nil {
		t.Errorf("while an attendant signs in, %v is found", got)
	}
	k.tap(ChooseAccount{"ma"})
	k.key("739164")
	if got := riders(known(k.machine)); len(got) > 0 {
		t.Errorf("on duty, %v is found", got)
	}
}

// A rider who comes while an attendant works at the screen has a session of their own, and the attendant none.
func TestACardEndsAttendantsMode(t *testing.T) {
	k := newKiosk()
	k.duty("boss", DutyToday)
	shows[Roll](t, k)
	k.handle(CardPlaced{"rider-1", "rider-1"})
	if v := k.view(); v.Attendant != nil || len(riders(known(k.machine))) > 0 {
		t.Errorf("while the card is read: %+v", v)
	}
	k.settle()
	shows[Rider](t, k)
	if got := riders(known(k.machine)); !slices.Equal(got, []string{"rider-1"}) {
		t.Errorf("found %v", got)
	}
}

func TestAttendantsModeHasItsOwnIdleTimeAndWipes(t *testing.T) {
	k := newKiosk()
	k.duty("boss", DutyToday)
	k.pass(100)
	shows[Roll](t, k)
	k.pass(10)
	if k.view().Countdown != 10 {
		t.Errorf("the countdown is %d", k.view().Countdown)
	}
	k.pass(10)
	shows[Home](t, k)
	if got := riders(known(k.machine)); len(got) > 0 || k.view().Attendant != nil {
		t.Errorf("after the time %v is found", got)
	}
}

func TestTodaysList(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyToday)
	r := shows[Roll](t, k)
	if len(r.Guests) != 4 || r.Guests[1].Masked != "rider-5**" || r.Guests[1].Tail != "0042" || r.Guests[3].Masked != "" || r.Guests[0].Held.Service.Name.EN != "Health check" {
		t.Errorf("the list is %+v", r.Guests)
	}
	ref := func(i int) event.Ref { return event.Ref{Station: "st-1", Epoch: 1, Seq: uint64(100 + i)} }
	for i, want := range [][]Act{{ActFollowUp}, {ActCall, ActAttend}, {ActCall, ActAttend}, {ActAttend}} {
		k.tap(ChooseGuest{ref(i)})
		if got := shows[GuestAtDesk](t, k).Acts; !slices.Equal(got, want) {
			t.Errorf("guest %d: %v, want %v", i, got, want)
		}
		k.tap(Back{})
	}
	k.tap(ChooseGuest{ref(1)})
	k.tap(NoteGuest{ActNoShow}) // not begun: not on offer
	k.tap(NoteGuest{ActCall})
	notices(t, k, i18n.GuestCalled)
	k.desk.now = k.desk.now.Add(15 * time.Minute) // it has begun
	k.pass(1)
	k.tap(ChooseGuest{ref(1)})
	if got := shows[GuestAtDesk](t, k).Acts; !slices.Equal(got, []Act{ActCall, ActAttend, ActNoShow}) {
		t.Errorf("when called and begun: %v", got)
	}
	k.tap(NoteGuest{ActNoShow})
	k.tap(ChooseGuest{ref(2)})
	k.tap(NoteGuest{ActAttend})
	notices(t, k, i18n.GuestAttended)
	noted(t, k, "call rider-5 by ma", "no-show rider-5 by ma", "attend rider-6 by ma")
}

// Who is called shows as a number on the idle screen, for a while.
func TestACallIsANumberOnTheIdleScreen(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyToday)
	k.tap(ChooseGuest{event.Ref{Station: "st-1", Epoch: 1, Seq: 101}})
	k.tap(NoteGuest{ActCall})
	k.tap(Finish{})
	s := k.view().Summons
	if s == nil || s.Number != 101 || s.Place.ZH != "一楼" || len(riders(known(k.machine))) > 0 {
		t.Fatalf("called: %+v, %v", s, riders(known(k.machine)))
	}
	k.pass(119)
	if k.view().Summons == nil {
		t.Error("the call is over too soon")
	}
	k.pass(2)
	if k.view().Summons != nil {
		t.Error("the call stays")
	}
}

// A guest who came, or did not, is called no longer; another's call goes on.
func TestACallEndsWhenItIsKnownWhoCame(t *testing.T) {
	for name, done := range map[string]Act{"came": ActAttend, "did not come": ActNoShow} {
		k := newKiosk()
		k.duty("ma", DutyToday)
		note := func(seq uint64, a Act) {
			k.tap(ChooseGuest{event.Ref{Station: "st-1", Epoch: 1, Seq: seq}})
			k.tap(NoteGuest{a})
		}
		note(101, ActCall)
		k.desk.now = k.desk.now.Add(50 * time.Minute) // all have begun
		k.pass(1)
		note(102, done)
		k.tap(Back{})
		k.tap(OpenDuty{DutyToday})
		if s := k.summons; s.Number != 101 {
			t.Errorf("another %s: called is %+v", name, s)
		}
		note(101, done)
		if s := k.summons; s.Number != 0 {
			t.Errorf("the guest %s and is still called: %+v", name, s)
		}
	}
}

// Where a slot has no place but the station, the guest is told what for.
func TestACallSaysNoPlaceWhereThatIsTheStation(t *testing.T) {
	k := newKiosk()
	for i := range k.desk.staff.today {
		k.desk.staff.today[i].Slot.Place = k.cfg.Name
	}
	k.duty("ma", DutyToday)
	k.tap(ChooseGuest{event.Ref{Station: "st-1", Epoch: 1, Seq: 101}})
	k.tap(NoteGuest{ActCall})
	k.tap(Finish{})
	if s := k.view().Summons; s == nil || s.Place != (station.Text{}) || s.Service.Name.ZH == "" {
		t.Errorf("called: %+v", s)
	}
}

func TestWhatTheStationRefusesIsSaidAndChangesNothing(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyToday)
	k.tap(ChooseGuest{event.Ref{Station: "st-1", Epoch: 1, Seq: 101}})
	k.desk.fail = fmt.Errorf("seen: %w", station.ErrNotHeld)
	k.tap(NoteGuest{ActCall})
	shows[GuestAtDesk](t, k)
	notices(t, k, i18n.NotHeld)
	if k.view().Summons != nil {
		t.Error("somebody shows as called whom the station did not call")
	}
}

func TestAFollowUpIsBookedForTheGuest(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyToday)
	k.tap(ChooseGuest{event.Ref{Station: "st-1", Epoch: 1, Seq: 100}})
	k.tap(NoteGuest{ActFollowUp})
	if got := shows[PickSlot](t, k).Slots; len(got) != 2 { // of three, one is full
		t.Errorf("slots: %+v", got)
	}
	k.tap(ChooseSlot{"health-1"})
	if r := shows[Receipt](t, k); r.Held.Booking.Slot.ID != "health-1" {
		t.Errorf("the receipt is %+v", r)
	}
	k.tap(Back{})
	shows[OnDuty](t, k)
	noted(t, k, "follow up health-1 rider-4 by ma")
}

func TestAWalkInByCardPassOrNumber(t *testing.T) {
	for _, c := range []struct {
		what  string
		come  func(*kiosk)
		whose string
	}{
		{"card", func(k *kiosk) { k.card("rider-1") }, "rider-1"},
		{"pass", func(k *kiosk) { k.put(Scanned{"rider-2"}) }, "rider-2"},
		{"number", func(k *kiosk) { k.tap(WithoutCard{}) }, "nobody"},
	} {
		k := newKiosk()
		k.duty("ma", DutyWalkIn)
		k.tap(ChooseService{"health"})
		k.tap(ChooseSlot{"health-2"}) // full: not on offer
		k.tap(ChooseSlot{"health-1"})
		if w := shows[WalkInWho](t, k); w.Slot.ID != "health-1" {
			t.Errorf("waits for %+v", w)
		}
		k.put(Scanned{"shop"})
		notices(t, k, i18n.NotPass)
		shows[WalkInWho](t, k)
		c.come(k)
		if r := shows[Receipt](t, k); r.Held.Booking.Slot.ID != "health-1" || k.view().Who != nil || k.view().Attendant == nil {
			t.Errorf("by %s: %+v", c.what, r)
		}
		noted(t, k, "walk in health-1 "+c.whose+" by ma")
		if _, came := k.desk.visits[pseudonym(c.whose)]; !came {
			t.Errorf("by %s: no visit is recorded", c.what)
		}
		k.tap(Back{})
		shows[OnDuty](t, k)
		if got := riders(known(k.machine)); len(got) > 0 {
			t.Errorf("after the walk-in %v is found", got)
		}
	}
}

func TestPointsAreGivenBackWithAReason(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyRewards)
	h := shows[Handouts](t, k).Handouts
	if len(h) != 4 || h[0].Masked != "rider-4**" || h[3].Masked != "" {
		t.Errorf("hand out %+v", h)
	}
	k.tap(ChooseHandout{h[1].Redemption.Ref})
	k.tap(NoteHandout{ActGiveBack})
	if got := shows[TakeBack](t, k).Reasons; len(got) != 3 {
		t.Errorf("reasons %q", got)
	}
	k.tap(Reverse{station.ReasonNotGiven})
	notices(t, k, i18n.PointsGivenBack)
	if !shows[Handouts](t, k).Handouts[3].Redemption.Reversed {
		t.Error("the list does not show it, behind those still to be handed out")
	}
	k.tap(ChooseHandout{h[1].Redemption.Ref}) // once only
	shows[Handouts](t, k)
	noted(t, k, "reverse for not-given rider-5 by ma")
}

func TestVolunteersAreNotedAsDone(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyTasks)
	k.tap(ChooseErrand{"sweep"})
	all := shows[Helpers](t, k).Helpers
	if len(all) != 4 || all[0].Number != 1 || all[0].Masked != "" || all[3].Masked != "rider-4**" {
		t.Errorf("helpers, first come first: %+v", all)
	}
	k.tap(NoteDone{4})
	notices(t, k, i18n.TaskNoted)
	if got := shows[Helpers](t, k).Helpers; len(got) != 3 || got[0].Number != 1 {
		t.Errorf("left are %+v", got)
	}
	noted(t, k, "done sweep rider-4 by ma")
}

func TestAnAttendantAnswersACall(t *testing.T) {
	k := newKiosk()
	k.tap(CallAttendant{})
	k.signIn("ma")
	if k.view().Called.IsZero() {
		t.Fatal("the call is not shown to the attendant")
	}
	k.tap(AnswerCall{})
	if !k.view().Called.IsZero() {
		t.Error("the call stands")
	}
}

func TestTheStationsConditionIsToldInFull(t *testing.T) {
	k := newKiosk()
	k.machine.cfg.Addresses = func() []string { return []string{"eth0 192.168.10.20"} }
	k.machine.cfg.PhoneHost = "192.168.10.20:8482"
	k.desk.status = station.Status{
		Last: 9, Delivered: 7, Free: 12_345_678_901, Storage: station.Low, Trust: event.ClockTrust_CLOCK_TRUST_HUB,
		WaitingSince: k.desk.now.UTC(), Forked: true, Recovery: station.Recovery{Cause: "torn"},
		Link: station.Link{Connected: k.desk.now, LastError: "refused", LastErrorAt: k.desk.now},
	}
	k.duty("ma", DutyStation)
	k.pass(1)
	if c := shows[Condition](t, k); c.Side != SideDevices {
		t.Errorf("begins with %+v", c)
	}
	k.tap(TurnTo{SideDelivery})
	d := shows[Condition](t, k).Delivery
	if d.Waiting != 2 || i18n.ZH.Clock(d.Oldest) != "14:32" || !d.UpTo.IsZero() || !d.Receipt.IsZero() || d.Free != 123 || d.Storage != station.Low || d.Trust != event.ClockTrust_CLOCK_TRUST_HUB || !d.Recovered {
		t.Errorf("delivery: %+v", d)
	}
	k.tap(TurnTo{SideNetwork})
	n := shows[Condition](t, k).Network
	if !slices.Equal(n.Addresses, []string{"eth0 192.168.10.20"}) || n.Phone != "192.168.10.20:8482" || n.Stuck != station.StuckForked || n.Trouble != "refused" || i18n.ZH.Clock(n.Heard) != "14:32" {
		t.Errorf("network: %+v", n)
	}
}

// pc is a machine to be restarted.
type pc struct {
	may   bool
	err   error
	asked []string
}

func (p *pc) RestartKiosk()   { p.asked = append(p.asked, "kiosk") }
func (p *pc) MayReboot() bool { return p.may }
func (p *pc) Reboot() error   { p.asked = append(p.asked, "machine"); return p.err }

func TestRestartingIsAskedTwice(t *testing.T) {
	k, p := newKiosk(), &pc{}
	k.machine.cfg.Machine = p
	k.duty("ma", DutyRestart)
	k.tap(ConfirmRestart{})
	k.tap(AskRestart{Machine: true})
	if r := shows[Restart](t, k); r.Sure || r.MayReboot || len(p.asked) > 0 {
		t.Errorf("where it may not: %+v, %q", r, p.asked)
	}
	k.tap(AskRestart{})
	k.tap(Back{})
	k.tap(AskRestart{})
	k.tap(ConfirmRestart{})
	p.may, p.err = true, errors.New("no")
	k.tap(OpenDuty{DutyRestart})
	k.tap(AskRestart{Machine: true})
	k.tap(ConfirmRestart{})
	notices(t, k, i18n.RestartFailed)
	if !slices.Equal(p.asked, []string{"kiosk", "machine"}) {
		t.Errorf("restarted %q", p.asked)
	}
}

func TestAPINIsChangedByWhoKnowsTheOldOne(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutySelf)
	change := func(old, first, again string, want i18n.Key) {
		t.Helper()
		k.tap(ChangePIN{})
		k.key(old)
		k.key(first)
		k.key(again)
		notices(t, k, want)
	}
	change("739164", "550817", "550818", i18n.PINDiffers)
	if got := shows[Keypad](t, k).Ask; got != i18n.PINNew {
		t.Errorf("asks for %v", i18n.EN.Say(got))
	}
	k.tap(Back{})
	change("739164", "123456", "123456", i18n.WeakPIN)
	k.tap(Back{})
	change("000000", "550817", "550817", i18n.WrongPIN)
	if got := shows[Keypad](t, k).Ask; got != i18n.PINOld {
		t.Errorf("asks for %v", i18n.EN.Say(got))
	}
	k.tap(Back{})
	change("739164", "550817", "550817", i18n.PINChanged)
	if shows[Self](t, k); k.desk.staff.pins["ma"] != "550817" {
		t.Errorf("the PIN is %s", k.desk.staff.pins["ma"])
	}
}

func TestAnAttendantRegistersACard(t *testing.T) {
	k := newKiosk()
	k.duty("boss", DutySelf)
	k.tap(AskCard{})
	k.put(Scanned{"rider-1"})
	notices(t, k, i18n.NeedsCard)
	shows[BindCard](t, k)
	k.card("staff-boss")
	notices(t, k, i18n.CardBound)
	shows[Self](t, k)
	if k.desk.staff.cards[pseudonym("staff-boss")] != "boss" || k.view().Who != nil {
		t.Errorf("cards: %v", k.desk.staff.cards)
	}
	k.tap(DropCard{})
	notices(t, k, i18n.CardDropped)
	if _, there := k.desk.staff.cards[pseudonym("staff-boss")]; there {
		t.Error("the card still signs in")
	}
}

func TestASupervisorKeepsTheAccounts(t *testing.T) {
	k := newKiosk()
	k.desk.staff.wrong["ma"] = 7
	k.duty("boss", DutyAccounts)
	k.tap(ChooseAccount{"ma"})
	k.tap(RenewPIN{})
	k.key("123456")
	k.key("123456")
	notices(t, k, i18n.WeakPIN)
	k.key("550817")
	k.key("550817")
	notices(t, k, i18n.PINChanged)
	if k.desk.staff.pins["ma"] != "550817" || k.desk.staff.wrong["ma"] != 0 {
		t.Errorf("PIN %s, wrong %d", k.desk.staff.pins["ma"], k.desk.staff.wrong["ma"])
	}
	k.tap(ChooseAccount{"ma"})
	k.tap(SwitchRole{})
	if all := shows[Accounts](t, k).Accounts; all[1].Role != station.RoleSupervisor {
		t.Errorf("accounts: %+v", all)
	}
	k.tap(ChooseAccount{"ma"})
	k.tap(ConfirmRemove{}) // not asked for
	k.tap(AskRemove{})
	k.tap(ConfirmRemove{})
	if all := shows[Accounts](t, k).Accounts; len(all) != 1 {
		t.Errorf("accounts: %+v", all)
	}
	noted(t, k, "remove ma by boss")
	k.tap(ChooseAccount{"boss"})
	k.tap(AskRemove{})
	k.tap(ConfirmRemove{})
	notices(t, k, i18n.LastSupervisor)
}

func TestASupervisorAddsAnAccount(t *testing.T) {
	k := newKiosk()
	k.duty("boss", DutyAccounts)
	k.tap(AddAccount{})
	k.tap(Back{})
	shows[Accounts](t, k)
	k.tap(AddAccount{})
	k.session.at.(writing).from.wrote(k.machine, "小周") // as the pad or a phone would
	k.key("123456")
	k.key("123456")
	notices(t, k, i18n.WeakPIN)
	k.key("905172")
	k.key("905172")
	notices(t, k, i18n.AccountAdded)
	all := shows[Accounts](t, k).Accounts
	if len(all) != 3 || all[2] != (station.Attendant{ID: all[2].ID, Name: "小周", Role: station.RoleAttendant}) || k.desk.staff.pins[all[2].ID] != "905172" {
		t.Errorf("accounts: %+v", all)
	}
	k.tap(AddAccount{})
	k.session.at.(writing).from.wrote(k.machine, "小郑")
	k.key("905172")
	k.key("905172")
	all = shows[Accounts](t, k).Accounts
	if len(all) != 4 || all[2].Name != "小周" || all[3].Name != "小郑" {
		t.Fatalf("two were added within a minute: %+v", all)
	}
	for _, a := range all[2:] {
		if !regexp.MustCompile(`^staff-261123-[a-z]{8}$`).MatchString(a.ID) {
			t.Errorf("an account is called %q", a.ID)
		}
	}
}

// Whoever gives up their own role signs in anew: what they may do is another.
func TestWhoChangesTheirOwnRoleSignsInAnew(t *testing.T) {
	k := newKiosk()
	k.duty("boss", DutyAccounts)
	k.tap(ChooseAccount{"boss"})
	k.tap(SwitchRole{})
	if shows[Home](t, k); k.view().Attendant != nil {
		t.Errorf("still on duty: %+v", k.view().Attendant)
	}
	notices(t, k, i18n.AccountChanged)
	k.pass(31)
	notices(t, k, i18n.None) // it does not stay on the idle screen
}

func TestEveryErrorHasWordsForTheAttendant(t *testing.T) {
	for _, trouble := range toStaff {
		if got := explainToStaff(fmt.Errorf("cause: %w", trouble.err)); got != trouble.say {
			t.Errorf("%v is explained as %q", trouble.err, i18n.EN.Say(got))
		}
	}
	if explainToStaff(station.ErrSlotFull) != i18n.SlotFull {
		t.Error("what riders meet too is not explained")
	}
}

// A card laid down twice while an attendant's place works on it is one card: it neither checks anybody in nor ends
// the attendant's mode.
func TestACardLaidDownTwiceIsOneToTheAttendant(t *testing.T) {
	k := newKiosk()
	k.tap(Enter{EnterAttendant})
	staff := CardPlaced{"staff-ma", "staff-ma"}
	k.handle(staff)
	k.put(staff)
	if shows[OnDuty](t, k); len(k.desk.visits) > 0 {
		t.Errorf("signing in counts as a visit: %v", k.desk.visits)
	}
	k.tap(OpenDuty{DutyWalkIn})
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.handle(CardPlaced{"rider-1", "rider-1"})
	k.card("rider-1")
	if r := shows[Receipt](t, k); k.view().Attendant == nil || r.Held.Booking.Slot.ID != "health-1" {
		t.Errorf("after the walk-in's card: %+v", k.view())
	}
}

// The list is looked up beside the machine, which goes on meanwhile: it reads none of the machine's notes.
func TestTodaysListReadsNoNotesOfTheMachine(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutySelf)
	k.tap(Back{})
	k.handle(Tap{k.session.id, OpenDuty{DutyToday}})
	k.notes.services = nil
	k.settle()
	if r := shows[Roll](t, k); r.Guests[0].Held.Service.Name.EN != "Health check" {
		t.Errorf("the list names %+v", r.Guests[0].Held.Service)
	}
}

func TestTheTestPageIsReadWithoutEndingAnything(t *testing.T) {
	k := newKiosk()
	k.duty("ma", DutyToday)
	k.put(Scanned{testCode})
	notices(t, k, i18n.ScannerWell)
	shows[Roll](t, k)
}
