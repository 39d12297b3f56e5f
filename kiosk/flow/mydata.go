package flow

import (
	"cmp"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Records is what the station holds of a rider, and how it forgets.
type Records interface {
	MyData(who event.Pseudonym) (station.MyData, error)
	RevokePasses(who event.Pseudonym) (int, error)
	Erase(who event.Pseudonym) error
}

type (
	// MyData is what the station holds of the rider, by what it is of.
	MyData struct {
		Groups []DataGroup
		Page
	}
	// MyDataLines are the records of one subject.
	MyDataLines struct {
		Subject string
		Lines   []DataLine
		Page
	}
	// TakeData is some of the records as a QR code that a phone reads without any network.
	TakeData struct {
		Lines []DataLine
		Page
	}
)

func (MyData) screen()      {}
func (MyDataLines) screen() {}
func (TakeData) screen()    {}

// DataGroup is how many records of a subject there are. Latest is zero where their time is not known.
type DataGroup struct {
	Subject string // as in station.Item
	Count   int
	Latest  time.Time
}

// DataLine is a record. Name is of what it is about, such as a service, empty where there is no name.
type DataLine struct {
	Item station.Item
	Name station.Text
}

type (
	// ShowData shows the records of a subject.
	ShowData struct{ Subject string }
	// ShowTakeData shows the records as codes to take along.
	ShowTakeData struct{}
	// ShowConsents shows what the rider consented to.
	ShowConsents struct{}
	// ShowPasses shows the passes that were given to the rider.
	ShowPasses struct{}
	// AskErase asks before all is erased.
	AskErase struct{}
)

func (ShowData) action()     {}
func (ShowTakeData) action() {}
func (ShowConsents) action() {}
func (ShowPasses) action()   {}
func (AskErase) action()     {}

// linesPerCode is how many records a code holds that phones still read easily.
const linesPerCode = 6

// openData looks up what is held of the rider and goes on with it, under a notice.
func (m *machine) openData(notice i18n.Key, goOn func(*machine, holding)) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyData, func() func(*machine) {
		held, err := readHolding(m.cfg.Desk, who, m.cfg.Zone)
		return func(m *machine) {
			if err != nil {
				m.leave()
				m.say(cmp.Or(notice, explain(err)))
				return
			}
			goOn(m, held)
			m.say(notice)
		}
	})
}

func showHolding(m *machine, h holding) { m.goTo(h) }

// holding is what the station holds of the rider.
type holding struct {
	lines   []DataLine
	notices []station.Notice
	page    int
}

func readHolding(d Desk, who event.Pseudonym, zone *time.Location) (holding, error) {
	data, err := d.MyData(who)
	if err != nil {
		return holding{}, err
	}
	notices, err := d.Notices()
	if err != nil {
		return holding{}, err
	}
	names, err := readNames(d, who)
	if err != nil {
		return holding{}, err
	}
	h := holding{notices: notices}
	for _, item := range data.Items {
		if !item.At.IsZero() {
			item.At = item.At.In(zone)
		}
		h.lines = append(h.lines, DataLine{item, names.of(item)})
	}
	return h, nil
}

func (h holding) screen(*machine) Screen {
	groups, page := cut(h.groups(), h.page, CardsPerPage)
	return MyData{groups, page}
}

func (h holding) groups() []DataGroup {
	var all []DataGroup
	for _, l := range h.lines {
		i := slices.IndexFunc(all, func(g DataGroup) bool { return g.Subject == l.Item.Subject })
		if i < 0 {
			i, all = len(all), append(all, DataGroup{Subject: l.Item.Subject})
		}
		all[i].Count++
		if l.Item.At.After(all[i].Latest) {
			all[i].Latest = l.Item.At
		}
	}
	return all
}

// of are the records of a subject.
func (h holding) of(subject string) []DataLine {
	var all []DataLine
	for _, l := range h.lines {
		if l.Item.Subject == subject {
			all = append(all, l)
		}
	}
	return all
}

func (h holding) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		h.page = m.turned(a)
		m.goTo(h)
	case ShowData:
		m.goTo(pages{from: h, show: h.linesOf(a.Subject)})
	case ShowTakeData:
		m.goTo(pages{from: h, show: h.codes})
	case ShowConsents:
		m.goTo(consenting{from: h})
	case ShowPasses:
		m.goTo(passes{h})
	case AskErase:
		m.goTo(erasing{from: h})
	}
	leaveOnBack(m, a)
}

// linesOf are the records of one subject.
func (h holding) linesOf(subject string) func(*machine, int) Screen {
	return func(_ *machine, page int) Screen {
		lines, at := cut(h.of(subject), page, CardsPerPage)
		return MyDataLines{subject, lines, at}
	}
}

// codes are all records, some to each code.
func (h holding) codes(_ *machine, page int) Screen {
	lines, at := cut(h.lines, page, linesPerCode)
	return TakeData{lines, at}
}
