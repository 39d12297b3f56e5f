package station

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// Apply takes a page of the down-journal whose first entry is number first.
// Entries applied before are passed over, so a page may come twice; ErrGap
// says that entries before it are missing, and that nothing was applied.
func (s *Station) Apply(first uint64, entries [][]byte) error {
	return storage(s.db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		cursor := getUint64(meta, keyDown)
		if first == 0 || first > cursor+1 {
			return fmt.Errorf("entry %d after %d: %w", first, cursor, ErrGap)
		}
		for i, entry := range entries {
			number := first + uint64(i)
			if number <= cursor {
				continue
			}
			if err := applyEntry(tx, entry); err != nil {
				return fmt.Errorf("entry %d: %w", number, err)
			}
			cursor = number
		}
		return meta.Put(keyDown, asBytes(cursor))
	}))
}

// applyEntry passes over what it cannot read: an entry of a later version must
// not hold up those behind it.
func applyEntry(tx *bolt.Tx, entry []byte) error {
	d, err := event.DecodeDown(entry)
	if err != nil {
		return nil
	}
	switch body := d.Body.(type) {
	case *event.Down_ServiceOffered:
		return tx.Bucket(bucketServices).Put([]byte(body.ServiceOffered.Id), entry)
	case *event.Down_SlotLent:
		return addLoan(tx, body.SlotLent)
	}
	return nil
}

func addLoan(tx *bolt.Tx, lent *event.SlotLent) error {
	if had, err := loanOf(tx, lent.Slot); err == nil {
		lent.Quantity += had.Quantity
	}
	row, err := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: lent}})
	if err != nil {
		return err
	}
	return tx.Bucket(bucketSlots).Put([]byte(lent.Slot), row)
}
