// Package choice lists what a rider picks in place of words: what an appeal is
// about and its preset phrases, what is dangerous and where. The screens and
// the phone page offer the same. Identifiers are recorded in the clear, so one
// that has been shipped keeps its meaning for good.
package choice

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Choice is one that can be picked. ID is fit for station.Appeal.Phrases,
// station.Hazard.Kind and station.Hazard.Place.
type Choice struct {
	ID string
	station.Text
}

// Category is what an appeal is about, with the phrases that often say it.
type Category struct {
	Choice
	Value   event.AppealCategory
	Hint    station.Text
	Phrases []Choice
}

// Find gives the choice of an identifier; found is false where there is none.
func Find(among []Choice, id string) (c Choice, found bool) {
	if i := slices.IndexFunc(among, func(c Choice) bool { return c.ID == id }); i >= 0 {
		return among[i], true
	}
	return Choice{}, false
}

// CategoryOf gives the category of an identifier; found is false where there
// is none.
func CategoryOf(id string) (c Category, found bool) {
	if i := slices.IndexFunc(Categories, func(c Category) bool { return c.ID == id }); i >= 0 {
		return Categories[i], true
	}
	return Category{}, false
}

func choice(id, zh, en string) Choice { return Choice{id, station.Text{ZH: zh, EN: en}} }

func hint(zh, en string) station.Text { return station.Text{ZH: zh, EN: en} }
