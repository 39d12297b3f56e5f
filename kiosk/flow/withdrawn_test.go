package flow

import (
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// TestASlipThatWaitsIsNotLeftForTheNextRider, however its own rider goes.
func TestASlipThatWaitsIsNotLeftForTheNextRider(t *testing.T) {
	for how, leave := range map[string]func(*kiosk){
		"finish": func(k *kiosk) { k.tap(Finish{}) },
		"time":   func(k *kiosk) { k.pass(60) },
		"card":   func(k *kiosk) { k.card("rider-2") },
	} {
		k, p := booked(false)
		first := p.slips[0].ID
		k.put(SlipHeard{ID: first, Say: i18n.SlipPaperOut})
		k.tap(Back{})
		if len(p.withdrawn) > 0 {
			t.Fatalf("%s: withdrawn while its rider is here: %v", how, p.withdrawn)
		}
		leave(k)
		if !slices.Equal(p.withdrawn, []string{first}) {
			t.Errorf("%s: withdrawn are %v, want %s", how, p.withdrawn, first)
		}
	}
}

func TestASlipThatIsOutIsNotWithdrawn(t *testing.T) {
	k, p := booked(false)
	k.put(SlipHeard{ID: p.slips[0].ID, Say: i18n.SlipPrinted, Over: true})
	k.tap(Finish{})
	if k, p2 := booked(true); len(p.withdrawn) > 0 {
		t.Errorf("withdrawn are %v", p.withdrawn)
	} else if k.tap(Finish{}); len(p2.withdrawn) > 0 {
		t.Errorf("of a slip not taken: %v", p2.withdrawn)
	}
}
