package flow

import "testing"

// TestTheRidersPageReadsOnlyWhatItSays: all that is held of a rider is read for whoever asks for it, and for nobody else.
func TestTheRidersPageReadsOnlyWhatItSays(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	k.tap(Enter{EnterAppeals})
	k.tap(FollowUp{})
	k.tap(Back{})
	k.tap(Back{})
	k.settle()
	if k.desk.read > 0 {
		t.Errorf("all that is held was read %d times", k.desk.read)
	}
	k.tap(Enter{EnterMyData})
	if k.desk.read == 0 {
		t.Error("my data was shown without being read")
	}
}
