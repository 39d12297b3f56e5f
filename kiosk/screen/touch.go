package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// touch is the only thing on the screen that is tapped. It is drawn anew with the screen, so it takes no press itself:
// the Board does.
type touch struct {
	widget.BaseWidget
	paint paint
	face  *face
	asks  flow.Action // nil where there is nothing to tap just now
	whole *fyne.Container
}

func newTouch(p paint, radius float32, content fyne.CanvasObject, asks flow.Action) *touch {
	f := newFace(p.rest, p.edge, radius, 2)
	t := &touch{paint: p, face: f, asks: asks, whole: f.under(content)}
	t.ExtendBaseWidget(t)
	return t
}

func (t *touch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.whole) }

func (t *touch) MinSize() fyne.Size {
	return t.whole.MinSize().Max(fyne.NewSquareSize(theme.MinTarget))
}

// show draws it pressed, or at rest. A touch that is nil has nothing to draw.
func (t *touch) show(pressed bool) {
	switch {
	case t == nil:
	case pressed:
		t.face.show(t.paint.pressed)
	default:
		t.face.show(t.paint.rest)
	}
}
