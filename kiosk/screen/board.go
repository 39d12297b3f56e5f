package screen

import (
	"image"
	"reflect"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// Board is the whole screen. It is drawn anew where a View differs in more
// than what changes by itself (clock, countdown, status, the code for phones):
// those change in place, which costs less. A press under way outlasts both.
type Board struct {
	widget.BaseWidget
	qr    QR
	tap   func(flow.Tap)
	view  flow.View
	whole *fyne.Container
	live  live
	press *press // nil while no finger is on a target
	// changed is when another screen came; now tells the time.
	changed time.Time
	now     func() time.Time
}

// settling is how long a screen that has just come takes no press: one so soon
// was meant for the screen before, or is the second of a double tap.
const settling = 250 * time.Millisecond

// live are the pieces of a drawn screen that change in place; nil where the
// screen has none.
type live struct {
	drawn            bool
	clock, countdown *canvas.Text
	seats            *canvas.Text
	status, code     *fyne.Container
	// welcome is as wide as the screen left it, so it knows how to draw itself.
	welcome     *fyne.Container
	drawWelcome func(flow.View) fyne.CanvasObject
	// typed is what keys have written, words what can be made of it: a key
	// pressed draws no key anew.
	typed, words         *fyne.Container
	drawTyped, drawWords func(flow.Screen) fyne.CanvasObject
	saying               *fyne.Container
	drawSaying           func(flow.Saying) fyne.CanvasObject
}

// NewBoard makes a Board that shows nothing yet. tap is called on Fyne's
// thread and must return at once.
func NewBoard(qr QR, now func() time.Time, tap func(flow.Tap)) *Board {
	b := &Board{qr: qr, now: now, tap: tap, whole: container.NewStack()}
	b.ExtendBaseWidget(b)
	return b
}

// Display draws a View. It must be called on Fyne's thread.
func (b *Board) Display(v flow.View) {
	old := b.view
	b.view = v
	if old.Session != v.Session || reflect.TypeOf(old.Screen) != reflect.TypeOf(v.Screen) {
		b.changed = b.now()
		b.letGo() // it was for the screen before
	}
	if b.live.drawn && reflect.DeepEqual(still(old), still(v)) {
		b.update(old)
		if len(b.beyond()) == 0 {
			return
		}
		// A line has come for which there was no room: the same with less beside it.
	}
	b.draw()
}

// Settling reports whether the screen is too new to be tapped. It must be called
// on Fyne's thread.
func (b *Board) Settling() bool { return b.now().Sub(b.changed) < settling }

// still is a View without what changes by itself.
func still(v flow.View) flow.View {
	blank, told := flow.View{}, v
	v.Now, v.Phone, v.Status, v.Devices, v.Outage = blank.Now, blank.Phone, blank.Status, blank.Devices, blank.Outage
	if v.Countdown > 0 {
		v.Countdown = 1
	}
	switch at := v.Screen.(type) {
	case flow.Home:
		at.Saying, at.Seats.Age = flow.Saying{}, 0
		v.Screen = at
	case flow.Identify:
		v.Outage = told.Outage // its hint depends on it
	case flow.Condition:
		v.Devices = told.Devices
	case flow.Keypad:
		if !at.Locked.IsZero() {
			v.Now = told.Now // it says how long yet
		}
		v.Screen = keysOf(at)
	case flow.Pad, flow.ClaimPad:
		v.Screen = keysOf(at)
	}
	return v
}

// Resize draws anew for another size.
func (b *Board) Resize(size fyne.Size) {
	if size == b.Size() {
		return
	}
	b.BaseWidget.Resize(size)
	b.draw()
}

// MinSize lets the window be of any size; whether a screen fits is for the
// tests.
func (b *Board) MinSize() fyne.Size { return fyne.NewSquareSize(1) }

// CreateRenderer is Fyne's.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.whole) }

func (b *Board) sheet() sheet {
	look := b.view.Look
	m := theme.Fit(b.Size().Width, b.Size().Height, look.Large)
	return sheet{
		Metrics: m, Palette: palette(look), view: b.view, lang: b.view.Lang, width: m.Width - 2*m.Margin, qr: b.qr,
		lessonPicture: sync.OnceValue(func() image.Image { return lessonPicture(b.view) }),
	}
}

func palette(l flow.Look) theme.Palette {
	if l.Strong {
		return theme.Strong
	}
	return theme.Calm
}

func (b *Board) draw() {
	if b.view.Screen == nil || b.Size().IsZero() {
		return
	}
	b.whole.Objects = []fyne.CanvasObject{b.content()}
	b.whole.Refresh()
	b.follow()
}

// update changes what changes by itself.
func (b *Board) update(old flow.View) {
	s := b.sheet()
	set(b.live.clock, s.clock())
	set(b.live.countdown, s.countdown())
	set(b.live.seats, s.freeSeats())
	if old.Status != b.view.Status || old.Outage != b.view.Outage || !old.Now.Equal(b.view.Now) {
		put(b.live.status, s.status())
	}
	if old.Devices != b.view.Devices && b.live.welcome != nil {
		put(b.live.welcome, b.live.drawWelcome(b.view))
	}
	b.retype(old.Screen)
	if home, is := b.view.Screen.(flow.Home); is && b.live.saying != nil && old.Screen.(flow.Home).Saying != home.Saying {
		put(b.live.saying, b.live.drawSaying(home.Saying))
	}
	if old.Phone != b.view.Phone {
		put(b.live.code, s.phoneCode())
	}
	b.follow()
}

func set(t *canvas.Text, text string) {
	if t != nil && t.Text != text {
		t.Text = text
		t.Refresh()
	}
}

func put(c *fyne.Container, o fyne.CanvasObject) {
	if c != nil {
		c.Objects = []fyne.CanvasObject{o}
		c.Refresh()
	}
}
