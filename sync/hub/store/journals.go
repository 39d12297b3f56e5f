package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
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
	found, err := t.query(`SELECT `+batchColumns+` FROM batches b
		WHERE b.station = ? AND b.epoch = ? AND b.last_seq >= ? ORDER BY b.last_seq LIMIT 1`, r.Station, int64(r.Epoch), number(r.Seq))
	records, err := unpacked(found, err, 0, anywhere, nil)
	i := slices.IndexFunc(records, func(held hub.Received) bool { return held.Ref == r })
	if err == nil && i < 0 {
		err = fmt.Errorf("%s is not held: %w", r, hub.ErrRejected)
	}
	if err != nil {
		return event.Hash{}, err
	}
	return records[i].Hash, nil
}

// Append implements hub.Journals.
func (t *tx) Append(batches []hub.Batch, to []hub.Cursor, at time.Time) error {
	if err := t.moveCursors(to, at); err != nil || len(batches) == 0 {
		return err
	}
	n := 0
	for _, b := range batches {
		n += len(b.Kinds)
	}
	before, err := t.draw(recordOrder, n)
	if err != nil {
		return err
	}
	stored := make([]hub.Stored, len(batches))
	for i, b := range batches {
		stored[i] = hub.Stored{Batch: b, Pos: before + 1, At: at}
		before += int64(len(b.Kinds))
	}
	return t.store(stored)
}

func (t *tx) store(all []hub.Stored) error {
	return t.bulk(`INSERT INTO batches (last_pos, first_pos, station, epoch, first_seq, last_seq, kind_set, kinds, message, received_ms)
		SELECT last_pos, first_pos, station, epoch, first_seq, last_seq, kind_set, kinds, message, received_ms FROM v`, []Column{
		numbers("last_pos", each(all, func(b *hub.Stored) int64 { return b.Pos + int64(len(b.Kinds)) - 1 })),
		numbers("first_pos", each(all, func(b *hub.Stored) int64 { return b.Pos })),
		texts("station", each(all, func(b *hub.Stored) string { return b.Station })),
		numbers("epoch", each(all, func(b *hub.Stored) int64 { return int64(b.Epoch) })),
		numbers("first_seq", each(all, func(b *hub.Stored) int64 { return number(b.First) })),
		numbers("last_seq", each(all, func(b *hub.Stored) int64 { return number(b.Last()) })),
		numbers("kind_set", each(all, func(b *hub.Stored) int64 { return b.Kinds.Set() })),
		blobs("kinds", each(all, func(b *hub.Stored) []byte { return b.Kinds })),
		blobs("message", each(all, func(b *hub.Stored) []byte { return b.Message })),
		numbers("received_ms", each(all, func(b *hub.Stored) int64 { return ms(b.At) })),
	})
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
