// Package health turns what happens at the serial devices into values that screens, the hub and technicians
// are shown: which device, in what state, since when, why, and what to do.
//
// A value never holds what a card or a code said.
package health

import (
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// Kind is a kind of device.
type Kind string

// The kinds of devices that a station may have.
const (
	CardReader Kind = "card-reader"
	Scanner    Kind = "scanner"
	Printer    Kind = "printer"
)

// State is how well a device serves.
type State string

// The states, best first.
const (
	Ready    State = "ready"    // nothing is wrong
	Degraded State = "degraded" // it serves, and somebody should look after it
	Down     State = "down"     // it is there and does not serve
	Absent   State = "absent"   // it is not there
)

// Out reports whether riders cannot use the device.
func (s State) Out() bool { return s == Down || s == Absent }

// Health is what is known of one device. As JSON its keys and the codes of Device, State and Reason do not
// change; codes may be added.
type Health struct {
	Device Kind          `json:"device"`
	Path   string        `json:"path"` // as configured
	State  State         `json:"state"`
	Reason Reason        `json:"reason,omitempty"` // why it is not ready
	Detail string        `json:"detail,omitempty"` // the cause as programs put it, in English
	Advice remedy.Advice `json:"advice,omitzero"`  // what to do, where there is a Reason

	Since    time.Time `json:"since"`              // when it came into this state, or stopped answering
	LastGood time.Time `json:"last_good,omitzero"` // when it last read a card, scanned a code, printed a receipt

	Done    uint64            `json:"done"`             // cards read, codes scanned, receipts printed since the start
	Failed  map[Reason]uint64 `json:"failed,omitempty"` // those that failed since the start, by reason
	Replugs uint64            `json:"replugs"`          // how often it was lost and came back since the start
}
