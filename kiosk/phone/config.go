package phone

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// ErrConfig says which field of a Config is missing.
var ErrConfig = errors.New("phone page is not configured")

// Config is what a Server needs. Desk, Presence, QR, Now and Name have no
// default.
type Config struct {
	Desk     Desk
	Presence Presence
	// QR draws text as a PNG of about that many pixels a side.
	QR func(text string, pixels int) ([]byte, error)
	// Now is the station's clock. Days and hours are shown in its location.
	Now func() time.Time
	// Name is the station's, shown on every page.
	Name station.Text
	// Secret makes session ids and form keys of at least 128 random bits;
	// nil is crypto/rand.Text.
	Secret func() string
	// Texts takes the texts that the screen asked for; nil where it asks none.
	Texts Texts
	// Handovers hears of passes that the screen offered; nil where it offers
	// none.
	Handovers Handovers
	// Limits on what phones may ask; each zero Rate has its default.
	Limits Limits
	// Log is where failures go; nil is slog.Default().
	Log *slog.Logger
}

func (c Config) check() error {
	for _, need := range []struct {
		field   string
		missing bool
	}{
		{"Desk", c.Desk == nil},
		{"Presence", c.Presence == nil},
		{"QR", c.QR == nil},
		{"Now", c.Now == nil},
		{"Name.ZH", c.Name.ZH == ""},
		{"Name.EN", c.Name.EN == ""},
	} {
		if need.missing {
			return fmt.Errorf("%w: %s is missing", ErrConfig, need.field)
		}
	}
	return nil
}

func (c Config) filled() Config {
	if c.Secret == nil {
		c.Secret = rand.Text
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.Limits = c.Limits.filled()
	return c
}
