package station

import (
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/durable"
	"github.com/nuanxin/station-kit/station/pages"
)

const (
	snapshotFolder = "snapshots"
	// keptSnapshots is how many there are at most; on a disk that runs low,
	// one.
	keptSnapshots = 4
	// sealContext keeps a snapshot's signature from being any other.
	sealContext = "nuanxin/v1/snapshot\x00"
	sealSuffix  = ".sig"
)

// ErrSnapshot: a snapshot is incomplete, changed, or not this station's.
var ErrSnapshot = errors.New("the snapshot cannot be used")

// Snapshot copies the file as it stands beside it, while work goes on: checked,
// signed with the station's key, the oldest ones removed. It returns the
// copy's name. On a disk that runs low only the newest is kept; on a full one
// none is made.
func (s *Station) Snapshot() (string, error) {
	if s.room.level() == Full {
		return "", fmt.Errorf("no snapshot on a full disk: %w", ErrStorage)
	}
	folder := filepath.Join(filepath.Dir(s.Path), snapshotFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	draft := filepath.Join(folder, "draft")
	name, err := s.snapshotTo(draft)
	if err != nil {
		return "", errors.Join(err, os.Remove(draft))
	}
	name = filepath.Join(folder, name)
	if err := s.publish(draft, name); err != nil {
		return "", err
	}
	return name, s.rotate()
}

// snapshotTo writes and checks the copy, and gives the name it deserves: the
// names sort by age.
func (s *Station) snapshotTo(draft string) (name string, err error) {
	f, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	err = s.db.View(func(tx *bolt.Tx) error {
		name = fmt.Sprintf("%010d-%020d.db", s.epoch, s.lastOf(tx, s.epoch))
		_, err := tx.WriteTo(f)
		return err
	})
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", err
	}
	return name, checkPages(draft)
}

// checkPages reads every page of a copy.
func checkPages(path string) error {
	if err := pages.Verify(path); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return guarded(func() error {
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait, PreLoadFreelist: true})
		if err != nil {
			return asDamage(err)
		}
		err = db.View(func(tx *bolt.Tx) error {
			var first error
			for err := range tx.Check() {
				first = cmp.Or(first, err)
			}
			return first
		})
		if err != nil {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return errors.Join(err, db.Close())
	})
}

// publish signs a draft and gives it its name. The signature comes first: a
// snapshot without one is no snapshot yet.
func (s *Station) publish(draft, name string) error {
	sum, err := hashOf(draft)
	if err != nil {
		return err
	}
	signature := ed25519.Sign(s.Issuer.Key, sealed(s.id, sum))
	err = durable.Replace(name+sealSuffix, func(w io.Writer) error {
		_, err := w.Write(signature)
		return err
	})
	if err != nil {
		return err
	}
	if err := os.Rename(draft, name); err != nil {
		return err
	}
	return durable.SyncFolder(filepath.Dir(name))
}

func sealed(id string, sum []byte) []byte {
	return append([]byte(sealContext+id+"\x00"), sum...)
}

func hashOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return h.Sum(nil), err
}

// rotate removes the oldest snapshots.
func (s *Station) rotate() error {
	keep := keptSnapshots
	if s.room.level() != Ample {
		keep = 1
	}
	var errs []error
	for i, name := range snapshotsOf(s.Path) {
		if i >= keep {
			errs = append(errs, os.Remove(name), os.Remove(name+sealSuffix))
		}
	}
	return errors.Join(errs...)
}

// snapshotsOf lists a file's snapshots, newest first.
func snapshotsOf(path string) []string {
	folder := filepath.Join(filepath.Dir(path), snapshotFolder)
	entries, _ := os.ReadDir(folder) // none, then
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".db") {
			names = append(names, filepath.Join(folder, e.Name()))
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

// restoreSnapshot verifies a snapshot and puts it in place of the file.
func restoreSnapshot(cfg Config, name string) error {
	signature, err := os.ReadFile(name + sealSuffix)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSnapshot, err)
	}
	sum, err := hashOf(name)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSnapshot, err)
	}
	if !ed25519.Verify(cfg.Issuer.Key.Public().(ed25519.PublicKey), sealed(cfg.ID, sum), signature) {
		return fmt.Errorf("%s: its signature does not fit: %w", name, ErrSnapshot)
	}
	if err := checkPages(name); err != nil {
		return fmt.Errorf("%s: %w: %w", name, ErrSnapshot, err)
	}
	return copyInto(cfg.Path, name)
}
