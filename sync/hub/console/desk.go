package console

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Desk is what people decide at the hub, as lists. Nothing in them is opened:
// what riders said stays sealed.
type Desk interface {
	Appeals(ctx context.Context, all bool) ([]hub.Appeal, error)
	// Conflicts in a state, "" for open.
	Conflicts(ctx context.Context, state string) ([]hub.Conflict, error)
	// Content of one list of a document, "" for all.
	Content(ctx context.Context, list string) ([]hub.Content, error)
	Budgets(context.Context) ([]hub.Budget, error)
	// Acts are the newest first.
	Acts(ctx context.Context, limit int) ([]hub.Act, error)
}

// desk serves the lists, where there is a Desk.
func (c console) desk(mux *http.ServeMux) {
	if c.Desk == nil {
		return
	}
	mux.HandleFunc("GET /api/v1/appeals", c.appeals)
	mux.HandleFunc("GET /api/v1/conflicts", c.conflicts)
	mux.HandleFunc("GET /api/v1/content", c.content)
	mux.HandleFunc("GET /api/v1/budgets", c.budgets)
	mux.HandleFunc("GET /api/v1/audit", c.audit)
}

type appealJSON struct {
	Claim      string `json:"claim"`
	Ref        string `json:"ref"`
	FiledAt    *stamp `json:"filed_at"`
	Category   string `json:"category"`
	Named      bool   `json:"named"`
	State      string `json:"state"`
	Round      uint32 `json:"round"`
	Department string `json:"department"`
	DueAt      *stamp `json:"due_at"`
	ChangedAt  *stamp `json:"changed_at"`
	Stars      int    `json:"stars"`
	Open       bool   `json:"open"`
	Overdue    bool   `json:"overdue"`
}

func (c console) appeals(w http.ResponseWriter, r *http.Request) {
	all, err := c.Desk.Appeals(r.Context(), r.URL.Query().Get("all") == "1")
	if err != nil {
		c.fail(w, err)
		return
	}
	overdue := r.URL.Query().Get("overdue") == "1"
	list := []appealJSON{}
	for _, a := range all {
		late := a.Overdue(c.Now())
		if overdue && !late {
			continue
		}
		list = append(list, appealJSON{
			hex.EncodeToString(a.Claim[:]), a.Ref.String(), at(a.Filed), a.Category, a.Named, hub.StateWord(a.State), a.Round,
			a.Department, at(a.Due), at(a.Changed), a.Stars, a.Open, late,
		})
	}
	answer(w, map[string]any{"appeals": list})
}

type conflictJSON struct {
	Ref       string `json:"ref"`
	Slot      string `json:"slot"`
	StartsAt  *stamp `json:"starts_at"`
	FoundAt   *stamp `json:"found_at"`
	State     string `json:"state"`
	SettledAt *stamp `json:"settled_at"`
	Who       string `json:"who"`
	Note      string `json:"note"`
}

func (c console) conflicts(w http.ResponseWriter, r *http.Request) {
	all, err := c.Desk.Conflicts(r.Context(), r.URL.Query().Get("state"))
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []conflictJSON{}
	for _, x := range all {
		list = append(list, conflictJSON{x.Ref.String(), x.Slot, at(x.Starts), at(x.Found), x.State, at(x.Settled), x.Who, x.Note})
	}
	answer(w, map[string]any{"conflicts": list})
}

type contentJSON struct {
	List        string          `json:"list"`
	ID          string          `json:"id"`
	Item        json.RawMessage `json:"item"`
	PublishedAt *stamp          `json:"published_at"`
	Who         string          `json:"who"`
	// Stations it is for; none is all.
	Stations []string `json:"stations,omitempty"`
}

func (c console) content(w http.ResponseWriter, r *http.Request) {
	all, err := c.Desk.Content(r.Context(), r.URL.Query().Get("list"))
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []contentJSON{}
	for _, x := range all {
		list = append(list, contentJSON{x.List, x.ID, x.Item, at(x.At), x.Who, x.Stations})
	}
	answer(w, map[string]any{"content": list})
}

type budgetJSON struct {
	Station string `json:"station"`
	Lent    int64  `json:"lent"`
	Spent   int64  `json:"spent"`
}

func (c console) budgets(w http.ResponseWriter, r *http.Request) {
	all, err := c.Desk.Budgets(r.Context())
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []budgetJSON{}
	for _, b := range all {
		list = append(list, budgetJSON(b))
	}
	answer(w, map[string]any{"budgets": list})
}

type actJSON struct {
	Pos     int64  `json:"pos"`
	At      *stamp `json:"at"`
	Who     string `json:"who"`
	What    string `json:"what"`
	Subject string `json:"subject"`
	Detail  string `json:"detail"`
}

func (c console) audit(w http.ResponseWriter, r *http.Request) {
	limit := defaultEvents
	if text := r.URL.Query().Get("limit"); text != "" {
		var err error
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > maxEvents {
			refuse(w, http.StatusBadRequest, "limit="+strconv.Quote(text)+" is not a number from 1 to "+strconv.Itoa(maxEvents))
			return
		}
	}
	all, err := c.Desk.Acts(r.Context(), limit)
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []actJSON{}
	for _, a := range all {
		list = append(list, actJSON{a.Pos, at(a.At), a.Who, a.What, a.Subject, a.Detail})
	}
	answer(w, map[string]any{"acts": list})
}

const shownConflicts = 20

// waiting adds to the page what waits for a person.
func (c console) waiting(ctx context.Context, v *view) error {
	if c.Desk == nil {
		return nil
	}
	conflicts, err1 := c.Desk.Conflicts(ctx, "")
	appeals, err2 := c.Desk.Appeals(ctx, false)
	v.Conflicts, v.MoreConflicts = conflicts[:min(len(conflicts), shownConflicts)], max(0, len(conflicts)-shownConflicts)
	v.Appeals = len(appeals)
	for _, a := range appeals {
		if a.Overdue(v.Now) {
			v.Overdue++
		}
	}
	v.Trouble += len(conflicts) + v.Overdue
	return errors.Join(err1, err2)
}
