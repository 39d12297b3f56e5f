package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

// WCAG 2.2, 1.4.3: contrast is (lighter + 0.05) / (darker + 0.05) of relative
// luminance.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

func TestContrastIsTheDefinitionsOwn(t *testing.T) {
	got := contrast(color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255})
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
			if got := contrast(p.Text, p.Ground); got < c.least {
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
