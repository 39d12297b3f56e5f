package station

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/station/event"
)

// Level is how much room the disk has left.
type Level int32

// The levels. At Low, snapshots and whatever else can wait make room; at Full,
// the headroom kept for service records has been given up.
const (
	Ample Level = iota
	Low
	Full
)

// String is the word a StorageState record holds.
func (l Level) String() string { return [...]string{"ample", "low", "full"}[l] }

const (
	// lowWater is when the disk counts as low: some months of records.
	lowWater = 256 << 20
	// headroom is kept in a file of its own and given up when the disk is full,
	// so that service records go on for about a hundred thousand visits.
	headroom = 48 << 20
)

// room watches the disk that a station's file is on.
type room struct {
	reserve string
	free    func() (uint64, error)
	now     atomic.Int32
}

func newRoom(file string, free func() (uint64, error)) *room {
	folder := filepath.Dir(file)
	if free == nil {
		free = func() (uint64, error) { return freeBytes(folder) }
	}
	return &room{reserve: file + ".headroom", free: free}
}

func freeBytes(folder string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize), nil
}

func (r *room) level() Level { return Level(r.now.Load()) }

// look measures, takes or gives back the headroom, and reports whether the
// level has changed.
func (r *room) look() (l Level, free uint64, changed bool, err error) {
	if free, err = r.free(); err != nil {
		return r.level(), 0, false, err
	}
	_, missing := os.Stat(r.reserve)
	switch {
	case free >= lowWater:
		l = Ample
		if missing != nil {
			err = r.take()
		}
	case missing == nil:
		l = Low
	default:
		l = Full
	}
	return l, free, Level(r.now.Swap(int32(l))) != l, err
}

// take sets the headroom aside, in blocks that are really the file's.
func (r *room) take() error {
	f, err := os.OpenFile(r.reserve, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = unix.Fallocate(int(f.Fd()), 0, 0, headroom)
	if errors.Is(err, unix.EOPNOTSUPP) {
		_, err = f.Write(make([]byte, headroom)) // slower, the same
	}
	return errors.Join(err, f.Close())
}

// yield gives the headroom up, and reports whether there was any.
func (r *room) yield() bool {
	r.now.Store(int32(Full))
	return os.Remove(r.reserve) == nil
}

// full reports whether err is a disk without room.
func full(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EFBIG)
}

// Look measures the room on the disk. A change of level is recorded, so that
// the hub hears of it before the disk is full.
func (s *Station) Look() (Level, error) {
	l, free, changed, err := s.room.look()
	if err != nil {
		return l, fmt.Errorf("measure the disk: %w", err)
	}
	if !changed {
		return l, nil
	}
	return l, s.change(func(c *change) error {
		_, _, err := c.append(&event.Record{Body: &event.Record_StorageState{
			StorageState: &event.StorageState{Level: l.String(), FreeBytes: free},
		}})
		return err
	})
}
