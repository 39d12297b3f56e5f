package i18n

import (
	"fmt"
	"time"
)

var weekdays = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Clock is the time of day, 24 hours.
func (l Lang) Clock(t time.Time) string { return t.Format("15:04") }

// Date is month and day.
func (l Lang) Date(t time.Time) string {
	if l == EN {
		return t.Format("2 Jan")
	}
	return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
}

// Weekday is the short name of the day, or "today" and "tomorrow" as seen
// from now. Both times are taken in the zone of t.
func (l Lang) Weekday(t, now time.Time) string {
	now = now.In(t.Location())
	switch {
	case sameDay(t, now):
		return l.Say(Today)
	case sameDay(t, now.AddDate(0, 0, 1)):
		return l.Say(Tomorrow)
	case l == EN:
		return t.Format("Mon")
	}
	return weekdays[t.Weekday()]
}

// Day is date and weekday.
func (l Lang) Day(t, now time.Time) string {
	if l == EN {
		return l.Weekday(t, now) + ", " + l.Date(t)
	}
	return l.Date(t) + " " + l.Weekday(t, now)
}

// Span is the times at which something of so many minutes begins and ends.
func (l Lang) Span(t time.Time, minutes int) string {
	return l.Clock(t) + "–" + l.Clock(t.Add(time.Duration(minutes)*time.Minute))
}

// Moment is the time of day, with the date before it where it is not today.
func (l Lang) Moment(t, now time.Time) string {
	if sameDay(t, now.In(t.Location())) {
		return l.Clock(t)
	}
	return l.Date(t) + " " + l.Clock(t)
}

// Ago is how long something is past, in its largest whole unit.
func (l Lang) Ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return l.Say(JustNow)
	case d < time.Hour:
		return l.Say(MinutesAgo, int(d.Minutes()))
	case d < 48*time.Hour:
		return l.Say(HoursAgo, int(d.Hours()))
	}
	return l.Say(DaysAgo, int(d.Hours())/24)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
