package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
)

type (
	// Announcements are a page of what hangs on the wall, urgent ones first.
	Announcements struct {
		Announcements []station.Announcement
		Page
	}
	// Announcement is one of them, with a page of its text in place of the whole.
	Announcement struct {
		Announcement station.Announcement
		// Others is how many there are beside it.
		Others int
		Page
	}
)

func (Announcements) screen() {}
func (Announcement) screen()  {}

type (
	// OpenAnnouncement shows one.
	OpenAnnouncement struct{ ID string }
	// ListAnnouncements shows all there are.
	ListAnnouncements struct{}
)

func (OpenAnnouncement) action()  {}
func (ListAnnouncements) action() {}

func (m *machine) announcementsZoned(all []station.Announcement) []station.Announcement {
	all = slices.Clone(all)
	for i := range all {
		all[i].From, all[i].Until = m.local(all[i].From), m.local(all[i].Until)
	}
	return all
}

// announcements lists what hangs on the wall at this moment.
type announcements struct{ page int }

func (a announcements) screen(m *machine) Screen {
	shown, page := cut(m.wall.announcements, a.page, CardsPerPage)
	return Announcements{shown, page}
}

func (a announcements) act(m *machine, does Action) {
	switch does := does.(type) {
	case Turn:
		m.goTo(announcements{m.turned(does)})
	case OpenAnnouncement:
		m.openAnnouncement(does.ID, true)
	}
	leaveOnBack(m, does)
}

// openAnnouncement shows one, or all others where it has just been taken down.
func (m *machine) openAnnouncement(id string, listed bool) {
	for _, a := range m.wall.announcements {
		if a.ID == id {
			m.goTo(announcement{a, listed, 0})
			return
		}
	}
	m.goTo(announcements{})
}

// announcement is one being read. It stays as it was opened, whatever becomes of it on the wall.
type announcement struct {
	announcement station.Announcement
	listed       bool // opened from the list, where one goes back to
	leaf         int
}

func (a announcement) screen(m *machine) Screen {
	shown, page := a.announcement, Page{}
	shown.Text, page = leaf(shown.Text, m.session, wholePage, a.leaf)
	others := 0
	for _, o := range m.wall.announcements {
		if o.ID != shown.ID {
			others++
		}
	}
	return Announcement{shown, others, page}
}

func (a announcement) act(m *machine, does Action) {
	switch does := does.(type) {
	case Turn:
		a.leaf = m.turned(does)
		m.goTo(a)
	case ListAnnouncements:
		m.goTo(announcements{})
	case Back:
		if a.listed {
			m.goTo(announcements{})
			return
		}
		m.leave()
	}
}
