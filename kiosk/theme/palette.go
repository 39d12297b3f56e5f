package theme

import "image/color"

// The palette: paper and brick of a neighbourhood counter, amber for warmth,
// pine for what is done, and nothing that blinks.
var (
	Paper     = rgb(0xFB, 0xF5, 0xEA) // the ground of every screen
	Card      = rgb(0xFF, 0xFF, 0xFF) // what lies on it
	Sand      = rgb(0xF3, 0xE6, 0xD0) // a quieter card, a pressed card
	Line      = rgb(0xE2, 0xD3, 0xBA) // edges
	Ink       = rgb(0x2E, 0x22, 0x1B) // text
	Soft      = rgb(0x6A, 0x57, 0x49) // second text
	Brick     = rgb(0xA8, 0x36, 0x1F) // the header, the main action
	BrickDark = rgb(0x85, 0x27, 0x14) // the main action pressed
	Blush     = rgb(0xFB, 0xE6, 0xDC) // the ground of an icon, a chosen day
	Amber     = rgb(0xF2, 0xB1, 0x4A) // ornament and notices
	Honey     = rgb(0xFD, 0xEB, 0xC8) // the ground of a notice
	Pine      = rgb(0x1F, 0x67, 0x4C) // done
	Mint      = rgb(0xDF, 0xF0, 0xE6) // the ground of done
	Cream     = rgb(0xFF, 0xF4, 0xE2) // second text on brick
)

// Pair is a text colour on the ground it is used on.
type Pair struct {
	Name         string
	Text, Ground color.NRGBA
}

// Pairs is every pair that carries text.
func Pairs() []Pair {
	return []Pair{
		{"text on paper", Ink, Paper},
		{"text on card", Ink, Card},
		{"text on sand", Ink, Sand},
		{"text on a notice", Ink, Honey},
		{"second text on a notice", Soft, Honey},
		{"second text on paper", Soft, Paper},
		{"second text on card", Soft, Card},
		{"second text on sand", Soft, Sand},
		{"brick on paper", Brick, Paper},
		{"brick on card", Brick, Card},
		{"brick on sand", Brick, Sand},
		{"brick on blush", Brick, Blush},
		{"header and main action", Card, Brick},
		{"main action pressed", Card, BrickDark},
		{"second text on brick", Cream, Brick},
		{"second text on brick pressed", Cream, BrickDark},
		{"done on mint", Pine, Mint},
		{"done on card", Pine, Card},
		{"done on paper", Pine, Paper},
		{"white on done", Card, Pine},
		{"time running out", Ink, Amber},
	}
}

func rgb(r, g, b uint8) color.NRGBA { return color.NRGBA{r, g, b, 0xFF} }
