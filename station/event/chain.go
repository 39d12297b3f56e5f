package event

import (
	"crypto/sha256"
	"encoding/binary"
)

// Hash is one link of an epoch's chain: SHA-256 (FIPS 180-4).
type Hash [sha256.Size]byte

// Genesis is the link before the first record of an epoch. It binds the chain
// to its station and epoch, which records do not repeat.
func Genesis(station string, epoch uint32) Hash {
	h := sha256.New()
	h.Write([]byte("nuanxin/chain/v1\x00" + station + "\x00"))
	h.Write(binary.BigEndian.AppendUint32(nil, epoch))
	return Hash(h.Sum(nil))
}

// Next is the link of a record whose encoding is record, after the link prev.
func (prev Hash) Next(record []byte) Hash {
	h := sha256.New()
	h.Write(prev[:])
	h.Write(record)
	return Hash(h.Sum(nil))
}
