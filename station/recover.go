package station

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/internal/durable"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pages"
)

// ErrDamaged: the file's pages or its journal do not hold together.
var ErrDamaged = errors.New("the station's file is damaged")

// Recovery is what Open had to do to a damaged file. The zero value is
// nothing.
type Recovery struct {
	// Cause is what was wrong.
	Cause string
	// SetAside is where the damaged file is now, for whoever can save more.
	SetAside string
	// Snapshot is what was restored; "" where a new file had to begin.
	Snapshot string
}

// Happened reports whether there was any.
func (r Recovery) Happened() bool { return r.Cause != "" }

// openSound opens the file. A damaged one is set aside, the newest good
// snapshot takes its place, and a new epoch begins.
func openSound(cfg Config) (*bolt.DB, Recovery, error) {
	db, err := openChecked(cfg)
	if !errors.Is(err, ErrDamaged) {
		return db, Recovery{}, err
	}
	r := Recovery{Cause: err.Error(), SetAside: aside(cfg)}
	if err := os.Rename(cfg.Path, r.SetAside); err != nil {
		return nil, r, fmt.Errorf("set the damaged file aside: %w", err)
	}
	for _, name := range snapshotsOf(cfg.Path) { // newest first
		if restoreSnapshot(cfg, name) == nil {
			r.Snapshot = name
			break
		}
	}
	if r.Snapshot == "" {
		_ = os.Remove(cfg.Path)
	}
	db, err = openChecked(cfg)
	return db, r, err
}

func aside(cfg Config) string {
	now := cfg.Clock.orSystem().Wall().In(event.Zone)
	return cfg.Path + ".damaged-" + now.Format("20060102-150405.000")
}

// openChecked opens the file and looks whether it holds together.
func openChecked(cfg Config) (*bolt.DB, error) {
	var db *bolt.DB
	if err := intact(cfg.Path); err != nil {
		return nil, err
	}
	err := guarded(func() (err error) {
		if db, err = openFile(cfg.Path); err != nil {
			return err
		}
		return db.View(func(tx *bolt.Tx) error { return whole(tx, cfg.ID) })
	})
	if err != nil && db != nil {
		// A page that cannot be read may hold a lock for ever: leave it then.
		_ = guarded(db.Close)
	}
	return db, asDamage(err)
}

// smallFile is read whole at every start; a larger one only when the last
// process did not close it, since that is when disks lose pages.
const smallFile = 64 << 20

// intact verifies the pages before bbolt maps them: on some damage bbolt would
// crash the process, at this start and at every one after it.
func intact(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Size() > smallFile && !marked(path) {
		return nil
	}
	if err := alone(path, func() error { return pages.Verify(path) }); errors.Is(err, pages.ErrDamaged) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	} else if errors.Is(err, ErrInUse) {
		return err
	}
	return nil // what else is wrong, opening it will say
}

// alone calls f while no process has the file open: one that writes would make
// its pages look damaged. The lock is bbolt's own, flock on the file.
func alone(path string, f func() error) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	for wait := time.Duration(0); ; wait += lockAgain {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			return f()
		}
		if wait >= lockWait {
			return fmt.Errorf("%s: %w", path, ErrInUse)
		}
		time.Sleep(lockAgain)
	}
}

// lockAgain is how often to ask for a lock another process holds.
const lockAgain = 50 * time.Millisecond

// A mark beside the file says that a process has it open. One that is still
// there at the next start was left by a power cut or a kill.
func openMark(path string) string { return path + ".open" }

func marked(path string) bool {
	_, err := os.Stat(openMark(path))
	return err == nil
}

func mark(path string) error {
	if err := os.WriteFile(openMark(path), nil, 0o600); err != nil {
		return err
	}
	return durable.SyncFolder(filepath.Dir(path))
}

// guarded turns a panic, or a fault while reading a file that was cut short
// under its mapping, into ErrDamaged.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return f()
}

func asDamage(err error) error {
	for _, damage := range []error{bolterrors.ErrInvalid, bolterrors.ErrVersionMismatch, bolterrors.ErrChecksum, io.ErrUnexpectedEOF} {
		if errors.Is(err, damage) {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return err
}

// tail is how many records from the end Open looks at; Check looks at all.
const tail = 64

// whole looks at what every start needs: the head, and that the journal's end
// leads to it.
func whole(tx *bolt.Tx, id string) error {
	meta, journal := tx.Bucket(bucketMeta), tx.Bucket(bucketJournal)
	if meta == nil || journal == nil {
		return fmt.Errorf("%w: it has no journal", ErrDamaged)
	}
	if owner := meta.Get(keyStation); owner == nil || string(owner) != id || meta.Get(keyHead) == nil {
		return nil // new, or another's: begin says so
	}
	h := headFrom(meta.Get(keyHead))
	rows := journal.Cursor()
	key, row := rows.Last()
	if h.seq > 0 && (key == nil || !bytes.HasSuffix(key, asBytes(h.seq)) || !bytes.HasPrefix(row, h.link[:])) {
		return fmt.Errorf("%w: the journal does not end at its head, record %d", ErrDamaged, h.seq)
	}
	for range tail {
		earlier, before := rows.Prev()
		if earlier == nil || !bytes.Equal(earlier[:4], key[:4]) {
			return nil
		}
		if len(before) < 32 || event.Hash(before[:32]).Next(row[32:]) != event.Hash(row[:32]) {
			return fmt.Errorf("%w: the chain breaks at record %x", ErrDamaged, key)
		}
		key, row = earlier, before
	}
	return nil
}

// copyInto puts a copy of a file in place of another, whole and on disk, or
// not at all.
func copyInto(path, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	return durable.Replace(path, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}
