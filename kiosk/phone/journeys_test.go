package phone

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nuanxin/station-kit/internal/chromium"
	"github.com/nuanxin/station-kit/station"
)

// small and large are the screens that every page is looked at on.
var (
	small = chromium.Screen{Width: 360, Height: 640, Scale: 2, Touch: true}
	large = chromium.Screen{Width: 412, Height: 915, Scale: 2, Touch: true}
)

// journey takes one way through the pages on each screen, in Chinese on the
// small one and in English on the large one.
func journey(t *testing.T, name string, take func(t thumb, prefix string, s *station.Station)) {
	t.Run("zh", func(t *testing.T) {
		p, s := furnished(t, realCodes)
		take(p.thumb(small), name+"-zh-", s)
	})
	t.Run("en", func(t *testing.T) {
		p, s := furnished(t, realCodes)
		phone := p.thumb(large)
		phone.tap(".lang", "[lang=en] #home")
		take(phone, name+"-en-", s)
	})
}

// visit opens a page by its address, as a link would.
func (t thumb) visit(path, page string) {
	t.Helper()
	t.do(chromedp.Navigate(t.web.URL+path), chromedp.WaitVisible("#"+page))
}

// open unfolds a detail.
func (t thumb) unfold(next string) {
	t.Helper()
	t.tap("summary", next)
}

func (t thumb) types(selector, text string) {
	t.Helper()
	t.do(chromedp.WaitVisible(selector), chromedp.SendKeys(selector, text))
}

func TestBookingPages(t *testing.T) {
	journey(t, "book", func(t thumb, prefix string, s *station.Station) {
		t.look(prefix + "01-home")
		t.tap("#check-in", "#checked-in")
		t.look(prefix + "02-checked-in")
		t.visit("/", "home")
		t.look(prefix + "03-home-in")
		t.visit("/service?id=legal-aid", "service")
		t.tap("a.slot", "#confirm")
		t.look(prefix + "04-consent")
		t.tap("#book", ".ticket")
		t.look(prefix + "05-receipt")
		t.tap("#move", "#service")
		t.look(prefix + "06-move")
		t.tap("a.slot", "#confirm")
		t.look(prefix + "07-move-to")
		other := t.scan()
		other.bookReal("health-check", "health-check-soon")
		t.visit("/service?id=health-check", "service")
		t.look(prefix + "08-full")
		t.tap("a.slot.full", "#confirm")
		t.look(prefix + "09-ask")
		t.tap("#book", ".ticket")
		t.look(prefix + "10-asked")
		t.unfold("#cancel")
		t.look(prefix + "11-cancel")
		t.visit("/confirm?service=childcare&slot=childcare-soon", "confirm")
		t.look(prefix + "12-ages")
		t.visit("/bookings", "bookings")
		t.look(prefix + "13-bookings")
		t.visit("/pass", "pass")
		t.look(prefix + "14-pass")
		t.unfold("#new-pass")
		t.look(prefix + "15-new-pass")
		t.visit("/nowhere", "say")
		t.look(prefix + "16-nowhere")
	})
}

func TestAppealPages(t *testing.T) {
	journey(t, "appeal", func(t thumb, prefix string, s *station.Station) {
		t.tap("#check-in", "#checked-in")
		t.visit("/appeals", "appeals")
		t.look(prefix + "01-categories")
		t.tap("a.row", "#appeal")
		t.look(prefix + "02-form")
		t.tap("#file", "#appeal .note")
		t.look(prefix + "03-nothing-said")
		t.types("#text", "上个月少算了三百块，找站长也没用。")
		t.tap("#file", ".claim")
		t.look(prefix + "04-filed")
		code, err := chromedp.Run(t.tab, chromedp.Text(".claim b"))
		if err != nil {
			t.Fatal(err)
		}
		t.visit("/appeals", "appeals")
		t.types("#code", code)
		t.tap("#follow", "#progress")
		t.look(prefix + "05-received")
		reply(t, s, code, answered, 0, "差额已补发，请查收。\n如有疑问，请到街道总工会窗口。")
		t.do(chromedp.Reload(), chromedp.WaitVisible(".star"))
		t.look(prefix + "06-answered")
		t.unfold("#reopen")
		t.look(prefix + "07-reopen")
		t.tap(".star", ".note.good")
		t.look(prefix + "08-rated")
		t.visit("/hazard", "hazard")
		t.look(prefix + "09-hazard")
		t.tap("[name=kind]", "#hazard")
		t.types("#text", "路口井盖没了")
		t.tap("#report", ".ticket")
		t.look(prefix + "10-reported")
	})
}

func TestOtherPages(t *testing.T) {
	journey(t, "more", func(t thumb, prefix string, s *station.Station) {
		t.visit("/points", "points")
		t.look(prefix + "01-no-points")
		t.visit("/my-data", "my-data")
		t.look(prefix + "02-no-data")
		t.visit("/", "home")
		t.look(prefix + "02-wall")
		t.tap("#check-in", "#checked-in")
		t.visit("/points", "points")
		t.unfold("details button")
		t.look(prefix + "03-points")
		t.tap("details button", ".ticket")
		t.look(prefix + "04-redeemed")
		t.visit("/learning", "learning")
		t.look(prefix + "05-learning")
		t.tap("a.pack", "#lesson")
		t.look(prefix + "06-lesson")
		t.visit("/quiz?id=brakes", "quiz")
		t.look(prefix + "07-quiz")
		t.tap("[name=q0][value='1']", "#quiz")
		t.tap("[name=q1][value='1']", "#quiz")
		t.tap("#hand", "#result")
		t.look(prefix + "08-result")
		t.visit("/tasks", "tasks")
		t.look(prefix + "09-tasks")
		t.tap(".task button", ".task .quiet")
		t.look(prefix + "10-task-taken")
		t.visit("/organisations", "organisations")
		t.look(prefix + "11-organisations")
		t.visit("/notices", "notices")
		t.look(prefix + "12-notices")
		t.visit("/announcements", "announcements")
		t.look(prefix + "12-announcements")
		t.visit("/stories", "stories")
		t.look(prefix + "13-stories")
		t.visit("/my-data", "my-data")
		t.unfold("#erase")
		t.look(prefix + "14-my-data")
	})
}

// A text is written for the screen: the counter counts, the draft outlives a
// reload, the screen hears that it is being written, and once it is sent the
// phone keeps it no more.
func TestWritingPages(t *testing.T) {
	for _, a := range []Ask{
		{ID: askID, Title: "请说说情况", Hint: "发生了什么、什么时候、在哪里。越具体越好办。", Most: 200},
		{ID: askID, Title: "Say what happened", Hint: "What, when and where. The more exactly, the easier it is to settle.", Most: 200, English: true},
	} {
		b := &board{}
		p := open(t, func(c *Config) { c.Texts = b })
		lang := langOf(a.English)
		screen := small
		if a.English {
			screen = large
		}
		phone := thumb{p, chromium.Open(t, screen), screen}
		phone.do(chromedp.Navigate(p.web.URL+p.page.Offer(a)), chromedp.WaitVisible("#write"))
		phone.look("write-" + string(lang) + "-1")
		phone.types("#text", "平台少算了三百块")
		left := strings.ReplaceAll(lang.words().CharactersLeft, "#", "192")
		phone.says(left)
		phone.do(chromedp.Reload(), chromedp.WaitVisible("#write"))
		phone.says(left)
		phone.look("write-" + string(lang) + "-2")
		kept := func() string {
			text, err := chromedp.Run(phone.tab, chromedp.Evaluate[string](fmt.Sprintf("sessionStorage.getItem(%q) || ''", textPath(askID))))
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		if got := kept(); got != "平台少算了三百块" {
			t.Errorf("the phone keeps %q", got)
		}
		phone.tap("#send", "#sent")
		phone.look("write-" + string(lang) + "-3-sent")
		if got := kept(); got != "" {
			t.Errorf("once sent the phone keeps %q", got)
		}
		b.has(t, 3, askID+" 平台少算了三百块") // opened, written on, opened again
	}
}

func TestWritingForAScreenThatWaitsNoMore(t *testing.T) {
	p, _, path := asking(t, complaint)
	phone := thumb{p, chromium.Open(t, small), small}
	phone.do(chromedp.Navigate(p.web.URL+path), chromedp.WaitVisible("#write"))
	p.page.Withdraw(askID)
	phone.types("#text", "来晚了")
	phone.do(chromedp.WaitVisible("#over"))
	phone.says("屏幕上已经不等这段文字了")
	phone.tap("#send", "#say")
	phone.look("write-zh-4-over")
	p.clock.pass(time.Minute)
}

// A rider known by card takes the pass over onto a phone; another, whose phone
// holds a pass, is asked and changes back; a third comes too late.
func TestPassPages(t *testing.T) {
	k := atTheCounter(t)
	for _, screen := range []chromium.Screen{small, large} {
		name := fmt.Sprintf("take-%d-", screen.Width)
		path, _ := k.offer()
		phone := thumb{k.place, chromium.Open(t, screen), screen}
		phone.do(chromedp.Navigate(k.web.URL+path), chromedp.WaitVisible("#take"))
		phone.look(name + "1")
		phone.tap("#take button", "#pass .qr")
		phone.says("通行码已放到这部手机")
		phone.look(name + "2-taken")
		phone.tap("nav a:nth-child(2)", "#bookings .booking")
		phone.says("健康检查")
	}
	own := thumb{k.place, chromium.Open(t, small), small}
	own.do(chromedp.Navigate(k.page.URL(strings.TrimPrefix(k.web.URL, "http://"))))
	own.tap("#check-in", "#checked-in")
	path, _ := k.offer()
	own.do(chromedp.Navigate(k.web.URL+path), chromedp.WaitVisible("#take"))
	own.says("已有另一个通行码")
	own.look("take-3-another")
	own.tap("#take button", "#pass .qr")
	own.tap("#other summary", "#other-pass")
	own.look("take-4-both")
	own.tap("#other-pass", "#other:not([open])")
	own.says("已换成另一个通行码")
	late := thumb{k.place, chromium.Open(t, small), small}
	late.do(chromedp.Navigate(k.web.URL+path), chromedp.WaitVisible("#say"))
	late.says("已在别的手机上打开")
	late.look("take-5-late")
}
