package station

import (
	"encoding/binary"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// canaryName is the text that a canary seals where an identity has its name.
const canaryName = "nuanxin canary"

// bucketDaily has one row: "canary" to the epoch (4 bytes), sequence (8) and
// time (8, Unix milliseconds) of the newest canary.
var (
	bucketDaily = []byte("daily")
	keyCanary   = []byte("canary")
)

var daily = subject{buckets: [][]byte{bucketDaily}, check: checkCanary}

// Daily does what is due once a day (China Standard Time), and nothing where it
// was done today; it may be called at any time and often. It seals the day's
// canary, and forgets passes that have expired.
func (s *Station) Daily() error {
	var done bool
	err := s.view(func(v *view) error {
		done = v.doneToday()
		return nil
	})
	if err != nil || done {
		return err
	}
	return s.change(func(c *change) error {
		if c.view().doneToday() {
			return nil
		}
		if err := c.dropExpiredPasses(); err != nil {
			return err
		}
		return c.sing()
	})
}

// doneToday compares days and not their order: after a clock that ran ahead was
// set right, the next day comes early rather than years late.
func (v *view) doneToday() bool { return dayOf(v.lastDaily()) == dayOf(v.now()) }

// lastDaily is when it was last done; the zero time where never.
func (v *view) lastDaily() time.Time {
	row := v.Bucket(bucketDaily).Get(keyCanary)
	if len(row) != 20 {
		return time.Time{}
	}
	return event.Time(int64(binary.BigEndian.Uint64(row[12:])))
}

func (c *change) sing() error {
	envelope, err := c.sealer().Seal(&event.Identity{Name: canaryName}, c.next())
	if err != nil {
		return err
	}
	ref, _, err := c.append(&event.Record{Body: &event.Record_Canary{Canary: &event.Canary{Envelope: envelope}}})
	if err != nil {
		return err
	}
	row := binary.BigEndian.AppendUint64(journalKey(ref.Epoch, ref.Seq), uint64(c.at.WallMs))
	return c.put(bucketDaily, keyCanary, row)
}

// checkCanary finds the newest canary of the table in the journal, where it has
// not been thinned away.
func checkCanary(v *view, r *Report) {
	row := v.Bucket(bucketDaily).Get(keyCanary)
	if row == nil {
		return
	}
	if len(row) != 20 {
		r.fault("daily: the canary's row has %d bytes", len(row))
		return
	}
	held := v.Bucket(bucketJournal).Get(row[:12])
	if held == nil {
		return
	}
	rec, _ := recordOf(held)
	if rec.GetCanary() == nil || !event.Time(rec.GetStamp().GetWallMs()).Equal(v.lastDaily()) {
		r.fault("daily: record %x is not the day's canary", row[:12])
	}
}
