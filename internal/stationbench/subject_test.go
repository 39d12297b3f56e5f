package stationbench

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/station"
)

// journal is a station with a journal of a certain size, while it is measured.
type journal struct {
	records int
	stored  string // the file as it was filled
	path    string // the copy that is measured
	station *station.Station
	added   int
}

func newJournal(b *testing.B, stored string, records int) *journal {
	j := &journal{records: records, stored: stored, path: filepath.Join(b.TempDir(), "station.db")}
	j.renew(b)
	b.Cleanup(func() { j.close(b) })
	return j
}

// renew begins again from the file as it was filled, once the measuring itself
// has made the journal half as large again.
func (j *journal) renew(b *testing.B) {
	b.Helper()
	if j.station != nil && j.added < j.records/2 {
		return
	}
	j.close(b)
	copyFile(b, j.stored, j.path)
	j.station, j.added = open(b, j.path), 0
	for range 5 { // the first transactions after opening are not what is measured
		if err := checkIn(j.station); err != nil {
			b.Fatal(err)
		}
	}
}

// close closes the station, where one is open.
func (j *journal) close(b *testing.B) {
	b.Helper()
	if j.station == nil {
		return
	}
	if err := j.station.Close(); err != nil {
		b.Fatal(err)
	}
	j.station = nil
}

// rowBytes is what a check-in adds to the journal: key, link and record.
const rowBytes = 12 + 32 + 32

// raw appends to a file and waits for the disk.
type raw struct {
	mu   sync.Mutex
	file *os.File
}

func newRaw(b *testing.B) *raw {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	return &raw{file: f}
}

// append takes turns, as every writer of one file must.
func (r *raw) append(size int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.file.Write(bytes.Repeat([]byte{7}, size)); err != nil {
		return err
	}
	return unix.Fdatasync(int(r.file.Fd()))
}

// bare is bbolt with a station's options and nothing else.
type bare struct {
	db *bolt.DB
}

func newBare(b *testing.B) bare {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, &bolt.Options{
		Timeout: time.Second, NoFreelistSync: true, FreelistType: bolt.FreelistMapType,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return bare{db}
}

func (b bare) put() error {
	return b.db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("journal"))
		if err != nil {
			return err
		}
		n, err := bucket.NextSequence()
		if err != nil {
			return err
		}
		return bucket.Put(binary.BigEndian.AppendUint64(nil, n), make([]byte, rowBytes))
	})
}
