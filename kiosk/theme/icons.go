package theme

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
)

// Icon is a drawing of 48x48 units in strokes of one colour, made for the kit.
type Icon string

// The icons.
const (
	Cup      Icon = `<path d="M8 18h26v12a10 10 0 0 1-10 10h-6a10 10 0 0 1-10-10z"/><path d="M34 21h3a5 5 0 0 1 0 11h-3"/><path d="M15 12c-2-3 2-4 0-7M22 12c-2-3 2-4 0-7M29 12c-2-3 2-4 0-7"/>`
	IDCard   Icon = `<rect x="4" y="10" width="40" height="28" rx="4"/><circle cx="16" cy="21" r="4.5"/><path d="M9 32c1-5 13-5 14 0M28 19h11M28 25h11M28 31h7"/>`
	Code     Icon = `<rect x="6" y="6" width="14" height="14" rx="2"/><rect x="28" y="6" width="14" height="14" rx="2"/><rect x="6" y="28" width="14" height="14" rx="2"/><path d="M13 12.5v1M35 12.5v1M13 34.5v1M28 28h5v5M42 28v6M28 42h5M38 40h4v2"/>`
	Phone    Icon = `<rect x="13" y="4" width="22" height="40" rx="4"/><path d="M21 38h6"/>`
	Person   Icon = `<circle cx="24" cy="15" r="8"/><path d="M8 42c1-18 31-18 32 0"/>`
	Heart    Icon = `<path d="M24 41C8 30 4 23 6 15c3-9 14-9 18-1 4-8 15-8 18 1 2 8-2 15-18 26z"/><path d="M11 24h8l3-6 5 11 3-5h7"/>`
	Scales   Icon = `<path d="M24 7v34M14 41h20M9 13h30M24 10l-15 3M24 10l15 3"/><path d="M9 13L3 28h12zM39 13l-6 15h12z"/><path d="M3 28a6 5 0 0 0 12 0M33 28a6 5 0 0 0 12 0"/>`
	Talk     Icon = `<path d="M6 9h36v24H24l-9 8v-8H6z"/><path d="M15 19h18M15 26h11"/>`
	Child    Icon = `<circle cx="24" cy="24" r="17"/><path d="M18 21v1M30 21v1M16 29c4 6 12 6 16 0M24 7c-3 4 1 6 3 4"/>`
	Star     Icon = `<path d="M24 6l5.5 12 13 1.5-9.700 9 2.700 13L24 35l-11.500 6.500 2.700-13-9.700-9 13-1.500z"/>`
	Calendar Icon = `<rect x="6" y="10" width="36" height="32" rx="4"/><path d="M6 20h36M15 5v9M33 5v9M15 29h4M29 29h4M15 35h4"/>`
	Clock    Icon = `<circle cx="24" cy="24" r="18"/><path d="M24 13v12l8 5"/>`
	Place    Icon = `<path d="M24 44C13 31 9 25 9 19a15 15 0 0 1 30 0c0 6-4 12-15 25z"/><circle cx="24" cy="19" r="5.500"/>`
	Note     Icon = `<circle cx="24" cy="24" r="18"/><path d="M24 22v11M24 14.500v1"/>`
	Tick     Icon = `<path d="M9 25l10 10 20-22"/>`
	Left     Icon = `<path d="M30 8L14 24l16 16"/>`
	Right    Icon = `<path d="M18 8l16 16-16 16"/>`
	Leave    Icon = `<path d="M20 6H8v36h12M18 24h24M33 14l10 10-10 10"/>`
	Letters  Icon = `<path d="M4 38L16 9l12 29M8.500 28h15"/><path d="M44 24v14M44 31a6.500 7 0 1 0-13 0 6.500 7 0 1 0 13 0z"/>`
	HalfDark Icon = `<circle cx="24" cy="24" r="18"/><path d="M24 6v36M24 12l12 6M24 20l17 6M24 28l15 6M24 36l9 3"/>`
	Globe    Icon = `<circle cx="24" cy="24" r="18"/><path d="M6 24h36M24 6c-11 10-11 26 0 36M24 6c11 10 11 26 0 36"/>`
)

// In draws the icon in a colour.
func (i Icon) In(c color.NRGBA) fyne.Resource {
	hex := fmt.Sprintf("%02x%02x%02x", c.R, c.G, c.B)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#` + hex +
		`" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">` + string(i) + `</svg>`
	return fyne.NewStaticResource(fmt.Sprintf("%x-%s.svg", hash(i), hex), []byte(svg))
}

// hash (FNV-1a) tells icons apart by name, by which Fyne caches drawings.
func hash(i Icon) uint32 {
	h := uint32(2166136261)
	for _, b := range []byte(i) {
		h = (h ^ uint32(b)) * 16777619
	}
	return h
}

// ForService is the icon of a service by its id.
func ForService(id string) Icon {
	switch id {
	case "health-check":
		return Heart
	case "legal-aid":
		return Scales
	case "counselling":
		return Talk
	case "childcare":
		return Child
	}
	return Star
}
