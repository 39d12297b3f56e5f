package console

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

const (
	// lively is how long after it was last heard a station counts as live.
	lively = 3 * time.Minute
	// What keeps the page short; the API has all.
	shownStations = 100
	shownSlots    = 24
	shownEvents   = 15
)

// view is what the page shows. T is the language.
type view struct {
	T        language
	Now      time.Time
	Stations []stationView
	Known    int // stations, of which Hidden are not shown
	Hidden   int
	Slots    []slotView
	ToCome   int // slots, of which More are not shown
	More     int
	Events   []eventView
	Live     int
	Behind   uint64
	Trouble  int
	// Conflicts are open; MoreConflicts are not shown. Of the appeals that wait some
	// are overdue.
	Conflicts                       []hub.Conflict
	MoreConflicts, Appeals, Overdue int
	// Unwell is how many stations are; Only them are shown.
	Unwell int
	Only   bool
}

type stationView struct {
	hub.StationReport
	// State is "live", "quiet" or "new"; of another station is for a person.
	State string
	// Troubles are codes of package vitals.
	Troubles []string
}

// Told are the troubles that have no column of their own.
func (s stationView) Told() []string {
	return slices.DeleteFunc(slices.Clone(s.Troubles), func(code string) bool {
		return code == vitals.Silent || code == vitals.SetAside || code == vitals.DeadLetters
	})
}

type slotView struct {
	hub.SlotReport
	Name string
	// NewDay: the first slot of its day.
	NewDay bool
}

type eventView struct {
	hub.Received
	Made time.Time
}

func (c console) page(w http.ResponseWriter, r *http.Request) {
	v, err := c.look(r)
	if err != nil {
		c.fail(w, err)
		return
	}
	var html bytes.Buffer
	if err := pageTemplate.Execute(&html, v); err != nil {
		c.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.T))
	w.Write(html.Bytes()) // an error means that the browser left
}

func (c console) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Write(styleCSS)
}

func (c console) look(r *http.Request) (view, error) {
	v := view{T: languageOf(r), Now: c.Now()}
	stations, err1 := c.Source.Stations(r.Context())
	slots, err2 := c.Source.Slots(r.Context(), v.Now)
	events, err3 := c.Source.Events(r.Context(), hub.EventQuery{Limit: shownEvents, Newest: true})
	troubles, err4 := c.unwell(r.Context(), stations)
	v.Unwell, v.Only = len(troubles), onlyUnwell(r)
	for _, s := range stations {
		v.add(s, troubles[s.ID])
	}
	v.shorten()
	v.ToCome, v.More = len(slots), max(0, len(slots)-shownSlots)
	v.Slots = slotViews(slots[:min(len(slots), shownSlots)], v.T)
	for _, e := range events {
		v.Events = append(v.Events, eventViewOf(e))
	}
	return v, errors.Join(err1, err2, err3, err4, c.waiting(r.Context(), &v))
}

func (v *view) add(s hub.StationReport, troubles []string) {
	state := "quiet"
	switch {
	case s.Key == nil:
		state = "new"
	case v.Now.Sub(s.Heard) < lively:
		state = "live"
		v.Live++
	}
	if len(troubles) > 0 || !v.Only {
		v.Stations = append(v.Stations, stationView{s, state, troubles})
	}
	v.Known++
	v.Behind += s.Behind()
	v.Trouble += s.SetAside + s.DeadLetters
}

// shorten keeps the stations that need a person most.
func (v *view) shorten() {
	all := len(v.Stations)
	if all <= shownStations {
		return
	}
	slices.SortStableFunc(v.Stations, func(a, b stationView) int {
		return cmp.Or(
			cmp.Compare(b.SetAside+b.DeadLetters, a.SetAside+a.DeadLetters),
			cmp.Compare(len(b.Troubles), len(a.Troubles)),
			cmp.Compare(b.Behind(), a.Behind()),
			a.Heard.Compare(b.Heard),
		)
	})
	v.Stations = v.Stations[:shownStations]
	v.Hidden = all - shownStations
}

func slotViews(slots []hub.SlotReport, l language) []slotView {
	names := map[string]string{}
	for _, s := range hub.Catalogue() {
		names[s.ID] = l.Pick(s.NameZH, s.NameEN)
	}
	var all []slotView
	day := ""
	for _, s := range slots {
		name, known := names[s.Service]
		if !known {
			name = s.Service
		}
		date := s.Starts.Format(time.DateOnly)
		all = append(all, slotView{s, name, date != day})
		day = date
	}
	return all
}

// eventViewOf leaves out whatever a record says of a person.
func eventViewOf(e hub.Received) eventView {
	j := eventOf(e)
	v := eventView{Received: e}
	if j.Stamp != nil && j.Stamp.Time != nil {
		v.Made = time.Time(*j.Stamp.Time)
	}
	return v
}

// Part is n in hundredths of the slot's capacity, for the bar.
func (s slotView) Part(n int) int { return min(100, 100*n/max(1, s.Capacity)) }
