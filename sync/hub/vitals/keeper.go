package vitals

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

const (
	// writeEvery is how often what came is written, all of it at once.
	writeEvery = 5 * time.Second
	// maxHeld stations' telemetry may wait to be written; that of others is
	// dropped, as it comes again in minutes.
	maxHeld = 10_000
	// farewell is how long the last write may take.
	farewell = 3 * time.Second
)

// Store keeps the newest vitals of each station.
type Store interface {
	PutVitals(context.Context, []hub.Vitals) error
}

// Keeper gathers telemetry and writes it in bulk. It is safe for concurrent use.
type Keeper struct {
	store Store
	now   func() time.Time
	log   *slog.Logger

	mu   sync.Mutex
	held map[string]hub.Vitals
}

// NewKeeper makes a keeper; Run writes.
func NewKeeper(store Store, now func() time.Time, log *slog.Logger) *Keeper {
	return &Keeper{store: store, now: now, log: log, held: map[string]hub.Vitals{}}
}

// Take takes a station's telemetry, and never waits: see hub.Config.Telemetry.
func (k *Keeper) Take(station string, at time.Time, body []byte) {
	b, err := Read(body)
	if err != nil {
		k.log.Warn("telemetry not understood", "station", station, "cause", err)
		return
	}
	k.hold(hub.Vitals{Station: station, At: at, Heard: k.now(), Troubles: Told(b), Body: body}, true)
}

// hold keeps vitals for the next write. Those that could not be written give way
// to what came since.
func (k *Keeper) hold(v hub.Vitals, newer bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, had := k.held[v.Station]
	if had && newer || !had && len(k.held) < maxHeld {
		k.held[v.Station] = v
	}
}

// Run writes until ctx ends, and then once more.
func (k *Keeper) Run(ctx context.Context) error {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			k.write(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
			defer cancel()
			k.write(last)
			return context.Cause(ctx)
		}
	}
}

// write writes what is held, by station: two hubs that write at once do not wait
// for each other in a circle.
func (k *Keeper) write(ctx context.Context) {
	k.mu.Lock()
	held := k.held
	k.held = map[string]hub.Vitals{}
	k.mu.Unlock()
	if len(held) == 0 {
		return
	}
	var all []hub.Vitals
	for _, station := range slices.Sorted(maps.Keys(held)) {
		all = append(all, held[station])
	}
	if err := k.store.PutVitals(ctx, all); err != nil {
		k.log.Warn("telemetry not written, it is tried again", "stations", len(all), "cause", err)
		for _, v := range all {
			k.hold(v, false)
		}
	}
}
