package station

import (
	bolt "go.etcd.io/bbolt"
)

func (c *change) supervisor(id string) bool {
	a, found := attendantOf(c.Tx, id)
	return found && a.Role == RoleSupervisor
}

// lastSupervisor reports whether an account is the only one of a supervisor.
func (c *change) lastSupervisor(id string) bool {
	for other := range each(c.Tx, bucketAttendants) {
		if string(other) != id && c.supervisor(string(other)) {
			return false
		}
	}
	return c.supervisor(id)
}

func attendantOf(tx *bolt.Tx, id string) (Attendant, bool) {
	row := tx.Bucket(bucketAttendants).Get([]byte(id))
	if row == nil {
		return Attendant{}, false
	}
	r, err := recordIn(row)
	set := r.GetAttendantSet()
	return Attendant{ID: set.GetId(), Name: set.GetName(), Role: Role(set.GetRole())}, err == nil
}

func pinOf(tx *bolt.Tx, id string) (pinRow, bool) {
	return pinFrom(tx.Bucket(bucketPINs).Get([]byte(id)))
}

// checkAttendants: each account is the latest of its identifier in what is left
// of the journal and has a PIN; no PIN and no account there stands alone.
func checkAttendants(v *view, r *Report) {
	latest := latestAccounts(v)
	for id, row := range each(v.Tx, bucketAttendants) {
		at, found := latest[string(id)]
		if !journalled(v.Tx, row) || found && at != string(row[:filedAt]) {
			r.fault("attendants: account %s is not the latest in the journal", id)
		}
		if _, found := pinOf(v.Tx, string(id)); !found {
			r.fault("attendants: account %s has no PIN", id)
		}
		delete(latest, string(id))
	}
	for id, at := range latest {
		if at != "" {
			r.fault("attendants: account %s has a record and no row", id)
		}
	}
	for id := range each(v.Tx, bucketPINs) {
		if v.Bucket(bucketAttendants).Get(id) == nil {
			r.fault("attendants: PIN %s has no account", id)
		}
	}
}

// latestAccounts maps identifiers to where the journal has their records, ""
// for the removed.
func latestAccounts(v *view) map[string]string {
	latest := map[string]string{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		if set := rec.GetAttendantSet(); set.GetRole() != "" {
			latest[set.Id] = string(at)
		} else if set != nil {
			latest[set.Id] = ""
		}
	}
	return latest
}
