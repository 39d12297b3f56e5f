package scanner

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Why a code is not told.
var (
	// ErrText means a frame that is neither UTF-8 nor GBK, or that is blank.
	ErrText = errors.New("the scanned code holds no readable text")
	// ErrTooLong means a frame longer than any code this reader takes.
	ErrTooLong = errors.New("the scanned code is too long")
	// ErrTorn means a code without the end mark that the scanner is said to send.
	ErrTorn = errors.New("only part of the scanned code arrived")
)

// ErrNoAck means that the scanner did not acknowledge a trigger command.
var ErrNoAck = errors.New("the scanner did not acknowledge the trigger command")

// Scan is one code read by the scanner. Its text may be personal: formatting or logging a scan shows its
// length only. Marshalling one to JSON shows it all.
type Scan struct {
	Text string `json:"text"`
	AIM  string `json:"aim,omitempty"` // AIM identifier where the scanner sends one, such as ]Q1 for QR
}

// String names the symbology and the length.
func (s Scan) String() string {
	return fmt.Sprintf("scan(%s %d characters)", s.AIM, utf8.RuneCountInString(s.Text))
}

// Format is String for every verb, so that none reaches the fields.
func (s Scan) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, s.String()) }

// LogValue is String, for slog.
func (s Scan) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Decode turns a frame into a scan: it takes off the AIM identifier and surrounding blanks, and reads UTF-8
// or, where the bytes are none, GB 18030, which contains GBK. Short GBK texts that happen to be valid UTF-8
// are taken for UTF-8.
func Decode(frame []byte) (Scan, error) {
	aim, body := splitAIM(frame)
	text := string(body)
	if !utf8.Valid(body) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
		if err != nil {
			return Scan{}, errors.Join(ErrText, err)
		}
		text = string(decoded)
	}
	text = strings.Trim(text, " \t\r\n\x00")
	if text == "" || strings.ContainsRune(text, utf8.RuneError) {
		return Scan{}, ErrText
	}
	return Scan{Text: text, AIM: aim}, nil
}

// splitAIM takes off "]", a letter for the symbology and a modifier (ISO/IEC 15424).
func splitAIM(b []byte) (aim string, rest []byte) {
	if len(b) < 3 || b[0] != ']' || !letter(b[1]) || (!letter(b[2]) && !digit(b[2])) {
		return "", b
	}
	return string(b[:3]), b[3:]
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
