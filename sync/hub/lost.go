package hub

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrLost says that a station is declared lost and has not come back.
var ErrLost = errors.New("the station is declared lost: it can be lent something again when it has come back or been replaced")

var lossesTable = Table{"losses", []Column{
	{"station", Text}, {"at_ms", Number}, {"who", Text}, {"back", Number}, {"epoch", Number}, {"seq", Number},
}, 1}

// loss is that a station was declared lost.
type loss struct {
	at   time.Time
	who  string
	back bool
	// up is the record by which the station last gave up what it had.
	up event.Ref
}

// away: what was lent to it is lent to others, and it may not know yet.
func (l loss) away() bool { return !l.at.IsZero() && !l.back }

func lossesOf(tx Tables, stations []string) (map[string]loss, error) {
	keys := make([][]any, len(stations))
	for i, s := range stations {
		keys[i] = []any{s}
	}
	rows, err := tx.Find(lossesTable, keys)
	all := map[string]loss{}
	for _, row := range rows {
		all[row[0].(string)] = loss{
			time.UnixMilli(row[1].(int64)), row[2].(string), row[3].(int64) == 1,
			event.Ref{Station: row[0].(string), Epoch: uint32(row[4].(int64)), Seq: uint64(row[5].(int64))},
		}
	}
	return all, err
}

func putLoss(tx Tables, station string, l loss) error {
	back := int64(0)
	if l.back {
		back = 1
	}
	return tx.Put(lossesTable, [][]any{{station, l.at.UnixMilli(), l.who, back, int64(l.up.Epoch), int64(l.up.Seq)}})
}

// DeclareLost writes off what is lent to a station that will not come back: its
// unspent places go to others. What it is known to have promised stands. If it
// does come back, what it has promised since shows as conflicts, and it gives up
// the rest. It returns how many places were freed, or ErrUnknownStation.
func (h *Hub) DeclareLost(ctx context.Context, station string) (freed int, err error) {
	err = h.act(ctx, "lost", func(tx Tx, a *Act) error {
		a.Subject = station
		if _, err := tx.Station(station); err != nil {
			return err
		}
		freed, err = h.writeOff(tx, station, a.Who)
		a.Detail = fmt.Sprintf("%d places freed", freed)
		return err
	})
	return freed, err
}

func (h *Hub) writeOff(tx Tx, station, who string) (freed int, err error) {
	losses, err := lossesOf(tx, []string{station})
	if err != nil {
		return 0, err
	}
	l := loss{h.Now(), who, false, losses[station].up}
	if err := errors.Join(putLoss(tx, station, l), void(tx, station), writeOffBudget(tx, station)); err != nil {
		return 0, err
	}
	d := &event.Down{Body: &event.Down_LoansEnded{LoansEnded: &event.LoansEnded{}}}
	entry, err := event.EncodeDown(d)
	if err != nil {
		return 0, err
	}
	send := []Entry{{station, d.Kind(), "", entry}}
	slots, err := lentTo(tx, station)
	if err != nil {
		return 0, err
	}
	for _, slot := range slices.Sorted(maps.Keys(slots)) {
		n, entries, err := h.reclaim(tx, slot, station, slots[slot])
		if err != nil {
			return 0, err
		}
		freed, send = freed+n, append(send, entries...)
	}
	return freed, tx.AppendDown(send, h.Now())
}

var loansTable = Table{"loans", []Column{{"slot", Text}, {"station", Text}, {"quantity", Number}}, 2}

// lentTo is how many places of each slot a station was lent.
func lentTo(tx Tables, station string) (map[string]int, error) {
	rows, err := tx.Where(loansTable, "station", station)
	all := map[string]int{}
	for _, row := range rows {
		all[row[0].(string)] = int(row[2].(int64))
	}
	return all, err
}

// reclaim takes back the places of a slot that a station is not known to have
// promised, and serves others with them. What was granted and may never have
// arrived is wished again.
func (h *Hub) reclaim(tx Tx, slot, station string, lent int) (freed int, send []Entry, err error) {
	all, err := promisesFor(tx, slot)
	if err != nil {
		return 0, nil, err
	}
	promised := 0
	var again []*promise
	for _, p := range all {
		switch {
		case p.ref.Station != station:
		case p.state == placed:
			promised++
		case p.state == granted:
			p.state, p.asked = wished, 0
			again = append(again, p)
		}
	}
	if err := putPromises(tx, again); err != nil {
		return 0, nil, err
	}
	if freed, err = tx.Return(slot, station, lent-promised); err != nil {
		return 0, nil, err
	}
	send, err = serve(tx, slot, h.Now())
	return freed, send, err
}

// freed reports whether the place of a booking is nobody's once the booking has
// ended: at a station declared lost all are, and at one that is back those of
// bookings made before it gave up what it had.
func (l loss) freed(booking event.Ref) bool {
	before := booking.Epoch < l.up.Epoch || (booking.Epoch == l.up.Epoch && booking.Seq < l.up.Seq)
	return l.away() || before
}

// returned notes that a station declared lost has given up what it had.
func (b *books) returned(e Event) error {
	l := b.losses[e.Station]
	if l.at.IsZero() {
		return nil
	}
	l.back, l.up = true, e.Ref
	b.losses[e.Station] = l
	rows, err := b.tx.Where(promisesTable, "station", e.Station)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if p := promiseFrom(row); p.state == wished || p.state == waits {
			b.touch(p.slot) // its turn comes again
		}
	}
	return putLoss(b.tx, e.Station, l)
}
