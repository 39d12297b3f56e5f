package station

import (
	bolt "go.etcd.io/bbolt"
)

// bucketFormer: identifier of an account that was removed to the filed row of
// the last AttendantSet that named it: records go on saying what it did.
var bucketFormer = []byte("former-attendants")

// Signatory is whose account something was done with; the zero one is nobody.
type Signatory struct {
	ID string
	// Name is what the account is called, or was last; "" where this station does
	// not know: it was removed before the station kept names of such.
	Name string
	// Former: there is no such account any more.
	Former bool
}

// signatoryOf is the account of an identifier in a record, nobody's for "".
func signatoryOf(tx *bolt.Tx, id string) Signatory {
	if id == "" {
		return Signatory{}
	}
	if a, found := attendantOf(tx, id); found {
		return Signatory{ID: id, Name: a.Name}
	}
	s := Signatory{ID: id, Former: true}
	if row := tx.Bucket(bucketFormer).Get([]byte(id)); row != nil {
		r, _ := recordIn(row)
		s.Name = r.GetAttendantSet().GetName()
	}
	return s
}

// checkFormer: each is a named account of the journal that is there no longer.
func checkFormer(v *view, r *Report) {
	for id, row := range each(v.Tx, bucketFormer) {
		rec, err := recordIn(row)
		set := rec.GetAttendantSet()
		if err != nil || !journalled(v.Tx, row) || set.GetId() != string(id) || set.GetName() == "" {
			r.fault("attendants: former account %s is not in the journal", id)
		}
		if v.Bucket(bucketAttendants).Get(id) != nil {
			r.fault("attendants: account %s is there and removed", id)
		}
	}
}
