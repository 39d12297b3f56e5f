// Package i18n says the kiosk's texts in its two languages: one typed key a
// text, one bundle a language, and the forms of dates and times.
package i18n

import "fmt"

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

// Say gives the text of key in language l, its verbs filled with args.
func (l Lang) Say(key Key, args ...any) string {
	text := l.bundle()[key]
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (l Lang) bundle() map[Key]string {
	if l == EN {
		return en
	}
	return zh
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
	all := make([]Key, keys)
	for i := range all {
		all[i] = Key(i)
	}
	return all
}
