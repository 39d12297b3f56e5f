package e2e

import (
	"errors"
	"fmt"
)

// row is one of a table of the hub's; bytes are hexadecimal.
type row map[string]any

// has reports whether a row says all that is wanted, as it is printed.
func (r row) has(wanted row) bool {
	for column, value := range wanted {
		if fmt.Sprint(r[column]) != fmt.Sprint(value) {
			return false
		}
	}
	return true
}

// hubHas waits until a row of the hub's table says all that is wanted, and gives
// it.
func (w *world) hubHas(table string, wanted row) (found row) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("the hub's %s have %v", table, wanted), patience, func() error {
		var page struct{ Rows []row }
		if err := w.get("/api/v1/tables/"+table, &page); err != nil {
			return err
		}
		for _, r := range page.Rows {
			if r.has(wanted) {
				found = r
				return nil
			}
		}
		return fmt.Errorf("%w: %v", errNoRow, page.Rows)
	})
	return found
}

var errNoRow = errors.New("no such row")
