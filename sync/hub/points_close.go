package hub

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// close writes what has moved, asks stations to hand over what riders elsewhere
// have there, and tells each what it does not know.
func (l *ledger) close() error {
	if err := l.putKnown(); err != nil {
		return err
	}
	var riders, rights [][]any
	var send []Entry
	purses := slices.SortedFunc(maps.Values(l.purses), func(a, b *purse) int { return bytes.Compare(a.who[:], b.who[:]) })
	known, err := l.knownOf(purses)
	if err != nil {
		return err
	}
	for _, p := range purses {
		if !p.moved {
			continue
		}
		entries, err := l.settle(p, known)
		if err != nil {
			return err
		}
		send = append(send, entries...)
		riders = append(riders, []any{p.who.Bytes(), p.total()})
		for _, r := range p.rights {
			rights = append(rights, []any{p.who.Bytes(), r.station, r.points, r.seen, bit(r.asked)})
		}
	}
	if err := l.tx.Put(ridersTable, riders); err != nil {
		return err
	}
	if err := l.tx.Put(rightsTable, rights); err != nil {
		return err
	}
	if err := l.putBudgets(); err != nil {
		return err
	}
	if err := l.erased.write(l.tx, erasedTable("points"), nil); err != nil {
		return err
	}
	return l.tx.AppendDown(send, l.Now())
}

func (l *ledger) putKnown() error {
	var rows [][]any
	for _, ref := range l.known {
		rows = append(rows, refKey(ref))
	}
	return l.tx.Put(knownTable, rows)
}

// knownOf is the newest record about points counted of each station concerned.
func (l *ledger) knownOf(purses []*purse) (map[string]event.Ref, error) {
	seen := map[string]bool{}
	var keys [][]any
	for _, p := range purses {
		for station := range p.rights {
			if !seen[station] {
				seen[station] = true
				keys = append(keys, []any{station})
			}
		}
	}
	rows, err := l.tx.Find(knownTable, keys)
	known := map[string]event.Ref{}
	for _, row := range rows {
		known[row[0].(string)] = event.Ref{Station: row[0].(string), Epoch: uint32(row[1].(int64)), Seq: uint64(row[2].(int64))}
	}
	return known, err
}

// settle is what stations are sent about one rider.
func (l *ledger) settle(p *purse, known map[string]event.Ref) (send []Entry, err error) {
	here := p.here()
	for _, station := range slices.Sorted(maps.Keys(p.rights)) {
		r := p.rights[station]
		var downs []*event.Down
		if r.tell && l.remembered(r) {
			downs = append(downs, p.balance(r, known[station]))
		}
		if r != here && r.points > 0 && !r.asked {
			r.asked = true
			downs = append(downs, &event.Down{Body: &event.Down_PointsWanted{PointsWanted: &event.PointsWanted{Pseudonym: p.who.Bytes()}}})
		}
		for _, d := range downs {
			entry, err := event.EncodeDown(d)
			if err != nil {
				return nil, err
			}
			send = append(send, Entry{station, d.Kind(), p.who.String(), entry})
		}
	}
	return send, nil
}

// remembered: the rider was seen there lately.
func (l *ledger) remembered(r *right) bool {
	return l.Now().Sub(time.UnixMilli(r.seen)) < rememberFor
}

func (p *purse) balance(r *right, known event.Ref) *event.Down {
	total := p.total()
	return &event.Down{Body: &event.Down_PointsBalance{PointsBalance: &event.PointsBalance{
		Pseudonym: p.who.Bytes(), Points: total, Elsewhere: total - r.points, KnownEpoch: known.Epoch, KnownSeq: known.Seq,
	}}}
}
