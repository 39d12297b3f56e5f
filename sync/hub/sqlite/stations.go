package sqlite

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Station implements hub.Stations.
func (t *tx) Station(id string) (hub.Station, error) {
	s := hub.Station{ID: id}
	var key []byte
	var heard, last int64
	found, err := t.one(`SELECT name_zh, name_en, public_key, heard_ms, last_epoch, last_seq, journal_epoch FROM stations WHERE id = ?`,
		[]any{id}, &s.NameZH, &s.NameEN, &key, &heard, &s.LastEpoch, &last, &s.Journal)
	if err == nil && !found {
		err = fmt.Errorf("%q: %w", id, hub.ErrUnknownStation)
	}
	s.Key, s.Heard, s.Last = key, moment(heard), uint64(last)
	return s, err
}

// StationIDs implements hub.Stations.
func (t *tx) StationIDs() ([]string, error) {
	return rows(t.ctx, t, `SELECT id FROM stations ORDER BY id`, nil, scanText)
}

// PutStation implements hub.Stations.
func (t *tx) PutStation(s hub.Station) error {
	return t.exec(`INSERT INTO stations (id, name_zh, name_en, public_key, heard_ms, last_epoch, last_seq, journal_epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
			public_key = excluded.public_key, heard_ms = excluded.heard_ms,
			last_epoch = excluded.last_epoch, last_seq = excluded.last_seq, journal_epoch = excluded.journal_epoch`,
		s.ID, s.NameZH, s.NameEN, orNull(s.Key), millis(s.Heard), s.LastEpoch, number(s.Last), s.Journal)
}

// Heard implements hub.Stations.
func (t *tx) Heard(id string, at time.Time, epoch uint32, last uint64) error {
	return t.exec(`UPDATE stations SET heard_ms = ?1, last_epoch = max(last_epoch, ?2),
		last_seq = CASE WHEN ?2 > last_epoch THEN ?3 WHEN ?2 = last_epoch THEN max(last_seq, ?3) ELSE last_seq END
		WHERE id = ?4`, millis(at), epoch, number(last), id)
}

// PutCode implements hub.Codes.
func (t *tx) PutCode(c hub.Code) error {
	return t.exec(`INSERT INTO codes (station, hash, expires_ms, used_ms) VALUES (?, ?, ?, ?)
		ON CONFLICT (station) DO UPDATE SET hash = excluded.hash, expires_ms = excluded.expires_ms, used_ms = excluded.used_ms`,
		c.Station, c.Hash[:], millis(c.Expires), millis(c.Used))
}

// Code implements hub.Codes.
func (t *tx) Code(hash [32]byte) (hub.Code, bool, error) {
	c := hub.Code{Hash: hash}
	var expires, used int64
	found, err := t.one(`SELECT station, expires_ms, used_ms FROM codes WHERE hash = ?`, []any{hash[:]}, &c.Station, &expires, &used)
	c.Expires, c.Used = moment(expires), moment(used)
	return c, found, err
}
