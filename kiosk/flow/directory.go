package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Directory is the organisations in their four dimensions.
type Directory interface {
	Organisations(dimension string) ([]station.Organisation, error)
}

type (
	// Dimensions are the four of them, with how many organisations each has.
	Dimensions struct{ Counts []DimensionCount }
	// Organisations are those of one dimension.
	Organisations struct {
		Dimension     string
		Organisations []station.Organisation
		Page
	}
)

func (Dimensions) screen()    {}
func (Organisations) screen() {}

// DimensionCount is how many organisations a dimension has, one of station.Dimensions.
type DimensionCount struct {
	Dimension string
	Count     int
}

type (
	// OpenDimension lists the organisations of a dimension.
	OpenDimension struct{ Dimension string }
	// OpenMembership shows how the rider stands as a floating member.
	OpenMembership struct{}
)

func (OpenDimension) action()  {}
func (OpenMembership) action() {}

func (m *machine) openDirectory() {
	m.work(i18n.BusyDirectory, func() func(*machine) {
		all, err := m.cfg.Desk.Organisations("")
		return func(m *machine) {
			if err != nil {
				m.leave()
				m.say(explain(err))
				return
			}
			m.goTo(directory{all})
		}
	})
}

// directory is all organisations, by dimension.
type directory struct{ all []station.Organisation }

func (d directory) screen(*machine) Screen {
	var s Dimensions
	for _, dimension := range station.Dimensions {
		s.Counts = append(s.Counts, DimensionCount{dimension, len(d.of(dimension))})
	}
	return s
}

func (d directory) of(dimension string) []station.Organisation {
	var all []station.Organisation
	for _, o := range d.all {
		if o.Dimension == dimension {
			all = append(all, o)
		}
	}
	return all
}

func (d directory) act(m *machine, a Action) {
	switch a := a.(type) {
	case OpenDimension:
		if slices.Contains(station.Dimensions, a.Dimension) {
			m.goTo(pages{from: d, show: d.listed(a.Dimension)})
		}
	case OpenMembership:
		m.openMembership(i18n.None)
	}
	leaveOnBack(m, a)
}

// listed are the organisations of one dimension.
func (d directory) listed(dimension string) func(*machine, int) Screen {
	return func(_ *machine, page int) Screen {
		shown, at := cut(d.of(dimension), page, CardsPerPage)
		return Organisations{dimension, shown, at}
	}
}
