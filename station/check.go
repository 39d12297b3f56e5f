package station

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// Report is what a check found.
type Report struct {
	// Records and Bookings are how many were read.
	Records, Bookings int
	// Faults are what is wrong, one line each; none is good.
	Faults []string
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// Check reads the whole file as it stands now: bbolt's pages, the chain of the
// journal, and that the tables say what the journal says.
func (s *Station) Check() (Report, error) {
	var r Report
	err := s.db.View(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			r.fault("pages: %v", err)
		}
		v := &view{tx, s, s.Now()}
		r.look("journal", func() { s.checkChain(tx, &r) })
		for _, s := range subjects {
			if s.check != nil {
				r.look(string(s.buckets[0]), func() { s.check(v, &r) })
			}
		}
		return nil
	})
	return r, storage(err)
}

// look checks one thing. A table that a bad disk has mixed up may hold
// anything: what a check cannot read is a fault too.
func (r *Report) look(what string, check func()) {
	if err := guarded(func() error { check(); return nil }); err != nil {
		r.fault("%s: %v", what, err)
	}
}

// checkChain follows the chain from where retention has cut it, epoch by
// epoch, to its head.
func (s *Station) checkChain(tx *bolt.Tx, r *Report) {
	t := thinnedFrom(tx)
	epoch, due, link := t.epoch, t.seq+1, t.link
	for key, row := range each(tx, bucketJournal) {
		if e := binary.BigEndian.Uint32(key); e != epoch {
			epoch, due, link = e, 1, event.Genesis(s.id, e)
		}
		if !bytes.Equal(key, journalKey(epoch, due)) || len(row) < len(link) {
			r.fault("journal: record %d of epoch %d is missing", due, epoch)
			return
		}
		link = link.Next(row[len(link):])
		if link != event.Hash(row[:len(link)]) {
			r.fault("journal: the chain breaks at record %d of epoch %d", due, epoch)
			return
		}
		if _, err := recordOf(row); err != nil {
			r.fault("journal: record %d of epoch %d: %v", due, epoch, err)
		}
		due++
		r.Records++
	}
	if h := headFrom(tx.Bucket(bucketMeta).Get(keyHead)); epoch != s.epoch || h != (head{due - 1, link}) {
		r.fault("journal: it ends at record %d of epoch %d, its head says %d of %d", due-1, epoch, h.seq, s.epoch)
	}
	if d := s.delivery(tx); d.upTo > s.lastOf(tx, d.epoch) {
		r.fault("delivery: receipted up to %d, epoch %d ends at %d", d.upTo, d.epoch, s.lastOf(tx, d.epoch))
	}
}

func each(tx *bolt.Tx, bucket []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, row []byte) bool) {
		rows := tx.Bucket(bucket).Cursor()
		for key, row := rows.First(); key != nil && yield(key, row); key, row = rows.Next() {
		}
	}
}
