package screen

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// gallery names a folder for pictures of all screens: go test ./kiosk/screen
// -run Gallery -gallery DIR
var gallery = flag.String("gallery", "", "write pictures of all screens into this folder")

var sizes = []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}, {Width: 1280, Height: 800}}

func begin(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
}

// drawn gives a Board that shows a view at a size.
func drawn(v flow.View, size fyne.Size, tap func(flow.Tap)) *Board {
	b := NewBoard(qr.Image, tap)
	b.view = v
	b.Resize(size)
	return b
}

// every runs check for every sample, size and language.
func every(t *testing.T, check func(t *testing.T, b *Board)) {
	begin(t)
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		for _, size := range sizes {
			for _, s := range samples(l) {
				t.Run(fmt.Sprintf("%s-%.0fx%.0f-%s", []string{"zh", "en"}[l], size.Width, size.Height, s.name), func(t *testing.T) {
					check(t, drawn(s.view, size, func(flow.Tap) {}))
				})
			}
		}
	}
}

// each visits every object that is drawn, with its place on the screen.
func each(o fyne.CanvasObject, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	at = at.Add(o.Position())
	visit(o, at)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			each(c, at, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			each(c, at, visit)
		}
	}
}

func TestEveryScreenFits(t *testing.T) {
	every(t, func(t *testing.T, b *Board) {
		need, have := b.whole.MinSize(), b.Size()
		if need.Width > have.Width+0.5 || need.Height > have.Height+0.5 {
			t.Errorf("needs %v of %v", need, have)
		}
	})
}

// Nothing may reach beyond the screen, no text or picture beyond its room, and
// no text may stand so that it is cut.
func TestNothingIsClipped(t *testing.T) {
	every(t, func(t *testing.T, b *Board) {
		each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
			size := o.Size()
			if at.X < -0.5 || at.Y < -0.5 || at.X+size.Width > b.Size().Width+0.5 || at.Y+size.Height > b.Size().Height+0.5 {
				t.Errorf("%T at %v, %v, is beyond the screen", o, at, size)
			}
			if text, ok := o.(*canvas.Text); ok {
				if need := text.MinSize(); need.Width > size.Width+0.5 || need.Height > size.Height+0.5 {
					t.Errorf("%q needs %v of %v", text.Text, need, size)
				}
			}
		})
	})
}

func TestTargetsAreLargeEnoughAndApart(t *testing.T) {
	type rect struct{ at, end fyne.Position }
	every(t, func(t *testing.T, b *Board) {
		var targets []rect
		each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
			if _, ok := o.(*touch); !ok {
				return
			}
			if s := o.Size(); s.Width < theme.MinTarget || s.Height < theme.MinTarget {
				t.Errorf("a target of %v at %v", s, at)
			}
			targets = append(targets, rect{at, at.AddXY(o.Size().Width, o.Size().Height)})
		})
		for i, a := range targets {
			for _, b := range targets[:i] {
				if a.at.X < b.end.X && b.at.X < a.end.X && a.at.Y < b.end.Y && b.at.Y < a.end.Y {
					t.Errorf("targets %v and %v overlap", a, b)
				}
			}
		}
		if len(targets) == 0 {
			t.Error("there is no target, not even for the language")
		}
	})
}

func TestNoScreenHasWhatAGloveCannotUse(t *testing.T) {
	every(t, func(t *testing.T, b *Board) {
		each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			switch o.(type) {
			case fyne.DoubleTappable, fyne.Scrollable, fyne.Draggable, fyne.Focusable:
				t.Errorf("%T", o)
			}
		})
	})
}

func TestAPictureShowsTheScreen(t *testing.T) {
	begin(t)
	picture := drawn(screens()[0].view, sizes[2], nil).Picture()
	if got := picture.Bounds().Size(); got.X != 1280 || got.Y != 800 {
		t.Errorf("a picture of %v", got)
	}
	if r, g, b, _ := picture.At(640, 4).RGBA(); uint8(r>>8) != theme.Calm.Brick.R || uint8(g>>8) != theme.Calm.Brick.G || uint8(b>>8) != theme.Calm.Brick.B {
		t.Errorf("the header is %x %x %x", r, g, b)
	}
}

func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given by -gallery")
	}
	every(t, func(t *testing.T, b *Board) {
		name := strings.TrimPrefix(filepath.Base(t.Name()), "TestGallery/")
		file, err := os.Create(filepath.Join(*gallery, name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := png.Encode(file, b.Picture()); err != nil {
			t.Fatal(err)
		}
	})
}
