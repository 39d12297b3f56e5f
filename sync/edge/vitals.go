package edge

import "time"

// When telemetry is sent: on connecting, on a change, and otherwise every
// vitalsEvery, but never within vitalsGap and only when nothing else can be.
const (
	vitalsEvery = 5 * time.Minute
	vitalsGap   = 5 * time.Second
)

type vitals struct {
	wanted bool
	last   time.Time
}

func (v *vitals) next() time.Time {
	if v.wanted {
		return v.last.Add(vitalsGap)
	}
	return v.last.Add(vitalsEvery)
}

func (v *vitals) due(now time.Time) bool { return !now.Before(v.next()) }

func (v *vitals) told(now time.Time) { v.wanted, v.last = false, now }
