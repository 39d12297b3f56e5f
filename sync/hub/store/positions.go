package store

import (
	"database/sql"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Position implements hub.Positions.
func (t *tx) Position(name string) (position int64, err error) {
	_, err = t.one(`SELECT position FROM followers WHERE name = ?`, []any{name}, &position)
	return position, err
}

// Claim implements hub.Positions.
func (t *tx) Claim(name string, wait bool) (int64, bool, error) {
	position, claimed, err := t.claim(name, wait)
	if err != nil || claimed {
		return position, claimed, err
	}
	// Taken, or not known yet.
	var one int
	if known, err := t.one(`SELECT 1 FROM followers WHERE name = ?`, []any{name}, &one); err != nil || known {
		return 0, false, err
	}
	if err := t.exec(`INSERT INTO followers (name, position) VALUES (?, 0) ON CONFLICT (name) DO NOTHING`, name); err != nil {
		return 0, false, err
	}
	return t.claim(name, wait)
}

func (t *tx) claim(name string, wait bool) (position int64, claimed bool, err error) {
	lock := t.s.Dialect.SkipLocked()
	if wait {
		lock = t.s.Dialect.Lock("followers")
	}
	claimed, err = t.one(`SELECT position FROM followers WHERE name = ?`+lock, []any{name}, &position)
	return position, claimed, err
}

// Move implements hub.Positions.
func (t *tx) Move(name string, position int64) error {
	return t.exec(`UPDATE followers SET position = ? WHERE name = ?`, position, name)
}

// Version implements hub.Positions.
func (t *tx) Version(name string) (version int, err error) {
	_, err = t.one(`SELECT version FROM followers WHERE name = ?`, []any{name}, &version)
	return version, err
}

// SetVersion implements hub.Positions.
func (t *tx) SetVersion(name string, version int) error {
	return t.exec(`UPDATE followers SET version = ? WHERE name = ?`, version, name)
}

// PutDeadLetters implements hub.Positions.
func (t *tx) PutDeadLetters(all []hub.DeadLetter) error {
	if len(all) == 0 {
		return nil
	}
	return t.bulk(`INSERT INTO dead_letters (follower, pos, station, epoch, seq, kind, reason, at_ms)
		SELECT follower, pos, station, epoch, seq, kind, reason, at_ms FROM v WHERE true
		ON CONFLICT (follower, pos) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, at_ms = excluded.at_ms`, []Column{
		texts("follower", each(all, func(l *hub.DeadLetter) string { return l.Follower })),
		numbers("pos", each(all, func(l *hub.DeadLetter) int64 { return l.Pos })),
		texts("station", each(all, func(l *hub.DeadLetter) string { return l.Station })),
		numbers("epoch", each(all, func(l *hub.DeadLetter) int64 { return int64(l.Epoch) })),
		numbers("seq", each(all, func(l *hub.DeadLetter) int64 { return number(l.Seq) })),
		texts("kind", each(all, func(l *hub.DeadLetter) string { return l.Kind })),
		texts("reason", each(all, func(l *hub.DeadLetter) string { return l.Reason })),
		numbers("at_ms", each(all, func(l *hub.DeadLetter) int64 { return ms(l.At) })),
	})
}

// DeadLetters implements hub.Positions.
func (t *tx) DeadLetters(follower string, after hub.DeadLetter, limit int) ([]hub.DeadLetter, error) {
	r, err := t.query(`SELECT follower, pos, station, epoch, seq, kind, reason, at_ms FROM dead_letters
		WHERE (pos > ? OR (pos = ? AND follower > ?)) AND (CAST(? AS TEXT) = '' OR follower = ?) ORDER BY pos, follower LIMIT ?`,
		after.Pos, after.Pos, after.Follower, follower, follower, limit)
	return rows(r, err, func(r *sql.Rows) (l hub.DeadLetter, err error) {
		var seq, at int64
		err = r.Scan(&l.Follower, &l.Pos, &l.Station, &l.Epoch, &seq, &l.Kind, &l.Reason, &at)
		l.Seq, l.At = uint64(seq), moment(at)
		return l, err
	})
}

// Forget implements hub.Positions.
func (t *tx) Forget(follower string, positions []int64) error {
	if positions == nil {
		return t.exec(`DELETE FROM dead_letters WHERE follower = ?`, follower)
	}
	return t.bulk(`DELETE FROM dead_letters WHERE follower = ? AND pos IN (SELECT pos FROM v)`, []Column{numbers("pos", positions)}, follower)
}
