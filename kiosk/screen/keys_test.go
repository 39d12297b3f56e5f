package screen

import (
	"bytes"
	"testing"

	"github.com/go-text/typesetting/font"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

func TestTheFontDrawsEveryKey(t *testing.T) {
	signs := blank + flow.ClaimKeys + "…"
	for _, rows := range planes {
		for _, row := range rows {
			signs += row
		}
	}
	for _, weight := range [][]byte{theme.Regular.Content(), theme.Bold.Content()} {
		face, err := font.ParseTTF(bytes.NewReader(weight))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range signs {
			if _, ok := face.NominalGlyph(r); !ok {
				t.Errorf("%q cannot be drawn", r)
			}
		}
	}
}

// TestEachRowHasTenKeys: a row that is short would move all keys behind it.
func TestEachRowHasTenKeys(t *testing.T) {
	for plane, rows := range planes {
		for _, row := range rows {
			if n := len([]rune(row)); n != 10 {
				t.Errorf("plane %d: %q has %d keys", plane, row, n)
			}
		}
	}
}
