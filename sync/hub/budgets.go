package hub

import (
	"context"
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrPoints says that so many points cannot be lent.
var ErrPoints = errors.New("lend 1 to 1000000000 points")

var budgetsTable = Table{"points_budgets", []Column{{"station", Text}, {"lent", Number}, {"spent", Number}, {"open", Number}}, 1}

// Budget is how many points a station may let riders redeem: what it was lent and
// has not given back, and what of it riders have redeemed, as far as is known.
type Budget struct {
	Station     string
	Lent, Spent int64
}

type budget struct{ Budget }

func budgetOf(tx Tables, station string) (*budget, error) {
	rows, err := tx.Find(budgetsTable, [][]any{{station}})
	b := &budget{Budget{Station: station}}
	if len(rows) > 0 {
		b.Lent, b.Spent = rows[0][1].(int64), rows[0][2].(int64)
	}
	return b, err
}

func (b *budget) row() []any { return []any{b.Station, b.Lent, b.Spent, int64(1)} }

// LendPoints lends a station points that it may let riders redeem, beside what it
// has. It returns ErrPoints, ErrUnknownStation or ErrLost.
func (h *Hub) LendPoints(ctx context.Context, station string, points int64) (b Budget, err error) {
	if points < 1 || points > mostPoints {
		return b, ErrPoints
	}
	err = h.act(ctx, "lend points", func(tx Tx, a *Act) error {
		a.Subject, a.Detail = station, fmt.Sprint(points)
		if _, err := tx.Station(station); err != nil {
			return err
		}
		if err := notLost(tx, []string{station}); err != nil {
			return err
		}
		held, err := budgetOf(tx, station)
		if err != nil {
			return err
		}
		held.Lent += points
		b = held.Budget
		d := &event.Down{Body: &event.Down_PointsBudget{PointsBudget: &event.PointsBudget{Points: points}}}
		entry, err := event.EncodeDown(d)
		if err != nil {
			return err
		}
		if err := tx.Put(budgetsTable, [][]any{held.row()}); err != nil {
			return err
		}
		return tx.AppendDown([]Entry{{station, d.Kind(), "", entry}}, h.Now())
	})
	return b, err
}

// Budgets lists those of all stations that ever had one.
func (h *Hub) Budgets(ctx context.Context) (all []Budget, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		rows, err := tx.Where(budgetsTable, "open", int64(1))
		all = nil
		for _, row := range rows {
			all = append(all, Budget{row[0].(string), row[1].(int64), row[2].(int64)})
		}
		return err
	})
	return all, err
}

// writeOffBudget leaves a lost station's budget what is known to be spent of it.
func writeOffBudget(tx Tables, station string) error {
	b, err := budgetOf(tx, station)
	if err != nil || b.Lent == 0 {
		return err
	}
	b.Lent = b.Spent
	return tx.Put(budgetsTable, [][]any{b.row()})
}

func (l *ledger) budget(station string) (*budget, error) {
	if b := l.budgets[station]; b != nil {
		return b, nil
	}
	b, err := budgetOf(l.tx, station)
	if err == nil {
		l.budgets[station] = b
	}
	return b, err
}

// spend counts what riders redeem, or have given back.
func (l *ledger) spend(station string, points int64) error {
	b, err := l.budget(station)
	if err == nil && points <= mostPoints && points >= -mostPoints {
		b.Spent += points
	}
	return err
}

// budgetBack lessens a budget by what its station has no more. What a lost one
// gives back is written off already.
func (l *ledger) budgetBack(station string, points int64) error {
	if l.losses[station].away() {
		return nil
	}
	b, err := l.budget(station)
	if err == nil {
		b.Lent -= max(0, min(points, b.Lent-b.Spent))
	}
	return err
}

func (l *ledger) putBudgets() error {
	var rows [][]any
	for _, b := range l.budgets {
		rows = append(rows, b.row())
	}
	return l.tx.Put(budgetsTable, rows)
}
