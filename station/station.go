package station

import (
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
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
	// Credentials are those of the enrolment; its endorsement is Issuer's.
	Credentials Credentials
	// Since is a time that has certainly passed, such as that of the enrolment at
	// the hub; zero for none.
	Since time.Time
	// Hub verifies the passes of other stations.
	Hub ed25519.PublicKey
	// Sealer closes identities to the hub's key, until the hub hands out another.
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
	// Free measures the room on the disk in bytes; nil asks the file system.
	Free func() (uint64, error)
}

// Station is one open file. Its methods may be called from any goroutine.
type Station struct {
	Config
	id       string
	epoch    uint32
	db       *bolt.DB
	clock    *truth
	room     *room
	recovery Recovery
	days     *dayKey
	queue    queue
	appended chan struct{}
	link     atomic.Pointer[Link]
}

// Open opens or makes a station's file and begins a new boot. It returns
// ErrInUse while another process has it, ErrOtherStation for another's file. A
// damaged file is set aside and replaced by the newest good snapshot, or by
// a new one: Status then says so.
func Open(cfg Config) (*Station, error) {
	if err := event.CheckStation(cfg.ID); err != nil {
		return nil, err
	}
	db, recovery, err := openSound(cfg)
	if err != nil {
		return nil, err
	}
	s := newStation(cfg, db, recovery)
	if err := errors.Join(mark(cfg.Path), s.begin(recovery.Happened())); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", cfg.Path, err), db.Close())
	}
	s.turnDay(s.Now())
	return s, nil
}

func newStation(cfg Config, db *bolt.DB, r Recovery) *Station {
	cfg.Random = cmp.Or[io.Reader](cfg.Random, rand.Reader)
	cfg.RepeatWindow = cmp.Or(cfg.RepeatWindow, 10*time.Minute)
	return &Station{
		Config: cfg, id: cfg.ID, db: db, recovery: r,
		room: newRoom(cfg.Path, cfg.Free), days: openDayKey(cfg.Path, cfg.Random), appended: make(chan struct{}, 1),
	}
}

// madeAt is when a record was made; of record 0, and of one that retention has
// removed, the zero time.
func (s *Station) madeAt(tx *bolt.Tx, epoch uint32, seq uint64) (time.Time, error) {
	if t := thinnedFrom(tx); seq == 0 || t.epoch == epoch && t.seq == seq {
		return time.Time{}, nil
	}
	_, record, err := journalRow(tx, epoch, seq)
	if err != nil {
		return time.Time{}, err
	}
	r, err := event.Decode(record)
	return event.Time(r.GetStamp().GetWallMs()), err
}

// ID is the station's identifier.
func (s *Station) ID() string { return s.id }

// Now is the clock, never behind the newest record.
func (s *Station) Now() time.Time { return s.clock.Now() }

// HubTime is the hub's time, counted on since it was last heard; told is false
// where it has not been since the file was opened. No clock of this machine's
// touches it.
func (s *Station) HubTime() (now time.Time, told bool) { return s.clock.toldNow() }

// Appended receives when the journal may have grown since it last did.
func (s *Station) Appended() <-chan struct{} { return s.appended }

func (s *Station) announce() {
	select {
	case s.appended <- struct{}{}:
	default:
	}
}

// Close waits for transactions under way and lets go of the file.
func (s *Station) Close() error {
	if err := closeFile(s.db); err != nil {
		return err
	}
	if err := os.Remove(openMark(s.Path)); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
