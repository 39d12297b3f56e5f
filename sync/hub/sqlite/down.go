package sqlite

import (
	"database/sql"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// AppendDown implements hub.Downlinks.
func (t *tx) AppendDown(e hub.Entry, at time.Time) error {
	return t.exec(`INSERT INTO down_entries (station, seq, kind, subject, entry, appended_ms)
		VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM down_entries WHERE station = ?1), ?2, ?3, ?4, ?5)`,
		e.Station, e.Kind, e.Subject, present(e.Bytes), millis(at))
}

// Newest implements hub.Downlinks.
func (t *tx) Newest(station, kind, subject string) ([]byte, error) {
	var entry []byte
	_, err := t.one(`SELECT entry FROM down_entries WHERE station = ? AND kind = ? AND subject = ? ORDER BY seq DESC LIMIT 1`,
		[]any{station, kind, subject}, &entry)
	return entry, err
}

// Down implements hub.Downlinks.
func (t *tx) Down(station string, after uint64, limit int) ([][]byte, uint64, error) {
	var last int64
	if _, err := t.one(`SELECT coalesce(max(seq), 0) FROM down_entries WHERE station = ?`, []any{station}, &last); err != nil {
		return nil, 0, err
	}
	entries, err := rows(t.ctx, t, `SELECT entry FROM down_entries WHERE station = ? AND seq > ? ORDER BY seq LIMIT ?`,
		[]any{station, number(after), limit}, func(r *sql.Rows) (b []byte, err error) { return b, r.Scan(&b) })
	return entries, uint64(last), err
}

// Blank implements hub.Downlinks.
func (t *tx) Blank(station, kind string) error {
	return t.exec(`UPDATE down_entries SET entry = x'' WHERE station = ? AND kind = ?`, station, kind)
}

// Stirred implements hub.Downlinks.
func (t *tx) Stirred(mark int64) ([]string, int64, error) {
	next := mark
	if _, err := t.one(`SELECT coalesce(max(pos), 0) FROM down_entries`, nil, &next); err != nil || next <= mark {
		return nil, mark, err
	}
	stations, err := rows(t.ctx, t, `SELECT DISTINCT station FROM down_entries WHERE pos > ? ORDER BY station`, []any{mark}, scanText)
	return stations, next, err
}
