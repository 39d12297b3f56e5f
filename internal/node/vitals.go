package node

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// vitals is the body of the station's telemetry, see docs/wire.md. It says
// nothing of riders: codes and counts only.
type vitals struct {
	Version string   `json:"version"`
	Devices []device `json:"devices"`
	// DevicesOmitted is how many did not fit.
	DevicesOmitted int     `json:"devices_omitted,omitempty"`
	Storage        storage `json:"storage"`
	Clock          clock   `json:"clock"`
	Journal        journal `json:"journal"`
}

type device struct {
	Device   health.Kind   `json:"device"`
	Path     string        `json:"path"`
	State    health.State  `json:"state"`
	Reason   health.Reason `json:"reason,omitempty"`
	Since    time.Time     `json:"since"`
	LastGood time.Time     `json:"last_good,omitzero"`
	Done     uint64        `json:"done"`
	Failed   uint64        `json:"failed"`
	Replugs  uint64        `json:"replugs"`
}

type storage struct {
	Level string `json:"level"`
	Free  uint64 `json:"free"` // bytes
}

type clock struct {
	Trust string `json:"trust"`
}

type journal struct {
	Epoch     uint32 `json:"epoch"`
	Last      uint64 `json:"last"`
	Delivered uint64 `json:"delivered"`
	Waiting   uint64 `json:"waiting"`
	// OldestWaiting is the age of the oldest record that waits, in seconds.
	OldestWaiting int64         `json:"oldest_waiting_s"`
	Stuck         station.Stuck `json:"stuck,omitempty"`
	LastError     string        `json:"last_error,omitempty"`
}

// vitals encodes them as they are now, within what the wire takes.
func (n *Node) vitals() []byte {
	v := n.measure()
	for {
		body, err := json.Marshal(v)
		if err == nil && len(body) <= wire.MaxVitals || len(v.Devices) == 0 {
			return body
		}
		v.Devices = v.Devices[:len(v.Devices)/2]
		v.DevicesOmitted = len(n.options.Devices()) - len(v.Devices)
	}
}

func (n *Node) measure() vitals {
	v := vitals{Version: n.options.Version, Devices: []device{}}
	for _, h := range n.options.Devices() {
		v.Devices = append(v.Devices, deviceOf(h))
	}
	st, err := n.Station.Status()
	if err != nil {
		return v // the file fails: the agent tells that by saying nothing else
	}
	v.Storage = storage{st.Storage.String(), st.Free}
	v.Clock = clock{trust(st.Trust)}
	v.Journal = journal{
		Epoch: st.Epoch, Last: st.Last, Delivered: st.Delivered, Waiting: st.Waiting(),
		Stuck: st.Link.Stuck, LastError: st.Link.LastError,
	}
	if !st.WaitingSince.IsZero() {
		v.Journal.OldestWaiting = int64(max(0, n.Station.Now().Sub(st.WaitingSince)).Seconds())
	}
	return v
}

func deviceOf(h health.Health) device {
	d := device{h.Device, h.Path, h.State, h.Reason, h.Since, h.LastGood, h.Done, 0, h.Replugs}
	for _, n := range h.Failed {
		d.Failed += n
	}
	return d
}

// trust is "system", "floor", "hub" or "none".
func trust(t event.ClockTrust) string {
	return strings.ToLower(strings.TrimPrefix(t.String(), "CLOCK_TRUST_"))
}

// pressing is what of the vitals should be heard of at once when it changes.
func (n *Node) pressing() string {
	v := n.measure()
	text := fmt.Sprint(v.Storage.Level, v.Clock, v.Journal.Stuck)
	for _, d := range v.Devices {
		text += fmt.Sprint(" ", d.Device, d.Path, d.State, d.Reason)
	}
	return text
}
