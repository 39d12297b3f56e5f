package choice

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// TestStationTakesEveryChoice: what is offered can be recorded.
func TestStationTakesEveryChoice(t *testing.T) {
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	for _, c := range Categories {
		a := station.Appeal{Category: c.Value}
		for _, phrase := range c.Phrases {
			a.Phrases = append(a.Phrases, phrase.ID)
		}
		if _, err := s.FileAppeal(station.Anonymous(), a); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
	for _, kind := range Hazards {
		if _, err := s.ReportHazard(station.Anonymous(), station.Hazard{Kind: kind.ID, Place: Places[0].ID}); err != nil {
			t.Errorf("%s: %v", kind.ID, err)
		}
	}
	for _, place := range Places {
		if _, err := s.ReportHazard(station.Anonymous(), station.Hazard{Kind: Hazards[0].ID, Place: place.ID}); err != nil {
			t.Errorf("%s: %v", place.ID, err)
		}
	}
}

func TestEveryCategoryIsOffered(t *testing.T) {
	for value := range event.AppealCategory_name {
		offered := false
		for _, c := range Categories {
			offered = offered || c.Value == event.AppealCategory(value)
		}
		if offered != (value != 0) {
			t.Errorf("category %d: offered is %v", value, offered)
		}
	}
}

// TestChoicesAreUniqueAndShort: in one list no identifier stands twice, and
// each text fits a button in both languages.
func TestChoicesAreUniqueAndShort(t *testing.T) {
	var categories []Choice
	for _, c := range Categories {
		categories = append(categories, c.Choice, Choice{"hint", c.Hint})
		unique(t, c.Phrases)
	}
	unique(t, Hazards)
	unique(t, Places)
	for _, c := range categories {
		short(t, c)
	}
}

func unique(t *testing.T, list []Choice) {
	t.Helper()
	seen := map[string]bool{}
	for _, c := range list {
		short(t, c)
		if seen[c.ID] {
			t.Errorf("%s is offered twice", c.ID)
		}
		seen[c.ID] = true
	}
}

func short(t *testing.T, c Choice) {
	t.Helper()
	zh, en := utf8.RuneCountInString(c.ZH), utf8.RuneCountInString(c.EN)
	if zh == 0 || zh > 14 || en == 0 || en > 44 {
		t.Errorf("%s: %q has %d characters, %q %d", c.ID, c.ZH, zh, c.EN, en)
	}
	if strings.ContainsFunc(c.EN, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s in English is %q", c.ID, c.EN)
	}
}

func TestFinding(t *testing.T) {
	if c, found := CategoryOf("schooling"); !found || c.Value != event.AppealCategory_APPEAL_CATEGORY_SCHOOLING {
		t.Errorf("found %v, %v", c, found)
	}
	if c, found := Find(Hazards, "gas"); !found || c.EN != "Smell of gas" {
		t.Errorf("found %v, %v", c, found)
	}
	if _, found := CategoryOf("astrology"); found {
		t.Error("found what is not offered")
	}
	if _, found := Find(Places, ""); found {
		t.Error("found what is not offered")
	}
}
