package store

import (
	"database/sql"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// repackPage is how many records are read at a time.
const repackPage = 5000

// repack makes batches of a table that had a row for each record, without the
// stations' signatures, which were not kept then.
func (t *tx) repack() error {
	for last := int64(0); ; {
		r, err := t.query(`SELECT pos, station, epoch, seq, kind, record, received_ms FROM records WHERE pos > ? ORDER BY pos LIMIT ?`, last, repackPage)
		page, err := rows(r, err, scanOld)
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1].Pos
		var all []hub.Stored
		for len(page) > 0 {
			n := runOf(page)
			b, err := t.batchOf(page[:n])
			if err != nil {
				return err
			}
			all, page = append(all, b), page[n:]
		}
		if err := t.store(all); err != nil {
			return err
		}
	}
}

func scanOld(r *sql.Rows) (e hub.Received, err error) {
	var seq, at int64
	err = r.Scan(&e.Pos, &e.Station, &e.Epoch, &seq, &e.Kind, &e.Bytes, &at)
	e.Seq, e.At = uint64(seq), moment(at)
	return e, err
}

// framing is how much a record's length takes in a batch, at most.
const framing = 3

// runOf is how many of the records one batch can have.
func runOf(page []hub.Received) int {
	size := 0
	for n, r := range page {
		size += len(r.Bytes) + framing
		next := page[0].Ref
		next.Seq += uint64(n)
		if n == wire.MaxRecords || size > wire.MaxPayload || r.Ref != next || r.Pos != page[0].Pos+int64(n) || !r.At.Equal(page[0].At) {
			return n
		}
	}
	return len(page)
}

func (t *tx) batchOf(run []hub.Received) (hub.Stored, error) {
	first := run[0]
	var before []byte
	prev := event.Genesis(first.Station, first.Epoch)
	found, err := t.one(`SELECT hash FROM records WHERE station = ? AND epoch = ? AND seq = ?`,
		[]any{first.Station, int64(first.Epoch), number(first.Seq) - 1}, &before)
	if err == nil && found {
		prev, err = link(before, first.Ref)
	}
	if err != nil {
		return hub.Stored{}, err
	}
	message, err := wire.UnsignedBatch(wire.Batch{
		Station: first.Station, Epoch: first.Epoch, First: first.Seq, Prev: prev,
		Records: each(run, func(r *hub.Received) []byte { return r.Bytes }),
	})
	return hub.Stored{Pos: first.Pos, At: first.At, Batch: hub.Batch{
		Station: first.Station, Epoch: first.Epoch, First: first.Seq, Message: message,
		Kinds: hub.KindsNamed(each(run, func(r *hub.Received) string { return r.Kind })),
	}}, err
}

// unpack makes records of batches again.
func (t *tx) unpack() error {
	for last := int64(0); ; {
		r, err := t.query(`SELECT `+batchColumns+` FROM batches b WHERE b.last_pos > ? ORDER BY b.last_pos LIMIT ?`, last, repackPage/wire.MaxRecords)
		page, err := unpacked(r, err, last, anywhere, nil)
		if err != nil || len(page) == 0 {
			return err
		}
		last = page[len(page)-1].Pos
		if err := t.bulk(`INSERT INTO records (pos, station, epoch, seq, kind, hash, record, received_ms)
			SELECT pos, station, epoch, seq, kind, hash, record, received_ms FROM v`, []Column{
			numbers("pos", each(page, func(r *hub.Received) int64 { return r.Pos })),
			texts("station", each(page, func(r *hub.Received) string { return r.Station })),
			numbers("epoch", each(page, func(r *hub.Received) int64 { return int64(r.Epoch) })),
			numbers("seq", each(page, func(r *hub.Received) int64 { return number(r.Seq) })),
			texts("kind", each(page, func(r *hub.Received) string { return r.Kind })),
			blobs("hash", each(page, func(r *hub.Received) []byte { return r.Hash[:] })),
			blobs("record", each(page, func(r *hub.Received) []byte { return present(r.Bytes) })),
			numbers("received_ms", each(page, func(r *hub.Received) int64 { return ms(r.At) })),
		}); err != nil {
			return err
		}
	}
}
