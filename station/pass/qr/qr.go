// Package qr draws a text as a QR code (ISO/IEC 18004). It is the only import
// of skip2/go-qrcode.
package qr

import (
	"fmt"
	"image"

	"github.com/skip2/go-qrcode"
)

// Image draws text as a square of about pixels by pixels, quiet zone included,
// black on white, error correction level M. It fails where text is too long:
// 3391 characters of upper-case alphanumerics, 2331 bytes of anything.
func Image(text string, pixels int) (image.Image, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	return code.Image(pixels), nil
}

// PNG is Image, encoded.
func PNG(text string, pixels int) ([]byte, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	return code.PNG(pixels)
}

// Print draws text for a terminal, of blocks two modules high: light on dark,
// and scanners that read the inverse too on a light ground. It fails as Image
// does.
func Print(text string) (string, error) {
	code, err := encode(text)
	if err != nil {
		return "", err
	}
	return code.ToSmallString(false), nil
}

func encode(text string) (*qrcode.QRCode, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("QR code of %d bytes: %w", len(text), err)
	}
	return code, nil
}

// Modules gives the rows of text's code, dark as true, without quiet zone, for whoever draws it. It fails as
// Image does.
func Modules(text string) ([][]bool, error) {
	code, err := encode(text)
	if err != nil {
		return nil, err
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}
