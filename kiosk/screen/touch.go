package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// deed is what tapping asks for, and where it is asked.
type deed struct {
	action flow.Action
	act    func(flow.Action)
}

// touch is the only thing on the screen that is tapped. It shows the press
// before the finger is lifted. It is no DoubleTappable: that would delay taps.
type touch struct {
	widget.BaseWidget
	paint paint
	face  *face
	deed  *deed // nil where there is nothing to tap just now
	whole *fyne.Container
}

var (
	_ fyne.Tappable     = (*touch)(nil)
	_ desktop.Mouseable = (*touch)(nil)
	_ desktop.Hoverable = (*touch)(nil)
)

func newTouch(p paint, radius float32, content fyne.CanvasObject, does *deed) *touch {
	f := newFace(p.rest, p.edge, radius, 2)
	t := &touch{paint: p, face: f, deed: does, whole: f.under(content)}
	t.ExtendBaseWidget(t)
	return t
}

func (t *touch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.whole) }

func (t *touch) MinSize() fyne.Size {
	return t.whole.MinSize().Max(fyne.NewSquareSize(theme.MinTarget))
}

func (t *touch) Tapped(*fyne.PointEvent) {
	if t.deed != nil {
		t.deed.act(t.deed.action)
	}
}

func (t *touch) MouseDown(*desktop.MouseEvent) {
	if t.deed != nil {
		t.face.show(t.paint.pressed)
	}
}

func (t *touch) MouseUp(*desktop.MouseEvent) { t.face.show(t.paint.rest) }

// A finger that slides off takes its press with it: the release is then told
// to whatever is under it. There is no other hover; fingers have none.

func (t *touch) MouseIn(*desktop.MouseEvent)    {}
func (t *touch) MouseMoved(*desktop.MouseEvent) {}
func (t *touch) MouseOut()                      { t.face.show(t.paint.rest) }
