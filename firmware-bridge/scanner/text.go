package scanner

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// around is what surrounds a text and is none: blanks, NUL and the byte order mark.
const around = " \t\r\n\x00\ufeff"

// readText is the text of a code without its identifier. Its errors are ErrText.
func readText(b []byte) (string, error) {
	text := string(b)
	if !utf8.Valid(b) {
		if damagedUTF8(b) {
			return "", fmt.Errorf("%w: it is UTF-8 with damaged places", ErrText)
		}
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrText, err)
		}
		text = string(decoded)
	}
	text = strings.Trim(text, around)
	switch {
	case text == "":
		return "", fmt.Errorf("%w: it is blank", ErrText)
	case strings.ContainsRune(text, utf8.RuneError):
		return "", fmt.Errorf("%w: it is neither UTF-8 nor GBK", ErrText)
	case strings.ContainsFunc(text, noise):
		return "", fmt.Errorf("%w: it holds control characters", ErrText)
	}
	return text, nil
}

// noise tells the control characters that no code holds; a wrong baud rate makes them. Lines and tabs are
// text, EOT and FS to US separate the fields of logistics codes (ISO/IEC 15434).
func noise(r rune) bool {
	return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\x04\x1c\x1d\x1e\x1f", r)
}

// damagedUTF8 tells UTF-8 that lost or changed bytes from GBK: read as GBK it would become a wrong text. Hanzi
// are three bytes or four in UTF-8, and few bytes of a GBK text happen to look like that.
func damagedUTF8(b []byte) bool {
	runs, inside, high := 0, 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case n > 2:
			runs, inside, high = runs+1, inside+n, high+n
		case n == 2, r == utf8.RuneError:
			high += n
		}
		b = b[n:]
	}
	return runs >= 2 && 3*inside > 2*high
}
