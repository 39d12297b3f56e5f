package event

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // pictures are JPEG
	_ "image/png"  // or PNG
)

// ErrPicture says what is wrong with a picture's file.
var ErrPicture = errors.New("a picture is a PNG or JPEG file of at most 60,000 bytes, with sides of at most 1,600 pixels")

// What a picture may have at most, in bytes and in pixels along a side: a small
// file may unfold to one that fills a kiosk's memory.
const (
	mostPictureBytes = 60_000
	mostPicturePixel = 1600
)

// DecodePicture reads the file of a picture. It returns ErrPicture for what no
// station would take or show.
func DecodePicture(file []byte) (image.Image, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil:
		return nil, errors.Join(ErrPicture, err)
	case len(file) > mostPictureBytes, max(config.Width, config.Height) > mostPicturePixel:
		return nil, ErrPicture
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, errors.Join(ErrPicture, err)
	}
	return decoded, nil
}
