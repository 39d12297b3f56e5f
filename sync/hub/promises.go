package hub

import (
	"cmp"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

var promisesTable = Table{"promises", []Column{
	{"station", Text},
	{"epoch", Number},
	{"seq", Number},
	{"slot", Text},
	{"starts_ms", Number},
	{"state", Text},
	{"pos", Number},
	{"asked", Number},
}, 3}

// What a promise can be.
const (
	placed   = "placed"   // it has a place of its station's loan
	wished   = "wished"   // provisional: the hub decides
	waits    = "waiting"  // for a place at its station
	granted  = "granted"  // the hub has sent a place for it
	disputed = "disputed" // beyond its station's loan: see conflicts
	finished = "over"
)

// promise is a booking as far as places go.
type promise struct {
	ref    event.Ref
	slot   string
	starts int64
	state  string
	pos    int64
	// asked: another station was asked to give a place back for it.
	asked int64
}

func (p *promise) row() []any {
	return []any{p.ref.Station, int64(p.ref.Epoch), int64(p.ref.Seq), p.slot, p.starts, p.state, p.pos, p.asked}
}

func promiseFrom(row []any) *promise {
	return &promise{
		event.Ref{Station: row[0].(string), Epoch: uint32(row[1].(int64)), Seq: uint64(row[2].(int64))},
		row[3].(string), row[4].(int64), row[5].(string), row[6].(int64), row[7].(int64),
	}
}

func refKey(r event.Ref) []any { return []any{r.Station, int64(r.Epoch), int64(r.Seq)} }

// promisesOf finds those of some bookings.
func promisesOf(tx Tables, refs []event.Ref) (map[event.Ref]*promise, error) {
	keys := make([][]any, len(refs))
	for i, r := range refs {
		keys[i] = refKey(r)
	}
	rows, err := tx.Find(promisesTable, keys)
	found := map[event.Ref]*promise{}
	for _, row := range rows {
		p := promiseFrom(row)
		found[p.ref] = p
	}
	return found, err
}

// promisesFor are all of a slot, in the order in which they were asked for.
func promisesFor(tx Tables, slot string) ([]*promise, error) {
	rows, err := tx.Where(promisesTable, "slot", slot)
	all := make([]*promise, len(rows))
	for i, row := range rows {
		all[i] = promiseFrom(row)
	}
	slices.SortFunc(all, func(a, b *promise) int { return cmp.Compare(a.pos, b.pos) })
	return all, err
}

func putPromises(tx Tables, all []*promise) error {
	rows := make([][]any, len(all))
	for i, p := range all {
		rows[i] = p.row()
	}
	return tx.Put(promisesTable, rows)
}

// held counts by station the places of a slot that promises are known to have.
func held(all []*promise) map[string]int {
	n := map[string]int{}
	for _, p := range all {
		if p.state == placed || p.state == granted {
			n[p.ref.Station]++
		}
	}
	return n
}
