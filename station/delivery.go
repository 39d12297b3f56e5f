package station

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// delivery is how far the hub's receipts reach, as the meta bucket keeps it:
// sequence (8 bytes), when the receipt came (8, Unix milliseconds) and whether
// the hub reported a fork (1).
type delivery struct {
	upTo   uint64
	at     int64
	forked bool
}

func (d delivery) bytes() []byte {
	b := binary.BigEndian.AppendUint64(nil, d.upTo)
	b = binary.BigEndian.AppendUint64(b, uint64(d.at))
	if d.forked {
		return append(b, 1)
	}
	return append(b, 0)
}

func deliveryFrom(b []byte) delivery {
	if len(b) != 17 {
		return delivery{}
	}
	return delivery{binary.BigEndian.Uint64(b), int64(binary.BigEndian.Uint64(b[8:])), b[16] == 1}
}

// Standing is where the station stands with its hub.
type Standing struct {
	Epoch      uint32
	Last       uint64 // newest record
	Delivered  uint64 // newest record receipted
	DownCursor uint64 // newest down-journal entry applied
}

// Standing reads it.
func (s *Station) Standing() (Standing, error) {
	var at Standing
	err := s.db.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		at = Standing{
			Epoch:      s.epoch,
			Last:       headFrom(meta.Get(keyHead)).seq,
			Delivered:  deliveryFrom(meta.Get(keyDelivered)).upTo,
			DownCursor: getUint64(meta, keyDown),
		}
		return nil
	})
	return at, storage(err)
}

// Records gives the outbox after a sequence: the link before its first record,
// and at most count records of at most size bytes together (but one at least,
// where there is any).
func (s *Station) Records(after uint64, count, size int) (prev event.Hash, records [][]byte, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		if prev, err = s.linkAt(tx, after); err != nil {
			return err
		}
		rows := tx.Bucket(bucketJournal).Cursor()
		key, row := rows.Seek(journalKey(s.epoch, after+1))
		for ; key != nil && len(records) < count; key, row = rows.Next() {
			record := row[len(event.Hash{}):]
			if size -= len(record); size < 0 && len(records) > 0 {
				return nil
			}
			records = append(records, append([]byte(nil), record...))
		}
		return nil
	})
	return prev, records, storage(err)
}

// Deliver notes the hub's receipt for every record up to a sequence: they
// leave the outbox. A receipt that repeats is no harm; one that does not fit
// the journal is ErrForeignReceipt and changes nothing.
func (s *Station) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	return s.note(func(tx *bolt.Tx, d *delivery) error {
		mine, err := s.linkAt(tx, upTo)
		if err != nil || epoch != s.epoch || mine != link {
			return errors.Join(fmt.Errorf("epoch %d, record %d: %w", epoch, upTo, ErrForeignReceipt), err)
		}
		*d = delivery{upTo: max(d.upTo, upTo), at: s.Now().UnixMilli()}
		return nil
	})
}

// Fork notes that the hub holds other records of this epoch: nothing more can
// be delivered until a person has settled it.
func (s *Station) Fork() error {
	return s.note(func(_ *bolt.Tx, d *delivery) error {
		d.forked = true
		return nil
	})
}

func (s *Station) note(f func(*bolt.Tx, *delivery) error) error {
	return storage(s.db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		d := deliveryFrom(meta.Get(keyDelivered))
		if err := f(tx, &d); err != nil {
			return err
		}
		return meta.Put(keyDelivered, d.bytes())
	}))
}

// Status reads what the station knows of itself.
func (s *Station) Status() (Status, error) {
	st := Status{Station: s.id, Epoch: s.epoch}
	err := s.db.View(func(tx *bolt.Tx) (err error) {
		meta := tx.Bucket(bucketMeta)
		d := deliveryFrom(meta.Get(keyDelivered))
		st.Last, st.Delivered, st.Forked = headFrom(meta.Get(keyHead)).seq, d.upTo, d.forked
		if d.at != 0 {
			st.ReceiptAt = time.UnixMilli(d.at)
		}
		st.DeliveredUpTo, err = s.madeAt(tx, d.upTo)
		return err
	})
	return st, storage(err)
}
