package station

import (
	"encoding/json"
	"io"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// MyData is all that a station holds of a rider beside the journal.
type MyData struct {
	Station   string
	Pseudonym event.Pseudonym
	// At is when it was put together.
	At time.Time
	// Items are in the order of the station's subjects; none after Erase.
	Items []Item
}

// MyData lists it. It returns ErrAnonymous: of anonymous visits nobody knows
// whose they were.
func (s *Station) MyData(who event.Pseudonym) (MyData, error) {
	if !who.Known() {
		return MyData{}, ErrAnonymous
	}
	held := MyData{Station: s.id, Pseudonym: who}
	err := s.view(func(v *view) error {
		held.At, held.Items = v.now(), nil
		for _, subject := range subjects {
			if subject.mine == nil {
				continue
			}
			items, err := subject.mine(v, who)
			if err != nil {
				return err
			}
			held.Items = append(held.Items, items...)
		}
		return nil
	})
	if err != nil {
		return MyData{}, err
	}
	return held, nil
}

// Export writes it as one JSON object, for the rider to keep.
func (d MyData) Export(w io.Writer) error {
	type item struct {
		Subject string    `json:"subject"`
		At      time.Time `json:"at,omitzero"`
		Value   any       `json:"value"`
	}
	items := make([]item, len(d.Items))
	for i, one := range d.Items {
		items[i] = item(one)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Station   string    `json:"station"`
		Pseudonym string    `json:"pseudonym"`
		At        time.Time `json:"at"`
		Items     []item    `json:"items"`
	}{d.Station, d.Pseudonym.String(), d.At, items})
}
