package store

import (
	"database/sql"
	"fmt"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

const stationColumns = `s.id, s.name_zh, s.name_en, s.public_key, s.heard_ms, s.last_epoch, s.last_seq, s.journal_epoch, s.down_sent, s.fleet_pos, s.revoked_ms, s.certified_ms`

func scanStation(r interface{ Scan(...any) error }) (s hub.Station, err error) {
	var key []byte
	var heard, last, sent, revoked, certified int64
	err = r.Scan(&s.ID, &s.NameZH, &s.NameEN, &key, &heard, &s.LastEpoch, &last, &s.Journal, &sent, &s.Fleet, &revoked, &certified)
	s.Key, s.Heard, s.Last, s.Sent = key, moment(heard), uint64(last), uint64(sent)
	s.Revoked, s.Certified = moment(revoked), moment(certified)
	return s, err
}

// Station implements hub.Stations.
func (t *tx) Station(id string) (hub.Station, error) {
	all, err := t.Named([]string{id})
	if err == nil && len(all) == 0 {
		return hub.Station{}, fmt.Errorf("%q: %w", id, hub.ErrUnknownStation)
	}
	if err != nil {
		return hub.Station{}, err
	}
	return all[0], nil
}

// Named implements hub.Stations.
func (t *tx) Named(ids []string) ([]hub.Station, error) {
	return t.named(ids, "")
}

func (t *tx) named(ids []string, lock string) ([]hub.Station, error) {
	return bulkRows(t, `SELECT `+stationColumns+` FROM v JOIN stations s ON s.id = v.id ORDER BY s.id`+lock,
		[]Column{texts("id", ids)}, nil, func(r *sql.Rows) (hub.Station, error) { return scanStation(r) })
}

// Hold implements hub.Stations. The cursors are read by a statement of their
// own: one that waits for a lock sees other tables as they were before.
func (t *tx) Hold(ids []string) (map[string]*hub.Standing, error) {
	stations, err := t.named(ids, t.s.Dialect.Lock("s"))
	if err != nil {
		return nil, err
	}
	held := make(map[string]*hub.Standing, len(stations))
	for _, s := range stations {
		held[s.ID] = &hub.Standing{Station: s, Cursors: map[uint32]hub.Cursor{}}
	}
	cursors, err := bulkRows(t, `SELECT c.station, c.epoch, c.up_to, c.hash FROM v JOIN cursors c ON c.station = v.id`,
		[]Column{texts("id", ids)}, nil, scanCursor)
	for _, c := range cursors {
		held[c.Station].Cursors[c.Epoch] = c
	}
	return held, err
}

func scanCursor(r *sql.Rows) (c hub.Cursor, err error) {
	var upTo int64
	var hash []byte
	if err := r.Scan(&c.Station, &c.Epoch, &upTo, &hash); err != nil {
		return c, err
	}
	c.UpTo = uint64(upTo)
	c.Hash, err = link(hash, event.Ref{Station: c.Station, Epoch: c.Epoch, Seq: c.UpTo})
	return c, err
}

// StationIDs implements hub.Stations.
func (t *tx) StationIDs() ([]string, error) {
	r, err := t.query(`SELECT id FROM stations ORDER BY id`)
	return rows(r, err, scanText)
}

// PutStation implements hub.Stations.
func (t *tx) PutStation(s hub.Station) error {
	return t.exec(`INSERT INTO stations (id, name_zh, name_en, public_key, revoked_ms, certified_ms, heard_ms, last_epoch, last_seq, journal_epoch, down_sent)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
			public_key = excluded.public_key, revoked_ms = excluded.revoked_ms, certified_ms = excluded.certified_ms, heard_ms = excluded.heard_ms,
			last_epoch = excluded.last_epoch, last_seq = excluded.last_seq, journal_epoch = excluded.journal_epoch, down_sent = excluded.down_sent`,
		s.ID, s.NameZH, s.NameEN, orNull(s.Key), ms(s.Revoked), ms(s.Certified), ms(s.Heard), int64(s.LastEpoch), number(s.Last), int64(s.Journal), number(s.Sent))
}

// Spoke implements hub.Stations.
func (t *tx) Spoke(all []hub.Station) error {
	if len(all) == 0 {
		return nil
	}
	return t.bulk(`UPDATE stations SET heard_ms = v.heard, last_epoch = v.epoch, last_seq = v.seq, journal_epoch = v.journal, down_sent = v.sent
		FROM v WHERE stations.id = v.id`, []Column{
		texts("id", each(all, func(s *hub.Station) string { return s.ID })),
		numbers("heard", each(all, func(s *hub.Station) int64 { return ms(s.Heard) })),
		numbers("epoch", each(all, func(s *hub.Station) int64 { return int64(s.LastEpoch) })),
		numbers("seq", each(all, func(s *hub.Station) int64 { return number(s.Last) })),
		numbers("journal", each(all, func(s *hub.Station) int64 { return int64(s.Journal) })),
		numbers("sent", each(all, func(s *hub.Station) int64 { return number(s.Sent) })),
	})
}

// PutCode implements hub.Codes.
func (t *tx) PutCode(c hub.Code) error {
	return t.exec(`INSERT INTO codes (station, hash, expires_ms, used_ms) VALUES (?, ?, ?, ?)
		ON CONFLICT (station) DO UPDATE SET hash = excluded.hash, expires_ms = excluded.expires_ms, used_ms = excluded.used_ms`,
		c.Station, c.Hash[:], ms(c.Expires), ms(c.Used))
}

// Code implements hub.Codes.
func (t *tx) Code(hash [32]byte) (hub.Code, bool, error) {
	c := hub.Code{Hash: hash}
	var expires, used int64
	found, err := t.one(`SELECT station, expires_ms, used_ms FROM codes WHERE hash = ?`, []any{hash[:]}, &c.Station, &expires, &used)
	c.Expires, c.Used = moment(expires), moment(used)
	return c, found, err
}
