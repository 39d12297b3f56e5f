package flow

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// kiosk is a machine with its slow work in the test's hands.
type kiosk struct {
	*machine
	desk *desk
	jobs []func() Input
	time time.Time
}

func newKiosk() *kiosk {
	k := &kiosk{desk: newDesk(), time: time.Unix(1000, 0)}
	cfg := Config{Desk: k.desk, Zone: zone, Clock: func() time.Time { return k.time }}
	k.machine = newMachine(cfg.orStandard(), func(job func() Input) { k.jobs = append(k.jobs, job) })
	k.notes = k.look()
	return k
}

// settle does all slow work there is.
func (k *kiosk) settle() {
	for len(k.jobs) > 0 {
		k.do(0)
	}
}

// do does one piece of slow work.
func (k *kiosk) do(i int) {
	job := k.jobs[i]
	k.jobs = append(k.jobs[:i:i], k.jobs[i+1:]...)
	k.handle(job())
}

func (k *kiosk) put(in Input) {
	k.handle(in)
	k.settle()
}

func (k *kiosk) tap(a Action) { k.put(Tap{k.session.id, a}) }

func (k *kiosk) card(mark string) { k.put(CardPlaced{Name: mark, Number: mark}) }

// pass lets seconds go by.
func (k *kiosk) pass(seconds int) {
	for range seconds {
		k.time = k.time.Add(time.Second)
		k.put(tick{})
	}
}

// shows asserts which screen is on and gives it.
func shows[S Screen](t *testing.T, k *kiosk) S {
	t.Helper()
	s, ok := k.view().Screen.(S)
	if !ok {
		t.Fatalf("the screen is %T %+v, want %T", k.view().Screen, k.view(), s)
	}
	return s
}

func notices(t *testing.T, k *kiosk, want i18n.Key) {
	t.Helper()
	if got := k.view().Notice; got != want {
		t.Errorf("the notice is %q, want %q", i18n.EN.Say(got), i18n.EN.Say(want))
	}
}

func TestACardChecksInAndSaysSoOnlyWhenRecorded(t *testing.T) {
	k := newKiosk()
	k.handle(CardPlaced{Name: "rider-1", Number: "rider-1"})
	shows[Reading](t, k)
	if k.view().Busy != i18n.Reading || k.view().Who != nil {
		t.Errorf("while reading: %+v", k.view())
	}
	k.settle()
	shows[Rider](t, k)
	who := k.view().Who
	if who == nil || who.Masked != "rider-1**" || who.Repeat || i18n.ZH.Clock(who.At) != "14:32" {
		t.Errorf("checked in as %+v", who)
	}
}

func TestARepeatCheckInSaysThatItCountsOnce(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Finish{})
	k.put(Scanned{Text: "rider-1"})
	if who := k.view().Who; who == nil || !who.Repeat || who.Masked != "" {
		t.Errorf("got %+v", who)
	}
}

func TestAFailedCheckInLetsNobodyIn(t *testing.T) {
	k := newKiosk()
	k.desk.fail = fmt.Errorf("bolt: %w", station.ErrStorage)
	k.card("rider-1")
	shows[Home](t, k)
	notices(t, k, i18n.StorageFailed)
	if k.view().Who != nil {
		t.Errorf("somebody is in: %+v", k.view().Who)
	}
}

func TestABookingFromTheFirstTapToTheReceiptAndItsCancelling(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	times := shows[Times](t, k)
	if len(times.Days) != 2 || !times.Days[0].Chosen || times.Days[0].Left != 2 || len(times.Slots) != 2 {
		t.Errorf("times are %+v", times)
	}
	if times.Soonest != "health-1" {
		t.Errorf("the soonest is %q", times.Soonest)
	}
	k.tap(ChooseDay{times.Days[1].ID})
	if got := shows[Times](t, k).Slots; len(got) != 1 || got[0].ID != "health-3" {
		t.Errorf("the second day has %+v", got)
	}
	k.tap(ChooseSlot{"health-3"})
	shows[Confirm](t, k)
	k.tap(ConfirmBooking{"health-3"})
	if r := shows[Receipt](t, k); r.Already || r.Text != "NXR1rider-1/1/2" || r.Held.Service.Name.EN != "Health check" {
		t.Errorf("the receipt is %+v", r)
	}
	k.tap(Back{})
	k.tap(Enter{EnterBookings})
	ref := shows[Bookings](t, k).Held[0].Booking.Ref
	k.tap(AskCancel{ref})
	shows[Cancel](t, k)
	k.tap(ConfirmCancel{ref})
	if held := shows[Bookings](t, k).Held; len(held) != 0 {
		t.Errorf("still holds %+v", held)
	}
	notices(t, k, i18n.Cancelled)
}

func TestASecondTapDoesNotBookTwice(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	twice := Tap{k.session.id, ConfirmBooking{"health-1"}}
	k.handle(twice)
	k.handle(twice)
	if len(k.jobs) != 1 {
		t.Errorf("%d bookings are under way", len(k.jobs))
	}
	k.settle()
	k.put(twice)
	shows[Receipt](t, k)
	if k.desk.left["health-1"] != 1 {
		t.Errorf("%d places left of 2", k.desk.left["health-1"])
	}
}

func TestABookingHeldAlreadyIsShownAsThat(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	for _, slot := range []string{"health-1", "health-3"} {
		k.tap(ChooseService{"health"})
		k.tap(ChooseDay{k.desk.slot(slot).Starts.In(zone).Format(dayForm)})
		k.tap(ChooseSlot{slot})
		k.tap(ConfirmBooking{slot})
		if r := shows[Receipt](t, k); r.Already != (slot == "health-3") || r.Held.Booking.Slot.ID != "health-1" {
			t.Errorf("the receipt is %+v", r)
		}
		k.tap(Back{})
	}
}

func TestASlotThatFilledUpMeanwhileLeadsBackToTheTimes(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{"health"})
	k.tap(ChooseSlot{"health-1"})
	k.desk.left["health-1"] = 0
	k.tap(ConfirmBooking{"health-1"})
	if got := shows[Times](t, k); got.Days[0].Left != 0 || !got.Days[1].Chosen {
		t.Errorf("the times are %+v", got)
	}
	notices(t, k, i18n.SlotFull)
}

func TestAServiceTappedByAnUnknownRiderComesAfterTheCard(t *testing.T) {
	k := newKiosk()
	k.tap(SwitchLanguage{})
	k.tap(ChooseService{"legal"})
	if got := shows[Identify](t, k).Service.ID; got != "legal" {
		t.Errorf("asks for %q", got)
	}
	k.card("rider-2")
	if got := shows[Times](t, k).Service.ID; got != "legal" || k.view().Lang != i18n.EN {
		t.Errorf("goes on with %q in %v", got, k.view().Lang)
	}
	k.tap(Back{})
	shows[Rider](t, k)
}

func TestAnAnonymousVisitorIsThankedAndForgotten(t *testing.T) {
	k := newKiosk()
	k.tap(CheckInAnonymously{})
	shows[Thanks](t, k)
	if len(k.desk.visits) != 1 {
		t.Errorf("%d visits", len(k.desk.visits))
	}
	k.pass(8)
	shows[Home](t, k)
}

func TestIdleTimeCountsDownAndWipes(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(SwitchLanguage{})
	k.pass(19)
	if got := k.view().Countdown; got != 0 {
		t.Errorf("after 19 s the countdown shows %d", got)
	}
	k.pass(1)
	if got := k.view().Countdown; got != 10 {
		t.Errorf("after 20 s the countdown shows %d", got)
	}
	k.tap(Stay{})
	k.pass(29)
	if got := k.view().Countdown; got != 1 {
		t.Errorf("a second before the end the countdown shows %d", got)
	}
	k.pass(1)
	shows[Home](t, k)
	if v := k.view(); v.Who != nil || v.Lang != i18n.ZH || v.Countdown != 0 {
		t.Errorf("after the end: %+v", v)
	}
}

func TestAnUntouchedKioskStandsStill(t *testing.T) {
	k := newKiosk()
	before := k.session.id
	k.pass(300)
	if k.session.id != before {
		t.Error("a session nobody touched has ended")
	}
}

func TestANewCardEndsTheSessionBeforeItIsRead(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	old := k.session.id
	k.handle(CardPlaced{Name: "rider-2", Number: "rider-2"})
	if v := k.view(); v.Who != nil || v.Session == old {
		t.Errorf("while the second card is read: %+v", v)
	}
	k.handle(Tap{old, Enter{EnterPass}})
	k.settle()
	if who := k.view().Who; who == nil || who.Masked != "rider-2**" {
		t.Errorf("in is %+v", who)
	}
}

func TestACardReadTooLateIsDropped(t *testing.T) {
	k := newKiosk()
	k.handle(CardPlaced{Name: "rider-1", Number: "rider-1"})
	k.handle(CardPlaced{Name: "rider-2", Number: "rider-2"})
	k.do(1)
	k.do(0)
	if who := k.view().Who; who == nil || who.Masked != "rider-2**" {
		t.Errorf("in is %+v", who)
	}
}

func TestCodesThatAreNoPass(t *testing.T) {
	for text, want := range map[string]i18n.Key{"shop": i18n.NotPass, "old": i18n.PassExpired, "lost": i18n.PassRevoked} {
		k := newKiosk()
		k.put(Scanned{Text: text})
		shows[Home](t, k)
		notices(t, k, want)
		k.pass(30)
		notices(t, k, i18n.None)
	}
}

func TestACardLeftBehindIsSpokenOfUntilItIsTaken(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	if k.view().TakeCard {
		t.Error("asks to take the card while it is in use")
	}
	k.tap(Finish{})
	if !k.view().TakeCard {
		t.Error("does not ask to take the card")
	}
	k.put(CardLifted{})
	if k.view().TakeCard {
		t.Error("asks for a card that is gone")
	}
}

// TestALineOnDevicesSaysWhatStillWorks: nobody is sent to a device that is out, or that is not there.
func TestALineOnDevicesSaysWhatStillWorks(t *testing.T) {
	well, out, none := Device{Fitted: true}, Device{Fitted: true, Out: true, Code: "unplugged"}, Device{}
	worn := Device{Fitted: true, Code: "unstable"}
	for _, c := range []struct {
		devices Devices
		want    i18n.Key
	}{
		{Devices{}, i18n.None},
		{Devices{well, well, well}, i18n.None},
		{Devices{worn, worn, worn}, i18n.None},
		{Devices{out, well, well}, i18n.ReaderOut},
		{Devices{out, worn, out}, i18n.ReaderOut},
		{Devices{out, none, none}, i18n.ReaderOutPhone},
		{Devices{out, out, well}, i18n.BothOut},
		{Devices{well, out, well}, i18n.ScannerOut},
		{Devices{none, out, none}, i18n.ScannerOutPhone},
		{Devices{well, well, out}, i18n.PrinterOut},
	} {
		k := newKiosk()
		k.put(c.devices)
		if v := k.view(); v.Outage != c.want || v.Devices != c.devices {
			t.Errorf("%+v: the line is %q, want %q", c.devices, i18n.ZH.Say(v.Outage), i18n.ZH.Say(c.want))
		}
		k.put(Devices{well, well, well})
		if got := k.view().Outage; got != i18n.None {
			t.Errorf("when all are well again the line is %q", i18n.ZH.Say(got))
		}
	}
}

func TestWhatCouldNotBeReadIsSaid(t *testing.T) {
	k := newKiosk()
	k.put(Unread{i18n.CardOther})
	notices(t, k, i18n.CardOther)
	k.pass(30)
	notices(t, k, i18n.None)
}

func TestStatusSpeaksOfReceiptsOnly(t *testing.T) {
	k := newKiosk()
	k.desk.status = station.Status{Last: 7}
	k.pass(1)
	if got := k.view().Status; got.Receipt || got.Waiting != 7 {
		t.Errorf("without a receipt: %+v", got)
	}
	k.desk.status = station.Status{Last: 10, Delivered: 7, DeliveredUpTo: k.desk.now, ReceiptAt: k.desk.now.Add(-150 * time.Second)}
	k.pass(1)
	if got := k.view().Status; !got.Receipt || got.Waiting != 3 || got.Age != 2*time.Minute {
		t.Errorf("with a receipt: %+v", got)
	}
}

func TestEveryErrorHasWordsForTheRider(t *testing.T) {
	for _, trouble := range troubles {
		if got := explain(fmt.Errorf("cause: %w", trouble.err)); got != trouble.say {
			t.Errorf("%v is explained as %q", trouble.err, i18n.EN.Say(got))
		}
	}
	if explain(errors.New("odd")) != i18n.Unexpected {
		t.Error("an unknown error is not explained")
	}
}

func TestACardDoesNotPrintItself(t *testing.T) {
	for _, in := range []Input{CardPlaced{"张三", "110101"}, Scanned{"NX1SECRET"}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if got := fmt.Sprintf(verb, in); got != "card placed" && got != "scanned" {
				t.Errorf("%s prints %q", verb, got)
			}
		}
	}
}
