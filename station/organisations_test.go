package station_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestTheDirectoryHasFourDimensions(t *testing.T) {
	s, _ := open(t)
	for _, o := range []*event.OrganisationListed{
		{Id: "west-street", NameZh: "西街", NameEn: "West Street", Dimension: "territory"},
		{Id: "couriers", NameZh: "快递协会", Dimension: "industry"},
		{Id: "fast-meals", NameZh: "快餐", Dimension: "platform"},
		{Id: "meals-now", NameZh: "餐到", Dimension: "platform"},
		{Id: "night-group", NameZh: "夜班群", Dimension: "online"},
		{Id: "closed", NameZh: "旧", Dimension: "platform"},
		{Id: "closed", Withdrawn: true},
		{Id: "moved", Dimension: "industry"},
		{Id: "moved", Dimension: "online"},
		{Id: "nowhere", Dimension: "fifth"},
		{Id: "two words", Dimension: "online"},
		{Dimension: "online"},
	} {
		stationtest.Send(t, s, &event.Down{Body: &event.Down_OrganisationListed{OrganisationListed: o}})
	}
	for dimension, want := range map[string]string{
		"":                "fast-meals meals-now couriers west-street moved night-group",
		station.Platform:  "fast-meals meals-now",
		station.Industry:  "couriers",
		station.Territory: "west-street",
		station.Online:    "moved night-group",
		"fifth":           "",
	} {
		listed, err := s.Organisations(dimension)
		must(t, err)
		var ids []string
		for _, o := range listed {
			ids = append(ids, o.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q: %s, want %s", dimension, got, want)
		}
	}
	o, err := s.Organisation("west-street")
	if err != nil || o != (station.Organisation{ID: "west-street", Name: station.Text{ZH: "西街", EN: "West Street"}, Dimension: "territory"}) {
		t.Errorf("%+v, %v", o, err)
	}
	for _, id := range []string{"closed", "nowhere", "two words", "", "never"} {
		if _, err := s.Organisation(id); !errors.Is(err, station.ErrNoOrganisation) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
