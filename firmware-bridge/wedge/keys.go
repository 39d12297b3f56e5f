package wedge

// Key codes of <linux/input-event-codes.h>.
const (
	keyTab        = 15
	keyEnter      = 28
	keyLeftCtrl   = 29
	keyLeftShift  = 42
	keyRightShift = 54
	keyLeftAlt    = 56
	keyCapsLock   = 58
	keyNumLock    = 69
	keyScrollLock = 70
	keyKPEnter    = 96
	keyRightCtrl  = 97
	keyRightAlt   = 100
)

// A character key's two characters in the US layout, which is what scanners come set to.
type key struct{ plain, shifted byte }

// keys holds the keyboard's rows from their first key code on.
var keys = func() map[uint16]key {
	all := map[uint16]key{
		41: {'`', '~'}, 43: {'\\', '|'}, 57: {' ', ' '}, 86: {'\\', '|'}, // 86: between left shift and Z
		55: {'*', '*'}, 74: {'-', '-'}, 78: {'+', '+'}, 83: {'.', '.'}, 98: {'/', '/'}, 117: {'=', '='}, 121: {',', ','},
	}
	row := func(first uint16, plain, shifted string) {
		for i := range plain {
			all[first+uint16(i)] = key{plain[i], shifted[i]}
		}
	}
	row(2, "1234567890-=", "!@#$%^&*()_+")
	row(16, "qwertyuiop[]", "QWERTYUIOP{}")
	row(30, "asdfghjkl;'", `ASDFGHJKL:"`)
	row(44, "zxcvbnm,./", "ZXCVBNM<>?")
	for code, d := range keypad {
		all[code] = key{d, d} // whatever the state of num lock: no scanner sends arrows
	}
	return all
}()

// keypad holds the digits that also make up Alt sequences.
var keypad = map[uint16]byte{
	71: '7', 72: '8', 73: '9', 75: '4', 76: '5', 77: '6', 79: '1', 80: '2', 81: '3', 82: '0',
}

// modifiers is what is held down or locked.
type modifiers struct {
	down [keyRightAlt + 1]bool // by key code
	caps bool
}

func (m *modifiers) shift() bool { return m.down[keyLeftShift] || m.down[keyRightShift] }
func (m *modifiers) ctrl() bool  { return m.down[keyLeftCtrl] || m.down[keyRightCtrl] }
func (m *modifiers) alt() bool   { return m.down[keyLeftAlt] || m.down[keyRightAlt] }

// take reports whether the key is a modifier or a lock, which it notes.
func (m *modifiers) take(code uint16, down bool) bool {
	switch code {
	case keyLeftShift, keyRightShift, keyLeftCtrl, keyRightCtrl, keyLeftAlt, keyRightAlt:
		m.down[code] = down
	case keyCapsLock:
		m.caps = m.caps != down // toggles when pressed
	case keyNumLock, keyScrollLock:
	default:
		return false
	}
	return true
}

// char is the key's character with what is held down. Ctrl makes the control characters, as with a terminal:
// Ctrl and ] is the group separator of GS1 codes.
func (m *modifiers) char(k key) byte {
	c := k.plain
	letter := c >= 'a' && c <= 'z'
	if m.shift() != (letter && m.caps) {
		c = k.shifted
	}
	if upper := c &^ 0x20; m.ctrl() && (letter || c >= '@' && c <= '_') {
		if !letter {
			upper = c
		}
		return upper & 0x1f
	}
	return c
}
