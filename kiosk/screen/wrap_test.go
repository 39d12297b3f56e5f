package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// What is surely narrow is not measured: that must change no line.
func TestLinesAreFilledAndNotOverfilled(t *testing.T) {
	begin(t)
	text := strings.Repeat("雨雪天路面湿滑——刹车距离“变长”（WWW MMM），请提前 50 米减速：ＡＢＣ……转弯不要急刹。Mmmm wwww @@@@ ", 4)
	for _, size := range []float32{17, 20.7, 26.3, 35.5, 64} {
		for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
			width := func(s string) float32 { return fyne.MeasureText(strings.TrimRight(s, " "), size, style).Width }
			lines := wrap(text, 700, size, style)
			for i, l := range lines {
				if width(l) > 700 {
					t.Errorf("%q in %v is %v wide", l, size, width(l))
				}
				if i+1 < len(lines) {
					next := pieces(lines[i+1])[0]
					if more := l + " " + next; width(l+next) <= 700 && width(more) <= 700 {
						t.Errorf("%q in %v ends before %q, which has room", l, size, next)
					}
				}
			}
		}
	}
}
