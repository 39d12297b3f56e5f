package station

import (
	"fmt"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

// Apply takes a page of the down-journal whose first entry is number first.
// Entries applied before are passed over, so a page may come twice; ErrGap
// says that entries before it are missing, and that nothing was applied.
func (s *Station) Apply(first uint64, entries [][]byte) error {
	return s.change(func(c *change) error {
		cursor := getUint64(c.Bucket(bucketMeta), keyDown)
		if first == 0 || first > cursor+1 {
			return fmt.Errorf("entry %d after %d: %w", first, cursor, ErrGap)
		}
		for i, entry := range entries {
			number := first + uint64(i)
			if number <= cursor {
				continue
			}
			if err := c.apply(entry); err != nil {
				return fmt.Errorf("entry %d: %w", number, err)
			}
			cursor = number
		}
		return c.put(bucketMeta, keyDown, asBytes(cursor))
	})
}

// apply passes over what it cannot read: an entry of a later version must not
// hold up those behind it.
func (c *change) apply(entry []byte) error {
	d, err := event.DecodeDown(entry)
	if err != nil {
		return nil
	}
	for _, s := range subjects {
		if s.apply == nil {
			continue
		}
		if err := s.apply(c, d); err != nil {
			return err
		}
	}
	return nil
}

// putDown keeps an entry as it came.
func (c *change) putDown(bucket, key []byte, d *event.Down) error {
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return c.put(bucket, key, row)
}

// identifiers reports whether all of them can name something. An entry whose
// own cannot is passed over, like one that cannot be read.
func identifiers(ids ...string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return !identifierForm.MatchString(id) })
}
