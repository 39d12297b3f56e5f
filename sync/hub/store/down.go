package store

import (
	"database/sql"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// AppendDown implements hub.Downlinks. Who draws positions is the only one to
// append, so the newest sequence of each journal stays what it is read as.
func (t *tx) AppendDown(entries []hub.Entry, at time.Time) error {
	if len(entries) == 0 {
		return nil
	}
	before, err := t.draw(downOrder, len(entries))
	if err != nil {
		return err
	}
	last, err := t.lasts(each(entries, func(e *hub.Entry) string { return e.Station }))
	if err != nil {
		return err
	}
	positions, sequences := make([]int64, len(entries)), make([]int64, len(entries))
	for i, e := range entries {
		last[e.Station]++
		positions[i], sequences[i] = before+int64(i)+1, last[e.Station]
	}
	return t.bulk(`INSERT INTO down_entries (pos, station, seq, kind, subject, entry, appended_ms)
		SELECT pos, station, seq, kind, subject, entry, CAST(? AS BIGINT) FROM v`, []Column{
		numbers("pos", positions),
		texts("station", each(entries, func(e *hub.Entry) string { return e.Station })),
		numbers("seq", sequences),
		texts("kind", each(entries, func(e *hub.Entry) string { return e.Kind })),
		texts("subject", each(entries, func(e *hub.Entry) string { return e.Subject })),
		blobs("entry", each(entries, func(e *hub.Entry) []byte { return present(e.Bytes) })),
	}, ms(at))
}

// lasts is the newest sequence of each station's journal.
func (t *tx) lasts(stations []string) (map[string]int64, error) {
	last := map[string]int64{}
	_, err := bulkRows(t, `SELECT v.id, (SELECT coalesce(max(d.seq), 0) FROM down_entries d WHERE d.station = v.id),
			(SELECT coalesce(max(r.first_seq + r.length - 1), 0) FROM fleet_runs r WHERE r.station = v.id) FROM v`,
		[]Column{texts("id", stations)}, nil, func(r *sql.Rows) (n int64, err error) {
			var id string
			var fleet int64
			err = r.Scan(&id, &n, &fleet)
			last[id] = max(n, fleet)
			return n, err
		})
	return last, err
}

// Newest implements hub.Downlinks.
func (t *tx) Newest(station, kind, subject string) ([]byte, error) {
	var entry []byte
	_, err := t.one(`SELECT entry FROM down_entries WHERE station = ? AND kind = ? AND subject = ? ORDER BY seq DESC LIMIT 1`,
		[]any{station, kind, subject}, &entry)
	return entry, err
}

// Down implements hub.Downlinks.
func (t *tx) Down(asked []hub.Ask, limit int) ([]hub.Run, error) {
	last, err := t.lasts(each(asked, func(a *hub.Ask) string { return a.Station }))
	if err != nil {
		return nil, err
	}
	var behind []hub.Ask
	for _, a := range asked {
		if number(a.After) < last[a.Station] {
			behind = append(behind, a)
		}
	}
	if len(behind) == 0 {
		return nil, nil
	}
	entries, err := bulkRows(t, `SELECT e.id, e.seq, e.entry, s.journal_epoch, e.after FROM (
			SELECT v.id, d.seq, d.entry, v.after FROM v JOIN down_entries d ON d.station = v.id AND d.seq > v.after AND d.seq <= v.after + ?
			UNION ALL
			SELECT v.id, r.first_seq + f.pos - r.after_pos - 1, f.entry, v.after FROM v
			JOIN fleet_runs r ON r.station = v.id AND r.first_seq + r.length > v.after + 1 AND r.first_seq <= v.after + ?
			JOIN fleet_entries f ON f.pos > r.after_pos AND f.pos <= r.after_pos + r.length
				AND f.pos > v.after - r.first_seq + r.after_pos + 1 AND f.pos <= v.after - r.first_seq + r.after_pos + 1 + ?
		) e JOIN stations s ON s.id = e.id ORDER BY e.id, e.after, e.seq`, []Column{
		texts("id", each(behind, func(a *hub.Ask) string { return a.Station })),
		numbers("after", each(behind, func(a *hub.Ask) int64 { return number(a.After) })),
	}, []any{limit, limit, limit}, scanDown)
	return runs(entries, last), err
}

type downEntry struct {
	station string
	seq     int64
	bytes   []byte
	journal uint32
	after   int64 // tells runs of one station apart
}

func scanDown(r *sql.Rows) (d downEntry, err error) {
	return d, r.Scan(&d.station, &d.seq, &d.bytes, &d.journal, &d.after)
}

// runs joins entries that follow each other.
func runs(entries []downEntry, last map[string]int64) (all []hub.Run) {
	for i, d := range entries {
		if i == 0 || d.station != entries[i-1].station || d.after != entries[i-1].after || d.seq != entries[i-1].seq+1 {
			all = append(all, hub.Run{Station: d.station, Journal: d.journal, First: uint64(d.seq), Last: uint64(last[d.station])})
		}
		run := &all[len(all)-1]
		run.Entries = append(run.Entries, d.bytes)
	}
	return all
}

// Blank implements hub.Downlinks.
func (t *tx) Blank(station, kind string) error {
	return t.exec(`UPDATE down_entries SET entry = ? WHERE station = ? AND kind = ?`, []byte{}, station, kind)
}

// BlankAbout implements hub.Downlinks. The kinds are written out for the index.
func (t *tx) BlankAbout(kind, subject string) error {
	return t.exec(`UPDATE down_entries SET entry = ?, subject = '' WHERE kind IN ('points_balance', 'points_wanted', 'member_status') AND kind = ? AND subject = ?`,
		[]byte{}, kind, subject)
}

// DownHead implements hub.Downlinks.
func (t *tx) DownHead() (int64, error) { return t.head(downOrder) }

// DownBetween implements hub.Downlinks.
func (t *tx) DownBetween(after, upTo int64, heard time.Time) ([]hub.Run, error) {
	r, err := t.query(`SELECT d.station, d.seq, d.entry, s.journal_epoch, 0 FROM down_entries d JOIN stations s ON s.id = d.station
		WHERE d.pos > ? AND d.pos <= ? AND s.heard_ms >= ? AND s.heard_ms > 0 AND d.seq > s.down_sent ORDER BY d.station, d.seq`, after, upTo, ms(heard))
	entries, err := rows(r, err, scanDown)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	last, err := t.lasts(each(entries, func(d *downEntry) string { return d.station }))
	return runs(entries, last), err
}
