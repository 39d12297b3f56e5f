package hub

import (
	"errors"
	"fmt"
	"slices"
)

var (
	// ErrUnknownTable says that there is no such table to read.
	ErrUnknownTable = errors.New("there is no such table to read: docs/tables.md lists them, and so does /api/v1/tables")
	// ErrBadCursor says that a cursor is not one of that table.
	ErrBadCursor = errors.New("that is no `next` of an earlier answer of this table")
)

// Shown is a table or view that programs may read.
type Shown struct {
	Name string
	// Key are the columns that identify a row, and by which rows are ordered.
	Key []string
}

// TableQuery asks for a page of a table or view.
type TableQuery struct {
	Table string
	// After is the Next of the page before, "" for the first.
	After string
	Limit int
}

// TablePage is rows of a table or view. Values are nil, int64, float64 or
// string: bytes in hexadecimal, days as 2006-01-02 and local times as
// 2006-01-02 15:04:05, in China Standard Time.
type TablePage struct {
	Columns []string
	Rows    [][]any
	// Next is where the next page begins, "" where this one is the last.
	Next string
}

// views are what an analyst asks first; the migrations of every store make
// them.
var views = []Shown{
	{"visits", byPos},
	{"visits_by_day", []string{"day", "station"}},
	{"organisation_coverage", []string{"organisation"}},
	{"bookings_by_service", []string{"service", "state"}},
	{"booking_waits", []string{"service"}},
	{"no_shows", []string{"service"}},
	{"appeal_states", byPos},
	{"appeals_by_group", []string{"category", "state", "age"}},
	{"appeal_ratings", []string{"category"}},
	{"points_by_rule", []string{"rule"}},
	{"points_by_reward", []string{"reward"}},
	{"points_by_rider", []string{"pseudonym"}},
	{"redemptions", byPos},
	{"consents_current", []string{"pseudonym", "purpose"}},
	{"attendants_current", []string{"station", "id"}},
	{"learning_by_pack", []string{"pack", "version"}},
	{"tasks_by_answer", []string{"task", "state"}},
	{"member_affairs", byPos},
	{"station_states", []string{"station"}},
}

var byPos = []string{"pos"}

// PlainTables are the tables of the kinds of records, in no special order.
func PlainTables() (all []Table) {
	for _, p := range []*projection{visits, bookings, others} {
		for _, t := range p.tables {
			all = append(all, t.Table)
		}
	}
	return all
}

// ShownTables are all tables and views that programs may read: those of the
// kinds of records, the same with local times, views, and the dead letters.
func ShownTables() (all []Shown) {
	for _, t := range PlainTables() {
		all = append(all, Shown{t.Name, byPos}, Shown{t.Name + "_local", byPos})
	}
	all = append(all, views...)
	return append(all, Shown{"dead_letters", []string{"pos", "follower"}})
}

// ShownTable finds one; otherwise it returns ErrUnknownTable.
func ShownTable(name string) (Shown, error) {
	all := ShownTables()
	i := slices.IndexFunc(all, func(s Shown) bool { return s.Name == name })
	if i < 0 {
		return Shown{}, fmt.Errorf("%q: %w", name, ErrUnknownTable)
	}
	return all[i], nil
}

// Texts writes a row's values as text, "" for nil.
func Texts(row []any) []string {
	texts := make([]string, len(row))
	for i, v := range row {
		if v != nil {
			texts[i] = fmt.Sprint(v)
		}
	}
	return texts
}
