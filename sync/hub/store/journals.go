package store

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// errHash says that the database was damaged or edited by hand.
var errHash = errors.New("the database holds no chain hash of 32 bytes there")

func link(b []byte, at event.Ref) (event.Hash, error) {
	if len(b) != len(event.Hash{}) {
		return event.Hash{}, fmt.Errorf("%s: %w: %w", at, hub.ErrRejected, errHash)
	}
	return event.Hash(b), nil
}

// The orders of all records and of all entries of down-journals. The row of
// each holds its last position; who has it draws the next ones and keeps it to
// the commit, so positions grow in the order of commits, without gaps.
const (
	recordOrder = "records"
	downOrder   = "down_entries"
)

// draw takes the next n positions of an order and returns the one before them.
func (t *tx) draw(order string, n int) (int64, error) {
	var last int64
	found, err := t.one(`UPDATE orders SET head = head + ? WHERE name = ? RETURNING head`, []any{n, order}, &last)
	if err == nil && !found {
		err = fmt.Errorf("the database has no order of %s", order)
	}
	return last - int64(n), err
}

func (t *tx) head(order string) (head int64, err error) {
	_, err = t.one(`SELECT head FROM orders WHERE name = ?`, []any{order}, &head)
	return head, err
}

// Head implements hub.Journals.
func (t *tx) Head() (int64, error) { return t.head(recordOrder) }

// HashAt implements hub.Journals.
func (t *tx) HashAt(r event.Ref) (event.Hash, error) {
	var hash []byte
	_, err := t.one(`SELECT hash FROM records WHERE station = ? AND epoch = ? AND seq = ?`,
		[]any{r.Station, int64(r.Epoch), number(r.Seq)}, &hash)
	if err != nil {
		return event.Hash{}, err
	}
	return link(hash, r)
}

// Append implements hub.Journals.
func (t *tx) Append(records []hub.Record, to []hub.Cursor, at time.Time) error {
	if err := t.moveCursors(to, at); err != nil || len(records) == 0 {
		return err
	}
	before, err := t.draw(recordOrder, len(records))
	if err != nil {
		return err
	}
	positions := make([]int64, len(records))
	for i := range positions {
		positions[i] = before + int64(i) + 1
	}
	return t.bulk(`INSERT INTO records (pos, station, epoch, seq, kind, hash, record, received_ms)
		SELECT pos, station, epoch, seq, kind, hash, record, CAST(? AS BIGINT) FROM v`, []Column{
		numbers("pos", positions),
		texts("station", each(records, func(r *hub.Record) string { return r.Station })),
		numbers("epoch", each(records, func(r *hub.Record) int64 { return int64(r.Epoch) })),
		numbers("seq", each(records, func(r *hub.Record) int64 { return number(r.Seq) })),
		texts("kind", each(records, func(r *hub.Record) string { return r.Kind })),
		blobs("hash", each(records, func(r *hub.Record) []byte { return r.Hash[:] })),
		blobs("record", each(records, func(r *hub.Record) []byte { return present(r.Bytes) })),
	}, ms(at))
}

func (t *tx) moveCursors(to []hub.Cursor, at time.Time) error {
	if len(to) == 0 {
		return nil
	}
	return t.bulk(`INSERT INTO cursors (station, epoch, up_to, hash, receipt_ms)
		SELECT station, epoch, up_to, hash, CAST(? AS BIGINT) FROM v WHERE true
		ON CONFLICT (station, epoch) DO UPDATE SET up_to = excluded.up_to, hash = excluded.hash, receipt_ms = excluded.receipt_ms`, []Column{
		texts("station", each(to, func(c *hub.Cursor) string { return c.Station })),
		numbers("epoch", each(to, func(c *hub.Cursor) int64 { return int64(c.Epoch) })),
		numbers("up_to", each(to, func(c *hub.Cursor) int64 { return number(c.UpTo) })),
		blobs("hash", each(to, func(c *hub.Cursor) []byte { return c.Hash[:] })),
	}, ms(at))
}

// maxQuarantine bounds what one station can have set aside. The station keeps
// the records themselves, as its cursor does not move.
const maxQuarantine = 100

// Quarantine implements hub.Journals.
func (t *tx) Quarantine(all []hub.SetAside, at time.Time) error {
	for _, b := range all {
		digest := sha256.Sum256(b.Message)
		if err := t.exec(`INSERT INTO quarantine (digest, station, epoch, first_seq, reason, message, received_ms)
			SELECT ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM quarantine WHERE station = ?) < ?
			ON CONFLICT (digest) DO NOTHING`,
			digest[:], b.Station, int64(b.Epoch), number(b.First), b.Reason, b.Message, ms(at), b.Station, maxQuarantine); err != nil {
			return err
		}
	}
	return nil
}

const recordColumns = `r.pos, r.station, r.epoch, r.seq, r.kind, r.hash, r.record, r.received_ms`

// Records implements hub.Journals.
func (t *tx) Records(after, upTo int64, kinds []string) ([]hub.Received, error) {
	if kinds == nil {
		r, err := t.query(`SELECT `+recordColumns+` FROM records r WHERE r.pos > ? AND r.pos <= ? ORDER BY r.pos`, after, upTo)
		return rows(r, err, scanReceived)
	}
	args := []any{after, upTo}
	for _, k := range kinds {
		args = append(args, k)
	}
	r, err := t.query(`SELECT `+recordColumns+` FROM records r WHERE r.pos > ? AND r.pos <= ?
		AND r.kind IN (NULL`+strings.Repeat(", ?", len(kinds))+`) ORDER BY r.pos`, args...)
	return rows(r, err, scanReceived)
}

func scanReceived(r *sql.Rows) (e hub.Received, err error) {
	var hash []byte
	var seq, at int64
	if err := r.Scan(&e.Pos, &e.Station, &e.Epoch, &seq, &e.Kind, &hash, &e.Bytes, &at); err != nil {
		return e, err
	}
	e.Seq, e.At = uint64(seq), moment(at)
	e.Hash, err = link(hash, e.Ref)
	return e, err
}

// Reclassify implements hub.Journals.
func (t *tx) Reclassify(r event.Ref, kind string) error {
	return t.exec(`UPDATE records SET kind = ? WHERE station = ? AND epoch = ? AND seq = ?`, kind, r.Station, int64(r.Epoch), number(r.Seq))
}
