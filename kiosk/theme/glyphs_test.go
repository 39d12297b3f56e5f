package theme_test

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// missing gives the characters of text that a font cannot draw.
func missing(t *testing.T, r fyne.Resource, text string) (none []rune) {
	t.Helper()
	face, err := font.ParseTTF(bytes.NewReader(r.Content()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range text {
		if _, ok := face.NominalGlyph(c); !ok {
			none = append(none, c)
		}
	}
	return none
}

func TestBothWeightsHaveEveryGlyphOfTheScreens(t *testing.T) {
	text := "0123456789:/–年月日周一二三四五六"
	for _, key := range i18n.Every() {
		text += i18n.ZH.Say(key) + i18n.EN.Say(key)
	}
	for _, r := range []*fyne.StaticResource{theme.Regular, theme.Bold} {
		if none := missing(t, r, text); len(none) > 0 {
			t.Errorf("%s lacks %q", r.Name(), string(none))
		}
	}
}

// Characters of names and places that GB 2312 does not have.
func TestBothWeightsHaveTheCharactersOfNames(t *testing.T) {
	for _, r := range []*fyne.StaticResource{theme.Regular, theme.Bold} {
		if none := missing(t, r, "镕喆犇〇堃䶮昇玥珺珅·"); len(none) > 0 {
			t.Errorf("%s lacks %q", r.Name(), string(none))
		}
	}
}

func TestTheSearchFindsAMissingGlyph(t *testing.T) {
	if none := missing(t, theme.Regular, "中\U0001F600"); len(none) != 1 {
		t.Errorf("missing: %q", string(none))
	}
}
