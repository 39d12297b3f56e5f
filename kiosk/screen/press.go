package screen

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// press is a finger on a target, from when it comes down until it is lifted. It outlives what is drawn: a notice, a
// countdown or a list may change the screen meanwhile, and move the target or take it away. What was pressed is what is
// meant. Its action says all that matters of what it is about, such as the question that an answer is for, and the flow
// takes no action that is no longer possible.
type press struct {
	asks   flow.Action
	at     fyne.Position // of the target when it was pressed
	size   fyne.Size
	finger fyne.Position
	// shown is the target that is drawn pressed just now, nil while the finger is beside it.
	shown *touch
}

// stray is how far a finger may get beyond its target and still be on it, in pixels: a glove rolls as it is lifted. It
// is 5 mm on a 21-inch panel of 1920x1080.
const stray = theme.MinTarget / 4

// away is where no target is.
var away = fyne.NewPos(-1e6, -1e6)

// The Board takes all presses itself. Fyne taps an object only where it was both pressed and released, and a screen
// drawn anew has other objects. It is no Tappable, so that a release acts once, and no DoubleTappable, which would delay
// it.
var (
	_ desktop.Mouseable = (*Board)(nil)
	_ desktop.Hoverable = (*Board)(nil)
)

// MouseDown is a finger that comes down. One that does before the screen can have been seen presses nothing.
func (b *Board) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	b.letGo() // a finger whose release has been lost
	if b.Settling() {
		return
	}
	b.touches(func(t *touch, at fyne.Position) {
		if within(e.Position, at, t.Size(), 0) {
			b.press = &press{asks: t.asks, at: at, size: t.Size(), finger: e.Position}
		}
	})
	b.follow()
}

// MouseUp is a finger that is lifted. It taps what it pressed unless it has slid off.
func (b *Board) MouseUp(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary || b.press == nil {
		return
	}
	b.slide(e.Position)
	pressed := *b.press
	b.letGo()
	if pressed.shown != nil || pressed.stays() {
		b.tap(flow.Tap{Session: b.view.Session, Action: pressed.asks})
	}
}

// MouseIn is Fyne's.
func (b *Board) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved is a finger that slides, or a pointer without one.
func (b *Board) MouseMoved(e *desktop.MouseEvent) {
	if e.Button&desktop.MouseButtonPrimary == 0 { // it was lifted where nobody told
		b.letGo()
		return
	}
	b.slide(e.Position)
}

// MouseOut is a finger that slides off the window. It may come back.
func (b *Board) MouseOut() { b.slide(away) }

func (b *Board) slide(to fyne.Position) {
	if b.press != nil {
		b.press.finger = to
		b.follow()
	}
}

// follow shows the press where it is just now.
func (b *Board) follow() {
	if b.press == nil {
		return
	}
	if on := b.pressed(); on != b.press.shown {
		b.press.shown.show(false)
		on.show(true)
		b.press.shown = on
	}
}

// stays reports whether the finger is where it pressed.
func (p press) stays() bool { return within(p.finger, p.at, p.size, stray) }

// pressed is the target that asks for what was pressed, if the finger is on it or stays where it was then. There may be
// none now.
func (b *Board) pressed() (on *touch) {
	p := b.press
	stays := p.stays()
	b.touches(func(t *touch, at fyne.Position) {
		if (within(p.finger, at, t.Size(), stray) || stays && on == nil) && reflect.DeepEqual(t.asks, p.asks) {
			on = t
		}
	})
	return on
}

// letGo forgets the press.
func (b *Board) letGo() {
	if b.press != nil {
		b.press.shown.show(false)
		b.press = nil
	}
}

// within reports whether a point lies on an object, or no farther from it than beyond.
func within(point, at fyne.Position, size fyne.Size, beyond float32) bool {
	x, y := point.X-at.X, point.Y-at.Y
	return x >= -beyond && y >= -beyond && x < size.Width+beyond && y < size.Height+beyond
}
