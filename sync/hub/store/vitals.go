package store

import (
	"context"
	"database/sql"
	"strings"

	"github.com/nuanxin/station-kit/sync/hub"
)

// PutVitals replaces the vitals of stations, where they are newer. No station
// may come twice.
func (s *Store) PutVitals(ctx context.Context, all []hub.Vitals) error {
	if len(all) == 0 {
		return nil
	}
	return s.Update(ctx, func(t hub.Tx) error {
		return t.(*tx).bulk(`INSERT INTO station_vitals (station, at_ms, heard_ms, troubles, body)
			SELECT station, at_ms, heard_ms, troubles, body FROM v WHERE true
			ON CONFLICT (station) DO UPDATE SET at_ms = excluded.at_ms, heard_ms = excluded.heard_ms,
				troubles = excluded.troubles, body = excluded.body
			WHERE excluded.heard_ms >= station_vitals.heard_ms`, []Column{
			texts("station", each(all, func(v *hub.Vitals) string { return v.Station })),
			numbers("at_ms", each(all, func(v *hub.Vitals) int64 { return ms(v.At) })),
			numbers("heard_ms", each(all, func(v *hub.Vitals) int64 { return ms(v.Heard) })),
			texts("troubles", each(all, func(v *hub.Vitals) string { return strings.Join(v.Troubles, " ") })),
			blobs("body", each(all, func(v *hub.Vitals) []byte { return present(v.Body) })),
		})
	})
}

// Vitals are those of one station, and whether there are any.
func (s *Store) Vitals(ctx context.Context, station string) (hub.Vitals, bool, error) {
	all, err := read(ctx, s, `SELECT station, at_ms, heard_ms, troubles, body FROM station_vitals WHERE station = ?`,
		[]any{station}, scanVitals)
	if err != nil || len(all) == 0 {
		return hub.Vitals{}, false, err
	}
	return all[0], true, nil
}

// AllVitals are those of all stations, without their bodies.
func (s *Store) AllVitals(ctx context.Context) (map[string]hub.Vitals, error) {
	all, err := read(ctx, s, `SELECT station, at_ms, heard_ms, troubles, NULL FROM station_vitals`, nil, scanVitals)
	by := make(map[string]hub.Vitals, len(all))
	for _, v := range all {
		by[v.Station] = v
	}
	return by, err
}

func scanVitals(r *sql.Rows) (v hub.Vitals, err error) {
	var at, heard int64
	var troubles string
	err = r.Scan(&v.Station, &at, &heard, &troubles, &v.Body)
	v.At, v.Heard, v.Troubles = moment(at), moment(heard), strings.Fields(troubles)
	return v, err
}
