package station

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/durable"
)

// Restore puts a backup or snapshot in place of the station's file, which must
// not be open. The file that was there is kept under the name it returns, ""
// where there was none. A new epoch begins, and what was lent to the station
// is given up: it may have been spent since the copy was made.
func Restore(cfg Config, from string) (kept string, err error) {
	if err := copyOf(cfg, from); err != nil {
		return "", err
	}
	if _, err := os.Stat(cfg.Path); err == nil {
		if err := alone(cfg.Path, func() error { return nil }); errors.Is(err, ErrInUse) {
			return "", err
		}
		kept = aside(cfg)
		if err := os.Rename(cfg.Path, kept); err != nil {
			return "", err
		}
	}
	if err := copyInto(cfg.Path, from); err != nil {
		return kept, err
	}
	db, err := openChecked(cfg)
	if err != nil {
		return kept, err
	}
	s := newStation(cfg, db, Recovery{})
	if err := s.begin(true); err != nil {
		return kept, errors.Join(err, db.Close())
	}
	return kept, s.Close()
}

// copyOf checks that a file is a whole copy of this station's.
func copyOf(cfg Config, from string) error {
	if err := checkPages(from); err != nil {
		return fmt.Errorf("%s: %w: %w", from, ErrSnapshot, err)
	}
	return guarded(func() error {
		db, err := bolt.Open(from, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
		if err != nil {
			return asDamage(err)
		}
		err = db.View(func(tx *bolt.Tx) error {
			meta := tx.Bucket(bucketMeta)
			if meta == nil || string(meta.Get(keyStation)) != cfg.ID {
				return fmt.Errorf("%s: %w", from, ErrOtherStation)
			}
			return whole(tx, cfg.ID)
		})
		return errors.Join(err, db.Close())
	})
}

// Compact rewrites the station's file, which must not be open, without the
// room that removed records have left: bbolt's files never shrink. It returns
// the bytes before and after.
func Compact(cfg Config) (before, after int64, err error) {
	src, err := openChecked(cfg)
	if err != nil {
		return 0, 0, err
	}
	before = sizeOf(cfg.Path)
	draft := cfg.Path + ".new"
	err = errors.Join(compactInto(draft, src), src.Close())
	if err == nil {
		err = checkPages(draft)
	}
	if err != nil {
		return 0, 0, errors.Join(err, os.Remove(draft))
	}
	if err := os.Rename(draft, cfg.Path); err != nil {
		return 0, 0, err
	}
	return before, sizeOf(cfg.Path), durable.SyncFolder(filepath.Dir(cfg.Path))
}

// compactAtOnce bounds the transactions of a compaction, in bytes.
const compactAtOnce = 4 << 20

func compactInto(draft string, src *bolt.DB) error {
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	dst, err := openBolt(draft)
	if err != nil {
		return err
	}
	return errors.Join(bolt.Compact(dst, src, compactAtOnce), dst.Sync(), dst.Close())
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
