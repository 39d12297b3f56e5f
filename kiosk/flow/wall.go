package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Counter is what hangs on the wall of an idle station.
type Counter interface {
	Soonest(service string) (soonest station.Slot, found bool, err error)
	Stories() ([]station.Story, error)
	Announcements() ([]station.Announcement, error)
	Seats() (station.Seats, error)
}

// Opening is a service with the first slot that has a place left here.
type Opening struct {
	station.Service
	Next  station.Slot
	Found bool // there is one
}

// Saying is a line that changes by itself while nobody is there: an announcement, a rider's story, or a word of the
// house. The others are zero.
type Saying struct {
	Announcement station.Announcement
	Story        station.Text
	Word         i18n.Key
}

// wall is what anybody may see. It is looked at less often than the clock, and anew after each session.
type wall struct {
	next          map[string]station.Slot
	stories       []station.Story
	announcements []station.Announcement
	seats         station.Seats
}

const (
	wallLasts   = 10 * time.Second
	sayingLasts = 12 * time.Second
)

// hung is a new look at the wall.
type hung struct{ wall wall }

func (hung) input() {}

// lookAtWall reads nothing but cfg, so it may run anywhere. What cannot be read is not there.
func (m *machine) lookAtWall() wall {
	w := wall{next: map[string]station.Slot{}}
	services, _ := m.cfg.Desk.Services()
	for _, s := range services {
		if slot, found, err := m.cfg.Desk.Soonest(s.ID); err == nil && found {
			slot.Starts = slot.Starts.In(m.cfg.Zone)
			w.next[s.ID] = slot
		}
	}
	w.stories, _ = m.cfg.Desk.Stories()
	posted, _ := m.cfg.Desk.Announcements()
	w.announcements = m.announcementsZoned(posted)
	w.seats, _ = m.cfg.Desk.Seats()
	w.seats.Age = w.seats.Age.Truncate(time.Minute)
	return w
}

func (m *machine) watchWall() {
	now := m.cfg.Clock()
	if m.hanging || now.Before(m.wallDue) {
		return
	}
	m.hanging, m.wallDue = true, now.Add(wallLasts)
	m.spawn(func() Input { return hung{m.lookAtWall()} })
}

func (m *machine) openings() []Opening {
	var all []Opening
	for _, s := range m.notes.services {
		next, found := m.wall.next[s.ID]
		all = append(all, Opening{s, next, found})
	}
	return all
}

// saying changes calmly: announcements, stories and the house's words in turn. While an urgent announcement holds there
// is nothing else; one that is over by a clock that may be wrong has its turn.
func (m *machine) saying() Saying {
	all := m.urgent()
	if len(all) == 0 {
		all = m.sayings()
	}
	return all[int(m.cfg.Clock().Sub(m.began)/sayingLasts)%len(all)]
}

func (m *machine) urgent() []Saying {
	var all []Saying
	for _, a := range m.wall.announcements {
		if a.Pressing() {
			all = append(all, Saying{Announcement: a})
		}
	}
	return all
}

func (m *machine) sayings() []Saying {
	var all []Saying
	w := m.wall
	for i := range max(len(w.announcements), len(w.stories), len(i18n.Words)) {
		if i < len(w.announcements) {
			all = append(all, Saying{Announcement: w.announcements[i]})
		}
		if i < len(w.stories) {
			all = append(all, Saying{Story: w.stories[i].Text})
		}
		if i < len(i18n.Words) {
			all = append(all, Saying{Word: i18n.Words[i]})
		}
	}
	return all
}
