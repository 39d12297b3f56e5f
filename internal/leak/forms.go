package leak

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// shortest is how many bytes a secret has at least in its shortest encoding.
// Fewer turn up by chance in megabytes of ciphertext.
const shortest = 6

// ErrShort says that a secret is too short to be told from chance.
var ErrShort = errors.New("a secret of fewer than six bytes turns up by chance")

// form is one way in which a secret can be written.
type form struct {
	secret, name string
	bytes        string
}

var encodings = []struct {
	name string
	encoding.Encoding
}{
	{"UTF-8", unicode.UTF8},
	{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	// GB18030 writes what GBK has as GBK does, and what it has not besides.
	{"GB18030", simplifiedchinese.GB18030},
}

// formsOf gives every form of the secrets, once each. It returns ErrShort.
func formsOf(secrets []string) ([]form, error) {
	var all []form
	seen := map[string]bool{}
	for _, secret := range secrets {
		forms, err := ways(secret)
		if err != nil {
			return nil, err
		}
		for _, f := range forms {
			if !seen[f.bytes] {
				seen[f.bytes] = true
				all = append(all, f)
			}
		}
	}
	return all, nil
}

func ways(secret string) ([]form, error) {
	var all []form
	for _, spelling := range []string{secret, strings.ToLower(secret), strings.ToUpper(secret)} {
		for _, e := range encodings {
			b, err := e.NewEncoder().Bytes([]byte(spelling))
			if err != nil {
				return nil, fmt.Errorf("%q in %s: %w", secret, e.name, err)
			}
			if len(b) < shortest {
				return nil, fmt.Errorf("%q has %d in %s: %w", secret, len(b), e.name, ErrShort)
			}
			all = append(all, form{secret, e.name, string(b)})
			all = append(all, spelled(secret, e.name, b)...)
		}
		all = append(all, escaped(secret, spelling)...)
	}
	return all, nil
}

// spelled is an encoding's bytes in base64 and hexadecimal.
func spelled(secret, encoding string, b []byte) []form {
	low := hex.EncodeToString(b)
	all := []form{
		{secret, encoding + " in hexadecimal", low},
		{secret, encoding + " in hexadecimal", strings.ToUpper(low)},
	}
	for offset := range 3 {
		name := fmt.Sprintf("%s in base64 at %d", encoding, offset)
		all = append(all,
			form{secret, name, inside(base64.RawStdEncoding, b, offset)},
			form{secret, name, inside(base64.RawURLEncoding, b, offset)})
	}
	return all
}

// inside is what base64 makes of b alone where offset bytes stand before it in
// a group of three and others follow: whole characters only.
func inside(coding *base64.Encoding, b []byte, offset int) string {
	text := coding.EncodeToString(append(make([]byte, offset), b...))
	first := (offset*8 + 5) / 6
	last := (offset + len(b)) * 8 / 6
	return text[first:last]
}

// escaped is what programs write that keep to ASCII: JSON and URLs.
func escaped(secret, spelling string) []form {
	json := strings.Trim(strconv.QuoteToASCII(spelling), `"`)
	percent := url.QueryEscape(spelling)
	return []form{
		{secret, "escaped as in JSON", json},
		{secret, "escaped as in a URL", percent},
		{secret, "escaped as in a URL", strings.ToLower(percent)},
	}
}
