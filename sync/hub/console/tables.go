package console

import (
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Limits of one answer of /api/v1/tables/NAME.
const (
	defaultRows = 1000
	maxRows     = 10000
)

func (c console) tables(w http.ResponseWriter, _ *http.Request) {
	type shown struct {
		Name string   `json:"name"`
		Key  []string `json:"key"`
	}
	list := []shown{}
	for _, s := range hub.ShownTables() {
		list = append(list, shown(s))
	}
	answer(w, map[string]any{"tables": list})
}

// table answers with rows of a table or view, in the order of its key, and next,
// the cursor to ask with again; none after the last page.
func (c console) table(w http.ResponseWriter, r *http.Request) {
	q, err := tableQuery(r)
	var page hub.TablePage
	asCSV, odd := wantsCSV(r)
	if err = errors.Join(err, odd); err == nil {
		page, err = c.Source.Rows(r.Context(), q)
	}
	switch {
	case errors.Is(err, hub.ErrUnknownTable):
		refuse(w, http.StatusNotFound, err.Error())
	case errors.Is(err, errQuery), errors.Is(err, hub.ErrBadCursor):
		refuse(w, http.StatusBadRequest, err.Error())
	case err != nil:
		c.fail(w, err)
	case asCSV:
		writeCSV(w, r, page)
	default:
		answer(w, map[string]any{"table": q.Table, "columns": page.Columns, "rows": objects(page), "next": orNull(page.Next)})
	}
}

var errQuery = errors.New("bad request")

func tableQuery(r *http.Request) (hub.TableQuery, error) {
	v := r.URL.Query()
	q := hub.TableQuery{Table: r.PathValue("name"), After: v.Get("after"), Limit: defaultRows}
	if text := v.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxRows {
			return q, fmt.Errorf("%w: limit=%q is not a number from 1 to %d", errQuery, text, maxRows)
		}
		q.Limit = n
	}
	return q, nil
}

// wantsCSV goes by format, and without one by what is accepted.
func wantsCSV(r *http.Request) (bool, error) {
	switch format := r.URL.Query().Get("format"); format {
	case "csv":
		return true, nil
	case "json":
		return false, nil
	case "":
		return strings.HasPrefix(r.Header.Get("Accept"), "text/csv"), nil
	default:
		return false, fmt.Errorf("%w: format=%q is neither json nor csv", errQuery, format)
	}
}

func objects(page hub.TablePage) []map[string]any {
	list := make([]map[string]any, len(page.Rows))
	for i, row := range page.Rows {
		list[i] = make(map[string]any, len(row))
		for n, v := range row {
			list[i][page.Columns[n]] = v
		}
	}
	return list
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// writeCSV writes a heading and rows (RFC 4180). Where there are more, the next
// page is told in a Link header (RFC 8288).
func writeCSV(w http.ResponseWriter, r *http.Request, page hub.TablePage) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	if page.Next != "" {
		v := r.URL.Query()
		v.Set("after", page.Next)
		w.Header().Set("Link", `<`+(&url.URL{Path: r.URL.Path, RawQuery: v.Encode()}).String()+`>; rel="next"`)
	}
	out := csv.NewWriter(w)
	_ = out.Write(page.Columns)
	for _, row := range page.Rows {
		_ = out.Write(hub.Texts(row)) // an error means that the client left
	}
	out.Flush()
}
