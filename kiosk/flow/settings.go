package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Settings is where a session chooses its language and its look; both are in the View.
type Settings struct{}

func (Settings) screen() {}

// OpenSettings shows them over whatever screen is on, which is there again after them.
type OpenSettings struct{}

func (OpenSettings) action() {}

func (m *machine) openSettings() { m.session.choosing = m.session.busy == i18n.None }

// screen is what the session shows.
func (m *machine) screen() Screen {
	if m.session.choosing {
		return Settings{}
	}
	return m.session.at.screen(m)
}
