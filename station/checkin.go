package station

import (
	"encoding/binary"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var bucketVisits = []byte("visits")

var visits = subject{buckets: [][]byte{bucketVisits}}

// CheckIn records a visit. A known rider's second within the repeat window is
// the first one again and records nothing.
func (s *Station) CheckIn(r Rider) (Visit, error) {
	var v Visit
	err := s.change(func(c *change) error {
		last, found := c.lastVisit(r.Pseudonym)
		if found && c.now().Sub(last.At) < s.RepeatWindow {
			v = last
			return nil
		}
		if err := c.introduce(r); err != nil {
			return err
		}
		ref, _, err := c.append(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{
			Pseudonym: r.Pseudonym.Bytes(), Means: r.Means,
		}}})
		v = Visit{Ref: ref, At: c.now()}
		if err != nil || !r.Pseudonym.Known() {
			return err
		}
		return c.putVisit(r.Pseudonym, v)
	})
	if err != nil {
		return Visit{}, err
	}
	return v, nil
}

// A row of the visits bucket: pseudonym to the epoch (4 bytes), sequence (8)
// and time (8, Unix milliseconds) of the latest check-in.
func (c *change) putVisit(who event.Pseudonym, v Visit) error {
	row := binary.BigEndian.AppendUint64(journalKey(v.Ref.Epoch, v.Ref.Seq), uint64(v.At.UnixMilli()))
	return c.put(bucketVisits, who[:], row)
}

func (c *change) lastVisit(who event.Pseudonym) (Visit, bool) {
	row := c.Bucket(bucketVisits).Get(who[:])
	if !who.Known() || len(row) != 20 {
		return Visit{}, false
	}
	return Visit{
		Ref:    event.Ref{Station: c.s.id, Epoch: binary.BigEndian.Uint32(row), Seq: binary.BigEndian.Uint64(row[4:])},
		At:     time.UnixMilli(int64(binary.BigEndian.Uint64(row[12:]))),
		Repeat: true,
	}, true
}
