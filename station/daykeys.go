package station

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/nuanxin/station-kit/internal/durable"
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
	// mark is that of the key on disk; zero where there is none.
	mark keyMark
	// key is nil once erased, even if the disk refused to forget it.
	key []byte
}

// keyMark names a key: its day (4 bytes, big endian) and 4 random bytes, which
// tell it from another of the same day where the first was lost.
type keyMark [8]byte

func (m keyMark) day() day { return day(binary.BigEndian.Uint32(m[:])) }

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

// dayKeySize is that of the file: mark and key (32 bytes), zeros where there is
// none.
const dayKeySize = len(keyMark{}) + chacha20poly1305.KeySize

// openDayKey reads the key of a station's file. One that is missing, or cannot
// be read, is no key: the day's list is a convenience that must not keep
// a station from opening.
func openDayKey(path string, random io.Reader) *dayKey {
	d := &dayKey{path: path + ".day", random: random}
	b, err := os.ReadFile(d.path)
	if err == nil && len(b) == dayKeySize && b[0] != 0 { // the day's first byte is 1 or more
		d.mark, d.key = keyMark(b), b[len(d.mark):]
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
	if d.mark == (keyMark{}) || d.mark.day() == but {
		return nil
	}
	clear(d.key)
	d.key = nil
	if err := d.write(make([]byte, dayKeySize)); err != nil {
		return fmt.Errorf("erase the key of day %d: %w", d.mark.day(), err)
	}
	d.mark = keyMark{}
	return nil
}

// begin is the key of today; it makes one where there is none.
func (d *dayKey) begin(today day) (nameKey, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.erase(today); err != nil {
		return nameKey{}, err
	}
	if d.key == nil {
		if err := d.make(today); err != nil {
			return nameKey{}, fmt.Errorf("make the key of day %d: %w", today, err)
		}
	}
	return d.cipher()
}

func (d *dayKey) make(today day) error {
	fresh := make([]byte, dayKeySize)
	if _, err := io.ReadFull(d.random, fresh); err != nil {
		return err
	}
	binary.BigEndian.PutUint32(fresh, uint32(today))
	if err := d.write(fresh); err != nil {
		return err
	}
	d.mark, d.key = keyMark(fresh), fresh[len(d.mark):]
	return nil
}

// of is the key of a day; found is false once it is erased.
func (d *dayKey) of(when day) (key nameKey, found bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.key == nil || d.mark.day() != when {
		return nameKey{}, false
	}
	key, err := d.cipher()
	return key, err == nil
}

func (d *dayKey) cipher() (nameKey, error) {
	aead, err := chacha20poly1305.NewX(d.key)
	return nameKey{d.mark, aead}, err
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
	return durable.SyncFolder(filepath.Dir(d.path))
}

// turnDay erases the key of an earlier day. A disk that refuses is asked again
// at the next record; the key is out of memory at once.
func (s *Station) turnDay(now time.Time) { _ = s.days.turn(dayOf(now)) }
