package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Anonymise implements hub.Tables.
func (t *tx) Anonymise(table string, erased []hub.Erasure) error {
	if len(erased) == 0 {
		return nil
	}
	return t.bulk(`UPDATE `+table+` SET pseudonym = NULL FROM v
		WHERE `+table+`.pseudonym = v.who AND (`+table+`.pos < v.upto OR `+table+`.at_ms <= v.at)`, []Column{
		blobs("who", each(erased, func(e *hub.Erasure) []byte { return e.Pseudonym })),
		numbers("upto", each(erased, func(e *hub.Erasure) int64 { return e.Pos })),
		numbers("at", each(erased, func(e *hub.Erasure) int64 { return e.AtMs })),
	})
}

// Rows reads a page of a table or view that programs may read, in the order of
// its key. It returns hub.ErrUnknownTable or hub.ErrBadCursor.
func (s *Store) Rows(ctx context.Context, q hub.TableQuery) (page hub.TablePage, err error) {
	shown, err := hub.ShownTable(q.Table)
	if err != nil {
		return page, err
	}
	key := strings.Join(shown.Key, ", ")
	query, args := `SELECT * FROM `+shown.Name, []any{}
	if q.After != "" {
		if args, err = readCursor(q.After, len(shown.Key)); err != nil {
			return page, err
		}
		query += ` WHERE (` + key + `) > (?` + strings.Repeat(", ?", len(args)-1) + `)`
	}
	r, err := s.Reader.QueryContext(ctx, s.Dialect.Rebind(query+` ORDER BY `+key+` LIMIT ?`), append(args, q.Limit)...)
	if err != nil {
		return page, err
	}
	defer r.Close()
	if page, err = scanPage(r); err == nil && len(page.Rows) == q.Limit {
		page.Next = cursorOf(page, shown.Key)
	}
	return page, err
}

func scanPage(r *sql.Rows) (page hub.TablePage, err error) {
	types, err := r.ColumnTypes()
	if err != nil {
		return page, err
	}
	for _, c := range types {
		page.Columns = append(page.Columns, c.Name())
	}
	page.Rows, err = rows(r, nil, func(r *sql.Rows) ([]any, error) {
		row, into := make([]any, len(types)), make([]any, len(types))
		for i := range row {
			into[i] = &row[i]
		}
		err := r.Scan(into...)
		for i := range row {
			row[i] = plain(row[i], types[i].DatabaseTypeName())
		}
		return row, err
	})
	return page, err
}

// plain makes what the databases give differently alike: bytes are hexadecimal,
// days and local times text.
func plain(v any, of string) any {
	switch v := v.(type) {
	case []byte:
		return hex.EncodeToString(v)
	case float64:
		return v + 0 // SQLite has a zero below zero
	case time.Time:
		if of == "DATE" {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.DateTime)
	}
	return v
}

// cursorOf is the last row's key, as readCursor reads it.
func cursorOf(page hub.TablePage, key []string) string {
	last, values := page.Rows[len(page.Rows)-1], make([]any, len(key))
	for i, name := range key {
		values[i] = last[slices.Index(page.Columns, name)]
		if strings.HasSuffix(name, "pseudonym") {
			values[i] = []any{values[i]}
		}
	}
	text, _ := json.Marshal(values) // texts and numbers have JSON
	return string(text)
}

// readCursor reads the values of a key: numbers and texts, and bytes, in
// hexadecimal, as an array of their own.
func readCursor(text string, n int) ([]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var values []any
	if err := d.Decode(&values); err != nil || len(values) != n {
		return nil, fmt.Errorf("after=%q: %w", text, hub.ErrBadCursor)
	}
	for i := range values {
		v, err := cursorValue(values[i])
		if err != nil {
			return nil, fmt.Errorf("after=%q: %w", text, hub.ErrBadCursor)
		}
		values[i] = v
	}
	return values, nil
}

func cursorValue(v any) (any, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.Int64()
	case []any:
		if len(v) == 1 {
			if text, is := v[0].(string); is {
				return hex.DecodeString(text)
			}
		}
	}
	return nil, hub.ErrBadCursor
}
