package samv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzBase: text and photo of a reading lie within it, one behind the other, and have the lengths it gives; what
// an encoder made is split where it was joined.
func FuzzBase(f *testing.F) {
	f.Add(baseData([]byte{1, 0, 4, 0}, 1024))
	f.Add(baseData([]byte{1, 0, 4, 0, 4, 0}, 1024, make([]byte, 1024)...))
	f.Add([]byte{0, 0, 0, 0, 0, 0})
	f.Add([]byte{0, 1, 0, 2, 0, 0, 'a', 'b', 'c'})
	f.Fuzz(func(t *testing.T, data []byte) {
		text, photo, err := splitBase(data)
		if err != nil {
			if !errors.Is(err, ErrReply) {
				t.Fatal(err)
			}
		} else if len(text) != int(binary.BigEndian.Uint16(data)) || len(photo) != int(binary.BigEndian.Uint16(data[2:])) ||
			!bytes.Contains(data, append(text[:len(text):len(text)], photo...)) {
			t.Fatalf("%d of text and %d of photo from % X", len(text), len(photo), data)
		}
		half := data[:min(len(data)/2, 2000)]
		rest := data[len(half):min(len(data), 4000)]
		made := binary.BigEndian.AppendUint16(nil, uint16(len(half)))
		made = binary.BigEndian.AppendUint16(made, uint16(len(rest)))
		for name, lengths := range map[string][]byte{"two": made, "three": append(made[:4:4], 0, 3)} {
			b := append(append(lengths, half...), rest...)
			if name == "three" {
				b = append(b, 1, 2, 3)
			}
			if text, photo, err = splitBase(b); err != nil || !bytes.Equal(text, half) || !bytes.Equal(photo, rest) {
				t.Fatalf("%s lengths: %d and %d came back as %d and %d, %v", name, len(half), len(rest), len(text), len(photo), err)
			}
		}
	})
}

// FuzzAddresses: at most four addresses that are neither blank nor too long nor broken text, or ErrReply.
func FuzzAddresses(f *testing.F) {
	f.Add([]byte{})
	f.Add(append(utf16le("样本路1号", 70), utf16le("", 70)...))
	f.Add(bytes.Repeat(utf16le("赵\uE863路2号", 70), 4))
	f.Add(utf16le("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五", 70))
	f.Add(bytes.Repeat([]byte{0x42, 0xD8}, 35))
	f.Fuzz(func(t *testing.T, data []byte) {
		addresses, err := decodeAddresses(data)
		if (err != nil) != (len(data)%70 != 0 || len(data) > 280) || err != nil && !errors.Is(err, ErrReply) {
			t.Fatalf("%d bytes: %v", len(data), err)
		}
		if len(addresses) > len(data)/70 {
			t.Fatalf("%d addresses of %d bytes", len(addresses), len(data))
		}
		for _, a := range addresses {
			if a == "" || !utf8.ValidString(a) || utf8.RuneCountInString(a) > 35 {
				t.Fatalf("%+q", a)
			}
		}
	})
}

// FuzzCardBody: 28 bytes are a number that survives its text form; anything else is refused.
func FuzzCardBody(f *testing.F) {
	f.Add([]byte("0123456789ABCDEFGHIJKLMNOPQR"))
	f.Add(make([]byte, 28))
	f.Add(make([]byte, 27))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := decodeCardBody(data)
		if (err == nil) != (len(data) == 28) || err != nil && !errors.Is(err, ErrReply) {
			t.Fatalf("%d bytes: %v", len(data), err)
		}
		var back CardBody
		if text, err := b.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != b {
			t.Fatalf("%s, %v", text, err)
		}
		if err := back.UnmarshalText(data); err == nil && len(data) != 56 {
			t.Fatalf("%q is a card-body number", data)
		}
	})
}
