package phone

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// lang is what a page is written in; the zero value is Chinese.
type lang string

const (
	chinese lang = "zh"
	english lang = "en"
)

// langOf is one of the two there are.
func langOf(isEnglish bool) lang {
	if isEnglish {
		return english
	}
	return chinese
}

// language is what the query asks for, else what this phone asked for before.
func language(r *http.Request) lang {
	asked := r.URL.Query().Get("lang")
	if asked == "" {
		asked = cookie(r, languageCookie)
	}
	return langOf(lang(asked) == english)
}

// language keeps the language that the query asks for.
func (s *Server) language(w http.ResponseWriter, c *call) {
	if c.URL.Query().Has("lang") {
		keep(w, languageCookie, string(c.lang), longLived)
	}
}

// Text picks the language's part of a text of the station.
func (l lang) Text(t station.Text) string {
	if l == english && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// date is "8月3日 周一" or "Mon 3 Aug".
func (l lang) date(t time.Time) string {
	if l == english {
		return fmt.Sprintf("%s %d %s", l.weekday(t), t.Day(), l.month(t))
	}
	return fmt.Sprintf("%s%d日 %s", l.month(t), t.Day(), l.weekday(t))
}

// short is a day on the strip: "8/3" or "3 Aug".
func (l lang) short(t time.Time) string {
	if l == english {
		return fmt.Sprintf("%d %s", t.Day(), l.month(t))
	}
	return fmt.Sprintf("%d/%d", t.Month(), t.Day())
}

// near is "今天", "明天" or the day of the week.
func (l lang) near(t, now time.Time) string {
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return l.words().Today
	case now.AddDate(0, 0, 1).Format(time.DateOnly):
		return l.words().Tomorrow
	}
	return l.weekday(t)
}

func (l lang) weekday(t time.Time) string { return strings.Fields(l.words().Weekdays)[t.Weekday()] }
func (l lang) month(t time.Time) string   { return strings.Fields(l.words().Months)[t.Month()-1] }

// places is "余 3 位", "1 place left".
func (l lang) places(n int) string {
	w := l.words()
	unit := w.Places
	if n == 1 {
		unit = w.Place
	}
	return strings.TrimSpace(fmt.Sprintf("%s %d %s", w.Left, n, unit))
}
