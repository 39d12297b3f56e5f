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
// the epoch being delivered (4 bytes), its newest receipted sequence (8), when
// the receipt came (8, Unix milliseconds) and whether the hub reported a fork
// (1). Epochs are delivered one after the other: a restored file may hold
// records of the one before.
type delivery struct {
	epoch  uint32
	upTo   uint64
	at     int64
	forked bool
}

const deliverySize = 4 + 8 + 8 + 1

func (d delivery) bytes() []byte {
	b := binary.BigEndian.AppendUint32(nil, d.epoch)
	b = binary.BigEndian.AppendUint64(b, d.upTo)
	b = binary.BigEndian.AppendUint64(b, uint64(d.at))
	if d.forked {
		return append(b, 1)
	}
	return append(b, 0)
}

// delivery reads it; nothing was delivered yet where there is none.
func (s *Station) delivery(tx *bolt.Tx) delivery {
	b := tx.Bucket(bucketMeta).Get(keyDelivered)
	if len(b) != deliverySize {
		return delivery{epoch: s.epoch}
	}
	return delivery{
		binary.BigEndian.Uint32(b), binary.BigEndian.Uint64(b[4:]),
		int64(binary.BigEndian.Uint64(b[12:])), b[20] == 1,
	}
}

// Standing is where the station stands with its hub.
type Standing struct {
	Epoch      uint32 // the one being delivered
	Last       uint64 // its newest record
	Delivered  uint64 // its newest record receipted
	DownCursor uint64 // newest down-journal entry applied
	// JournalEpoch is that of new records: later than Epoch while a restored
	// file still delivers what it holds of the one before.
	JournalEpoch uint32
	// Waiting is how many records of all epochs the hub has not receipted,
	// WaitingSince when the oldest of them was made (zero where none waits),
	// ReceiptAt when the newest receipt came (zero where none has).
	Waiting                 uint64
	WaitingSince, ReceiptAt time.Time
}

// Standing reads it.
func (s *Station) Standing() (at Standing, err error) {
	err = s.view(func(v *view) error {
		at = s.standing(v, s.delivery(v.Tx))
		return nil
	})
	return at, err
}

func (s *Station) standing(v *view, d delivery) Standing {
	at := Standing{
		Epoch: d.epoch, Last: s.lastOf(v.Tx, d.epoch), Delivered: d.upTo,
		DownCursor: getUint64(v.Bucket(bucketMeta), keyDown), JournalEpoch: s.epoch,
	}
	at.Waiting = s.earlier(v.Tx, d) + s.lastOf(v.Tx, s.epoch)
	if d.epoch == s.epoch {
		at.Waiting -= d.upTo
	}
	if d.at != 0 {
		at.ReceiptAt = event.Time(d.at)
	}
	if d.upTo < at.Last {
		// One that cannot be read is for the check to tell; it is sent as it is.
		at.WaitingSince, _ = s.madeAt(v.Tx, d.epoch, d.upTo+1)
	}
	return at
}

// lastOf is the newest record of an epoch, 0 for none.
func (s *Station) lastOf(tx *bolt.Tx, epoch uint32) uint64 {
	if epoch == s.epoch {
		return headFrom(tx.Bucket(bucketMeta).Get(keyHead)).seq
	}
	rows := tx.Bucket(bucketJournal).Cursor()
	rows.Seek(journalKey(epoch+1, 0))
	if key, _ := rows.Prev(); key != nil && binary.BigEndian.Uint32(key) == epoch {
		return binary.BigEndian.Uint64(key[4:])
	}
	return 0
}

// Records gives the outbox after a sequence of the epoch being delivered: the
// link before its first record, and at most count records of at most size
// bytes together (but one at least, where there is any).
func (s *Station) Records(after uint64, count, size int) (prev event.Hash, records [][]byte, err error) {
	err = s.view(func(v *view) error {
		epoch := s.delivery(v.Tx).epoch
		if prev, err = s.linkAt(v.Tx, epoch, after); err != nil {
			return err
		}
		rows := v.Bucket(bucketJournal).Cursor()
		key, row := rows.Seek(journalKey(epoch, after+1))
		for ; key != nil && binary.BigEndian.Uint32(key) == epoch && len(records) < count; key, row = rows.Next() {
			record := row[len(event.Hash{}):]
			if size -= len(record); size < 0 && len(records) > 0 {
				return nil
			}
			records = append(records, append([]byte(nil), record...))
		}
		return nil
	})
	return prev, records, err
}

// Deliver notes the hub's receipt for every record of an epoch up to a
// sequence: they leave the outbox. A receipt that repeats is no harm; one that
// does not fit the journal is ErrForeignReceipt and changes nothing.
func (s *Station) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	return s.note(func(tx *bolt.Tx, d *delivery) error {
		last := s.lastOf(tx, epoch)
		if epoch < s.epoch && upTo > last {
			upTo = last // the hub had records that the restored file lacks
		} else if mine, err := s.linkAt(tx, epoch, upTo); err != nil || mine != link {
			return errors.Join(fmt.Errorf("epoch %d, record %d: %w", epoch, upTo, ErrForeignReceipt), err)
		}
		if epoch != d.epoch {
			return nil // late, of an epoch delivered before
		}
		*d = delivery{epoch, max(d.upTo, upTo), s.Now().UnixMilli(), false}
		return nil
	})
}

// Regress notes that the hub has lost what it receipted of an epoch beyond a
// sequence, having been restored from an earlier state of itself: those records
// wait again. ErrRecordsGone says that some of them are no longer here, and
// ErrForeignReceipt that the sequence is of another journal; then nothing has
// changed.
func (s *Station) Regress(epoch uint32, upTo uint64, link event.Hash) error {
	return s.note(func(tx *bolt.Tx, d *delivery) error {
		if epoch != d.epoch || upTo >= d.upTo {
			return nil
		}
		if t := thinnedFrom(tx); t.epoch > epoch || t.epoch == epoch && t.seq > upTo {
			return fmt.Errorf("epoch %d, records %d to %d: %w", epoch, upTo+1, t.seq, ErrRecordsGone)
		}
		if mine, err := s.linkAt(tx, epoch, upTo); err != nil || mine != link {
			return errors.Join(fmt.Errorf("epoch %d, record %d: %w", epoch, upTo, ErrForeignReceipt), err)
		}
		*d = delivery{epoch, upTo, s.Now().UnixMilli(), false}
		return nil
	})
}

// Fork notes that the hub refuses records of an epoch, because it holds others
// or has seen a later epoch. Of the present one, nothing more can be delivered
// until a person has settled it; an earlier one is left to that person, and
// the next is delivered.
func (s *Station) Fork(epoch uint32) error {
	return s.note(func(tx *bolt.Tx, d *delivery) error {
		switch {
		case epoch != d.epoch:
		case epoch == s.epoch:
			d.forked = true
		default:
			d.upTo = s.lastOf(tx, epoch)
		}
		return nil
	})
}

// note changes the delivery, and goes on to the next epoch where one is done.
func (s *Station) note(f func(*bolt.Tx, *delivery) error) error {
	return storage(s.db.Update(func(tx *bolt.Tx) error {
		d := s.delivery(tx)
		if err := f(tx, &d); err != nil {
			return err
		}
		for d.epoch < s.epoch && d.upTo >= s.lastOf(tx, d.epoch) {
			d = delivery{epoch: s.epochAfter(tx, d.epoch), at: d.at}
		}
		return tx.Bucket(bucketMeta).Put(keyDelivered, d.bytes())
	}))
}

// epochAfter is the next epoch that has records.
func (s *Station) epochAfter(tx *bolt.Tx, epoch uint32) uint32 {
	if key, _ := tx.Bucket(bucketJournal).Cursor().Seek(journalKey(epoch+1, 0)); key != nil {
		return binary.BigEndian.Uint32(key)
	}
	return s.epoch
}

// Hear takes the hub's time from a fresh receipt. Where the clock was wrong it
// is corrected from now on, and that is recorded.
func (s *Station) Hear(hub time.Time) error {
	offset, changed := s.clock.hear(hub)
	if !changed {
		return nil
	}
	return s.change(func(c *change) error {
		_, _, err := c.append(&event.Record{Body: &event.Record_ClockCorrected{
			ClockCorrected: &event.ClockCorrected{OffsetMs: offset.Milliseconds()},
		}})
		return err
	})
}
