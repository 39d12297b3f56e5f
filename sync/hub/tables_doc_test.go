package hub_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

func tablesDocument(t *testing.T) string {
	t.Helper()
	return string(must(os.ReadFile("../../docs/tables.md")))
}

func TestDocumentNamesEveryTableAndColumn(t *testing.T) {
	text := tablesDocument(t)
	for _, s := range hub.ShownTables() {
		if !strings.Contains(text, "`"+strings.TrimSuffix(s.Name, "_local")+"`") {
			t.Errorf("docs/tables.md does not name %s", s.Name)
		}
	}
	for _, table := range hub.PlainTables() {
		_, section, _ := strings.Cut(text, "### `"+table.Name+"`")
		section, _, _ = strings.Cut(section, "###")
		for _, c := range table.Columns[8:] {
			if !strings.Contains(section, "`"+c.Name+"`") {
				t.Errorf("docs/tables.md does not tell of %s.%s", table.Name, c.Name)
			}
		}
	}
}

// TestExamplesGiveTheSame runs the document's examples on both databases.
func TestExamplesGiveTheSame(t *testing.T) {
	r := rigFor(t)
	p := must(postgres.Open(ctx, postgrestest.Start(t, "fsync = off").New(t)))
	defer p.Close()
	play(5, r.store, hub.New(hub.Config{Store: r.store, Followers: hub.Projections()}), 900)
	play(5, p, hub.New(hub.Config{Store: p, Followers: hub.Projections()}), 900)
	examples := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(tablesDocument(t), -1)
	if len(examples) < 10 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		one, other := answers(t, r.store, e[1]), answers(t, p, e[1])
		if one == "" || one != other {
			t.Errorf("%s\n%s\n%s", e[1], one, other)
		}
	}
	for _, s := range hub.ShownTables() {
		if s.Name == "dead_letters" { // the databases' own words
			continue
		}
		all := func(s *store.Store, name string) string {
			page := must(s.Rows(ctx, hub.TableQuery{Table: name, Limit: 10000}))
			return fmt.Sprintf("%v\n%v", page.Columns, page.Rows)
		}
		if one, other := all(r.store, s.Name), all(p, s.Name); one != other {
			t.Errorf("%s:\n%.600s\n%.600s", s.Name, one, other)
		}
	}
}

func answers(t *testing.T, s *store.Store, query string) string {
	t.Helper()
	rows, err := s.Reader.Query(query)
	if err != nil {
		t.Errorf("%s: %v", query, err)
		return ""
	}
	defer rows.Close()
	columns := must(rows.Columns())
	var b strings.Builder
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		must(0, rows.Scan(into...))
		for i, v := range row {
			if day, is := v.(time.Time); is {
				row[i] = day.Format(time.DateOnly)
			}
		}
		fmt.Fprintln(&b, row...)
	}
	must(0, rows.Err())
	return b.String()
}

func appealed(i int, category event.AppealCategory) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_AppealFiled{AppealFiled: &event.AppealFiled{Category: category, Claim: claimOf(i)}}})
}

func rated(i int, stars uint32) []byte {
	return encoded(&event.Record{Stamp: stamp(100 + i), Body: &event.Record_AppealRated{AppealRated: &event.AppealRated{Claim: claimOf(i), Stars: stars}}})
}

func claimOf(i int) []byte {
	c := make([]byte, 32)
	c[0], c[1] = 1, byte(i)
	return c
}

// Opinions are counted in groups of ten or more.
func TestSmallGroupsOfOpinionsAreHidden(t *testing.T) {
	r := rigFor(t)
	r.Followers = hub.Projections()
	station := r.enrol("st-1")
	var history [][]byte
	for i := range 10 {
		history = append(history, appealed(i, event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS))
	}
	for i := 10; i < 19; i++ {
		history = append(history, appealed(i, event.AppealCategory_APPEAL_CATEGORY_STATION))
	}
	see := func(view, column, want string) {
		t.Helper()
		must(ingest(r, station.batch(1, history, 1, len(history))))
		r.follow()
		page := must(r.store.Rows(ctx, hub.TableQuery{Table: view, Limit: 9}))
		var got []string
		for _, row := range page.Rows {
			got = append(got, fmt.Sprint(row[0], " ", row[slices.Index(page.Columns, column)]))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v, want %s", view, got, want)
		}
	}
	see("appeals_by_group", "appeals", "labour_rights 10, station <nil>")
	for i := range 9 {
		history = append(history, rated(i, 1))
	}
	see("appeal_ratings", "stars", "labour_rights <nil>, station <nil>")
	see("appeals_by_group", "appeals", "labour_rights <nil>, labour_rights <nil>, station <nil>")
	history = append(history, rated(9, 4))
	see("appeal_ratings", "stars", "labour_rights 1.3, station <nil>")
}
