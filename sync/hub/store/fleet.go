package store

import (
	"database/sql"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// fleetOrder is that of the fleet's journal: see orders.
const fleetOrder = "fleet_entries"

// FleetHead implements hub.Fleet.
func (t *tx) FleetHead() (int64, error) { return t.head(fleetOrder) }

// Announce implements hub.Fleet.
func (t *tx) Announce(all []hub.Announcement, at time.Time) error {
	before, err := t.draw(fleetOrder, len(all))
	if err != nil || len(all) == 0 {
		return err
	}
	positions := make([]int64, len(all))
	for i := range all {
		positions[i] = before + int64(i) + 1
	}
	return t.bulk(`INSERT INTO fleet_entries (pos, kind, subject, entry, who, at_ms)
		SELECT pos, kind, subject, entry, who, CAST(? AS BIGINT) FROM v`, []Column{
		numbers("pos", positions),
		texts("kind", each(all, func(a *hub.Announcement) string { return a.Kind })),
		texts("subject", each(all, func(a *hub.Announcement) string { return a.Subject })),
		blobs("entry", each(all, func(a *hub.Announcement) []byte { return present(a.Bytes) })),
		texts("who", each(all, func(a *hub.Announcement) string { return a.Who })),
	}, ms(at))
}

// Silence implements hub.Fleet.
func (t *tx) Silence(kind, subject string) error {
	return t.exec(`UPDATE fleet_entries SET entry = ? WHERE kind = ? AND subject = ? AND length(entry) > 0`, []byte{}, kind, subject)
}

// Announced implements hub.Fleet.
func (t *tx) Announced(kind, subject string) ([]hub.Announcement, error) {
	r, err := t.query(`SELECT pos, kind, subject, entry, who, at_ms FROM fleet_entries
		WHERE kind = ? AND (CAST(? AS TEXT) = '' OR subject = ?) AND length(entry) > 0 ORDER BY pos`, kind, subject, subject)
	return rows(r, err, func(r *sql.Rows) (a hub.Announcement, err error) {
		var at int64
		err = r.Scan(&a.Pos, &a.Kind, &a.Subject, &a.Bytes, &a.Who, &at)
		a.At = moment(at)
		return a, err
	})
}

// run is entries of the fleet's journal in a station's: those after a position,
// as its entries from first on.
type run struct {
	station              string
	first, after, length int64
}

// journalEnd is where a station's journal stands.
type journalEnd struct {
	station string
	// taken is how much of the fleet's journal is in it.
	taken, last int64
	newest      run // the zero run where it has none
}

// TakeIn implements hub.Fleet. It locks the order of entries like AppendDown,
// as both number them.
func (t *tx) TakeIn(stations []string) ([]hub.Ask, error) {
	if len(stations) == 0 {
		return nil, nil
	}
	if _, err := t.draw(downOrder, 0); err != nil {
		return nil, err
	}
	head, err := t.head(fleetOrder)
	if err != nil {
		return nil, err
	}
	ends, err := t.ends(stations)
	if err != nil {
		return nil, err
	}
	live, err := t.liveFrom()
	if err != nil {
		return nil, err
	}
	var asks []hub.Ask
	var runs []run
	for _, e := range ends {
		if e.taken = max(e.taken, live); e.taken < head {
			runs = append(runs, e.extended(head))
			asks = append(asks, hub.Ask{Station: e.station, After: uint64(e.last)})
		}
	}
	return asks, t.putRuns(runs)
}

// liveFrom is the position before the first announcement not silenced: a new
// station need not take in what came before.
func (t *tx) liveFrom() (pos int64, err error) {
	_, err = t.one(`SELECT coalesce(min(pos) - 1, 0) FROM fleet_entries WHERE length(entry) > 0`, nil, &pos)
	return pos, err
}

// extended is the run that takes a journal up to head: its newest one, made
// longer, where that ends the journal and leaves nothing out.
func (e journalEnd) extended(head int64) run {
	n := e.newest
	if n.length > 0 && n.first+n.length-1 == e.last && n.after+n.length == e.taken {
		n.length = head - n.after
		return n
	}
	return run{e.station, e.last + 1, e.taken, head - e.taken}
}

func (t *tx) ends(stations []string) ([]journalEnd, error) {
	last, err := t.lasts(stations)
	if err != nil {
		return nil, err
	}
	return bulkRows(t, `SELECT s.id, s.fleet_pos, coalesce(r.first_seq, 0), coalesce(r.after_pos, 0), coalesce(r.length, 0)
		FROM v JOIN stations s ON s.id = v.id
		LEFT JOIN fleet_runs r ON r.station = s.id AND r.first_seq = (SELECT max(first_seq) FROM fleet_runs WHERE station = s.id)`,
		[]Column{texts("id", stations)}, nil, func(r *sql.Rows) (e journalEnd, err error) {
			err = r.Scan(&e.station, &e.taken, &e.newest.first, &e.newest.after, &e.newest.length)
			e.newest.station, e.last = e.station, last[e.station]
			return e, err
		})
}

func (t *tx) putRuns(runs []run) error {
	if len(runs) == 0 {
		return nil
	}
	ids := texts("id", each(runs, func(r *run) string { return r.station }))
	err := t.bulk(`INSERT INTO fleet_runs (station, first_seq, after_pos, length) SELECT id, first, after, length FROM v WHERE true
		ON CONFLICT (station, first_seq) DO UPDATE SET length = excluded.length`, []Column{
		ids,
		numbers("first", each(runs, func(r *run) int64 { return r.first })),
		numbers("after", each(runs, func(r *run) int64 { return r.after })),
		numbers("length", each(runs, func(r *run) int64 { return r.length })),
	})
	if err != nil {
		return err
	}
	return t.bulk(`UPDATE stations SET fleet_pos = v.pos FROM v WHERE stations.id = v.id`, []Column{
		ids, numbers("pos", each(runs, func(r *run) int64 { return r.after + r.length })),
	})
}

// Untold implements hub.Fleet.
func (t *tx) Untold(heard time.Time, limit int) ([]string, error) {
	r, err := t.query(`SELECT id FROM stations WHERE fleet_pos < (SELECT head FROM orders WHERE name = ?) AND heard_ms >= ? AND heard_ms > 0
		ORDER BY id LIMIT ?`, fleetOrder, ms(heard), limit)
	return rows(r, err, scanText)
}
