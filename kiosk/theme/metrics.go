package theme

// MinTarget is the least side of anything that is tapped, in pixels: 20 mm on
// a 21-inch panel of 1920x1080 (4.13 pixels a millimetre) is 83.
const MinTarget = 84

// Metrics are the sizes of one screen, in pixels (FYNE_SCALE is 1).
type Metrics struct {
	Width, Height float32

	Display, Title, Heading, Body, Small float32 // type

	Margin, Gap, Tight float32 // distances: to the edge, between cards, within one
	Radius             float32 // corners
	Target             float32 // the usual height of a button
	Bar                float32 // the height of the header; the footer has less
	Icon               float32
}

// Fit gives the metrics of a screen: drawn for a short side of 1080, smaller
// in proportion below it, targets never below MinTarget. Large is for type a
// quarter larger.
func Fit(width, height float32, large bool) Metrics {
	u := max(0.6, min(width, height, 1080)/1080)
	t := u
	if large {
		t *= 1.25
	}
	return Metrics{
		Width: width, Height: height,
		Display: 64 * t, Title: 48 * t, Heading: 36 * t, Body: 28 * t, Small: 23 * t,
		Margin: 56 * u, Gap: 28 * u, Tight: 14 * u,
		Radius: 24 * u,
		Target: max(MinTarget, 108*u),
		Bar:    max(MinTarget+16, 124*u),
		Icon:   60 * u,
	}
}

// Portrait reports whether the screen stands on its short side.
func (m Metrics) Portrait() bool { return m.Height > m.Width }
