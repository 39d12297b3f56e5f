// Package vitals keeps what stations say of themselves: the newest telemetry of
// each, and what is wrong there, in words.
package vitals

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Body is what telemetry says, see docs/wire.md. What a station left out, or
// said in a form that this version does not know, is zero.
type Body struct {
	Version string   `json:"version"`
	Devices []Device `json:"devices"`
	Storage Storage  `json:"storage"`
	Clock   Clock    `json:"clock"`
	Journal Journal  `json:"journal"`
}

// Device is the health of one device, as firmware-bridge/health has it.
type Device struct {
	Device   string    `json:"device"`
	Path     string    `json:"path"`
	State    string    `json:"state"`
	Reason   string    `json:"reason,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	LastGood time.Time `json:"last_good,omitzero"`
	Done     uint64    `json:"done"`
	Failed   uint64    `json:"failed"`
	Replugs  uint64    `json:"replugs"`
}

// Storage is how much room the station's disk has, in bytes.
type Storage struct {
	Level string `json:"level"`
	Free  uint64 `json:"free"`
}

// Clock is how far the station trusts its clock.
type Clock struct {
	Trust string `json:"trust"`
}

// Journal is how the station's records stand, as it sees them.
type Journal struct {
	Epoch         uint32 `json:"epoch"`
	Last          uint64 `json:"last"`
	Delivered     uint64 `json:"delivered"`
	Waiting       uint64 `json:"waiting"`
	OldestWaiting int64  `json:"oldest_waiting_s"` // seconds
	Stuck         string `json:"stuck,omitempty"`
	LastError     string `json:"last_error,omitempty"`
}

// ErrBody says that telemetry is no JSON object.
var ErrBody = errors.New("telemetry is not a JSON object")

// Read reads a body, and passes over each part that has another form than it
// knows: a later version's telemetry is better than none. It returns ErrBody.
func Read(body []byte) (b Body, err error) {
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(body, &parts); err != nil {
		return b, fmt.Errorf("%w: %w", ErrBody, err)
	}
	if parts == nil { // null
		return b, ErrBody
	}
	part(parts["version"], &b.Version)
	part(parts["storage"], &b.Storage)
	part(parts["clock"], &b.Clock)
	part(parts["journal"], &b.Journal)
	var devices []json.RawMessage
	part(parts["devices"], &devices)
	for _, text := range devices {
		var d Device
		if part(text, &d); d.Device != "" {
			b.Devices = append(b.Devices, d)
		}
	}
	return b, nil
}

// part reads one part, or leaves it zero.
func part[T any](text json.RawMessage, into *T) {
	var v T
	if json.Unmarshal(text, &v) == nil {
		*into = v
	}
}
