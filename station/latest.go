package station

import (
	"maps"

	"github.com/nuanxin/station-kit/station/event"
)

// checkLatest: each filed row of a table is, in what is left of the journal,
// the newest record with that row's key, and no record there lacks its row,
// unless its rider was erased after it. keyOf is the key that a record is filed
// under, nil where it belongs to another table.
func checkLatest(v *view, r *Report, table []byte, keyOf func(*event.Record) []byte) {
	due := latestRows(v, keyOf)
	for key, row := range each(v.Tx, table) {
		rec, err := recordIn(row)
		at, found := due[string(key)]
		if err != nil || string(keyOf(rec)) != string(key) || !journalled(v.Tx, row) || found && at != string(row[:filedAt]) {
			r.fault("%s: row %x is not the latest in the journal", table, key)
		}
		delete(due, string(key))
	}
	for key := range due {
		r.fault("%s: %x has a record and no row", table, key)
	}
}

// latestRows maps the keys of rows to where the journal has their records.
func latestRows(v *view, keyOf func(*event.Record) []byte) map[string]string {
	due, whose := map[string]string{}, map[string]event.Pseudonym{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		if key := keyOf(rec); key != nil {
			due[string(key)], whose[string(key)] = string(at), rec.Pseudonym()
		}
		if rec.GetPersonErased() != nil {
			maps.DeleteFunc(due, func(key, _ string) bool { return whose[key] == rec.Pseudonym() })
		}
	}
	return due
}
