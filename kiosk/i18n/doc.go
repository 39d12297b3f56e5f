// Package i18n says the kiosk's texts in its two languages: each text under a
// typed key, in both languages side by side, and the forms of dates and times.
package i18n

import (
	"fmt"
	"slices"
)

// Lang is a language of the kiosk. The zero value is Simplified Chinese, the
// first language.
type Lang int

// The kiosk's languages.
const (
	ZH Lang = iota
	EN
)

// Other is the language one switches to.
func (l Lang) Other() Lang { return EN - l }

// None is the key of no text: it says "".
const None Key = 0

// Key names one text. The texts stand by where they are seen: frame.go, home.go and so on.
type Key int

// texts are all texts, by their keys.
var texts = [][2]string{None: {}}

// text makes a key for what the kiosk says in each of its languages.
func text(zh, en string) Key {
	texts = append(texts, [2]string{ZH: zh, EN: en})
	return Key(len(texts) - 1)
}

// troubles are the keys of trouble.go.
var troubles []Key

// trouble is the text on something that went wrong, which says what to do.
func trouble(zh, en string) Key {
	key := text(zh, en)
	troubles = append(troubles, key)
	return key
}

// done are the keys of lines on something that went well.
var done = map[Key]bool{}

// news is a line on something that went well, which needs nothing more of the rider.
func news(zh, en string) Key {
	key := text(zh, en)
	done[key] = true
	return key
}

// News reports whether key is a line on something that went well.
func News(key Key) bool { return done[key] }

// Say gives the text of key in language l, its verbs filled with args.
func (l Lang) Say(key Key, args ...any) string {
	if len(args) == 0 {
		return texts[key][l]
	}
	return fmt.Sprintf(texts[key][l], args...)
}

// Pick chooses between a text given in both languages; an empty one is given
// in the other.
func (l Lang) Pick(zh, en string) string {
	if l == EN && en != "" || zh == "" {
		return en
	}
	return zh
}

// Every is every key, for whoever must check something of all texts.
func Every() []Key {
	all := make([]Key, len(texts))
	for i := range all {
		all[i] = Key(i)
	}
	return all
}

// Troubles are the notices of what went wrong.
func Troubles() []Key { return slices.Clone(troubles) }
