package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

type (
	// AppealShown is how an appeal stands: what this round of it has gone
	// through, and what was written, the newest first.
	AppealShown struct {
		State  event.AppealState
		Round  int // from 1
		Stages []Stage
		// Due is when an answer is due; zero where nobody said, or there is one.
		Due     time.Time
		Overdue bool
		Reply   Reply // the one on this page, none where there is none
		Page
		// Answered: it can be rated, once, and reopened. Stars are those chosen.
		Answered, Rated bool
		Stars           int
	}
)

// Stage is a step on the way to an answer. At is when it was taken, zero where
// nobody said.
type Stage struct {
	State event.AppealState
	Done  bool
	At    time.Time
}

// Reply is what was written to the rider, or a part of it that fits a page.
type Reply struct {
	At         time.Time
	State      event.AppealState
	Text       string
	Unreadable bool
}

type (
	// ChooseStars picks how content the rider is, 1 to 5; Rate records it.
	ChooseStars struct{ Stars int }
	Rate        struct{}
)

func (AppealShown) screen() {}
func (ChooseStars) action() {}
func (Rate) action()        {}

// progress is an appeal followed up.
type progress struct {
	code    string
	shown   AppealShown
	replies []Reply // a page each
	page    int
}

func (progress) claims() {}

func (progress) patience(c Config) time.Duration { return c.Reading }

// progressOf takes what the station knows of an appeal.
func (m *machine) progressOf(code string, p station.AppealProgress) progress {
	round := 0
	for _, s := range p.Steps {
		round = max(round, s.Round)
	}
	at := progress{code: code, shown: AppealShown{State: p.State, Round: round + 1, Overdue: p.Overdue}}
	at.shown.Stages = m.stages(p.Steps, round)
	at.shown.Rated = p.State == event.AppealState_APPEAL_STATE_RATED
	at.shown.Answered = at.shown.Rated || p.State == event.AppealState_APPEAL_STATE_ANSWERED
	if !p.Due.IsZero() && !at.shown.Answered {
		at.shown.Due = p.Due.In(m.cfg.Zone)
	}
	for i := len(p.Steps) - 1; i >= 0; i-- {
		at.replies = append(at.replies, m.replies(p.Steps[i])...)
	}
	return at
}

// stages are those of the round: the appeal came in, or back; went to a
// department; is looked into; is answered. A later one implies the earlier.
func (m *machine) stages(steps []station.AppealStep, round int) []Stage {
	stages := []Stage{
		{State: event.AppealState_APPEAL_STATE_RECEIVED},
		{State: event.AppealState_APPEAL_STATE_ASSIGNED},
		{State: event.AppealState_APPEAL_STATE_IN_PROGRESS},
		{State: event.AppealState_APPEAL_STATE_ANSWERED},
	}
	if round > 0 {
		stages[0].State = event.AppealState_APPEAL_STATE_REOPENED
	}
	for _, s := range steps {
		for i := range stages {
			if s.Round == round && s.State == stages[i].State {
				stages[i].At = s.At.In(m.cfg.Zone)
				for j := range i + 1 {
					stages[j].Done = true
				}
			}
		}
	}
	return stages
}

// replies are the pages of what was written with a step.
func (m *machine) replies(s station.AppealStep) []Reply {
	r := Reply{At: s.At.In(m.cfg.Zone), State: s.State, Unreadable: s.Unreadable}
	if s.Unreadable {
		return []Reply{r}
	}
	if s.Text == "" {
		return nil
	}
	var all []Reply
	for _, text := range leaves(s.Text, replyPage.in(m.session.look)) {
		r.Text = text
		all = append(all, r)
	}
	return all
}

func (at progress) screen(*machine) Screen {
	s := at.shown
	if len(at.replies) == 0 {
		s.Page = Page{0, 1}
		return s
	}
	shown, page := cut(at.replies, at.page, 1)
	s.Reply, s.Page = shown[0], page
	return s
}

func (at progress) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.leave()
	case Turn:
		_, page := cut(at.replies, at.page+a.By, 1)
		at.page = page.Index
		m.goTo(at)
	case ChooseStars:
		if at.shown.Answered && !at.shown.Rated && a.Stars >= 1 && a.Stars <= 5 {
			at.shown.Stars = a.Stars
			m.goTo(at)
		}
	case Rate:
		at.rate(m)
	case AskReopen:
		if at.shown.Answered {
			m.goTo(reopening{from: at})
		}
	}
}

func (at progress) rate(m *machine) {
	if at.shown.Stars == 0 {
		return
	}
	m.work(i18n.BusyRating, func() func(*machine) {
		err := m.cfg.Desk.RateAppeal(at.code, at.shown.Stars)
		return func(m *machine) { at.moved(m, err, i18n.AppealRated) }
	})
}

// moved shows the appeal anew after it was moved on, or says why it was not.
func (at progress) moved(m *machine, err error, notice i18n.Key) {
	if err != nil {
		m.say(explain(err))
		return
	}
	m.follow(at.code, notice)
}
