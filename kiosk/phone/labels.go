package phone

import (
	"strconv"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// The methods below are what templates call things by.

// Fill puts a number in place of a text's #.
func (f frame) Fill(text string, n int) string { return f.Words(text, strconv.Itoa(n)) }

// Number counts from 1 what templates count from 0.
func (f frame) Number(i int) int { return i + 1 }

// Time is "今天 8月3日 周一 14:30".
func (f frame) Time(t time.Time) string { return f.Day(t) + " " + f.Hour(t) }

// Ahead reports whether t is still to come.
func (f frame) Ahead(t time.Time) bool { return t.After(f.now) }

// When is "明天 8月4日 周二 14:00–17:00", or with both days where a task ends on
// another.
func (f frame) When(t station.Task) string {
	from := f.Time(t.Starts)
	switch {
	case t.Ends.IsZero():
		return f.Words(f.T.FromThen, from)
	case f.Day(t.Starts) == f.Day(t.Ends):
		return from + "–" + f.Hour(t.Ends)
	}
	return from + " – " + f.Time(t.Ends)
}

// Words puts others in place of a text's #.
func (f frame) Words(text, others string) string { return strings.ReplaceAll(text, "#", others) }

// State is what an appeal has come to.
func (f frame) State(state event.AppealState) string {
	return map[event.AppealState]string{
		event.AppealState_APPEAL_STATE_RECEIVED:    f.T.Received,
		event.AppealState_APPEAL_STATE_ASSIGNED:    f.T.Assigned,
		event.AppealState_APPEAL_STATE_IN_PROGRESS: f.T.InProgress,
		event.AppealState_APPEAL_STATE_ANSWERED:    f.T.Answered,
		event.AppealState_APPEAL_STATE_RATED:       f.T.Rated,
		event.AppealState_APPEAL_STATE_REOPENED:    f.T.Reopened,
	}[state]
}

// Dimension is what a part of the directory is called.
func (f frame) Dimension(id string) string {
	return map[string]string{
		station.Platform: f.T.Platform, station.Industry: f.T.Industry,
		station.Territory: f.T.Territory, station.Online: f.T.Online,
	}[id]
}

// Subject is what a kind of data is called.
func (f frame) Subject(id string) string {
	name := map[string]string{
		"visit": f.T.SubjectVisit, "booking": f.T.SubjectBooking, "consent": f.T.SubjectConsent,
		"person": f.T.SubjectPerson, "name": f.T.SubjectName, "pass": f.T.SubjectPass,
		"points": f.T.SubjectPoints, "points balance": f.T.SubjectBalance, "learning": f.T.SubjectLearning,
		"task": f.T.SubjectTask, "appeal": f.T.SubjectAppeal, "hazard": f.T.SubjectHazard,
		"story": f.T.SubjectStory, "membership": f.T.SubjectMembership, "member status": f.T.SubjectMembership,
	}[id]
	if name == "" {
		return f.T.SubjectOther
	}
	return name
}

// Taken reports whether the rider has taken a task, Did whether they did it.
func (f frame) Taken(t station.Task) bool { return t.State == accepted }
func (f frame) Did(t station.Task) bool   { return t.State == done }

// Star is what so many stars out of five say.
func (f frame) Star(stars int) string { return f.T.Stars[stars-1] }

// Best are the stars to choose from, the best first.
func (f frame) Best() []int { return []int{5, 4, 3, 2, 1} }

// FullWord is what a full slot of a service still offers.
func (f frame) FullWord(s station.Service) string {
	if beyondFull(s) == queue {
		return f.T.QueueHere
	}
	return f.T.AskHere
}

// Standing is what a slot says to whom has booked it, or waits for it.
func (f frame) Standing(b station.Booking) string {
	switch t := (ticket{Booking: b}); {
	case t.Asked():
		return f.T.YoursAsked
	case t.Waits():
		return f.T.YoursQueued
	}
	return f.T.Yours
}

// Ages is "3–12 岁", or says the one end there is.
func (f frame) Ages(s station.Service) string {
	switch {
	case s.MaxAge == 0:
		return f.Fill(f.T.AgeFrom, s.MinAge)
	case s.MinAge == 0:
		return f.Fill(f.T.AgeTo, s.MaxAge)
	}
	return strconv.Itoa(s.MinAge) + "–" + f.Fill(f.T.AgeTop, s.MaxAge)
}

// Signed is a number of points with its sign: "+5", "-10".
func (f frame) Signed(points int64) string {
	if points > 0 {
		return "+" + strconv.FormatInt(points, 10)
	}
	return strconv.FormatInt(points, 10)
}
