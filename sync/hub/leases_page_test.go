package hub_test

import (
	"testing"

	"github.com/nuanxin/station-kit/sync/hub"
)

// TestABookingAndItsEndInOnePage: what a lost station has promised and taken back
// while away, and the hub hears of together, had no place of its loan: the one
// that is left is another rider's.
func TestABookingAndItsEndInOnePage(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.diarist("b")
	must(r.setSlot(slotOf(2), []hub.Share{{Station: "a", Places: 2}}))
	a.say(booking(confirmed, slotID))
	must(r.DeclareLost(ctx, "a"))
	a.say(booking(confirmed, slotID), cancel(1, 2, slotID))
	same(t, "the first rider's place", r.lent(), "1 of 2 map[a:1]")
	b.say(booking(provisional, slotID), booking(provisional, slotID))
	same(t, "all places", r.lent(), "2 of 2 map[a:1 b:1]")
}
