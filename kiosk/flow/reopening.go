package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// reasonMost is how long the reason may be for which an appeal is reopened.
const reasonMost = 300

type (
	// AppealReopening is an answered appeal about to be reopened. Chars is the
	// length of the reason.
	AppealReopening struct{ Chars int }
	// AskReopen begins to reopen the appeal, Reopen does it.
	AskReopen struct{}
	Reopen    struct{}
)

func (AppealReopening) screen() {}
func (AskReopen) action()       {}
func (Reopen) action()          {}

// reopening is an answered appeal about to be reopened.
type reopening struct {
	from progress
	text string
}

func (r reopening) screen(*machine) Screen { return AppealReopening{len([]rune(r.text))} }

func (r reopening) patience(c Config) time.Duration { return c.Reading }

func (r reopening) act(m *machine, a Action) {
	switch a.(type) {
	case Back:
		m.goTo(r.from)
	case WriteText:
		m.write(r, want{i18n.ReasonText, i18n.ReasonTextHint, reasonMost}, r.text)
	case Reopen:
		m.work(i18n.BusyAppeal, func() func(*machine) {
			err := m.cfg.Desk.ReopenAppeal(r.from.code, r.text)
			return func(m *machine) { r.from.moved(m, err, i18n.AppealReopenedSay) }
		})
	}
}

func (r reopening) wrote(m *machine, text string) {
	r.text = text
	m.goTo(r)
}
