package station

import (
	"encoding/binary"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketVisits: pseudonym to the rider's latest visit, see (visitRow).bytes.
var bucketVisits = []byte("visits")

var visits = subject{
	buckets: [][]byte{bucketVisits},
	check:   checkVisits,
	mine:    visitsOf,
	erase:   func(c *change, who event.Pseudonym) error { return c.drop(bucketVisits, who[:]) },
}

// visitRow is a check-in, and how it ended.
type visitRow struct {
	ref event.Ref
	// at, boot and mono are the record's stamp.
	at, mono int64
	boot     uint32
	// left: a check-out ended it, after stayed milliseconds.
	left   bool
	stayed int64
}

// bytes: epoch (4), sequence (8), wall clock (8, Unix milliseconds), boot (4),
// monotonic clock (8, milliseconds); once the rider has left, how long it was
// (8, milliseconds).
func (r visitRow) bytes() []byte {
	b := journalKey(r.ref.Epoch, r.ref.Seq)
	b = binary.BigEndian.AppendUint64(b, uint64(r.at))
	b = binary.BigEndian.AppendUint32(b, r.boot)
	b = binary.BigEndian.AppendUint64(b, uint64(r.mono))
	if r.left {
		b = binary.BigEndian.AppendUint64(b, uint64(r.stayed))
	}
	return b
}

// Sizes of a row: before there were check-outs, of a rider who is here, and of
// one who has left.
const (
	visitRowOld  = 20
	visitRowHere = 32
	visitRowLeft = 40
)

// visitOf is the latest visit of a rider. An old row, without boot, is of
// boot 0, which never was.
func (v *view) visitOf(who event.Pseudonym) (visitRow, bool) {
	row := v.Bucket(bucketVisits).Get(who[:])
	if !who.Known() {
		return visitRow{}, false
	}
	return visitFrom(v.s.id, row)
}

func visitFrom(station string, row []byte) (visitRow, bool) {
	if len(row) != visitRowOld && len(row) != visitRowHere && len(row) != visitRowLeft {
		return visitRow{}, false
	}
	r := visitRow{
		ref: event.Ref{Station: station, Epoch: binary.BigEndian.Uint32(row), Seq: binary.BigEndian.Uint64(row[4:])},
		at:  int64(binary.BigEndian.Uint64(row[12:])),
	}
	if len(row) >= visitRowHere {
		r.boot, r.mono = binary.BigEndian.Uint32(row[20:]), int64(binary.BigEndian.Uint64(row[24:]))
	}
	if r.left = len(row) == visitRowLeft; r.left {
		r.stayed = int64(binary.BigEndian.Uint64(row[32:]))
	}
	return r, true
}

// since is how long ago the visit began: by the monotonic clock within one
// boot, because a wall clock may jump; by the wall clock across boots. It is
// never negative.
func (r visitRow) since(now *event.Stamp) time.Duration {
	ms := now.WallMs - r.at
	if r.boot == now.Boot {
		ms = now.MonoMs - r.mono
	}
	return time.Duration(max(ms, 0)) * time.Millisecond
}

// VisitItem is a visit as "my data" shows it.
type VisitItem struct {
	Ref string `json:"ref"`
	// Seconds is the visit's length; 0 where no check-out ended it.
	Seconds int64 `json:"seconds,omitempty"`
}

func visitsOf(v *view, who event.Pseudonym) ([]Item, error) {
	row, found := v.visitOf(who)
	if !found {
		return nil, nil
	}
	return []Item{{"visit", time.UnixMilli(row.at), VisitItem{row.ref.String(), row.stayed / 1000}}}, nil
}

// checkVisits: each row is the latest visit of its rider in what is left of the
// journal, with its end, and no visit there lacks its row.
func checkVisits(v *view, r *Report) {
	latest := latestVisits(v)
	for key, row := range each(v.Tx, bucketVisits) {
		got, ok := visitFrom(v.s.id, row)
		want, found := latest[string(key)]
		if got.boot == 0 {
			want.boot, want.mono = 0, 0 // an old row
		}
		if !ok || found && got != want || !found && visitorAt(v, got.ref).Known() {
			r.fault("visits: row %x is not the latest in the journal", key)
		}
		delete(latest, string(key))
	}
	for key := range latest {
		r.fault("visits: %x has a record and no row", key)
	}
}

// latestVisits maps riders to the rows that the journal calls for.
func latestVisits(v *view) map[string]visitRow {
	latest := map[string]visitRow{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		switch {
		case len(rec.GetCheckIn().GetPseudonym()) > 0:
			latest[string(rec.GetCheckIn().Pseudonym)] = visitBy(v.s.refIn(at), rec.Stamp)
		case rec.GetCheckOut() != nil:
			in := v.s.refOf(rec.GetCheckOut().GetCheckIn())
			who := visitorAt(v, in)
			if visit, found := latest[string(who[:])]; found && visit.ref == in {
				visit.left, visit.stayed = true, rec.GetCheckOut().GetStayedMs()
				latest[string(who[:])] = visit
			}
		case rec.GetPersonErased() != nil:
			delete(latest, string(rec.GetPersonErased().Pseudonym))
		}
	}
	return latest
}

// visitorAt is who checked in with a record, nobody where the journal has it no
// more.
func visitorAt(v *view, ref event.Ref) event.Pseudonym {
	rec, _ := recordOf(v.Bucket(bucketJournal).Get(journalKey(ref.Epoch, ref.Seq)))
	return event.PseudonymFrom(rec.GetCheckIn().GetPseudonym())
}

// visitBy is the row of a check-in made at a stamp.
func visitBy(ref event.Ref, at *event.Stamp) visitRow {
	return visitRow{ref: ref, at: at.GetWallMs(), boot: at.GetBoot(), mono: at.GetMonoMs()}
}
