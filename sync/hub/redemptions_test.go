package hub_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// TestRedemptionsSayWhatWasHandedOut: by the latest word of the station, whatever came before, also when the tables are
// made anew; and a word on no redemption is a dead letter.
func TestRedemptionsSayWhatWasHandedOut(t *testing.T) {
	r := rigFor(t)
	r.Followers = hub.Projections()
	redeemed := func(i int) []byte {
		return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{Pseudonym: make16(1), Reward: "water", Points: 5}}})
	}
	turned := func(i int, of uint64, to event.RedemptionState) []byte {
		return encoded(&event.Record{Stamp: stamp(i), Attendant: fmt.Sprint("duty-", i), Body: &event.Record_RedemptionChange{RedemptionChange: &event.RedemptionChange{
			Redemption: &event.Reference{Epoch: 1, Seq: of}, State: to,
		}}})
	}
	given, open := event.RedemptionState_REDEMPTION_STATE_HANDED_OUT, event.RedemptionState_REDEMPTION_STATE_OPEN
	history := [][]byte{
		redeemed(1), redeemed(2), redeemed(3), redeemed(4), checkedIn(5),
		turned(6, 1, given), turned(7, 2, given), turned(8, 2, open), turned(9, 3, given), turned(10, 3, open), turned(11, 3, given),
		encoded(&event.Record{Stamp: stamp(12), Body: &event.Record_PointsReversed{PointsReversed: &event.PointsReversed{Entry: &event.Reference{Epoch: 1, Seq: 2}, Reason: "mistake"}}}),
		turned(13, 5, given), // a visit
	}
	must(ingest(r, r.enrol("st-1").batch(1, history, 1, len(history))))
	r.follow()
	see := func(when string) {
		t.Helper()
		page := must(r.store.Rows(ctx, hub.TableQuery{Table: "redemptions", Limit: 9}))
		var got []string
		for _, row := range page.Rows {
			of := func(column string) any { return row[slices.Index(page.Columns, column)] }
			got = append(got, fmt.Sprint(of("seq"), " ", of("state"), " ", of("handed_out_by")))
		}
		if want := "1 handed_out duty-6, 2 reversed <nil>, 3 handed_out duty-11, 4 open <nil>"; strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", when, strings.Join(got, ", "), want)
		}
		if left := lettersOf(t, r, ""); len(left) != 1 {
			t.Errorf("%s: dead letters %v", when, left)
		}
	}
	see("as it came")
	must(0, r.Replay(ctx, "others"))
	r.follow()
	see("made anew")
}
