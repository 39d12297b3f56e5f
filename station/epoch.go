package station

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/durable"
	"github.com/nuanxin/station-kit/station/event"
)

// A small file beside the station's own holds the latest epoch ever begun in
// this folder. It outlives a damaged file, so that two files restored from one
// snapshot never begin the same epoch.
func epochMark(path string) string { return path + ".epoch" }

// latestEpoch reads it; 0 where there is none yet. A mark that a bad disk has
// spoilt is legible no more.
func latestEpoch(path string) (epoch uint32, legible bool, err error) {
	b, err := os.ReadFile(epochMark(path))
	if errors.Is(err, os.ErrNotExist) {
		return 0, true, nil
	}
	if err != nil {
		return 0, false, err
	}
	n, err := strconv.ParseUint(strings.TrimSpace(string(b)), 10, 32)
	return uint32(n), err == nil, nil
}

// farAhead is how far to go on where nobody knows the latest epoch: further
// than any station was ever restored.
const farAhead = 1000

// markEpoch writes it durably, before the epoch's first record.
func markEpoch(path string, epoch uint32) error {
	return durable.Replace(epochMark(path), func(w io.Writer) error {
		_, err := fmt.Fprintln(w, epoch)
		return err
	})
}

// begin counts the boot. In a new file it begins the first epoch, in
// a restored one the next.
func (s *Station) begin(restored bool) error {
	latest, legible, err := latestEpoch(s.Path)
	if err != nil {
		return err
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		if err := makeBuckets(tx); err != nil {
			return err // a file of an earlier version lacks the newer ones
		}
		meta := tx.Bucket(bucketMeta)
		if owner := meta.Get(keyStation); owner != nil && string(owner) != s.id {
			return fmt.Errorf("%q, not %q: %w", owner, s.id, ErrOtherStation)
		}
		fresh := meta.Get(keyHead) == nil
		if !fresh {
			s.epoch = binary.BigEndian.Uint32(meta.Get(keyEpoch))
		}
		if err := s.boot(tx); err != nil {
			return err
		}
		if !legible {
			latest = s.epoch + farAhead
		}
		if fresh || restored {
			return s.beginEpoch(tx, max(s.Config.Epoch, latest+1, s.epoch+1), !fresh)
		}
		if !legible {
			return markEpoch(s.Path, s.epoch)
		}
		return nil
	})
}

// beginEpoch makes the next record the first of an epoch. What was lent to the
// file that was lost may have been spent there, so a restored one gives up
// all that is lent.
func (s *Station) beginEpoch(tx *bolt.Tx, epoch uint32, restored bool) error {
	if err := markEpoch(s.Path, epoch); err != nil {
		return err
	}
	meta := tx.Bucket(bucketMeta)
	started := &event.EpochStarted{Cause: "created", Version: s.Version}
	due := delivery{epoch: epoch}
	if restored {
		started.Cause = "restored"
		started.From = &event.Reference{Epoch: s.epoch, Seq: s.lastOf(tx, s.epoch)}
		due = s.delivery(tx)
	}
	s.epoch = epoch
	err := errors.Join(
		meta.Put(keyStation, []byte(s.id)),
		meta.Put(keyEpoch, binary.BigEndian.AppendUint32(nil, epoch)),
		meta.Put(keyHead, head{0, event.Genesis(s.id, epoch)}.bytes()),
		meta.Put(keyDelivered, due.bytes()),
	)
	if err != nil {
		return err
	}
	c := s.changeIn(tx)
	if _, _, err := c.append(&event.Record{Body: &event.Record_EpochStarted{EpochStarted: started}}); err != nil || !restored {
		return err
	}
	for _, subject := range subjects {
		if subject.restored != nil {
			if err := subject.restored(c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Station) boot(tx *bolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	var boot uint32
	if v := meta.Get(keyBoot); len(v) == 4 {
		boot = binary.BigEndian.Uint32(v)
	}
	floor, err := s.madeAt(tx, s.epoch, headFrom(meta.Get(keyHead)).seq)
	if err != nil {
		return err
	}
	s.clock = newTruth(s.Clock, boot+1, later(floor, s.Since))
	return meta.Put(keyBoot, binary.BigEndian.AppendUint32(nil, boot+1))
}
