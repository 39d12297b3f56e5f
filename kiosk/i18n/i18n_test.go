package i18n

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

func TestEveryTextIsInBothLanguages(t *testing.T) {
	for _, key := range Every()[1:] {
		if texts[key][ZH] == "" || texts[key][EN] == "" {
			t.Errorf("key %d says %q", key, texts[key])
		}
	}
	if ZH.Say(None)+EN.Say(None) != "" {
		t.Error("None says something")
	}
}

func TestBothLanguagesTakeEqualArguments(t *testing.T) {
	verb := regexp.MustCompile(`%[a-z]`)
	for _, key := range Every() {
		a, b := verb.FindAllString(texts[key][ZH], -1), verb.FindAllString(texts[key][EN], -1)
		if !slices.Equal(a, b) {
			t.Errorf("%q takes %v in Chinese, %v in English", texts[key], a, b)
		}
	}
}

func TestNoTextClaimsAConnection(t *testing.T) {
	claim := regexp.MustCompile(`(?i)connected|online|已连接|在线`)
	for _, key := range Every() {
		if claim.MatchString(texts[key][ZH]) || claim.MatchString(texts[key][EN]) {
			t.Errorf("%q claims a connection", texts[key])
		}
	}
}

func TestDatesAndTimes(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	now := time.Date(2026, 12, 31, 23, 30, 0, 0, zone)
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 5, 0, 0, zone) }
	for _, c := range []struct{ got, want string }{
		{ZH.Day(at(31, 9), now), "12月31日 今天"},
		{EN.Day(at(31, 9), now), "Today, 31 Dec"},
		{ZH.Day(at(32, 9), now), "1月1日 明天"},
		{EN.Day(at(33, 9), now), "Sat, 2 Jan"},
		{ZH.Day(at(34, 9), now), "1月3日 周日"},
		{EN.Weekday(at(31, 9), now.UTC()), "Today"}, // UTC is still on the 31st, so is the zone of t
		{ZH.Span(at(31, 23), 60), "23:05–00:05"},
		{ZH.Moment(at(31, 9), now), "09:05"},
		{ZH.Moment(at(30, 9), now), "12月30日 09:05"},
		{ZH.Ago(59 * time.Second), "刚刚"},
		{ZH.Ago(61 * time.Minute), "1 小时前"},
		{EN.Ago(47 * time.Hour), "47 h ago"},
		{EN.Ago(49 * time.Hour), "2 days ago"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestATextMissingInOneLanguageIsGivenInTheOther(t *testing.T) {
	if got := EN.Pick("法律援助", ""); got != "法律援助" {
		t.Errorf("got %q", got)
	}
	if got := ZH.Pick("", "Legal aid"); got != "Legal aid" {
		t.Errorf("got %q", got)
	}
}
