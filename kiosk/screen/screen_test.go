package screen

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

var sizes = []fyne.Size{{Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}, {Width: 1280, Height: 800}}

func begin(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
}

// drawn gives a Board that shows a view at a size.
func drawn(v flow.View, size fyne.Size, tap func(flow.Tap)) *Board {
	b := NewBoard(codeOnce, time.Now, tap)
	b.view = v
	b.Resize(size)
	return b
}

// looks are the ways to draw a screen. Contrast changes no layout, and hands only what stands left and right, so
// they need not be drawn in every size.
var looks = []struct {
	name    string
	look    flow.Look
	sizes   []fyne.Size
	without []string // surroundings that add nothing here
}{
	{"", flow.Look{}, sizes, nil},
	{"-large", flow.Look{Large: true}, sizes, []string{"-partly", "-busy"}},
	{"-strong", flow.Look{Strong: true}, sizes[2:], []string{"-crowded", "-partly"}},
	{"-left", flow.Look{LeftHanded: true}, sizes[1:], []string{"-crowded", "-partly", "-busy"}},
}

// every runs check for every sample, look, size and language.
func every(t *testing.T, check func(t *testing.T, b *Board)) {
	begin(t)
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		for _, s := range samples(l) {
			for _, in := range looks {
				if slices.ContainsFunc(in.without, func(end string) bool { return strings.HasSuffix(s.name, end) }) {
					continue
				}
				s.view.Look = in.look
				for _, size := range in.sizes {
					t.Run(fmt.Sprintf("%s-%.0fx%.0f-%s%s", []string{"zh", "en"}[l], size.Width, size.Height, s.name, in.name), func(t *testing.T) {
						check(t, drawn(s.view, size, func(flow.Tap) {}))
					})
				}
			}
		}
	}
}

// codes are the QR codes drawn so far: the matrix shows the same few on hundreds of screens.
var codes = map[string]image.Image{}

func codeOnce(text string, pixels int) (image.Image, error) {
	key := fmt.Sprint(pixels, text)
	if drawing, ok := codes[key]; ok {
		return drawing, nil
	}
	drawing, err := qr.Image(text, pixels)
	if err == nil {
		codes[key] = drawing
	}
	return drawing, err
}

// each visits every object that is drawn, with its place on the screen.
func each(o fyne.CanvasObject, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	at = at.Add(o.Position())
	if !o.Visible() {
		return
	}
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

// placed is an object with its place on the screen.
type placed struct {
	fyne.CanvasObject
	at fyne.Position
}

func (p placed) end() fyne.Position { return p.at.AddXY(p.Size().Width, p.Size().Height) }

func (p placed) middle() fyne.Position { return p.at.AddXY(p.Size().Width/2, p.Size().Height/2) }

func (p placed) holds(at fyne.Position) bool {
	return at.X >= p.at.X && at.X <= p.end().X && at.Y >= p.at.Y && at.Y <= p.end().Y
}

func (p placed) overlaps(o placed) bool {
	return p.at.X < o.end().X && o.at.X < p.end().X && p.at.Y < o.end().Y && o.at.Y < p.end().Y
}

func TestEveryScreenCanBeReadAndTapped(t *testing.T) {
	every(t, func(t *testing.T, b *Board) {
		need, have := b.whole.MinSize(), b.Size()
		if need.Width > have.Width+0.5 || need.Height > have.Height+0.5 {
			t.Errorf("needs %v of %v", need, have)
		}
		var all []placed
		each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) { all = append(all, placed{o, at}) })
		nothingClipped(t, b, all)
		nothingSpills(t, placed{b.whole, fyne.Position{}})
		targetsLargeAndApart(t, all)
		nothingForBareFingers(t, all)
		everyTextStandsOut(t, b, all)
		everyPressShows(t, b)
	})
}

// Nothing may reach beyond the screen, no text or picture beyond its room, and
// no text may stand so that it is cut.
func nothingClipped(t *testing.T, b *Board, all []placed) {
	for _, p := range all {
		if p.at.X < -0.5 || p.at.Y < -0.5 || p.end().X > b.Size().Width+0.5 || p.end().Y > b.Size().Height+0.5 {
			t.Errorf("%T at %v, %v, is beyond the screen", p.CanvasObject, p.at, p.Size())
		}
		if text, ok := p.CanvasObject.(*canvas.Text); ok {
			if need := text.MinSize(); need.Width > p.Size().Width+0.5 || need.Height > p.Size().Height+0.5 {
				t.Errorf("%q needs %v of %v", text.Text, need, p.Size())
			}
		}
	}
}

// nothingSpills: what lies on something does not reach beyond it.
func nothingSpills(t *testing.T, p placed) {
	c, ok := p.CanvasObject.(*fyne.Container)
	if on, is := p.CanvasObject.(*touch); is {
		c, ok = on.whole, true
	}
	if !ok {
		return
	}
	for _, o := range c.Objects {
		part := placed{o, p.at.Add(o.Position())}
		if !o.Visible() {
			continue
		}
		if d := max(p.at.X-part.at.X, p.at.Y-part.at.Y, part.end().X-p.end().X, part.end().Y-p.end().Y); d > 1 {
			t.Errorf("%v at %v, %v, reaches %.0f beyond what it lies on", said(o), part.at, part.Size(), d)
			return
		}
		nothingSpills(t, part)
	}
}

func targetsLargeAndApart(t *testing.T, all []placed) {
	var targets []placed
	for _, p := range all {
		if _, ok := p.CanvasObject.(*touch); !ok {
			continue
		}
		if s := p.Size(); s.Width < theme.MinTarget || s.Height < theme.MinTarget {
			t.Errorf("a target of %v at %v", s, p.at)
		}
		for _, other := range targets {
			if p.overlaps(other) {
				t.Errorf("targets at %v and %v overlap", p.at, other.at)
			}
		}
		targets = append(targets, p)
	}
	if len(targets) == 0 {
		t.Error("there is no target, not even for the language")
	}
}

// What a glove cannot use: it neither scrolls nor drags nor taps twice. What would take presses from the Board would
// lose them when it is drawn anew.
func nothingForBareFingers(t *testing.T, all []placed) {
	for _, p := range all {
		switch p.CanvasObject.(type) {
		case fyne.DoubleTappable, fyne.Scrollable, fyne.Draggable, fyne.Focusable, fyne.Tappable, desktop.Mouseable, desktop.Hoverable:
			t.Errorf("%T", p.CanvasObject)
		}
	}
}

// everyPressShows: what can be tapped looks otherwise while it is pressed, and can be read then too.
func everyPressShows(t *testing.T, b *Board) {
	for _, on := range touches(b) {
		p := on.paint
		if on.asks == nil {
			continue
		}
		if p.pressed == p.rest {
			t.Errorf("%q looks pressed as it does at rest", said(on))
		}
		if got := theme.Contrast(p.text, p.pressed); got < leastContrast(b) {
			t.Errorf("%q has a contrast of %.1f while it is pressed", said(on), got)
		}
	}
}

func leastContrast(b *Board) float64 {
	if b.view.Look.Strong {
		return 7
	}
	return 4.5
}

// everyTextStandsOut takes each text's contrast against what was drawn under it.
func everyTextStandsOut(t *testing.T, b *Board, all []placed) {
	least := leastContrast(b)
	for i, p := range all {
		text, ok := p.CanvasObject.(*canvas.Text)
		if !ok || text.Text == "" {
			continue
		}
		ground := under(all[:i], p.middle())
		if got := theme.Contrast(text.Color.(color.NRGBA), ground); got < least {
			t.Errorf("%q has a contrast of %.1f, not %g", text.Text, got, least)
		}
	}
}

func under(all []placed, at fyne.Position) color.NRGBA {
	for _, p := range slices.Backward(all) {
		if f, _ := faceOf(p.CanvasObject); f != nil && p.holds(at) {
			return f.fill
		}
	}
	return theme.Calm.Paper // the window's own
}

func TestAPictureShowsTheScreen(t *testing.T) {
	begin(t)
	picture := drawn(named(t, "home"), sizes[2], nil).Picture()
	if got := picture.Bounds().Size(); got.X != 1280 || got.Y != 800 {
		t.Errorf("a picture of %v", got)
	}
	if r, g, b, _ := picture.At(640, 4).RGBA(); uint8(r>>8) != theme.Calm.Brick.R || uint8(g>>8) != theme.Calm.Brick.G || uint8(b>>8) != theme.Calm.Brick.B {
		t.Errorf("the header is %x %x %x", r, g, b)
	}
}
