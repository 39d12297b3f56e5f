package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// Limits of one answer of /api/v1/events.
const (
	defaultEvents = 100
	maxEvents     = 1000
)

// slotsSince is how long a slot that has begun is still shown.
const slotsSince = 24 * time.Hour

type stationJSON struct {
	ID     string `json:"id"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	// Joined: it has used its enrolment code.
	Joined bool `json:"joined"`
	// Epoch and UpTo: every record up to UpTo is receipted.
	Epoch uint32 `json:"epoch"`
	UpTo  uint64 `json:"up_to"`
	// Behind is how many more records the station has spoken of.
	Behind      uint64 `json:"behind"`
	ReceiptAt   *stamp `json:"receipt_at"`
	HeardAt     *stamp `json:"heard_at"`
	SetAside    int    `json:"set_aside"`
	DeadLetters int    `json:"dead_letters"`
	// RevokedAt is since when its present key counts no more, CertificateUntil
	// when its certificate ends.
	RevokedAt        *stamp `json:"revoked_at"`
	CertificateUntil *stamp `json:"certificate_until"`
	// Unwell are codes of what is wrong there, of package vitals.
	Unwell []string `json:"unwell"`
}

func stationOf(s hub.StationReport, troubles []string) stationJSON {
	return stationJSON{
		s.ID, s.NameZH, s.NameEN, s.Key != nil, s.Epoch, s.UpTo, s.Behind(), at(s.ReceiptAt), at(s.Heard), s.SetAside, s.DeadLetters, at(s.Revoked), at(s.Certified),
		append([]string{}, troubles...),
	}
}

// stamp is a time as RFC 3339 with milliseconds, in UTC.
type stamp time.Time

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(s).UTC().Format("2006-01-02T15:04:05.000Z"))
}

// at is nil, JSON's null, for a time that never was.
func at(t time.Time) *stamp {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}

func (c console) stations(w http.ResponseWriter, r *http.Request) {
	all, err := c.Source.Stations(r.Context())
	if err != nil {
		c.fail(w, err)
		return
	}
	troubles, err := c.unwell(r.Context(), all)
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []stationJSON{}
	for _, s := range all {
		if t := troubles[s.ID]; len(t) > 0 || !onlyUnwell(r) {
			list = append(list, stationOf(s, t))
		}
	}
	answer(w, map[string]any{"stations": list})
}

type eventJSON struct {
	// Pos is the hub's cursor: see events.
	Pos        int64           `json:"pos"`
	Ref        string          `json:"ref"`
	Station    string          `json:"station"`
	Epoch      uint32          `json:"epoch"`
	Seq        uint64          `json:"seq"`
	Kind       string          `json:"kind"`
	Stamp      *stampJSON      `json:"stamp"`
	ReceivedAt *stamp          `json:"received_at"`
	Body       json.RawMessage `json:"body"`
	// Record is the encoded record (base64) where this version of the hub
	// cannot read it.
	Record []byte `json:"record,omitempty"`
}

type stampJSON struct {
	Time  *stamp `json:"time"`
	Boot  uint32 `json:"boot"`
	Mono  int64  `json:"mono_ms"`
	Trust string `json:"trust"`
}

// events answers with the records after a cursor, the oldest first, and next,
// the cursor to ask with again. Records are numbered in the order of their
// commits, by all hubs together, so a record that appears later has a higher
// number: a client that asks on from next misses none and sees none twice.
func (c console) events(w http.ResponseWriter, r *http.Request) {
	q, err := eventQuery(r.URL.Query())
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	all, err := c.Source.Events(r.Context(), q)
	if err != nil {
		c.fail(w, err)
		return
	}
	list, next := []eventJSON{}, q.After
	for _, e := range all {
		list, next = append(list, eventOf(e)), e.Pos
	}
	answer(w, map[string]any{"events": list, "next": next})
}

func eventQuery(v url.Values) (hub.EventQuery, error) {
	q := hub.EventQuery{Station: v.Get("station"), Limit: defaultEvents}
	if q.Station != "" {
		if err := event.CheckStation(q.Station); err != nil {
			return q, fmt.Errorf("station: %w", err)
		}
	}
	var err error
	if text := v.Get("after"); text != "" {
		if q.After, err = strconv.ParseInt(text, 10, 64); err != nil || q.After < 0 {
			return q, fmt.Errorf("after=%q is not the next of an earlier answer, nor 0", text)
		}
	}
	if text := v.Get("limit"); text != "" {
		if q.Limit, err = strconv.Atoi(text); err != nil || q.Limit < 1 || q.Limit > maxEvents {
			return q, fmt.Errorf("limit=%q is not a number from 1 to %d", text, maxEvents)
		}
	}
	return q, nil
}

func eventOf(e hub.Received) eventJSON {
	j := eventJSON{
		Pos: e.Pos, Ref: e.Ref.String(), Station: e.Station, Epoch: e.Epoch, Seq: e.Seq,
		Kind: e.Kind, ReceivedAt: at(e.At), Body: json.RawMessage("{}"),
	}
	record, err := event.Decode(e.Bytes)
	if err != nil || record.Kind() == event.KindUnknown {
		j.Record = e.Bytes
	}
	if err != nil {
		return j
	}
	if s := record.GetStamp(); s != nil {
		j.Stamp = &stampJSON{at(time.UnixMilli(s.WallMs)), s.Boot, s.MonoMs, trust(s.Trust)}
	}
	if body, err := record.BodyJSON(); err == nil {
		j.Body = body
	}
	return j
}

// trust is "system", "floor" or "unknown".
func trust(t event.ClockTrust) string {
	switch t {
	case event.ClockTrust_CLOCK_TRUST_SYSTEM:
		return "system"
	case event.ClockTrust_CLOCK_TRUST_FLOOR:
		return "floor"
	}
	return "unknown"
}

type slotJSON struct {
	ID       string         `json:"id"`
	Service  string         `json:"service"`
	StartsAt *stamp         `json:"starts_at"`
	Minutes  int            `json:"minutes"`
	PlaceZH  string         `json:"place_zh"`
	PlaceEN  string         `json:"place_en"`
	Capacity int            `json:"capacity"`
	Lent     int            `json:"lent"`
	Booked   int            `json:"booked"`
	Loans    map[string]int `json:"loans"`
}

func (c console) slots(w http.ResponseWriter, r *http.Request) {
	all, err := c.Source.Slots(r.Context(), c.Now().Add(-slotsSince))
	if err != nil {
		c.fail(w, err)
		return
	}
	list := []slotJSON{}
	for _, s := range all {
		loans := s.Loans
		if loans == nil {
			loans = map[string]int{}
		}
		list = append(list, slotJSON{s.ID, s.Service, at(s.Starts), s.Minutes, s.PlaceZH, s.PlaceEN, s.Capacity, s.Lent, s.Booked, loans})
	}
	answer(w, map[string]any{"slots": list})
}
