package store

import (
	"database/sql"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// keyOrder is that of changes to keys: see orders.
const keyOrder = "station_keys"

// PutKey implements hub.Keys.
func (t *tx) PutKey(k hub.StationKey) error {
	before, err := t.draw(keyOrder, 1)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO station_keys (station, public_key, pos, enrolled_ms, replaced_ms, revoked_ms, because) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (station, public_key) DO UPDATE SET pos = excluded.pos, enrolled_ms = excluded.enrolled_ms,
			replaced_ms = excluded.replaced_ms, revoked_ms = excluded.revoked_ms, because = excluded.because`,
		k.Station, []byte(k.Key), before+1, ms(k.Enrolled), ms(k.Replaced), ms(k.Revoked), k.Because)
}

// KeysOf implements hub.Keys.
func (t *tx) KeysOf(station string) ([]hub.StationKey, error) {
	r, err := t.query(`SELECT station, public_key, enrolled_ms, replaced_ms, revoked_ms, because FROM station_keys
		WHERE station = ? ORDER BY enrolled_ms, pos`, station)
	return rows(r, err, func(r *sql.Rows) (k hub.StationKey, err error) {
		var key []byte
		var enrolled, replaced, revoked int64
		err = r.Scan(&k.Station, &key, &enrolled, &replaced, &revoked, &k.Because)
		k.Key, k.Enrolled, k.Replaced, k.Revoked = key, moment(enrolled), moment(replaced), moment(revoked)
		return k, err
	})
}

// KeysHead implements hub.Keys.
func (t *tx) KeysHead() (int64, error) { return t.head(keyOrder) }

// KeysSince implements hub.Keys.
func (t *tx) KeysSince(count int64) ([]string, error) {
	r, err := t.query(`SELECT DISTINCT station FROM station_keys WHERE pos > ? ORDER BY station`, count)
	return rows(r, err, scanText)
}

// Expiring implements hub.Keys.
func (t *tx) Expiring(by, heard time.Time, limit int) ([]string, error) {
	r, err := t.query(`SELECT id FROM stations WHERE public_key IS NOT NULL AND revoked_ms = 0 AND certified_ms <= ? AND heard_ms >= ? AND heard_ms > 0
		ORDER BY id LIMIT ?`, ms(by), ms(heard), limit)
	return rows(r, err, scanText)
}

// Recertify implements hub.Keys.
func (t *tx) Recertify() error {
	return t.exec(`UPDATE stations SET certified_ms = 0 WHERE certified_ms > 0`)
}

// Access implements hub.Keys.
func (t *tx) Access() (admitted, refused []string, err error) {
	r, err := t.query(`SELECT id FROM stations WHERE public_key IS NOT NULL AND revoked_ms = 0 ORDER BY id`)
	if admitted, err = rows(r, err, scanText); err != nil {
		return nil, nil, err
	}
	r, err = t.query(`SELECT id FROM stations WHERE public_key IS NOT NULL AND revoked_ms > 0 ORDER BY id`)
	refused, err = rows(r, err, scanText)
	return admitted, refused, err
}
