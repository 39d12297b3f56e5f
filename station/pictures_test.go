package station_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// drawing is a PNG of one colour.
func drawing(t *testing.T, width, height int, c color.Color) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{c})
	var file bytes.Buffer
	must(t, png.Encode(&file, m))
	return file.Bytes()
}

// noise is a picture that no encoder makes small.
func noise(side int) image.Image {
	m, r := image.NewGray(image.Rect(0, 0, side, side)), rand.New(rand.NewPCG(1, 1))
	for i := range m.Pix {
		m.Pix[i] = byte(r.Uint32())
	}
	return m
}

func sendPicture(t *testing.T, s *station.Station, file []byte) []byte {
	t.Helper()
	stationtest.Send(t, s, &event.Down{Body: &event.Down_PictureFile{PictureFile: &event.PictureFile{Data: file}}})
	sum := sha256.Sum256(file)
	return sum[:]
}

func holds(t *testing.T, s *station.Station, sum []byte) bool {
	t.Helper()
	file, err := s.Picture(sum)
	must(t, err)
	if is := sha256.Sum256(file); file != nil && !bytes.Equal(is[:], sum) {
		t.Errorf("picture %x is another", sum)
	}
	return file != nil
}

// TestPicturesStayAsLongAsAPageShowsThem, whether they or the pack came first.
func TestPicturesStayAsLongAsAPageShowsThem(t *testing.T) {
	s, f := open(t)
	first := sendPicture(t, s, drawing(t, 40, 30, color.Black))
	second := sendPicture(t, s, drawing(t, 40, 30, color.White))
	show := func(id string, version uint32, sums ...[]byte) {
		m := &event.PackManifest{Id: id, Version: version}
		for _, sum := range sums {
			m.Pages = append(m.Pages, &event.PackPage{TextZh: "一", Picture: sum})
		}
		stationtest.SendPack(t, s, f.Pack(t, m))
	}
	show("rain", 1, first, second)
	show("snow", 1, second, nil)
	show("rain", 2, nil)
	if holds(t, s, first) || !holds(t, s, second) {
		t.Errorf("after the first pack shows none: first %t, second %t", holds(t, s, first), holds(t, s, second))
	}
	stationtest.SendPack(t, s, f.Pack(t, &event.PackManifest{Id: "snow", Version: 2, Withdrawn: true}))
	if holds(t, s, second) {
		t.Error("the picture of a withdrawn pack is still there")
	}
	if r, err := s.Check(); err != nil || len(r.Faults) != 0 {
		t.Errorf("check: %v %v", r.Faults, err)
	}
}

// TestWhatIsNoPictureIsRefused, and what is behind it is applied.
func TestWhatIsNoPictureIsRefused(t *testing.T) {
	var large, fits bytes.Buffer
	must(t, jpeg.Encode(&large, noise(400), nil))
	must(t, jpeg.Encode(&fits, noise(200), nil))
	good := drawing(t, 1600, 1600, color.Black)
	for name, c := range map[string]struct {
		file []byte
		fine bool
	}{
		"nothing":  {nil, false},
		"text":     {[]byte("<svg/>"), false},
		"cut off":  {good[:len(good)/2], false},
		"too wide": {drawing(t, 1601, 1, color.Black), false},
		"a bomb":   {drawing(t, 5000, 5000, color.Black), false},
		"too long": {large.Bytes(), false},
		"PNG":      {good, true},
		"JPEG":     {fits.Bytes(), true},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := event.DecodePicture(c.file); errors.Is(err, event.ErrPicture) == c.fine {
				t.Errorf("check: %v", err)
			}
			s, _ := open(t)
			if got := holds(t, s, sendPicture(t, s, c.file)); got != c.fine {
				t.Errorf("held: %t, want %t", got, c.fine)
			}
			stationtest.Budget(t, s, 3)
			if left, err := s.PointsBudget(); err != nil || left != 3 {
				t.Errorf("the entry behind it: %d, %v", left, err)
			}
		})
	}
}
