package station

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// head is the end of the journal, as the meta bucket keeps it: the sequence of
// the newest record (8 bytes) and its link (32).
type head struct {
	seq  uint64
	link event.Hash
}

func (h head) bytes() []byte {
	return append(binary.BigEndian.AppendUint64(nil, h.seq), h.link[:]...)
}

func headFrom(b []byte) head {
	if len(b) != 8+len(event.Hash{}) {
		return head{}
	}
	return head{binary.BigEndian.Uint64(b), event.Hash(b[8:])}
}

// A journal row: the key is epoch (4 bytes, big endian) and sequence (8), the
// value the record's link (32) and the record as it was encoded.
func journalKey(epoch uint32, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, epoch), seq)
}

// recordOf decodes the record in a row.
func recordOf(row []byte) (*event.Record, error) {
	if len(row) < len(event.Hash{}) {
		return nil, event.ErrUnreadable
	}
	return event.Decode(row[len(event.Hash{}):])
}

func journalRow(tx *bolt.Tx, epoch uint32, seq uint64) (event.Hash, []byte, error) {
	v := tx.Bucket(bucketJournal).Get(journalKey(epoch, seq))
	if len(v) < len(event.Hash{}) {
		return event.Hash{}, nil, fmt.Errorf("epoch %d has no record %d", epoch, seq)
	}
	return event.Hash(v[:32]), v[32:], nil
}

// linkAt is the chain's link at a sequence of an epoch; at 0, its genesis.
func (s *Station) linkAt(tx *bolt.Tx, epoch uint32, seq uint64) (event.Hash, error) {
	if seq == 0 {
		return event.Genesis(s.id, epoch), nil
	}
	if t := thinnedFrom(tx); t.epoch == epoch && t.seq == seq {
		return t.link, nil
	}
	link, _, err := journalRow(tx, epoch, seq)
	return link, err
}

// next is the reference the next appended record will have.
func (c *change) next() event.Ref {
	return event.Ref{Station: c.s.id, Epoch: c.s.epoch, Seq: c.head.seq + 1}
}

// append adds a record to the journal and returns its row. What the record
// earns its rider is recorded right behind it.
func (c *change) append(r *event.Record) (event.Ref, []byte, error) {
	ref, row, err := c.write(r)
	if err != nil {
		return event.Ref{}, nil, err
	}
	return ref, row, c.earn(ref, r)
}

func (c *change) write(r *event.Record) (event.Ref, []byte, error) {
	r.Stamp = c.at
	record, err := event.Encode(r)
	if err != nil {
		return event.Ref{}, nil, err
	}
	ref := c.next()
	link := c.head.link.Next(record)
	row := append(link[:], record...)
	c.Bucket(bucketJournal).FillPercent = fullPages
	if err := c.put(bucketJournal, journalKey(ref.Epoch, ref.Seq), row); err != nil {
		return event.Ref{}, nil, err
	}
	c.head = head{ref.Seq, link}
	return ref, row, c.put(bucketMeta, keyHead, c.head.bytes())
}

// The journal only grows at its end, so that a page which is split is never
// written again: it may be full. bbolt leaves half of it free otherwise.
const fullPages = 1.0
