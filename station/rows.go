package station

import (
	"bytes"
	"encoding/binary"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// under walks the rows whose keys begin with prefix. The bucket must not be
// written meanwhile: see dropUnder.
func under(tx *bolt.Tx, bucket, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, row []byte) bool) {
		rows := tx.Bucket(bucket).Cursor()
		for key, row := rows.Seek(prefix); key != nil && bytes.HasPrefix(key, prefix); key, row = rows.Next() {
			if !yield(key, row) {
				return
			}
		}
	}
}

// dropUnder deletes the rows whose keys begin with prefix.
func (c *change) dropUnder(bucket, prefix []byte) error {
	var keys [][]byte
	for key := range under(c.Tx, bucket, prefix) {
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := c.drop(bucket, key); err != nil {
			return err
		}
	}
	return nil
}

// riderKey is the key of what is kept under its rider: the pseudonym, then where
// its record stands.
func riderKey(who event.Pseudonym, ref event.Ref) []byte {
	return append(who[:], journalKey(ref.Epoch, ref.Seq)...)
}

// filed is a table's row that keeps the record it comes from: where the record
// stands (journalKey, 12 bytes), then a copy of its row in the journal.
func filed(ref event.Ref, row []byte) []byte {
	return append(journalKey(ref.Epoch, ref.Seq), row...)
}

const filedAt = 12 // bytes of a filed row before the copy

// recordIn decodes the record of a filed row.
func recordIn(row []byte) (*event.Record, error) {
	if len(row) < filedAt {
		return nil, event.ErrUnreadable
	}
	return recordOf(row[filedAt:])
}

// refIn is where the record of a filed row stands.
func (s *Station) refIn(row []byte) event.Ref {
	return event.Ref{Station: s.id, Epoch: binary.BigEndian.Uint32(row), Seq: binary.BigEndian.Uint64(row[4:])}
}

// journalled reports whether a filed row's copy is what the journal holds, or
// the journal's own row has been thinned away.
func journalled(tx *bolt.Tx, row []byte) bool {
	if len(row) < filedAt {
		return false
	}
	at := row[:filedAt]
	if held := tx.Bucket(bucketJournal).Get(at); held != nil {
		return bytes.Equal(held, row[filedAt:])
	}
	last, _ := tx.Bucket(bucketJournal).Cursor().Last()
	return bytes.Compare(at, last) < 0
}

// refOf reads a reference to another record of this station.
func (s *Station) refOf(r *event.Reference) event.Ref {
	return event.Ref{Station: s.id, Epoch: r.GetEpoch(), Seq: r.GetSeq()}
}

// reference is what a record calls another one of its station.
func reference(ref event.Ref) *event.Reference {
	return &event.Reference{Epoch: ref.Epoch, Seq: ref.Seq}
}
