package store

import "github.com/nuanxin/station-kit/sync/hub"

// RecordsOf implements hub.Journals.
func (t *tx) RecordsOf(station string, kinds []string) ([]hub.Received, error) {
	return bulkRows(t, `SELECT `+recordColumns+` FROM records r
		WHERE r.station = ? AND r.kind IN (SELECT kind FROM v) ORDER BY r.epoch, r.seq`,
		[]Column{texts("kind", kinds)}, []any{station}, scanReceived)
}
