package monkey

import (
	"fmt"
	"testing"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// rider is an invented person. The first character of the name is nobody
// else's, and in no text of the kiosk nor among what the pad offers to write.
type rider struct {
	mark         rune
	name, number string
	who          event.Pseudonym
	pass         string
}

func newRiders(t *testing.T, s *station.Station) []rider {
	var all []rider
	for i, mark := range "㐂㐆㐌㐱㑇㑊㒰㓃" {
		r := rider{mark: mark, name: string(mark) + "小明", number: fmt.Sprintf("11010119900307%03d%d", i, i)}
		known := s.ByCard(r.name, r.number)
		if _, err := s.CheckIn(known); err != nil {
			t.Fatal(err)
		}
		r.who = known.Pseudonym
		var err error
		if r.pass, err = s.IssuePass(r.who); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}
