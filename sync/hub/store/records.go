package store

import (
	"database/sql"
	"math"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

const batchColumns = `b.first_pos, b.station, b.epoch, b.first_seq, b.kinds, b.message, b.received_ms`

func scanBatch(r *sql.Rows) (b hub.Stored, err error) {
	var first, at int64
	var kinds []byte
	err = r.Scan(&b.Pos, &b.Station, &b.Epoch, &first, &kinds, &b.Message, &at)
	b.First, b.Kinds, b.At = uint64(first), kinds, moment(at)
	return b, err
}

// unpacked are the records of the batches that a query gives, those after one
// position up to another, of some kinds or (nil) of all.
func unpacked(r *sql.Rows, err error, after, upTo int64, kinds []string) ([]hub.Received, error) {
	runs, err := rows(r, err, func(r *sql.Rows) ([]hub.Received, error) {
		b, err := scanBatch(r)
		if err != nil {
			return nil, err
		}
		return b.Records(after, upTo, kinds)
	})
	return slices.Concat(runs...), err
}

// anywhere is a position after all others.
const anywhere = math.MaxInt64

// Records implements hub.Journals.
func (t *tx) Records(after, upTo int64, kinds []string) ([]hub.Received, error) {
	query, args := `SELECT `+batchColumns+` FROM batches b WHERE b.last_pos > ? AND b.last_pos < ? AND b.first_pos <= ?`,
		[]any{after, min(upTo, anywhere-wire.MaxRecords) + wire.MaxRecords, upTo}
	if kinds != nil {
		query, args = query+` AND b.kind_set & ? <> 0`, append(args, hub.KindsNamed(kinds).Set())
	}
	r, err := t.query(query+` ORDER BY b.last_pos`, args...)
	return unpacked(r, err, after, upTo, kinds)
}

// RecordsOf implements hub.Journals.
func (t *tx) RecordsOf(station string, kinds []string) ([]hub.Received, error) {
	r, err := t.query(`SELECT `+batchColumns+` FROM batches b
		WHERE b.station = ? AND b.kind_set & ? <> 0 ORDER BY b.epoch, b.last_seq`, station, hub.KindsNamed(kinds).Set())
	return unpacked(r, err, 0, anywhere, kinds)
}

// Places implements hub.Journals. Each is looked up in the index, whatever the
// database thinks of joining.
func (t *tx) Places(refs []event.Ref) ([]hub.Place, error) {
	const in = ` FROM batches b WHERE b.station = v.station AND b.epoch = v.epoch AND b.last_seq >= v.seq ORDER BY b.last_seq LIMIT 1)`
	all, err := bulkRows(t, `SELECT v.station, v.epoch, v.seq,
			(SELECT b.first_pos + v.seq - b.first_seq`+in+`,
			(SELECT substr(b.kinds, CAST(v.seq - b.first_seq AS INTEGER) + 1, 1)`+in+` FROM v`, []Column{
		texts("station", each(refs, func(r *event.Ref) string { return r.Station })),
		numbers("epoch", each(refs, func(r *event.Ref) int64 { return int64(r.Epoch) })),
		numbers("seq", each(refs, func(r *event.Ref) int64 { return number(r.Seq) })),
	}, nil, scanPlace)
	return slices.DeleteFunc(all, func(p hub.Place) bool { return p.Kind == "" }), err
}

// scanPlace leaves Kind empty where the record is not held.
func scanPlace(r *sql.Rows) (p hub.Place, err error) {
	var seq int64
	var pos sql.NullInt64
	var kind []byte
	err = r.Scan(&p.Station, &p.Epoch, &seq, &pos, &kind)
	p.Seq, p.Pos = uint64(seq), pos.Int64
	if len(kind) == 1 {
		p.Kind = hub.Kinds(kind).Of(0)
	}
	return p, err
}

// Reclassify implements hub.Journals.
func (t *tx) Reclassify(r event.Ref, kind string) error {
	var last, first int64
	var kinds []byte
	found, err := t.one(`SELECT last_seq, first_seq, kinds FROM batches WHERE station = ? AND epoch = ? AND last_seq >= ? ORDER BY last_seq LIMIT 1`,
		[]any{r.Station, int64(r.Epoch), number(r.Seq)}, &last, &first, &kinds)
	if err != nil || !found || number(r.Seq) < first {
		return err
	}
	kinds[number(r.Seq)-first] = hub.KindsNamed([]string{kind})[0]
	return t.exec(`UPDATE batches SET kinds = ?, kind_set = ? WHERE station = ? AND epoch = ? AND last_seq = ?`,
		kinds, hub.Kinds(kinds).Set(), r.Station, int64(r.Epoch), last)
}
