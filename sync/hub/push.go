package hub

import (
	"context"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// pushEvery is how soon after its commit a new entry is pushed.
	pushEvery = 500 * time.Millisecond
	// pushed is the follower of the down-journals: all hubs of a store share it,
	// so that an entry is pushed whichever of them its station last greeted.
	pushed = "push"
	// maxPush entries are pushed at a time.
	maxPush = 2000
	// present is how long after it was last heard of a station counts as
	// connected: it greets every minute. Others ask when they are back.
	present = 3 * time.Minute
)

// pushNew sends the stations that are connected what is new in their journals.
// A push is a hint: it may come twice, where two hubs push at the same time or
// one dies before it has noted it, and what is lost the station asks for.
func (l *Link) pushNew(ctx context.Context, c Carrier) error {
	for more := true; more; {
		var runs []Run
		var upTo int64
		err := l.hub.Store.View(ctx, func(tx Tx) (err error) {
			runs, upTo, more, err = l.hub.unpushed(tx)
			return err
		})
		if err != nil || upTo == 0 {
			l.complain(err)
			return nil
		}
		if err := l.publish(ctx, c, byStation(runs)); err != nil {
			return err
		}
		l.complain(l.hub.Store.Update(ctx, func(tx Tx) error { return forward(tx, pushed, upTo) }))
	}
	return nil
}

func (l *Link) complain(err error) {
	if err != nil {
		l.hub.Log.Warn("new entries of down-journals not pushed", keyCause, err)
	}
}

// unpushed returns what to push and the position to note then, 0 for nothing.
func (h *Hub) unpushed(tx Tx) (runs []Run, upTo int64, more bool, err error) {
	from, err := tx.Position(pushed)
	if err != nil {
		return nil, 0, false, err
	}
	head, err := tx.DownHead()
	if err != nil || head <= from {
		return nil, 0, false, err
	}
	upTo = min(head, from+maxPush)
	runs, err = tx.DownBetween(from, upTo, h.Now().Add(-present))
	return runs, upTo, upTo < head, err
}

func byStation(runs []Run) map[string][]wire.Downward {
	all := map[string][]wire.Downward{}
	for _, r := range runs {
		all[r.Station] = append(all[r.Station], downward(paged(r))...)
	}
	return all
}

// forward moves a position, but never back: another hub may have been faster.
func forward(tx Positions, name string, to int64) error {
	at, _, err := tx.Claim(name, true)
	if err != nil || at >= to {
		return err
	}
	return tx.Move(name, to)
}
