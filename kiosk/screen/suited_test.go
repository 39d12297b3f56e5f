package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// typeSize is the largest type in which a Board draws a text that begins so, 0 where it does not draw it.
func typeSize(b *Board, beginning string) (largest float32) {
	each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, is := o.(*canvas.Text); is && strings.HasPrefix(t.Text, beginning) {
			largest = max(largest, t.TextSize)
		}
	})
	return largest
}

// A short text is not lost on a large card, and a long one is whole.
func TestTypeGrowsIntoItsRoom(t *testing.T) {
	begin(t)
	s := drawn(named(t, "home"), sizes[2], nil).sheet()
	page, full := named(t, "learn-page-last"), named(t, "announcement")
	first := string([]rune(full.Screen.(flow.Announcement).Announcement.Text.ZH)[:4])
	few := string([]rune(page.Screen.(flow.PackPage).Text.ZH)[:4])
	short, long := typeSize(drawn(page, sizes[2], nil), few), typeSize(drawn(full, sizes[2], nil), first)
	if short < 1.4*s.Heading || long < s.Heading || long >= short {
		t.Errorf("few words in %.1f, many in %.1f; a heading is %.1f", short, long, s.Heading)
	}
	page.Notice = longest(i18n.ZH)
	if got := typeSize(drawn(page, sizes[2], nil), few); got < s.Heading {
		t.Errorf("under a notice in %.1f, less than usual", got)
	}
}

func TestWhatIsSuitedNeedsNoMoreThanItsLeast(t *testing.T) {
	begin(t)
	box := func(side float32) drawing {
		return func() fyne.CanvasObject { return atLeast(side, side, flat(theme.Calm.Ink)) }
	}
	o := suit(box(90), box(60), box(30))
	if o.MinSize() != fyne.NewSquareSize(30) {
		t.Errorf("needs %v", o.MinSize())
	}
	for room, want := range map[float32]float32{200: 90, 89: 60, 60: 60, 59: 30, 30: 30} {
		o.Resize(fyne.NewSquareSize(room))
		if got := o.Objects[0].MinSize().Width; got != want || o.Objects[0].Size().Width != room {
			t.Errorf("in %v is the drawing of %v, %v wide", room, got, o.Objects[0].Size().Width)
		}
	}
}

// Drawing is what costs, in type that has not been measured yet above all.
func TestWhatIsSuitedIsDrawnOnceForARoom(t *testing.T) {
	begin(t)
	drawn := 0
	o := inRoom(func() fyne.CanvasObject { return flat(theme.Calm.Ink) }, func(fyne.Size) fyne.CanvasObject {
		drawn++
		return flat(theme.Calm.Ink)
	})
	whole := container.NewStack(o)
	for _, side := range []float32{90, 90, 60} {
		whole.Resize(fyne.NewSquareSize(side))
		whole.Refresh()
	}
	if drawn != 2 {
		t.Errorf("drawn %d times for two rooms", drawn)
	}
}

// A code has the height of its card, in modules of whole pixels.
func TestACodeIsAsLargeAsItsCardAllows(t *testing.T) {
	begin(t)
	for _, name := range []string{"receipt", "pass-alone", "mydata-take", "filed"} {
		for _, size := range sizes {
			var shown *canvas.Image
			b := drawn(named(t, name), size, nil)
			each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
				if i, is := o.(*canvas.Image); is && i.Resource == nil {
					shown = i
				}
			})
			if side := shown.Size().Width; side < 0.5*min(size.Width, size.Height) || side != shown.Size().Height || float32(shown.Image.Bounds().Dx()) != side {
				t.Errorf("%s at %v: a code of %v, drawn in %v", name, size, shown.Image.Bounds().Size(), shown.Size())
			}
		}
	}
}

// What is empty says why it is nothing to worry about, under a sign.
func TestNothingIsLeftBlank(t *testing.T) {
	begin(t)
	for _, s := range append(screens(), staffScreens()...) {
		if !strings.HasSuffix(s.name, "-none") || strings.HasPrefix(s.name, "staff-network") {
			continue
		}
		b := drawn(s.view, sizes[2], nil)
		large, said := 0, 0
		title := b.sheet().Title
		each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
			switch o := o.(type) {
			case *canvas.Image:
				if o.Size().Width > title*1.7 {
					large++
				}
			case *canvas.Text:
				if o.TextSize >= b.sheet().Heading && at.Y > 250 && o.Text != "" {
					said++
				}
			}
		})
		if large == 0 || said < 2 {
			t.Errorf("%s: %d large signs, %d lines", s.name, large, said)
		}
	}
}

// Things side by side are of one size.
func TestPostersAreAlike(t *testing.T) {
	begin(t)
	for _, size := range sizes {
		b := drawn(named(t, "staff-self"), size, nil)
		pin, card, drop := typeSize(b, i18n.ZH.Say(i18n.SelfPIN)), typeSize(b, i18n.ZH.Say(i18n.SelfCardOther)), typeSize(b, i18n.ZH.Say(i18n.SelfCardDrop))
		if pin == 0 || pin != card || card != drop {
			t.Errorf("at %v they are in %v, %v and %v", size, pin, card, drop)
		}
	}
}
