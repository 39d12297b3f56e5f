package store

import (
	"database/sql"
	"strings"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Put implements hub.Tables.
func (t *tx) Put(table hub.Table, rows [][]any) error {
	names, set := table.Names(), []string{}
	for _, name := range names[table.Key:] {
		set = append(set, name+" = excluded."+name)
	}
	return t.insert(table, rows, ` WHERE true
		ON CONFLICT (`+strings.Join(names[:table.Key], ", ")+`) DO UPDATE SET `+strings.Join(set, ", "))
}

// Add implements hub.Tables.
func (t *tx) Add(table hub.Table, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	var copied bool
	err := t.conn.Raw(func(driver any) (err error) {
		copied, err = t.s.Dialect.Copy(t.ctx, driver, table.Name, table.Names(), rows)
		return err
	})
	if copied || err != nil {
		return err
	}
	return t.insert(table, rows, "")
}

func (t *tx) insert(table hub.Table, rows [][]any, conflict string) error {
	if len(rows) == 0 {
		return nil
	}
	all := strings.Join(table.Names(), ", ")
	return t.bulk(`INSERT INTO `+table.Name+` (`+all+`) SELECT `+all+` FROM v`+conflict, cells(table.Columns, rows))
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

// First implements hub.Tables.
func (t *tx) First(table hub.Table, most int) ([][]any, error) {
	return t.sorted(table, "", "LIMIT ?", most)
}

// Where implements hub.Tables.
func (t *tx) Where(table hub.Table, column string, value any) ([][]any, error) {
	return t.sorted(table, "WHERE "+column+" = ?", "", value)
}

// sorted are rows in the order of keys.
func (t *tx) sorted(table hub.Table, where, limit string, args ...any) ([][]any, error) {
	names := table.Names()
	r, err := t.query(`SELECT `+strings.Join(names, ", ")+` FROM `+table.Name+` `+where+` ORDER BY `+
		strings.Join(names[:table.Key], ", ")+` `+limit, args...)
	return rows(r, err, func(r *sql.Rows) ([]any, error) { return scanRow(r, table.Columns) })
}

// Remove implements hub.Tables.
func (t *tx) Remove(table hub.Table, column string, value any) error {
	return t.exec(`DELETE FROM `+table.Name+` WHERE `+column+` = ?`, value)
}
