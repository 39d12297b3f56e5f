package hub

import "time"

// Vitals are the newest telemetry of a station. There is one of each station, and
// no history.
type Vitals struct {
	Station string
	// At is the station's clock, Heard the hub's.
	At, Heard time.Time
	// Troubles are codes of what is wrong, of package vitals.
	Troubles []string
	// Body is as it came, the JSON of docs/wire.md; nil where only the troubles
	// were asked for.
	Body []byte
}
