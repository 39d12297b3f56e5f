package samv

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log/slog"
)

// splitBase takes text and photo out of a base reading: text length, photo length, text, photo. Some modules
// send the layout with fingerprints even when not asked: its third length comes before the text and its data
// at the end, which nobody looks at. ErrReply means that the lengths do not add up.
func splitBase(data []byte) (text, photo []byte, err error) {
	const short, long = 4, 6 // two lengths, three lengths
	if len(data) < short {
		return nil, nil, fmt.Errorf("%w: card contents of %d bytes", ErrReply, len(data))
	}
	size, wlt := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	from := short
	if len(data) != short+size+wlt {
		from = long
		if len(data) < long || len(data) != long+size+wlt+int(binary.BigEndian.Uint16(data[short:])) {
			return nil, nil, fmt.Errorf("%w: %d bytes for %d of text and %d of photo", ErrReply, len(data)-short, size, wlt)
		}
	}
	return data[from : from+size], data[from+size : from+size+wlt], nil
}

const (
	addressSize  = 70
	maxAddresses = 4
)

// decodeAddresses decodes up to four addresses in UTF-16LE; blank ones are left out.
func decodeAddresses(data []byte) (addresses []string, err error) {
	if len(data)%addressSize != 0 || len(data) > maxAddresses*addressSize {
		return nil, fmt.Errorf("%w: addresses of %d bytes", ErrReply, len(data))
	}
	for ; len(data) > 0; data = data[addressSize:] {
		if a := standardise(decodeUTF16(data[:addressSize])); a != "" {
			addresses = append(addresses, a)
		}
	}
	return addresses, nil
}

// CardBody is the number of a chip card. It follows a person as long as the card does, so formatting or
// logging one shows nothing; Hex does.
type CardBody [28]byte

func decodeCardBody(data []byte) (CardBody, error) {
	if len(data) != len(CardBody{}) {
		return CardBody{}, fmt.Errorf("%w: card-body number of %d bytes", ErrReply, len(data))
	}
	return CardBody(data), nil
}

// Hex is the number in upper-case hexadecimal digits, as vendors' programs show it.
func (b CardBody) Hex() string { return fmt.Sprintf("%X", b[:]) }

// MarshalText is Hex, for JSON.
func (b CardBody) MarshalText() ([]byte, error) { return []byte(b.Hex()), nil }

// UnmarshalText reads Hex.
func (b *CardBody) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err != nil || len(raw) != len(b) {
		return fmt.Errorf("a card-body number has %d hexadecimal digits", 2*len(b))
	}
	*b = CardBody(raw)
	return nil
}

// Format redacts the number for every verb.
func (b CardBody) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, "card body number (redacted)") }

// LogValue redacts the number for slog.
func (b CardBody) LogValue() slog.Value { return slog.StringValue("card body number (redacted)") }
