package store

import "github.com/nuanxin/station-kit/sync/hub"

// Column is one column of the rows of a bulk statement.
type Column struct {
	Name string
	// Type is PostgreSQL's name for it: text, int8 or bytea.
	Type string
	Len  int
	// Slice is all values, as a typed slice; At is one of them.
	Slice any
	At    func(i int) any
}

func column[T any](name, sql string, values []T) Column {
	return Column{name, sql, len(values), values, func(i int) any { return values[i] }}
}

func texts(name string, values []string) Column  { return column(name, "text", values) }
func numbers(name string, values []int64) Column { return column(name, "int8", values) }
func blobs(name string, values [][]byte) Column  { return column(name, "bytea", values) }

// each makes a column of one value of each item.
func each[S, T any](items []S, of func(*S) T) []T {
	values := make([]T, len(items))
	for i := range items {
		values[i] = of(&items[i])
	}
	return values
}

// cells makes columns of rows whose values may be absent.
func cells(columns []hub.Column, rows [][]any) []Column {
	all := make([]Column, len(columns))
	for i, c := range columns {
		at := func(n int) any { return rows[n][i] }
		all[i] = Column{c.Name, types[c.Type], len(rows), nil, at}
		switch c.Type {
		case hub.Text:
			all[i].Slice = optional[string](at, len(rows))
		case hub.Number:
			all[i].Slice = optional[int64](at, len(rows))
		case hub.Blob:
			all[i].Slice = each(rows, func(row *[]any) []byte { b, _ := (*row)[i].([]byte); return b })
		}
	}
	return all
}

var types = map[hub.Type]string{hub.Text: "text", hub.Number: "int8", hub.Blob: "bytea"}

// optional are the values, nil where there is none.
func optional[T any](at func(int) any, n int) []*T {
	values := make([]*T, n)
	for i := range values {
		if v, ok := at(i).(T); ok {
			values[i] = &v
		}
	}
	return values
}
