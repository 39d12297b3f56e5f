package store

import (
	"database/sql"
	"strings"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Put implements hub.Tables.
func (t *tx) Put(table hub.Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	names, set := make([]string, len(table.Columns)), []string{}
	for i, c := range table.Columns {
		names[i] = c.Name
		if i >= table.Key {
			set = append(set, c.Name+" = excluded."+c.Name)
		}
	}
	all := strings.Join(names, ", ")
	return t.bulk(`INSERT INTO `+table.Name+` (`+all+`) SELECT `+all+` FROM v WHERE true
		ON CONFLICT (`+strings.Join(names[:table.Key], ", ")+`) DO UPDATE SET `+strings.Join(set, ", "), cells(table.Columns, rows))
}

// Find implements hub.Tables.
func (t *tx) Find(table hub.Table, keys [][]any) ([][]any, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var names, on []string
	for i, c := range table.Columns {
		names = append(names, "r."+c.Name)
		if i < table.Key {
			on = append(on, "r."+c.Name+" = v."+c.Name)
		}
	}
	return bulkRows(t, `SELECT `+strings.Join(names, ", ")+` FROM v JOIN `+table.Name+` r ON `+strings.Join(on, " AND "),
		cells(table.Columns[:table.Key], keys), nil, func(r *sql.Rows) ([]any, error) { return scanRow(r, table.Columns) })
}

func scanRow(r *sql.Rows, columns []hub.Column) ([]any, error) {
	into := make([]any, len(columns))
	for i, c := range columns {
		switch c.Type {
		case hub.Text:
			into[i] = new(sql.Null[string])
		case hub.Number:
			into[i] = new(sql.Null[int64])
		case hub.Blob:
			into[i] = new([]byte)
		}
	}
	if err := r.Scan(into...); err != nil {
		return nil, err
	}
	row := make([]any, len(columns))
	for i := range into {
		row[i] = value(into[i])
	}
	return row, nil
}

func value(scanned any) any {
	switch v := scanned.(type) {
	case *sql.Null[string]:
		if v.Valid {
			return v.V
		}
	case *sql.Null[int64]:
		if v.Valid {
			return v.V
		}
	case *[]byte:
		if *v != nil {
			return *v
		}
	}
	return nil
}

// Empty implements hub.Tables.
func (t *tx) Empty(table hub.Table) error { return t.exec(`DELETE FROM ` + table.Name) }

// Where implements hub.Tables.
func (t *tx) Where(table hub.Table, column string, value any) ([][]any, error) {
	names := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		names[i] = c.Name
	}
	r, err := t.query(`SELECT `+strings.Join(names, ", ")+` FROM `+table.Name+` WHERE `+column+` = ? ORDER BY `+
		strings.Join(names[:table.Key], ", "), value)
	return rows(r, err, func(r *sql.Rows) ([]any, error) { return scanRow(r, table.Columns) })
}

// Remove implements hub.Tables.
func (t *tx) Remove(table hub.Table, column string, value any) error {
	return t.exec(`DELETE FROM `+table.Name+` WHERE `+column+` = ?`, value)
}
