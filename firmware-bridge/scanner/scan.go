package scanner

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"
)

// Why a code is not told.
var (
	// ErrText means a frame that is neither UTF-8 nor GBK, that mixes both, is blank, or holds control characters.
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

// Decode turns a frame into a scan: it takes off the AIM identifier, a byte order mark and surrounding blanks,
// and reads the text as UTF-8 or, where the bytes are none, as GB 18030, which contains GBK. Short GBK texts
// that happen to be valid UTF-8 are taken for UTF-8. Its errors are ErrText.
func Decode(frame []byte) (Scan, error) { return Profile{}.Decode(frame) }

// Decode is Decode for a scanner that sends a prefix, before the AIM identifier or after it.
func (p Profile) Decode(frame []byte) (Scan, error) {
	frame = bytes.Trim(frame, "\r\n\x00")
	body, before := bytes.CutPrefix(frame, []byte(p.Prefix))
	aim, body := splitAIM(body)
	if !before {
		body = bytes.TrimPrefix(body, []byte(p.Prefix))
	}
	text, err := readText(body)
	if err != nil {
		return Scan{}, err
	}
	return Scan{Text: text, AIM: aim}, nil
}
