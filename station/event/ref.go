package event

import (
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ErrBadStation says that a station's identifier is not of the allowed form.
var ErrBadStation = errors.New("a station's identifier is 1 to 32 lower-case letters, digits and hyphens, beginning with a letter or digit")

// ErrBadRef says that a text is not a record's reference.
var ErrBadRef = errors.New("a record's reference is STATION/EPOCH/SEQUENCE")

// The form keeps an identifier one level of an MQTT topic, one token of a NATS
// subject and one label of a certificate, in which '.', '/', '+', '#', '*' and
// '>' all mean something.
var stationForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// CheckStation returns ErrBadStation unless id can name a station.
func CheckStation(id string) error {
	if !stationForm.MatchString(id) {
		return fmt.Errorf("%q: %w", id, ErrBadStation)
	}
	return nil
}

// Ref names one record for ever. Epoch and Seq begin at 1.
type Ref struct {
	Station string
	Epoch   uint32
	Seq     uint64
}

// String gives "station/epoch/seq", the form ParseRef reads.
func (r Ref) String() string {
	return fmt.Sprintf("%s/%d/%d", r.Station, r.Epoch, r.Seq)
}

// ParseRef reads what String wrote.
func ParseRef(text string) (Ref, error) {
	part := strings.Split(text, "/")
	if len(part) != 3 || CheckStation(part[0]) != nil {
		return Ref{}, fmt.Errorf("%q: %w", text, ErrBadRef)
	}
	epoch, err1 := strconv.ParseUint(part[1], 10, 32)
	seq, err2 := strconv.ParseUint(part[2], 10, 64)
	if err := errors.Join(err1, err2); err != nil {
		return Ref{}, fmt.Errorf("%q: %w: %w", text, ErrBadRef, err)
	}
	return Ref{part[0], uint32(epoch), seq}, nil
}

// Pseudonym stands for a rider wherever records are kept. The zero value is
// nobody: an anonymous visitor.
type Pseudonym [16]byte

// Known reports whether the pseudonym stands for somebody.
func (p Pseudonym) Known() bool { return p != Pseudonym{} }

// Bytes is the form records hold: nil for nobody.
func (p Pseudonym) Bytes() []byte {
	if !p.Known() {
		return nil
	}
	return p[:]
}

// String is 32 hexadecimal digits, or "" for nobody.
func (p Pseudonym) String() string { return hex.EncodeToString(p.Bytes()) }

// PseudonymFrom reads what Bytes gave; anything else is nobody.
func PseudonymFrom(b []byte) Pseudonym {
	var p Pseudonym
	if len(b) == len(p) {
		copy(p[:], b)
	}
	return p
}
