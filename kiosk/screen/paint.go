package screen

import (
	"image/color"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// paint is how a touch looks at rest and pressed.
type paint struct{ rest, pressed, edge, text, second color.NRGBA }

func (s sheet) mainPaint() paint { return paint{s.Brick, s.BrickDark, s.Brick, s.Card, s.Cream} }

func (s sheet) cardPaint() paint { return paint{s.Card, s.Sand, s.Line, s.Ink, s.Soft} }

func (s sheet) barPaint() paint { return paint{s.BrickDark, s.Brick, s.BrickDark, s.Card, s.Cream} }

func (s sheet) chosenPaint() paint { return paint{s.Blush, s.Sand, s.Brick, s.Brick, s.Brick} }

func (s sheet) spentPaint() paint { return paint{s.Sand, s.Card, s.Sand, s.Soft, s.Soft} }

// ground is what a device's sign stands on: grey where the device is out.
func (s sheet) ground(d flow.Device) color.NRGBA {
	if d.Out {
		return s.Soft
	}
	return s.Brick
}
