package e2e

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// finger is somebody before the kiosk's screen: it sees pixels and taps them,
// by the X server's own test extension, as a touch panel would.
type finger struct {
	x    *xgb.Conn
	root xproto.Window
	size image.Point
}

func newFinger(t testing.TB, display string) *finger {
	xgb.Logger.SetOutput(io.Discard) // it tells of every connection's end
	x, err := xgb.NewConnDisplay(display)
	if err == nil {
		t.Cleanup(x.Close)
		err = xtest.Init(x)
	}
	if err != nil {
		t.Fatalf("display %s: %v", display, err)
	}
	screen := xproto.Setup(x).DefaultScreen(x)
	return &finger{x, screen.Root, image.Pt(int(screen.WidthInPixels), int(screen.HeightInPixels))}
}

// moveTo lays the finger over a place. A kiosk's panel does so in one with the
// press; a pointer moves first.
func (f *finger) moveTo(at image.Point) error {
	return xtest.FakeInputChecked(f.x, xproto.MotionNotify, 0, 0, f.root, int16(at.X), int16(at.Y), 0).Check()
}

func (f *finger) press() error {
	return xtest.FakeInputChecked(f.x, xproto.ButtonPress, 1, 0, f.root, 0, 0, 0).Check()
}

func (f *finger) release() error {
	return xtest.FakeInputChecked(f.x, xproto.ButtonRelease, 1, 0, f.root, 0, 0, 0).Check()
}

func (f *finger) tap(at image.Point) error {
	for _, do := range []func() error{func() error { return f.moveTo(at) }, f.press, f.release} {
		if err := do(); err != nil {
			return fmt.Errorf("tap at %v: %w", at, err)
		}
	}
	return nil
}

// pixels are what a part of the screen shows: blue, green, red and nothing for
// each pixel.
func (f *finger) pixels(part image.Rectangle) ([]byte, error) {
	r, err := xproto.GetImage(f.x, xproto.ImageFormatZPixmap, xproto.Drawable(f.root),
		int16(part.Min.X), int16(part.Min.Y), uint16(part.Dx()), uint16(part.Dy()), 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("picture of %v: %w", part, err)
	}
	return r.Data, nil
}

// picture is what the whole screen shows.
func (f *finger) picture() (image.Image, error) {
	whole := image.Rectangle{Max: f.size}
	data, err := f.pixels(whole)
	if err != nil {
		return nil, err
	}
	all := image.NewRGBA(whole)
	for i := 0; i < len(data)/4; i++ {
		all.SetRGBA(i%f.size.X, i/f.size.X, color.RGBA{data[4*i+2], data[4*i+1], data[4*i], 255})
	}
	return all, nil
}
