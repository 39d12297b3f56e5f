package theme

import "image/color"

// Palette is the colours of the screens, by what they are on paper.
type Palette struct {
	Paper     color.NRGBA // the ground of every screen
	Card      color.NRGBA // what lies on it; text on brick and pine
	Sand      color.NRGBA // a quieter card, a pressed card
	Line      color.NRGBA // edges
	Ink       color.NRGBA // text
	Soft      color.NRGBA // second text
	Brick     color.NRGBA // the header, the main action
	BrickDark color.NRGBA // the main action pressed
	Blush     color.NRGBA // the ground of an icon, a chosen day
	Amber     color.NRGBA // ornament, time running out
	Honey     color.NRGBA // the ground of a notice
	Pine      color.NRGBA // done
	Mint      color.NRGBA // the ground of done
	Cream     color.NRGBA // second text on brick
}

var (
	// Calm is paper and brick of a neighbourhood counter, amber for warmth, pine
	// for what is done, and nothing that blinks. Text has a contrast of at least 4.5.
	Calm = Palette{
		Paper: rgb(0xFB, 0xF5, 0xEA), Card: rgb(0xFF, 0xFF, 0xFF), Sand: rgb(0xF3, 0xE6, 0xD0), Line: rgb(0xE2, 0xD3, 0xBA),
		Ink: rgb(0x2E, 0x22, 0x1B), Soft: rgb(0x6A, 0x57, 0x49),
		Brick: rgb(0xA8, 0x36, 0x1F), BrickDark: rgb(0x85, 0x27, 0x14), Blush: rgb(0xFB, 0xE6, 0xDC),
		Amber: rgb(0xF2, 0xB1, 0x4A), Honey: rgb(0xFD, 0xEB, 0xC8),
		Pine: rgb(0x1F, 0x67, 0x4C), Mint: rgb(0xDF, 0xF0, 0xE6), Cream: rgb(0xFF, 0xF4, 0xE2),
	}
	// Strong is the same counter for eyes that need more: black on white, dark
	// edges, text with a contrast of at least 7.
	Strong = Palette{
		Paper: rgb(0xFF, 0xFF, 0xFF), Card: rgb(0xFF, 0xFF, 0xFF), Sand: rgb(0xEE, 0xEE, 0xEE), Line: rgb(0x2A, 0x2A, 0x2A),
		Ink: rgb(0x00, 0x00, 0x00), Soft: rgb(0x2A, 0x2A, 0x2A),
		Brick: rgb(0x76, 0x17, 0x06), BrickDark: rgb(0x4A, 0x0C, 0x02), Blush: rgb(0xFF, 0xF1, 0xEC),
		Amber: rgb(0xFF, 0xC4, 0x3D), Honey: rgb(0xFF, 0xF6, 0xD6),
		Pine: rgb(0x00, 0x45, 0x2C), Mint: rgb(0xE8, 0xF7, 0xEF), Cream: rgb(0xFF, 0xFF, 0xFF),
	}
)

// Pair is a text colour on the ground it is used on.
type Pair struct {
	Name         string
	Text, Ground color.NRGBA
}

// Pairs is every pair that carries text.
func (p Palette) Pairs() []Pair {
	return []Pair{
		{"text on paper", p.Ink, p.Paper},
		{"text on card", p.Ink, p.Card},
		{"text on sand", p.Ink, p.Sand},
		{"text on a notice", p.Ink, p.Honey},
		{"second text on a notice", p.Soft, p.Honey},
		{"second text on paper", p.Soft, p.Paper},
		{"second text on card", p.Soft, p.Card},
		{"second text on sand", p.Soft, p.Sand},
		{"brick on paper", p.Brick, p.Paper},
		{"brick on card", p.Brick, p.Card},
		{"brick on sand", p.Brick, p.Sand},
		{"brick on blush", p.Brick, p.Blush},
		{"header and main action", p.Card, p.Brick},
		{"main action pressed", p.Card, p.BrickDark},
		{"second text on brick", p.Cream, p.Brick},
		{"second text on brick pressed", p.Cream, p.BrickDark},
		{"done on mint", p.Pine, p.Mint},
		{"done on card", p.Pine, p.Card},
		{"done on paper", p.Pine, p.Paper},
		{"white on done", p.Card, p.Pine},
		{"time running out", p.Ink, p.Amber},
	}
}

func rgb(r, g, b uint8) color.NRGBA { return color.NRGBA{r, g, b, 0xFF} }
