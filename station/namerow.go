package station

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/nuanxin/station-kit/station/event"
)

const (
	// nameSize holds a masked name (6 bytes at most) and a phone tail (4), each
	// with its length before it; padded, so that no length shows.
	nameSize    = 16
	nameRowSize = 4 + chacha20poly1305.NonceSizeX + nameSize + chacha20poly1305.Overhead
)

// closeName makes a row: the day (4 bytes), a nonce (24) and name and phone tail
// under the day's key, XChaCha20-Poly1305 with pseudonym and day as associated
// data.
func closeName(key cipher.AEAD, random io.Reader, today day, who event.Pseudonym, n NameToday) ([]byte, error) {
	plain := append([]byte{byte(len(n.Masked))}, n.Masked...)
	plain = append(append(plain, byte(len(n.PhoneTail))), n.PhoneTail...)
	plain = append(plain, make([]byte, nameSize-len(plain))...)
	row := binary.BigEndian.AppendUint32(nil, uint32(today))
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return key.Seal(append(row, nonce...), nonce, plain, nameBound(who, today)), nil
}

var errNoName = errors.New("the row does not open")

// openName reads a row of today. key is nil where there is none.
func openName(key cipher.AEAD, today day, who event.Pseudonym, row []byte) (NameToday, error) {
	if key == nil || dayIn(row) != today {
		return NameToday{}, errNoName
	}
	plain, err := key.Open(nil, row[4:28], row[28:], nameBound(who, today))
	if err != nil {
		return NameToday{}, errNoName
	}
	masked, rest := counted(plain)
	tail, _ := counted(rest)
	return NameToday{Pseudonym: who, Masked: masked, PhoneTail: tail}, nil
}

// counted splits off a text with its length before it.
func counted(b []byte) (string, []byte) { return string(b[1 : 1+b[0]]), b[1+b[0]:] }

func nameBound(who event.Pseudonym, today day) []byte {
	return binary.BigEndian.AppendUint32(who[:], uint32(today))
}

// dayIn is a row's day, 0 of what is no row.
func dayIn(row []byte) day {
	if len(row) != nameRowSize {
		return 0
	}
	return day(binary.BigEndian.Uint32(row))
}
