package flow

import (
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

func TestACallStandsUntilTheAttendantAnswersIt(t *testing.T) {
	k := newKiosk()
	k.tap(CallAttendant{})
	notices(t, k, i18n.Called)
	if v := k.view(); !v.Called.Equal(k.desk.now) || !v.CalledHere {
		t.Errorf("called at %v, here %v", v.Called, v.CalledHere)
	}
	k.desk.now = k.desk.now.Add(90e9)
	k.card("rider-1") // who called has gone; the next one sees it, and cannot take it back
	k.tap(Finish{})
	k.tap(CallAttendant{})
	k.tap(TakeCallBack{})
	if v := k.view(); !v.Called.Equal(k.desk.now.Add(-90e9)) || v.CalledHere {
		t.Errorf("called at %v, here %v", v.Called, v.CalledHere)
	}
	k.answerCall()
	if v := k.view(); !v.Called.IsZero() {
		t.Errorf("after the answer: called at %v", v.Called)
	}
}

func TestACallIsTakenBackByWhoMadeIt(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(CallAttendant{})
	k.tap(TakeCallBack{})
	notices(t, k, i18n.CallBackDone)
	if v := k.view(); !v.Called.IsZero() {
		t.Errorf("called at %v", v.Called)
	}
}

func TestACallNobodyAnswersLapses(t *testing.T) {
	k := newKiosk()
	k.tap(CallAttendant{})
	k.desk.now = k.desk.now.AddDate(50, 0, 0) // the hub corrects a clock that began in 1970
	k.pass(1799)
	if k.view().Called.IsZero() {
		t.Error("the call is over after 1799 s")
	}
	k.pass(1)
	if !k.view().Called.IsZero() {
		t.Error("the call stands after half an hour")
	}
}
