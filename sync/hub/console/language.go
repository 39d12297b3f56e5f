package console

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// language is "zh" or "en".
type language string

// languageOf is what ?lang= asks for, else the first of the browser's that the
// page speaks, else Chinese.
func languageOf(r *http.Request) language {
	asked := append([]string{r.URL.Query().Get("lang")}, strings.Split(r.Header.Get("Accept-Language"), ",")...)
	for _, a := range asked {
		a = strings.ToLower(strings.TrimSpace(a))
		for _, l := range []language{"zh", "en"} {
			if strings.HasPrefix(a, string(l)) {
				return l
			}
		}
	}
	return "zh"
}

// Pick is zh or en, whichever is the language's, or the other where that is
// empty.
func (l language) Pick(zh, en string) string {
	if (l == "en" && en != "") || zh == "" {
		return en
	}
	return zh
}

// Ago says how long before now a time was.
func (l language) Ago(now, t time.Time) string {
	if t.IsZero() {
		return l.Pick("从未", "never")
	}
	d := max(0, now.Sub(t))
	switch {
	case d < time.Minute:
		return fmt.Sprintf(l.Pick("%d 秒前", "%d s ago"), int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf(l.Pick("%d 分钟前", "%d min ago"), int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf(l.Pick("%d 小时前", "%d h ago"), int(d.Hours()))
	}
	return fmt.Sprintf(l.Pick("%d 天前", "%d days ago"), int(d.Hours()/24))
}

// Day is the date of a slot, with its weekday.
func (l language) Day(t time.Time) string {
	if l == "en" {
		return t.Format("Mon 2 Jan")
	}
	return fmt.Sprintf("%d月%d日 周%s", t.Month(), t.Day(), string([]rune("日一二三四五六")[t.Weekday()]))
}

// Epoch names an epoch of a station's journal.
func (l language) Epoch(n uint32) string { return fmt.Sprintf(l.Pick("第 %d 期", "epoch %d"), n) }

// kinds are the names of what records say.
var kinds = map[string][2]string{
	"epoch_started": {"日志开始", "Journal begun"},
	"person":        {"身份已封存", "Identity sealed"},
	"check_in":      {"签到", "Check-in"},
	"booking":       {"预约", "Booking"},
	"cancellation":  {"取消预约", "Cancellation"},
	"pass_issued":   {"发放通行码", "Pass issued"},
	"unknown":       {"新版本记录", "Of a later version"},
	"unreadable":    {"无法读取", "Unreadable"},
}

// Kind is what a kind of record is called.
func (l language) Kind(kind string) string {
	if names, known := kinds[kind]; known {
		return l.Pick(names[0], names[1])
	}
	return kind
}
