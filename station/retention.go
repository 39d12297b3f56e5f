package station

import (
	"encoding/binary"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

const (
	// defaultRetention is how long receipted records stay here; the hub's
	// Settings may change it.
	defaultRetention = 90 * 24 * time.Hour
	// thinAtOnce bounds a transaction, so that thinning a year keeps nobody
	// waiting at the screen.
	thinAtOnce = 500
)

// retention is how long receipted records stay.
func (s *Station) retention(v *view) time.Duration {
	if days := s.settings(v).retentionDays; days > 0 {
		return time.Duration(days) * 24 * time.Hour
	}
	return defaultRetention
}

// thinned is the newest record that retention has removed: the chain goes on
// from its link. The meta bucket keeps epoch (4 bytes), sequence (8), link (32).
type thinned struct {
	epoch uint32
	seq   uint64
	link  event.Hash
}

func thinnedFrom(tx *bolt.Tx) (t thinned) {
	b := tx.Bucket(bucketMeta).Get(keyThinned)
	if len(b) != 12+len(t.link) {
		return t
	}
	return thinned{binary.BigEndian.Uint32(b), binary.BigEndian.Uint64(b[4:]), event.Hash(b[12:])}
}

func (t thinned) bytes() []byte { return append(journalKey(t.epoch, t.seq), t.link[:]...) }

// Thin removes records that the hub has receipted and that are older than the
// retention time. What bookings and other tables need of them they hold
// themselves; slots as old go with their bookings, and announcements as long
// over. It returns how many records
// it removed.
func (s *Station) Thin() (removed int, err error) {
	if err := s.change(func(c *change) error {
		keep := s.retention(c.view())
		if err := forgetAnnouncements(c, keep); err != nil {
			return err
		}
		return forgetBookings(c, c.now().Add(-keep))
	}); err != nil {
		return 0, err
	}
	for {
		n := 0
		err := s.change(func(c *change) (err error) {
			n, err = c.thin(thinAtOnce)
			return err
		})
		removed += n
		if err != nil || n < thinAtOnce {
			return removed, err
		}
	}
}

func (c *change) thin(most int) (n int, err error) {
	before := c.now().Add(-c.s.retention(c.view()))
	done := c.s.delivery(c.Tx)
	// The newest receipted record stays: the status says when it was made.
	limit := journalKey(done.epoch, done.upTo)
	rows := c.Bucket(bucketJournal).Cursor()
	for key, row := rows.First(); key != nil && n < most && string(key) < string(limit); key, row = rows.First() {
		r, err := recordOf(row)
		if err != nil || !event.Time(r.GetStamp().GetWallMs()).Before(before) {
			return n, err
		}
		t := thinned{binary.BigEndian.Uint32(key), binary.BigEndian.Uint64(key[4:]), event.Hash(row[:len(event.Hash{})])}
		if err := c.put(bucketMeta, keyThinned, t.bytes()); err != nil {
			return n, err
		}
		if err := c.drop(bucketJournal, append([]byte(nil), key...)); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
