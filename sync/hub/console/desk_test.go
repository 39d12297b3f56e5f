package console_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
)

// clerk is a desk with one of each.
type clerk struct{ asked []string }

func (c *clerk) Appeals(_ context.Context, all bool) ([]hub.Appeal, error) {
	a := hub.Appeal{Claim: [32]byte{0xab}, State: event.AppealState_APPEAL_STATE_IN_PROGRESS, Category: "schooling", Department: "edu", Open: true, Due: now.Add(time.Hour), Changed: now}
	late := a
	late.Due = now.Add(-time.Hour)
	return []hub.Appeal{a, late}, nil
}

func (c *clerk) Conflicts(_ context.Context, state string) ([]hub.Conflict, error) {
	c.asked = append(c.asked, state)
	return []hub.Conflict{{Ref: event.Ref{Station: "a", Epoch: 1, Seq: 2}, Slot: "s", Starts: now, Found: now, State: "open"}}, nil
}

func (c *clerk) Content(_ context.Context, list string) ([]hub.Content, error) {
	c.asked = append(c.asked, list)
	return []hub.Content{{List: "rewards", ID: "water", Item: json.RawMessage(`{"points":10}`), At: now, Who: "li"}}, nil
}

func (c *clerk) Budgets(context.Context) ([]hub.Budget, error) {
	return []hub.Budget{{Station: "a", Lent: 30, Spent: 10}}, nil
}

func (c *clerk) Acts(_ context.Context, limit int) ([]hub.Act, error) {
	return []hub.Act{{Pos: int64(limit), At: now, Who: "li", What: "lost", Subject: "a", Detail: "3 places"}}, nil
}

func TestTheDesksLists(t *testing.T) {
	c := &clerk{}
	h := console.Handler(console.Config{Source: state(), Wellbeing: state(), Desk: c, Loopback: true, Now: func() time.Time { return now }})
	get := func(path string) string {
		r := httptest.NewRequest("GET", "http://localhost"+path, nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	for path, says := range map[string][]string{
		"/api/v1/appeals":              {`"state":"in_progress"`, `"overdue":false`, `"overdue":true`, `"department":"edu"`, `"claim":"ab00`},
		"/api/v1/conflicts?state=done": {`"ref":"a/1/2"`, `"settled_at":null`},
		"/api/v1/content?list=rewards": {`"item":{"points":10}`, `"who":"li"`},
		"/api/v1/budgets":              {`{"station":"a","lent":30,"spent":10}`},
		"/api/v1/audit?limit=7":        {`"pos":7`, `"what":"lost"`},
		"/api/v1/audit?limit=x":        {`"status":400`},
	} {
		got := get(path)
		for _, want := range says {
			if !strings.Contains(got, want) {
				t.Errorf("%s says %s, without %s", path, got, want)
			}
		}
	}
	for lang, says := range map[string]string{"zh": "1 件超期", "en": "2 appeals wait for an answer"} {
		if got := get("/?lang=" + lang); !strings.Contains(got, says) || !strings.Contains(got, "a/1/2") || !strings.Contains(got, "nuanxin-hub settle") {
			t.Errorf("the page says %s", got)
		}
	}
	c.asked = c.asked[:2]
	if got := get("/api/v1/appeals?overdue=1"); strings.Count(got, `"claim"`) != 1 {
		t.Errorf("overdue: %s", got)
	}
	if len(c.asked) != 2 || strings.Contains(strings.Join(c.asked, " "), "  ") {
		t.Errorf("asked %q", c.asked)
	}
}
