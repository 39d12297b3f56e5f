// Package access keeps a broker that is not the hub's own in step with the
// hub: its stations may come in and reach their own topics, and one that is
// refused is cut off at once.
//
// The hub's own broker asks the hub at each connect and needs none of this.
package access

import (
	"context"
	"log/slog"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// What a station publishes, and what it reads.
var (
	upward   = []wire.Channel{wire.Up, wire.Hello, wire.Presence, wire.Telemetry}
	downward = []wire.Channel{wire.Down}
)

// Stations are who may and who may not come to the broker, by station id.
type Stations struct {
	Admitted []string
	// Hubs are the hubs' own names at the broker. None: hub.ClientName.
	Hubs []string
	// Refused had been admitted once: their certificates are still valid.
	Refused []string
}

func (s Stations) hubs() []string {
	if len(s.Hubs) == 0 {
		return []string{hub.ClientName}
	}
	return s.Hubs
}

// Broker is a broker outside the hub.
type Broker interface {
	// Apply makes the broker's list what it is told, whatever it was, and
	// disconnects who is no longer on it.
	Apply(ctx context.Context, now Stations) error
}

// again is when a failed Apply is tried again, and how often one that went
// well is repeated: somebody may have changed the broker's list.
const (
	again  = 5 * time.Second
	repeat = 10 * time.Minute
)

// Keep applies what list says to the broker at once, whenever changed, and from
// time to time, until ctx ends.
func Keep(ctx context.Context, b Broker, list func(context.Context) (Stations, error), changed <-chan struct{}, log *slog.Logger) {
	for {
		wait := repeat
		if err := keepOnce(ctx, b, list); err != nil && ctx.Err() == nil {
			log.Error("the broker's access list could not be brought up to date: a station that was refused may still be connected", "cause", err)
			wait = again
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func keepOnce(ctx context.Context, b Broker, list func(context.Context) (Stations, error)) error {
	now, err := list(ctx)
	if err != nil {
		return err
	}
	return b.Apply(ctx, now)
}
