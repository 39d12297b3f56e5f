package fleetsim

import (
	"slices"
	"time"
)

// Names of faults, as Options.Without and Result.Count have them.
const (
	lost       = "message lost"
	repeated   = "message repeated"
	delayed    = "message delayed"
	corrupted  = "message corrupted"
	strayed    = "message to another station"
	forged     = "message forged"
	cut        = "connection cut"
	halfOpen   = "connection half-open"
	emptied    = "broker lost everything"
	outage     = "station without network"
	stationDie = "station crashed"
	insideDie  = "station crashed inside a step"
	hubDie     = "hub crashed"
	storeFault = "store failed"
	diskFault  = "station's disk failed"
	clockFault = "clock wrong"
	lyingDisk  = "disk lost what it had synced"
	restored   = "station restored from a backup"
	replaced   = "PC replaced"
	hubRestore = "hub restored from a backup"
	away       = "station declared lost" // only where Options.Lost says so
)

// faults are all there are, and how likely a seed has one.
var faults = []struct {
	name   string
	likely float64
}{
	{lost, .6},
	{repeated, .5},
	{delayed, .6},
	{corrupted, .3},
	{strayed, .3},
	{forged, .3},
	{cut, .5},
	{halfOpen, .3},
	{emptied, .3},
	{outage, .3},
	{stationDie, .5},
	{insideDie, .4},
	{hubDie, .5},
	{storeFault, .4},
	{diskFault, .25},
	{clockFault, .4},
	{lyingDisk, .12},
	{restored, .25},
	{replaced, .2},
	{hubRestore, .08},
}

// weather is how bad a seed is.
type weather struct {
	// lasts is when the faults stop.
	lasts time.Duration
	// rate of each fault that this seed has: the share of messages or steps, or
	// how often a minute.
	rate map[string]float64
	// pace is how long a rider takes, at a station.
	pace time.Duration
}

// forecast draws the weather of a seed: few faults of few kinds in some, many
// of all in others.
func (w *world) forecast() weather {
	f := weather{
		lasts: 10*time.Second + min(w.some(20*time.Second), 2*time.Minute),
		rate:  map[string]float64{},
		pace:  time.Second/3 + w.some(2*time.Second),
	}
	if w.chance(.07) {
		f.lasts *= 7
	}
	for _, fault := range faults {
		rate, has := w.rng.Float64(), w.chance(fault.likely)
		if has && !slices.Contains(w.Without, fault.name) {
			f.rate[fault.name] = rate
		}
	}
	return f
}

// strikes says whether a fault that belongs to a message or a step happens now.
func (w *world) strikes(fault string, most float64) bool {
	if w.calm || !w.chance(w.weather.rate[fault]*most) {
		return false
	}
	w.happened(fault)
	return true
}

// often has a fault happen about so often a minute at most, until the calm.
func (w *world) often(fault string, most float64, do func() bool) {
	w.regularly(fault, w.weather.rate[fault]*most, do)
}

// regularly has something happen about so often a minute, until the calm.
func (w *world) regularly(what string, rate float64, do func() bool) {
	if rate == 0 {
		return
	}
	var again func()
	next := func() { w.after(w.some(time.Duration(float64(time.Minute)/rate)), what, again) }
	again = func() {
		if w.calm {
			return
		}
		if do() {
			w.happened(what)
		}
		next()
	}
	next()
}
