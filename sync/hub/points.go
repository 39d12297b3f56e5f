package hub

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	ridersTable = Table{"points_riders", []Column{{"pseudonym", Blob}, {"points", Number}}, 1}
	rightsTable = Table{"points_rights", []Column{
		{"pseudonym", Blob}, {"station", Text}, {"points", Number}, {"seen_ms", Number}, {"asked", Number},
	}, 2}
	knownTable     = Table{"points_known", []Column{{"station", Text}, {"epoch", Number}, {"seq", Number}}, 1}
	takenBackTable = Table{"points_taken_back", []Column{{"station", Text}, {"epoch", Number}, {"seq", Number}, {"at_ms", Number}}, 3}
)

const (
	// rememberFor is how long after a rider was last seen at a station it is told
	// of the rider's points.
	rememberFor = 60 * 24 * time.Hour
	// seenAgain is how much later a visit has to be to be noted.
	seenAgain = time.Hour
)

// right is what one station may let a rider redeem.
type right struct {
	station string
	points  int64
	seen    int64
	// asked: it is to hand over what it may.
	asked bool
	// tell: it does not know what the hub knows.
	tell bool
}

// purse is what a rider has, and where. No point is at two stations: it is
// earned at one, and moves only when that one has handed it over.
type purse struct {
	who    event.Pseudonym
	rights map[string]*right
	moved  bool
}

func (p *purse) total() (n int64) {
	for _, r := range p.rights {
		n += r.points
	}
	return n
}

func (p *purse) at(station string, seen int64) *right {
	r := p.rights[station]
	if r == nil {
		r = &right{station: station, tell: len(p.rights) > 0}
		p.rights[station] = r
	}
	r.seen = max(r.seen, seen)
	p.moved = true
	return r
}

// here is the station where the rider was seen last.
func (p *purse) here() *right {
	return slices.MaxFunc(slices.Collect(maps.Values(p.rights)), func(a, b *right) int {
		return cmp.Or(cmp.Compare(a.seen, b.seen), cmp.Compare(b.station, a.station))
	})
}

// points follow what riders earn, redeem and have taken back at all stations, and
// tell those where they come what they have.
func (h *Hub) points() Follower {
	return Follower{
		Name: "points",
		Kinds: []string{
			"check_in", "points_earned", "points_redeemed", "points_reversed", "points_released", "budget_returned", erasure,
		},
		Digest: func(tx Tx, page []Event, dead Dead) error {
			if len(page) == 0 {
				return nil
			}
			if err := tx.Alone(); err != nil {
				return err
			}
			l, err := h.openLedger(tx, page, dead)
			if err != nil {
				return err
			}
			for _, e := range page {
				if err := l.enter(e); err != nil {
					return err
				}
			}
			return l.close()
		},
	}
}

// ledger is what a page of records moves.
type ledger struct {
	*Hub
	tx      Tx
	dead    Dead
	erased  *erasures
	earners map[event.Pseudonym]bool // riders with points
	fresh   map[string]bool          // visits noted lately: rider and station
	purses  map[event.Pseudonym]*purse
	known   map[string]event.Ref
	budgets map[string]*budget
	losses  map[string]loss
}

func (h *Hub) openLedger(tx Tx, page []Event, dead Dead) (*ledger, error) {
	l := &ledger{
		Hub: h, tx: tx, dead: dead, earners: map[event.Pseudonym]bool{}, fresh: map[string]bool{},
		purses: map[event.Pseudonym]*purse{}, known: map[string]event.Ref{}, budgets: map[string]*budget{},
	}
	var err error
	if l.erased, err = erasuresOf(tx, erasedTable("points"), page); err != nil {
		return nil, err
	}
	if l.losses, err = lossesOf(tx, stationsOf(page)); err != nil {
		return nil, err
	}
	return l, l.visitors(page)
}

func stationsOf(page []Event) []string {
	ids := make([]string, len(page))
	for i, e := range page {
		ids[i] = e.Station
	}
	return unique(ids)
}

// visitors finds, of the riders who came, those with points, and those whose visit
// need not be noted.
func (l *ledger) visitors(page []Event) error {
	var riders, pairs [][]any
	at := map[string]int64{}
	for _, e := range page {
		who := e.Body.Pseudonym()
		if e.Kind != "check_in" || !who.Known() {
			continue
		}
		pair := string(who[:]) + e.Station
		if _, asked := at[pair]; !asked {
			pairs = append(pairs, []any{who.Bytes(), e.Station})
		}
		at[pair] = max(at[pair], e.Body.GetStamp().GetWallMs())
		if _, asked := l.earners[who]; !asked {
			l.earners[who] = false
			riders = append(riders, []any{who.Bytes()})
		}
	}
	totals, err1 := l.tx.Find(ridersTable, riders)
	rights, err2 := l.tx.Find(rightsTable, pairs)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	total := map[event.Pseudonym]int64{}
	for _, row := range totals {
		who := event.PseudonymFrom(row[0].([]byte))
		l.earners[who], total[who] = true, row[1].(int64)
	}
	for _, row := range rights {
		pair := string(row[0].([]byte)) + row[1].(string)
		whole := row[2].(int64) == total[event.PseudonymFrom(row[0].([]byte))]
		l.fresh[pair] = whole && at[pair]-row[3].(int64) < seenAgain.Milliseconds()
	}
	return nil
}

func (l *ledger) enter(e Event) error {
	who, at := e.Body.Pseudonym(), e.Body.GetStamp().GetWallMs()
	switch body := e.Body.GetBody().(type) {
	case *event.Record_CheckIn:
		if !l.earners[who] || l.fresh[string(who[:])+e.Station] || l.gone(who, e) {
			return nil
		}
		return l.visit(who, e.Station, at)
	case *event.Record_PersonErased:
		return l.erase(who)
	case *event.Record_BudgetReturned:
		return l.budgetBack(e.Station, body.BudgetReturned.Points)
	case *event.Record_PointsEarned:
		return l.move(e, who, body.PointsEarned.Points)
	case *event.Record_PointsRedeemed:
		if err := l.spend(e.Station, body.PointsRedeemed.Points); err != nil {
			return err
		}
		return l.move(e, who, -body.PointsRedeemed.Points)
	case *event.Record_PointsReversed:
		return l.takeBack(e, body.PointsReversed)
	case *event.Record_PointsReleased:
		return l.release(e, who, body.PointsReleased.Points)
	}
	return nil
}

// gone reports whether a record is from before its rider was erased.
func (l *ledger) gone(who event.Pseudonym, e Event) bool {
	erased, found := l.erased.known[hashErased(who.Bytes())]
	return found && (e.Pos < erased.Pos || e.Body.GetStamp().GetWallMs() <= erased.AtMs)
}

// purse is a rider's, read once in a page.
func (l *ledger) purse(who event.Pseudonym) (*purse, error) {
	if p := l.purses[who]; p != nil {
		return p, nil
	}
	rows, err := l.tx.Where(rightsTable, "pseudonym", who.Bytes())
	if err != nil {
		return nil, err
	}
	p := &purse{who: who, rights: map[string]*right{}}
	for _, row := range rows {
		p.rights[row[1].(string)] = &right{
			station: row[1].(string), points: row[2].(int64), seen: row[3].(int64), asked: row[4].(int64) == 1,
		}
	}
	l.purses[who] = p
	return p, nil
}

func (l *ledger) visit(who event.Pseudonym, station string, at int64) error {
	p, err := l.purse(who)
	if err == nil {
		p.at(station, at)
	}
	return err
}

// move adds to what a rider has, at the station where it was earned or redeemed,
// which knows already.
func (l *ledger) move(e Event, who event.Pseudonym, points int64) error {
	l.known[e.Station] = e.Ref
	if !who.Known() || points > mostPoints || points < -mostPoints {
		l.dead(e, "nobody's, or too many points")
		return nil
	}
	if l.gone(who, e) {
		return nil
	}
	p, err := l.purse(who)
	if err != nil {
		return err
	}
	l.earners[who] = true
	for _, other := range p.rights {
		other.tell = other.tell || other.station != e.Station
	}
	p.at(e.Station, e.Body.GetStamp().GetWallMs()).points += points
	return nil
}

// takeBack undoes an entry, once, however many files of the station say so.
func (l *ledger) takeBack(e Event, reversed *event.PointsReversed) error {
	l.known[e.Station] = e.Ref
	ref := event.Ref{Station: e.Station, Epoch: reversed.GetEntry().GetEpoch(), Seq: reversed.GetEntry().GetSeq()}
	_, entry, err := recordNamed(l.tx, ref.String(), "")
	if err != nil || entry == nil {
		l.dead(e, "it takes back "+ref.String()+", which is no earlier entry")
		return nil
	}
	done, err := l.tx.Find(takenBackTable, [][]any{refKey(ref)})
	if err != nil || len(done) > 0 {
		return err
	}
	if err := l.tx.Put(takenBackTable, [][]any{append(refKey(ref), e.Body.GetStamp().GetWallMs())}); err != nil {
		return err
	}
	if redeemed := entry.GetPointsRedeemed(); redeemed != nil {
		if ref.Epoch == e.Epoch {
			if err := l.spend(e.Station, -redeemed.Points); err != nil {
				return err
			}
		}
		return l.move(e, entry.Pseudonym(), redeemed.Points)
	}
	return l.move(e, entry.Pseudonym(), -entry.GetPointsEarned().GetPoints())
}

// release moves what a station has handed over to where the rider was seen last.
// A restored file may hand over again what it once had: it has no more than the
// hub counts.
func (l *ledger) release(e Event, who event.Pseudonym, points int64) error {
	l.known[e.Station] = e.Ref
	if !who.Known() || l.gone(who, e) {
		return nil
	}
	p, err := l.purse(who)
	if err != nil {
		return err
	}
	from := p.at(e.Station, 0)
	from.asked, from.tell = false, true
	to := p.here()
	n := max(0, min(points, from.points))
	from.points -= n
	to.points, to.tell = to.points+n, true
	return nil
}

// erase forgets a rider.
func (l *ledger) erase(who event.Pseudonym) error {
	if !who.Known() {
		return nil
	}
	delete(l.purses, who)
	delete(l.earners, who)
	return errors.Join(
		l.tx.Remove(rightsTable, "pseudonym", who.Bytes()),
		l.tx.Remove(ridersTable, "pseudonym", who.Bytes()),
	)
}
