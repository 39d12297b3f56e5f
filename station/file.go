package station

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/nuanxin/station-kit/internal/durable"
)

// The buckets that belong to no subject. Keys and values are described where
// each is written.
var (
	bucketMeta    = []byte("meta")
	bucketJournal = []byte("journal")
)

func makeBuckets(tx *bolt.Tx) error {
	names := [][]byte{bucketMeta, bucketJournal}
	for _, s := range subjects {
		names = append(names, s.buckets...)
	}
	for _, name := range names {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return nil
}

// Keys of the meta bucket.
var (
	keyStation   = []byte("station")   // the station's identifier
	keyEpoch     = []byte("epoch")     // uint32
	keyBoot      = []byte("boot")      // uint32
	keyHead      = []byte("head")      // see head
	keyDelivered = []byte("delivered") // see delivery
	keyDown      = []byte("down")      // uint64: last down-journal entry applied
	keyThinned   = []byte("thinned")   // see thinned
)

// lockWait is how long to wait for another process to let go of the file.
const lockWait = 3 * time.Second

// ErrInUse says that another process owns the file: ask it, through its
// socket, or stop it.
var ErrInUse = errors.New("another process has the station's file open")

// openFile opens a station's file, or makes it first.
func openFile(path string) (*bolt.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := createFile(path); err != nil {
			return nil, fmt.Errorf("make %s: %w", path, err)
		}
	}
	db, err := openBolt(path)
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%s: %w", path, ErrInUse)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

// A synced freelist is rewritten whole at each commit, which costs more the
// more was ever deleted; bbolt finds it again by a scan when it opens.
func openBolt(path string) (*bolt.DB, error) {
	return bolt.Open(path, 0o600, &bolt.Options{
		Timeout: lockWait, NoFreelistSync: true, FreelistType: bolt.FreelistMapType,
	})
}

// closeFile leaves the list of free pages in the file, so that opening it again
// need not look for them in all of it. After a crash bbolt has to.
func closeFile(db *bolt.DB) error {
	err := db.Update(func(*bolt.Tx) error {
		db.NoFreelistSync = false // read at the commit of this very transaction, under its lock
		return nil
	})
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return nil // closed before
	}
	return errors.Join(err, db.Close())
}

// createFile makes the file under another name and moves it into place when it
// is whole on disk: power lost while bbolt makes a file can leave a bad one
// (bbolt issue 567).
func createFile(path string) error {
	unfinished := path + ".new"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := openBolt(unfinished)
	if err != nil {
		return err
	}
	err = db.Update(makeBuckets)
	if err := errors.Join(err, db.Sync(), db.Close()); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return err
	}
	return durable.SyncFolder(filepath.Dir(path))
}

func getUint64(b *bolt.Bucket, key []byte) uint64 {
	v := b.Get(key)
	if len(v) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

func asBytes(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
