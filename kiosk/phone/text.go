package phone

import (
	"strconv"
	"strings"
	"unicode"
)

// textMost is the longest text of any form in characters, the station's limit.
const textMost = 2000

// plainText is what a textarea sent as text: lines parted by \n, nothing that
// cannot be seen, no space around it.
func plainText(sent string) string {
	sent = strings.ToValidUTF8(sent, "\ufffd")
	sent = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(sent)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsGraphic(r) && !joins(r) {
			return -1
		}
		return r
	}, sent))
}

// joins says of a rune that is not seen by itself that it makes others what
// they are: emoji and scripts are joined by it.
func joins(r rune) bool { return r == '\u200d' || r == '\u200c' }

// box is where a text is written: its field, and what helps to write it.
type box struct {
	Name, Label string
	Most        int
	Text        string // written so far
	Draft       string // what the phone keeps it under until it is sent
	Still       string // who hears that it is being written, "" for nobody
	Left, Limit string
}

// Box makes one; a text for the screen has its draft under the Ask's path.
func (f frame) Box(name, label string, most int, text, draft string) box {
	b := box{
		Name: name, Label: label, Most: most, Text: text, Draft: draft,
		Left: f.T.CharactersLeft, Limit: strings.ReplaceAll(f.T.MostCharacters, "#", strconv.Itoa(most)),
	}
	if strings.HasPrefix(draft, textPath("")) {
		b.Still = draft + "/still"
	}
	return b
}
