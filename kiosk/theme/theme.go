// Package theme is the kiosk's look: its palette, type scale, spacing, icons,
// and the Simplified Chinese font in two weights that it carries with it.
package theme

import (
	_ "embed"
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

//go:generate ./fonts/make.sh

var (
	//go:embed fonts/NotoSansSC-Regular.otf
	regular []byte
	//go:embed fonts/NotoSansSC-Bold.otf
	bold []byte

	// Regular and Bold are the two weights. Fyne would otherwise look for an
	// installed font, and finds the Japanese forms of 关, 复 and 门 first.
	Regular = fyne.NewStaticResource("NotoSansSC-Regular.otf", regular)
	Bold    = fyne.NewStaticResource("NotoSansSC-Bold.otf", bold)
)

type counter struct{ fyne.Theme }

// New is the look as Fyne's own widgets read it. The kiosk's screens are drawn
// with the palette and Metrics of this package.
func New() fyne.Theme { return counter{fynetheme.DefaultTheme()} }

func (counter) Font(style fyne.TextStyle) fyne.Resource {
	if style.Bold {
		return Bold
	}
	return Regular
}

func (c counter) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameBackground:
		return Calm.Paper
	case fynetheme.ColorNameForeground:
		return Calm.Ink
	case fynetheme.ColorNamePrimary:
		return Calm.Brick
	}
	return c.Theme.Color(name, fynetheme.VariantLight)
}

// Size has no padding of its own: screens set their distances by Metrics.
func (c counter) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNamePadding, fynetheme.SizeNameInnerPadding:
		return 0
	}
	return c.Theme.Size(name)
}
