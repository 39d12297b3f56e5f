package console

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

// Wellbeing is where the console reads how stations fare.
type Wellbeing interface {
	// Station returns hub.ErrUnknownStation where there is none.
	Station(ctx context.Context, id string) (hub.StationReport, error)
	// Vitals reports whether there are any of a station.
	Vitals(ctx context.Context, id string) (hub.Vitals, bool, error)
	// AllVitals are those of all stations, without their bodies.
	AllVitals(context.Context) (map[string]hub.Vitals, error)
}

// troubleJSON is a trouble in words; a code does not change.
type troubleJSON struct {
	Code string `json:"code"`
	vitals.Words
}

type deviceJSON struct {
	vitals.Device
	// What is the state, and why, in words.
	What vitals.Words  `json:"what"`
	Why  *vitals.Words `json:"why,omitempty"`
}

// telemetryJSON is what the station told last of itself.
type telemetryJSON struct {
	At      *stamp         `json:"at"` // by the station's clock
	HeardAt *stamp         `json:"heard_at"`
	AgeS    int64          `json:"age_s"` // by the hub's
	Version string         `json:"version"`
	Devices []deviceJSON   `json:"devices"`
	Storage vitals.Storage `json:"storage"`
	Clock   vitals.Clock   `json:"clock"`
	Journal vitals.Journal `json:"journal"`
	ClockIs vitals.Words   `json:"clock_is"`
	StoreIs vitals.Words   `json:"storage_is"`
}

type oneStationJSON struct {
	stationJSON
	Troubles  []troubleJSON  `json:"troubles"`
	Telemetry *telemetryJSON `json:"telemetry"`
}

// patient is a station and how it fares.
type patient struct {
	hub.StationReport
	Vitals   hub.Vitals
	Told     vitals.Body
	Troubles []string
}

// examine looks at one station.
func (c console) examine(ctx context.Context, id string) (p patient, err error) {
	if event.CheckStation(id) != nil {
		return p, hub.ErrUnknownStation
	}
	if p.StationReport, err = c.Wellbeing.Station(ctx, id); err != nil {
		return p, err
	}
	var told bool
	if p.Vitals, told, err = c.Wellbeing.Vitals(ctx, id); told {
		p.Told, _ = vitals.Read(p.Vitals.Body) // it was read when it came
	}
	p.Troubles = vitals.Troubles(p.StationReport, p.Vitals, c.Now(), c.SilentAfter)
	return p, err
}

// unwell are the troubles of all stations.
func (c console) unwell(ctx context.Context, all []hub.StationReport) (map[string][]string, error) {
	told, err := c.Wellbeing.AllVitals(ctx)
	troubles := map[string][]string{}
	for _, s := range all {
		if t := vitals.Troubles(s, told[s.ID], c.Now(), c.SilentAfter); len(t) > 0 {
			troubles[s.ID] = t
		}
	}
	return troubles, err
}

// onlyUnwell: who asks with ?unwell=1 wants to see those stations alone.
func onlyUnwell(r *http.Request) bool { return r.URL.Query().Get("unwell") == "1" }

func (c console) station(w http.ResponseWriter, r *http.Request) {
	p, err := c.examine(r.Context(), r.PathValue("id"))
	switch {
	case errors.Is(err, hub.ErrUnknownStation):
		refuse(w, http.StatusNotFound, "no station of that name: /api/v1/stations lists them")
	case err != nil:
		c.fail(w, err)
	default:
		answer(w, p.json(c.Now()))
	}
}

func (p patient) json(now time.Time) oneStationJSON {
	j := oneStationJSON{stationJSON: stationOf(p.StationReport, p.Troubles), Troubles: []troubleJSON{}}
	for _, code := range p.Troubles {
		j.Troubles = append(j.Troubles, troubleJSON{code, vitals.Say(code)})
	}
	if p.Vitals.Heard.IsZero() {
		return j
	}
	j.Telemetry = &telemetryJSON{
		At: at(p.Vitals.At), HeardAt: at(p.Vitals.Heard), AgeS: int64(max(0, now.Sub(p.Vitals.Heard)).Seconds()),
		Version: p.Told.Version, Devices: []deviceJSON{}, Storage: p.Told.Storage, Clock: p.Told.Clock, Journal: p.Told.Journal,
		ClockIs: vitals.Name(p.Told.Clock.Trust), StoreIs: vitals.Name(p.Told.Storage.Level),
	}
	for _, d := range p.Told.Devices {
		one := deviceJSON{Device: d, What: vitals.Name(d.State)}
		if d.Reason != "" {
			why := vitals.Why(d.Reason)
			one.Why = &why
		}
		j.Telemetry.Devices = append(j.Telemetry.Devices, one)
	}
	return j
}

// Say is a text of package vitals.
func (l language) Say(w vitals.Words) string { return l.Pick(w.ZH, w.EN) }

// Trouble is a trouble in words with what to do, Brief without.
func (l language) Trouble(code string) string { return l.Say(vitals.Say(code)) }

// Brief is a trouble in few words.
func (l language) Brief(code string) string {
	w := vitals.Say(code)
	zh, _, _ := strings.Cut(w.ZH, "：")
	en, _, _ := strings.Cut(w.EN, ":")
	return l.Pick(zh, en)
}

// Name and Why are codes of telemetry in words.
func (l language) Name(code string) string { return l.Say(vitals.Name(code)) }

// Why is the reason of a device's state in words.
func (l language) Why(code string) string { return l.Say(vitals.Why(code)) }
