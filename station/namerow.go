package station

import (
	"crypto/cipher"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/nuanxin/station-kit/station/event"
)

const (
	markSize = len(keyMark{})
	// nameSize holds a masked name (6 bytes at most) and a phone tail (4), each
	// with its length before it; padded, so that no length shows.
	nameSize    = 16
	nameRowSize = markSize + chacha20poly1305.NonceSizeX + nameSize + chacha20poly1305.Overhead
)

// nameKey encrypts the rows of one day.
type nameKey struct {
	mark keyMark
	aead cipher.AEAD
}

// closeName makes a row: the key's mark (8 bytes), a nonce (24) and name and
// phone tail under the key, XChaCha20-Poly1305 with pseudonym and mark as
// associated data.
func (k nameKey) closeName(random io.Reader, n NameToday) ([]byte, error) {
	plain := append([]byte{byte(len(n.Masked))}, n.Masked...)
	plain = append(append(plain, byte(len(n.PhoneTail))), n.PhoneTail...)
	plain = append(plain, make([]byte, nameSize-len(plain))...)
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return k.aead.Seal(append(k.mark[:], nonce...), nonce, plain, k.bound(n.Pseudonym)), nil
}

var errNoName = errors.New("the row is not of this key and rider")

// openName reads a row of this key.
func (k nameKey) openName(who event.Pseudonym, row []byte) (NameToday, error) {
	if markIn(row) != k.mark || k.aead == nil {
		return NameToday{}, errNoName
	}
	nonce, sealed := row[markSize:markSize+chacha20poly1305.NonceSizeX], row[markSize+chacha20poly1305.NonceSizeX:]
	plain, err := k.aead.Open(nil, nonce, sealed, k.bound(who))
	if err != nil {
		return NameToday{}, errNoName
	}
	masked, rest := counted(plain)
	tail, _ := counted(rest)
	return NameToday{Pseudonym: who, Masked: masked, PhoneTail: tail}, nil
}

// counted splits off a text with its length before it.
func counted(b []byte) (string, []byte) { return string(b[1 : 1+b[0]]), b[1+b[0]:] }

func (k nameKey) bound(who event.Pseudonym) []byte { return append(who[:], k.mark[:]...) }

// markIn is the mark of a row's key, zero of what is no row.
func markIn(row []byte) keyMark {
	if len(row) != nameRowSize {
		return keyMark{}
	}
	return keyMark(row)
}
