package screen

import (
	"reflect"
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// A target is what a finger there would do: every one tapped asks for the
// action it names, and there is no other to tap.
func TestTargetsAreWhatCanBeTapped(t *testing.T) {
	begin(t)
	for _, s := range screens() {
		var got []flow.Action
		b := drawn(s.view, sizes[2], func(t flow.Tap) { got = append(got, t.Action) })
		for _, button := range targets(b) {
			b.tapAt(button.middle())
		}
		var named []flow.Action
		for _, target := range b.Targets() {
			named = append(named, target.Action)
		}
		if !reflect.DeepEqual(got, named) {
			t.Errorf("%s: taps ask for %+v, targets are %+v", s.name, got, named)
		}
	}
}

// Whoever looks for a target finds it by what is written on it.
func TestTargetsAndTextsSayWhatIsDrawn(t *testing.T) {
	begin(t)
	b := drawn(screens()[0].view, sizes[2], nil)
	if !slices.Equal(b.Texts(), texts(b)) {
		t.Errorf("texts are %q, drawn is %q", b.Texts(), texts(b))
	}
	for _, target := range b.Targets() {
		if target.Action == (flow.ChooseService{ID: "legal-aid"}) {
			if !slices.Contains(target.Texts, "法律援助") || target.At.X <= 0 || target.At.Y <= 0 || target.Size.IsZero() {
				t.Errorf("the target is %+v", target)
			}
			return
		}
	}
	t.Error("legal aid is no target")
}
