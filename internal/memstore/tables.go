package memstore

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/nuanxin/station-kit/sync/hub"
)

// complete says whether a row has what the tables of records require.
func complete(of hub.Table, row []any) bool {
	for i, c := range of.Columns {
		if row[i] == nil && (i < of.Key || c.Name == "at_ms" || c.Name == "station") {
			return false
		}
	}
	return true
}

func rowKey(cells []any) string { return fmt.Sprint(cells...) }

// table makes the transaction the owner of a table's rows.
func (t *tx) table(name string) (map[string][]any, error) {
	if err := mine(t, tables, &t.State.tables); err != nil {
		return nil, err
	}
	fresh := make(map[string][]any, len(t.tables[name])+1)
	for k, row := range t.tables[name] {
		fresh[k] = row
	}
	t.tables[name] = fresh
	return fresh, nil
}

// Add implements hub.Tables.
func (t *tx) Add(of hub.Table, rows [][]any) error {
	for _, row := range rows {
		if _, held := t.tables[of.Name][rowKey(row[:of.Key])]; held {
			return fmt.Errorf("%s: a key that is there: %w", of.Name, hub.ErrRejected)
		}
	}
	return t.Put(of, rows)
}

// Put implements hub.Tables.
func (t *tx) Put(of hub.Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	held, err := t.table(of.Name)
	if err != nil {
		return err
	}
	if err := mine(t, defined, &t.State.defined); err != nil {
		return err
	}
	t.defined[of.Name] = of
	for _, row := range rows {
		if !complete(of, row) {
			return fmt.Errorf("%s: an incomplete row: %w", of.Name, hub.ErrRejected)
		}
		held[rowKey(row[:of.Key])] = slices.Clone(row)
	}
	return nil
}

// Find implements hub.Tables.
func (t *tx) Find(of hub.Table, keys [][]any) (found [][]any, err error) {
	for _, cells := range keys {
		key := rowKey(cells)
		if row, held := t.tables[of.Name][key]; held {
			found = append(found, slices.Clone(row))
		}
	}
	return found, nil
}

// Empty implements hub.Tables.
func (t *tx) Empty(of hub.Table) error {
	if err := mine(t, tables, &t.State.tables); err != nil {
		return err
	}
	delete(t.tables, of.Name)
	return nil
}

func column(of hub.Table, name string) int {
	return slices.IndexFunc(of.Columns, func(c hub.Column) bool { return c.Name == name })
}

func same(a, b any) bool {
	x, blob := a.([]byte)
	if y, too := b.([]byte); blob && too {
		return bytes.Equal(x, y)
	}
	return !blob && a == b
}

// First implements hub.Tables.
func (t *tx) First(of hub.Table, most int) (found [][]any, err error) {
	for _, row := range t.tables[of.Name] {
		found = append(found, slices.Clone(row))
	}
	byKey(of, found)
	return found[:min(most, len(found))], nil
}

func byKey(of hub.Table, rows [][]any) {
	slices.SortFunc(rows, func(a, b []any) int { return slices.CompareFunc(a[:of.Key], b[:of.Key], compare) })
}

// Where implements hub.Tables.
func (t *tx) Where(of hub.Table, name string, value any) (found [][]any, err error) {
	if of.Name == "loans" {
		return t.loansOf(value), nil
	}
	at := column(of, name)
	for _, row := range t.tables[of.Name] {
		if same(row[at], value) {
			found = append(found, slices.Clone(row))
		}
	}
	byKey(of, found)
	return found, nil
}

// loansOf are the rows that databases keep of what a station was lent.
func (t *tx) loansOf(station any) (rows [][]any) {
	for _, slot := range slices.Sorted(maps.Keys(t.loans)) {
		if n, lent := t.loans[slot][station.(string)]; lent {
			rows = append(rows, []any{slot, station, int64(n)})
		}
	}
	return rows
}

func compare(a, b any) int {
	switch x := a.(type) {
	case int64:
		return cmp.Compare(x, b.(int64))
	case string:
		return cmp.Compare(x, b.(string))
	case []byte:
		return bytes.Compare(x, b.([]byte))
	}
	return 0
}

// Remove implements hub.Tables.
func (t *tx) Remove(of hub.Table, name string, value any) error {
	rows, err := t.table(of.Name)
	if err != nil {
		return err
	}
	at := column(of, name)
	for key, row := range rows {
		if same(row[at], value) {
			delete(rows, key)
		}
	}
	return nil
}

// Anonymise implements hub.Tables.
func (t *tx) Anonymise(name string, erased []hub.Erasure) error {
	of, filled := t.defined[name]
	if !filled || len(erased) == 0 {
		return nil
	}
	rows, err := t.table(name)
	if err != nil {
		return err
	}
	pos, at, who := column(of, "pos"), column(of, "at_ms"), column(of, "pseudonym")
	for key, row := range rows {
		for _, e := range erased {
			if same(row[who], e.Pseudonym) && (row[pos].(int64) < e.Pos || row[at].(int64) <= e.AtMs) {
				fresh := slices.Clone(row)
				fresh[who] = nil
				rows[key] = fresh
			}
		}
	}
	return nil
}
