package screen

import (
	"strings"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// sentence says a record in plain words.
func (s sheet) sentence(l flow.DataLine) string {
	name := s.pick(l.Name)
	switch v := l.Item.Value.(type) {
	case station.PersonItem:
		return s.say(i18n.SaidPerson)
	case station.NameToday:
		return s.say(i18n.SaidName, strings.TrimSpace(v.Masked+" "+v.PhoneTail))
	case station.VisitItem:
		return s.visit(v)
	case station.Consent:
		return s.consented(v, name)
	case station.HeldBooking:
		when := v.Starts.In(s.view.Now.Location())
		return s.say(i18n.SaidBooking, or(name, v.Service), s.lang.Moment(when, s.view.Now), s.state(v.State))
	case station.PointsEntry:
		return s.say(i18n.SaidPoints, s.signed(v.Points), or(name, s.pointsKind(v)))
	case map[string]int64:
		return s.say(i18n.SaidBalance, v["points"])
	case station.Progress:
		return s.learnt(v, or(name, v.Pack))
	case station.TaskItem:
		return s.say(i18n.SaidTask, or(name, v.Task), s.state(v.State))
	case station.SubmissionItem:
		return s.say(i18n.SaidSubmission, or(name, s.say(keptAs(l.Item.Subject).title)))
	case station.HeldPass:
		return s.heldPass(v)
	case station.MemberItem:
		return s.say(i18n.SaidMember, v.State)
	}
	return s.say(i18n.SaidRecord)
}

// or is the first text that says something.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (s sheet) visit(v station.VisitItem) string {
	if v.Seconds == 0 {
		return s.say(i18n.SaidVisit)
	}
	return s.say(i18n.SaidStay, int((v.Seconds+59)/60))
}

func (s sheet) consented(v station.Consent, name string) string {
	if v.Given {
		return s.say(i18n.SaidGiven, name)
	}
	return s.say(i18n.SaidWithdrawn, name)
}

func (s sheet) signed(points int64) string {
	if points < 0 {
		return s.say(i18n.PointsLess, points)
	}
	return s.say(i18n.PointsMore, points)
}

// pointsKind says what an entry of points is.
func (s sheet) pointsKind(e station.PointsEntry) string {
	switch {
	case e.Reason != "":
		return s.say(i18n.PointsBack)
	case e.Reward != "":
		return s.say(i18n.PointsSpent)
	}
	return s.say(i18n.PointsEarned)
}

func (s sheet) learnt(v station.Progress, name string) string {
	if v.Questions > 0 {
		return s.say(i18n.SaidQuiz, name, v.Right, v.Questions)
	}
	return s.say(i18n.SaidRead, name, v.Page)
}

func (s sheet) heldPass(v station.HeldPass) string {
	if v.Revoked {
		return s.say(i18n.SaidRevoked)
	}
	return s.say(i18n.SaidPass, s.lang.Date(v.Expires.In(s.view.Now.Location())))
}

// states are the words of bookings and tasks in records.
var states = map[string]i18n.Key{
	"confirmed":           i18n.StateConfirmed,
	"provisional":         i18n.StateProvisional,
	"waiting":             i18n.StateWaiting,
	"called":              i18n.StateCalled,
	"attended":            i18n.StateAttended,
	"no_show":             i18n.StateNoShow,
	"lapsed":              i18n.StateLapsed,
	"TASK_STATE_ACCEPTED": i18n.TaskAccepted,
	"TASK_STATE_DECLINED": i18n.TaskDeclined,
	"TASK_STATE_DONE":     i18n.TaskDone,
}

// state says a state, and one that has no words yet as it is.
func (s sheet) state(word string) string {
	if key, ok := states[word]; ok {
		return s.say(key)
	}
	return word
}
