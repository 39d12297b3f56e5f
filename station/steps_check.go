package station

import (
	"bytes"

	"github.com/nuanxin/station-kit/station/event"
)

// checkAppeals: each row is what its step says, and the steps made here are
// those of the journal, both ways.
func checkAppeals(v *view, r *Report) {
	due := v.stepsDue(r)
	for key, row := range each(v.Tx, bucketAppeals) {
		st, err := v.s.stepFrom(row)
		if err != nil {
			r.fault("appeals: row %x: %v", key, err)
			continue
		}
		if again, _, err := st.bytes(); err != nil || !bytes.Equal(again, key) {
			r.fault("appeals: row %x holds another step (%v)", key, err)
		}
		at := journalKey(st.made.Epoch, st.made.Seq)
		want, journalled := due[string(key)]
		held := v.Bucket(bucketJournal).Get(at) != nil
		if held && !journalled || journalled && want != string(row) {
			r.fault("appeals: row %x is not what the journal says", key)
		}
		delete(due, string(key))
	}
	for key := range due {
		r.fault("appeals: step %x has a record and no row", key)
	}
}

// stepsDue maps keys to the rows of the steps that the journal holds.
func (v *view) stepsDue(r *Report) map[string]string {
	due := map[string]string{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		reply := stepBy(rec)
		if reply == nil {
			continue
		}
		key, want, err := step{v.s.refIn(at), event.Time(reply.AtMs), reply}.bytes()
		if err != nil {
			r.fault("appeals: record %x: %v", at, err)
		}
		due[string(key)] = string(want)
	}
	return due
}
