package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// line lays objects out one after another, with a gap, each as wide as the
// line is across. What is wrapped in fill shares the room that is left.
type line struct {
	down bool
	gap  float32
}

func column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{true, gap}, objects...)
}

func row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{false, gap}, objects...)
}

// filler marks an object that takes room by weight.
type filler struct{ weight float32 }

func fill(o fyne.CanvasObject) *fyne.Container { return share(1, o) }

func share(weight float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(filler{weight}, o)
}

func (filler) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (filler) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func weight(o fyne.CanvasObject) float32 {
	if c, ok := o.(*fyne.Container); ok {
		if f, ok := c.Layout.(filler); ok {
			return f.weight
		}
	}
	return 0
}

// turn exchanges width and height for a line that runs across.
func (l line) turn(s fyne.Size) fyne.Size {
	if l.down {
		return s
	}
	return fyne.NewSize(s.Height, s.Width)
}

func (l line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	length, across := l.gap*float32(max(0, len(objects)-1)), float32(0)
	for _, o := range objects {
		m := l.turn(o.MinSize())
		length, across = length+m.Height, max(across, m.Width)
	}
	return l.turn(fyne.NewSize(across, length))
}

func (l line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	size = l.turn(size)
	at := float32(0)
	for i, length := range l.lengths(objects, size.Height) {
		corner := l.turn(fyne.NewSize(0, at))
		objects[i].Move(fyne.NewPos(corner.Width, corner.Height))
		objects[i].Resize(l.turn(fyne.NewSize(size.Width, length)))
		at += length + l.gap
	}
}

// lengths are what each object needs, and more where it shares the room that is left.
func (l line) lengths(objects []fyne.CanvasObject, room float32) []float32 {
	all, weights := make([]float32, len(objects)), make([]float32, len(objects))
	room -= l.gap * float32(max(0, len(objects)-1))
	for i, o := range objects {
		all[i], weights[i] = l.turn(o.MinSize()).Height, weight(o)
		if weights[i] == 0 {
			room -= all[i]
		}
	}
	divide(weights, all, room)
	return all
}

// divide divides the room by weight. What needs more than its part has what it needs, and no part in the rest.
func divide(weights, all []float32, room float32) {
	total := float32(0)
	for _, w := range weights {
		total += w
	}
	for i, w := range weights {
		if w > 0 && all[i] > room*w/total {
			weights[i] = 0
			divide(weights, all, room-all[i])
			return
		}
	}
	for i, w := range weights {
		if w > 0 {
			all[i] = max(0, room) * w / total
		}
	}
}

// cells lays objects out in columns and rows of one size, no higher than most
// where that is set.
type cells struct {
	columns, rows int
	gap, most     float32
}

func grid(columns, rows int, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(cells{columns, rows, gap, 0}, objects...)
}

func (c cells) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := largest(objects)
	w, h := float32(c.columns), float32(c.rows)
	return fyne.NewSize(m.Width*w+c.gap*(w-1), m.Height*h+c.gap*(h-1))
}

func (c cells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := max(0, size.Width-c.gap*float32(c.columns-1)) / float32(c.columns)
	h := max(0, size.Height-c.gap*float32(c.rows-1)) / float32(c.rows)
	if c.most > 0 {
		h = min(h, max(c.most, largest(objects).Height))
	}
	for i, o := range objects {
		x, y := float32(i%c.columns), float32(i/c.columns)
		o.Move(fyne.NewPos(x*(w+c.gap), y*(h+c.gap)))
		o.Resize(fyne.NewSize(w, h))
	}
}

// inset keeps a distance to the edges.
type inset struct{ x, y float32 }

func pad(x, y float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{x, y}, o)
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return largest(objects).AddWidthHeight(2*i.x, 2*i.y)
}

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(i.x, i.y))
		o.Resize(size.SubtractWidthHeight(2*i.x, 2*i.y).Max(fyne.Size{})) // painters take no less than nothing
	}
}

// middle centres objects down, and across unless wide.
type middle struct{ wide bool }

// center puts o in the middle of its room.
func center(o fyne.CanvasObject) *fyne.Container { return container.New(middle{}, o) }

// level puts o half-way down its room, as wide as the room.
func level(o fyne.CanvasObject) *fyne.Container { return container.New(middle{true}, o) }

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (m middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		s := o.MinSize()
		if m.wide {
			s.Width = size.Width
		}
		o.Move(fyne.NewPos((size.Width-s.Width)/2, (size.Height-s.Height)/2))
		o.Resize(s)
	}
}

// sized gives its objects at least a size.
type sized struct{ fyne.Size }

func atLeast(w, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(sized{fyne.NewSize(w, h)}, o)
}

func (s sized) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects).Max(s.Size) }

func (sized) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	filler{}.Layout(objects, size)
}

func largest(objects []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m
}
