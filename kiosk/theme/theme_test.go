package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

func TestContrastIsTheDefinitionsOwn(t *testing.T) {
	got := Contrast(color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255})
	if math.Abs(got-21) > 0.001 {
		t.Errorf("black on white is %.3f, want 21", got)
	}
}

func TestTextIsReadable(t *testing.T) {
	for _, c := range []struct {
		palette Palette
		least   float64
	}{{Calm, 4.5}, {Strong, 7}} {
		for _, p := range c.palette.Pairs() {
			if got := Contrast(p.Text, p.Ground); got < c.least {
				t.Errorf("%s: contrast %.2f, want at least %g", p.Name, got, c.least)
			}
		}
	}
}

func TestBoldTextIsDrawnBold(t *testing.T) {
	look := New()
	if look.Font(fyne.TextStyle{Bold: true}) != Bold || look.Font(fyne.TextStyle{}) != Regular {
		t.Error("the theme does not hand out its two weights")
	}
}

func TestTargetsNeverShrinkBelowAFinger(t *testing.T) {
	for _, size := range [][2]float32{{1920, 1080}, {1080, 1920}, {1280, 800}, {800, 480}} {
		if m := Fit(size[0], size[1], false); m.Target < MinTarget || m.Bar < MinTarget {
			t.Errorf("%v: target %v, bar %v", size, m.Target, m.Bar)
		}
	}
}
