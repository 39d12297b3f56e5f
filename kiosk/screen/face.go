package screen

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// face is a ground of one colour with round corners and an edge. Fyne's own
// rectangle runs a long shader for each pixel of it, which is most of a frame
// where OpenGL is done in software. A face runs the shortest there is over its
// inside, and works corners and edge out along its rim alone. It lays its pieces
// out itself: the inside, then top, bottom, left and right.
type face struct {
	fill, edge     color.NRGBA
	radius, stroke float32 // in pixels
	pieces         []*canvas.Shader
}

// spill is what Fyne paints around a shader, in pixels.
const spill = 1

// newFace is a face with corners of a radius and an edge of a width, in pixels;
// without either it has no rim.
func newFace(fill, edge color.NRGBA, radius, stroke float32) *face {
	f := &face{fill: fill, edge: edge, radius: radius, stroke: stroke}
	f.pieces = []*canvas.Shader{canvas.NewShader("nuanxin inside", insideShader, insideShaderES)}
	if radius > 0 {
		for range 4 {
			f.pieces = append(f.pieces, canvas.NewShader("nuanxin rim", rimShader, rimShaderES))
		}
	}
	for _, p := range f.pieces {
		p.Uniforms = map[string]float32{}
	}
	f.color()
	return f
}

// flat is a ground with sharp corners.
func flat(fill color.NRGBA) *fyne.Container { return newFace(fill, fill, 0, 0).whole() }

// whole is the face as it goes on the screen.
func (f *face) whole() *fyne.Container {
	all := container.New(f)
	for _, p := range f.pieces {
		all.Objects = append(all.Objects, p)
	}
	return all
}

// faceOf is the face that an object is the whole of, or nil.
func faceOf(o fyne.CanvasObject) (*face, *fyne.Container) {
	if c, ok := o.(*fyne.Container); ok {
		if f, ok := c.Layout.(*face); ok {
			return f, c
		}
	}
	return nil, nil
}

// under puts the face under its content.
func (f *face) under(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(f.whole(), content)
}

// show changes the colour of the face.
func (f *face) show(fill color.NRGBA) {
	if f.fill == fill {
		return
	}
	f.fill = fill
	f.color()
	f.pieces[0].Refresh() // a frame paints everything
}

func (f *face) color() {
	for _, p := range f.pieces {
		p.Uniforms["r"], p.Uniforms["g"], p.Uniforms["b"] = units(f.fill)
		if f.radius > 0 {
			p.Uniforms["edgeR"], p.Uniforms["edgeG"], p.Uniforms["edgeB"] = units(f.edge)
		}
	}
}

func units(c color.NRGBA) (r, g, b float32) {
	return float32(c.R) / 0xFF, float32(c.G) / 0xFF, float32(c.B) / 0xFF
}

func (f *face) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(1) }

// Layout takes whole pixels, so that the pieces meet without a seam.
func (f *face) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) > 0 && objects[0] != fyne.CanvasObject(f.pieces[0]) {
		filler{}.Layout(objects, size) // it is drawn as a rectangle
		return
	}
	w, h := rounded(size.Width), rounded(size.Height)
	if f.radius == 0 {
		f.piece(0, 0, 0, w, h, w, h)
		return
	}
	rim := f.rim(w, h)
	f.piece(0, rim, rim, w-2*rim, h-2*rim, w, h)
	f.piece(1, 0, 0, w, rim, w, h)
	f.piece(2, 0, h-rim, w, rim, w, h)
	f.piece(3, 0, rim, rim, h-2*rim, w, h)
	f.piece(4, w-rim, rim, rim, h-2*rim, w, h)
}

// rim is how wide the rim has to be for the inside to touch neither corner nor edge.
func (f *face) rim(w, h float32) float32 {
	need := f.corner(w, h)*(1-math.Sqrt2/2) + f.stroke
	return min(float32(math.Ceil(float64(need))), float32(math.Floor(float64(min(w, h)/2))))
}

// corner is the radius that there is room for.
func (f *face) corner(w, h float32) float32 { return max(1, min(f.radius, w/2, h/2)) }

// piece lays one piece out, and tells it how far within the whole face of w x h
// it lies. Fyne paints a pixel more around a shader than its size, for soft
// edges, so the piece takes one less.
func (f *face) piece(i int, x, y, width, height, w, h float32) {
	p := f.pieces[i]
	p.Hidden = width <= 0 || height <= 0
	p.Move(fyne.NewPos(x+spill, y+spill))
	p.Resize(fyne.NewSize(width-2*spill, height-2*spill))
	if i == 0 {
		return
	}
	p.Uniforms["radius"], p.Uniforms["stroke"] = f.corner(w, h), f.stroke
	p.Uniforms["left"], p.Uniforms["top"] = x+spill, y+spill
	p.Uniforms["width"], p.Uniforms["height"] = w, h
}

func rounded(v float32) float32 { return float32(math.Round(float64(v))) }

// rectangle is the face for a painter that runs no shaders.
func (f *face) rectangle() *canvas.Rectangle {
	r := canvas.NewRectangle(f.fill)
	r.CornerRadius, r.StrokeColor, r.StrokeWidth = f.radius, f.edge, f.stroke
	return r
}
