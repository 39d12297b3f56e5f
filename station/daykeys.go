package station

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/nuanxin/station-kit/station/event"
)

// A day key encrypts what is kept for one day only; erasing the key erases it
// all, whatever copies there are of the ciphertext: deleted rows stay in
// bbolt's pages until those are used again, and in every snapshot and backup.
//
// So the key is not in the station's file but in a small one beside it, of one
// block, which is overwritten in place and synced, never renamed over. On a
// file system that writes in place (ext4, XFS) this replaces the bytes that a
// program can read. It cannot promise more: a flash drive keeps the old cells
// for a while, and a file system that copies on write (Btrfs, ZFS) the old
// block. There the disk's own encryption has to do the rest.
type dayKey struct {
	path   string
	random io.Reader

	mu sync.Mutex
	// day is that of the key on disk; 0 where there is none.
	day day
	// key is nil once erased, even if the disk refused to forget it.
	key []byte
}

// day is a date in China Standard Time, as 20261123.
type day uint32

func dayOf(t time.Time) day {
	year, month, date := t.In(event.Zone).Date()
	return day(year*10000 + int(month)*100 + date)
}

// start is when the day began.
func (d day) start() time.Time {
	return time.Date(int(d/10000), time.Month(d/100%100), int(d%100), 0, 0, 0, 0, event.Zone)
}

// dayKeySize is that of the file: day (4 bytes, big endian) and key (32), zeros
// where there is none.
const dayKeySize = 4 + chacha20poly1305.KeySize

// openDayKey reads the key of a station's file. One that is missing, or cannot
// be read, is no key: the day's list is a convenience that must not keep
// a station from opening.
func openDayKey(path string, random io.Reader) *dayKey {
	d := &dayKey{path: path + ".day", random: random}
	b, err := os.ReadFile(d.path)
	if err == nil && len(b) == dayKeySize {
		d.day, d.key = day(binary.BigEndian.Uint32(b)), b[4:]
	}
	return d
}

// turn erases the key of any other day.
func (d *dayKey) turn(today day) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.erase(today)
}

func (d *dayKey) erase(but day) error {
	if d.day == 0 || d.day == but {
		return nil
	}
	clear(d.key)
	d.key = nil
	if err := d.write(make([]byte, dayKeySize)); err != nil {
		return fmt.Errorf("erase the key of day %d: %w", d.day, err)
	}
	d.day = 0
	return nil
}

// begin is the cipher of today; it makes the day's key where there is none.
func (d *dayKey) begin(today day) (cipher.AEAD, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.erase(today); err != nil {
		return nil, err
	}
	if d.key == nil {
		if err := d.make(today); err != nil {
			return nil, fmt.Errorf("make the key of day %d: %w", today, err)
		}
	}
	return chacha20poly1305.NewX(d.key)
}

func (d *dayKey) make(today day) error {
	fresh := make([]byte, dayKeySize)
	binary.BigEndian.PutUint32(fresh, uint32(today))
	if _, err := io.ReadFull(d.random, fresh[4:]); err != nil {
		return err
	}
	if err := d.write(fresh); err != nil {
		return err
	}
	d.day, d.key = today, fresh[4:]
	return nil
}

// of is the cipher of a day, nil once its key is erased.
func (d *dayKey) of(when day) cipher.AEAD {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.key == nil || d.day != when {
		return nil
	}
	aead, err := chacha20poly1305.NewX(d.key)
	if err != nil {
		return nil
	}
	return aead
}

// write overwrites the file in place.
func (d *dayKey) write(b []byte) error {
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(b, 0)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(d.path))
}

// turnDay erases the key of an earlier day. A disk that refuses is asked again
// at the next record; the key is out of memory at once.
func (s *Station) turnDay(now time.Time) { _ = s.days.turn(dayOf(now)) }
