package station

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
)

// Config is what a station is made from.
type Config struct {
	// Path of the bbolt file; it is made where there is none.
	Path string
	// ID is the station's identifier, see event.CheckStation.
	ID string
	// Epoch begins a new file; it must be greater than any the hub has seen of
	// this station. 0 is 1.
	Epoch uint32
	// Version of the kit, for the records.
	Version string
	// Issuer signs passes and receipts.
	Issuer pass.Issuer
	// Hub verifies the passes of other stations.
	Hub ed25519.PublicKey
	// Sealer closes identities to the hub's key.
	Sealer *seal.Sealer
	// Pseudonyms of the fleet.
	Pseudonyms *seal.Pseudonyms
	// Clock may stay zero: the system's.
	Clock Clock
	// Random may stay nil: crypto/rand.
	Random io.Reader
	// RepeatWindow is how long a second check-in of a rider counts as the
	// first; 0 is ten minutes.
	RepeatWindow time.Duration
}

// Station is one open file. Its methods may be called from any goroutine.
type Station struct {
	Config
	id       string
	epoch    uint32
	db       *bolt.DB
	clock    *floored
	queue    queue
	appended chan struct{}
}

// Open opens or makes a station's file and begins a new boot. It returns
// ErrInUse while another process has it, ErrOtherStation for another's file.
func Open(cfg Config) (*Station, error) {
	if err := event.CheckStation(cfg.ID); err != nil {
		return nil, err
	}
	cfg.Random = orDefault[io.Reader](cfg.Random, nil, rand.Reader)
	cfg.RepeatWindow = orDefault(cfg.RepeatWindow, 0, 10*time.Minute)
	cfg.Epoch = orDefault(cfg.Epoch, 0, 1)
	db, err := openFile(cfg.Path)
	if err != nil {
		return nil, err
	}
	s := &Station{Config: cfg, id: cfg.ID, db: db, appended: make(chan struct{}, 1)}
	if err := s.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", cfg.Path, err), db.Close())
	}
	return s, nil
}

func orDefault[T comparable](given, zero, standard T) T {
	if given == zero {
		return standard
	}
	return given
}

// begin counts the boot, and begins the epoch in a new file.
func (s *Station) begin() error {
	var fresh bool
	err := s.db.Update(func(tx *bolt.Tx) error {
		if err := makeBuckets(tx); err != nil {
			return err // a file of an earlier version lacks the newer ones
		}
		meta := tx.Bucket(bucketMeta)
		if owner := meta.Get(keyStation); owner != nil && string(owner) != s.id {
			return fmt.Errorf("%q, not %q: %w", owner, s.id, ErrOtherStation)
		}
		fresh = meta.Get(keyHead) == nil
		if fresh {
			if err := s.found(meta); err != nil {
				return err
			}
		}
		return s.boot(tx)
	})
	if err != nil || !fresh {
		return err
	}
	return s.change(func(c *change) error {
		_, _, err := c.append(&event.Record{Body: &event.Record_EpochStarted{
			EpochStarted: &event.EpochStarted{Cause: "created", Version: s.Version},
		}})
		return err
	})
}

func (s *Station) found(meta *bolt.Bucket) error {
	return errors.Join(
		meta.Put(keyStation, []byte(s.id)),
		meta.Put(keyEpoch, binary.BigEndian.AppendUint32(nil, s.Epoch)),
		meta.Put(keyHead, head{0, event.Genesis(s.id, s.Epoch)}.bytes()),
	)
}

func (s *Station) boot(tx *bolt.Tx) error {
	meta := tx.Bucket(bucketMeta)
	s.epoch = binary.BigEndian.Uint32(meta.Get(keyEpoch))
	var boot uint32
	if v := meta.Get(keyBoot); len(v) == 4 {
		boot = binary.BigEndian.Uint32(v)
	}
	floor, err := s.madeAt(tx, headFrom(meta.Get(keyHead)).seq)
	if err != nil {
		return err
	}
	s.clock = newFloored(s.Clock, boot+1, floor)
	return meta.Put(keyBoot, binary.BigEndian.AppendUint32(nil, boot+1))
}

// madeAt is when a record of this epoch was made; of record 0, the zero time.
func (s *Station) madeAt(tx *bolt.Tx, seq uint64) (time.Time, error) {
	if seq == 0 {
		return time.Time{}, nil
	}
	_, record, err := journalRow(tx, s.epoch, seq)
	if err != nil {
		return time.Time{}, err
	}
	r, err := event.Decode(record)
	return time.UnixMilli(r.GetStamp().GetWallMs()), err
}

// ID is the station's identifier.
func (s *Station) ID() string { return s.id }

// Now is the clock, never behind the newest record.
func (s *Station) Now() time.Time { return s.clock.Now() }

// Appended receives when the journal may have grown since it last did.
func (s *Station) Appended() <-chan struct{} { return s.appended }

func (s *Station) announce() {
	select {
	case s.appended <- struct{}{}:
	default:
	}
}

// Close waits for transactions under way and lets go of the file.
func (s *Station) Close() error { return s.db.Close() }
