package station_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// TestOrderOfWordDoesNotMatter: two stations that have heard the same, in any
// order and any number of times, show the same.
func TestOrderOfWordDoesNotMatter(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		code := newCode(t)
		var all []saying
		for i := range rapid.IntRange(1, 8).Draw(r, "words") {
			all = append(all, say(t, r, code, i))
		}
		var shown []station.AppealProgress
		for _, id := range []string{"st-1", "st-2"} {
			order := rapid.Permutation(append(all, all...)).Draw(r, id)
			s, err := station.Open(fleet.Config(t, id))
			if err != nil {
				r.Fatal(err)
			}
			page := make([][]byte, len(order))
			for i, w := range order {
				page[i] = w.entry
			}
			if err := s.Apply(1, page); err != nil {
				r.Fatal(err)
			}
			p, err := s.AppealByClaim(code)
			if err != nil {
				r.Fatal(err)
			}
			for i, st := range p.Steps[1:] {
				if was := p.Steps[i]; st.State == was.State && st.Round == was.Round && st.At.Before(was.At) {
					r.Fatalf("not in the order of the hub's steps: %+v", p.Steps)
				}
			}
			shown = append(shown, p)
			stationtest.Close(t, s)
		}
		if fmt.Sprint(shown[0]) != fmt.Sprint(shown[1]) {
			r.Fatalf("%+v\nand\n%+v", shown[0], shown[1])
		}
	})
}
