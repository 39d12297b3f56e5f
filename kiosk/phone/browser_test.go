package phone

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/nuanxin/station-kit/internal/chromium"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// thumb is a rider's in a real browser at phone size.
type thumb struct {
	*place
	tab    context.Context
	screen chromium.Screen
}

func (p *place) thumb(screen chromium.Screen) thumb {
	p.Helper()
	t := thumb{p, chromium.Open(p, screen), screen}
	t.do(chromedp.Navigate(p.page.URL(strings.TrimPrefix(p.web.URL, "http://"))))
	return t
}

func (t thumb) do(steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := t.try(steps...); err != nil {
		t.Fatal(err)
	}
}

// try takes each step, and takes it again where the page it began on was just
// then replaced: over a slow line a page comes in pieces.
func (t thumb) try(steps ...chromedp.Action[chromedp.Void]) (err error) {
	for _, step := range steps {
		for range 5 {
			if err = chromedp.Do(t.tab, step); err == nil || !strings.Contains(err.Error(), "node with given id") {
				break
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tap scrolls what the selector finds to the middle, clear of the bar at the
// bottom, touches it there, and waits for what comes next.
func (t thumb) tap(selector, next string) {
	t.Helper()
	scroll := fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "center"})`, selector)
	t.do(chromedp.WaitVisible(selector))
	if _, err := chromedp.Run(t.tab, chromedp.Evaluate[any](scroll)); err != nil {
		t.Fatal(err)
	}
	if err := t.try(chromedp.Tap(selector), chromedp.WaitVisible(next)); err != nil {
		t.Fatalf("tapping %s did not lead to %s: %v", selector, next, err)
	}
}

func (t thumb) says(texts ...string) {
	t.Helper()
	body, err := chromedp.Run(t.tab, chromedp.Text("body"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("the screen does not say %q:\n%s", text, body)
		}
	}
}

// look measures the page as drawn: nothing wider than the screen, nothing to
// touch smaller than 48 pixels, every image loaded, the style in force; and has
// axe-core judge it.
func (t thumb) look(name string) {
	t.Helper()
	t.loaded()
	bad, err := chromedp.Run(t.tab, chromedp.Evaluate[[]string](measure))
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range bad {
		t.Errorf("%s: %s", name, each)
	}
	if !t.screen.NoScript { // axe is a script, too
		for _, each := range chromium.Accessible(t, t.tab) {
			t.Errorf("%s: %s", name, each)
		}
	}
	chromium.Shoot(t, t.tab, name)
}

// loaded waits for the images, too. It asks again and again, as a page without
// JavaScript tells of no event.
func (t thumb) loaded() {
	t.Helper()
	for {
		state, err := chromedp.Run(t.tab, chromedp.Evaluate[string]("document.readyState"))
		if err != nil {
			t.Fatal(err)
		}
		if state == "complete" {
			return
		}
		t.do(chromedp.Sleep(10 * time.Millisecond))
	}
}

const measure = `(() => {
	const bad = [];
	const wide = document.documentElement.scrollWidth;
	if (wide > innerWidth) bad.push("page is " + wide + " px wide on " + innerWidth);
	for (const e of document.querySelectorAll("a, button, summary, label.pick, textarea, .code")) {
		const r = e.getBoundingClientRect();
		if (r.width && (r.height < 48 || r.width < 48)) bad.push(e.outerHTML.slice(0, 60) + " is " + r.width + " x " + r.height);
	}
	for (const e of document.querySelectorAll("h1, h2, p, b, em, dd, button, nav a"))
		if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline") bad.push(e.tagName + " clips " + e.textContent.slice(0, 40));
	for (const e of document.images) if (!e.complete || !e.naturalWidth) bad.push("image " + e.src + " did not load");
	if (getComputedStyle(document.body).backgroundColor !== "rgb(251, 245, 234)") bad.push("the style did not load");
	return bad;
})()`

func realCodes(c *Config) { c.QR = qr.PNG }

// A rider checks in, books, finds the booking and the pass, and cancels, by
// taps alone.
func (t thumb) wholeVisit(prefix string) {
	t.do(chromedp.WaitVisible("#check-in"))
	t.look(prefix + "1-home")
	t.tap("#check-in", "#checked-in")
	t.says("签到成功", "11:02")
	t.look(prefix + "2-checked-in")
	t.tap("#checked-in .button", "#home")
	t.look(prefix + "3-home-after")
	t.tap("a.service", "#service")
	t.look(prefix + "4-service")
	t.tap(".days a:nth-child(2)", ".days a:nth-child(2).on")
	t.tap("a.slot", "#confirm")
	t.says("明天 8月4日 周二", "10:30–11:00")
	t.look(prefix + "5-confirm")
	t.tap("#book", ".ticket")
	t.says("预约成功", "健康检查", "test-1/1/2")
	t.look(prefix + "6-receipt")
	t.do(chromedp.Reload(), chromedp.WaitVisible(".ticket"))
	t.tap("nav a:nth-child(2)", "#bookings .booking")
	t.look(prefix + "7-bookings")
	t.tap("nav a:nth-child(3)", "#pass .qr")
	t.look(prefix + "8-pass")
	if t.desk.bookings() != 1 || len(t.desk.visitors()) != 1 {
		t.Errorf("%d bookings, %d visitors, want one each", t.desk.bookings(), len(t.desk.visitors()))
	}
	t.tap("nav a:nth-child(2)", "#bookings .booking")
	t.tap(".booking", ".ticket")
	t.tap("summary", "#cancel")
	t.look(prefix + "9-cancel")
	t.tap("#cancel", "#bookings .empty")
	t.says("已取消")
	t.look(prefix + "10-cancelled")
	if t.desk.bookings() != 0 {
		t.Error("the booking is still held")
	}
}

func TestVisitByTaps(t *testing.T) {
	open(t, realCodes).thumb(chromium.Phone).wholeVisit("phone-")
}

func TestVisitWithoutJavaScript(t *testing.T) {
	screen := chromium.Phone
	screen.NoScript = true
	open(t, realCodes).thumb(screen).wholeVisit("phone-noscript-")
}

func TestVisitInEnglishOnASmallPhone(t *testing.T) {
	screen := chromium.Phone
	screen.Width, screen.Height = 320, 568
	p := open(t, realCodes)
	phone := p.thumb(screen)
	phone.tap(".lang", "[lang=en] #home")
	phone.look("phone-en-1-home")
	phone.tap("a.service", "#service")
	p.desk.take(health)
	phone.tap("a.slot", "#confirm .note") // taken while it was on the screen
	phone.says("This time is full")
	phone.look("phone-en-2-full")
	phone.tap(".quiet", "#service")
	phone.tap("a.slot:not(.full)", "#confirm")
	phone.look("phone-en-3-confirm")
	phone.tap("#book", ".ticket")
	phone.says("Your place is booked")
	phone.look("phone-en-4-receipt")
	phone.tap("nav a:nth-child(3)", "#pass .qr")
	phone.look("phone-en-5-pass")
}

func TestExpiredCodeOnAPhone(t *testing.T) {
	p := open(t)
	old := p.page.URL(strings.TrimPrefix(p.web.URL, "http://"))
	p.screen.turn("another")
	phone := thumb{p, chromium.Open(t, chromium.Phone), chromium.Phone}
	phone.do(chromedp.Navigate(old), chromedp.WaitVisible("#say"))
	phone.says("请重新扫码")
	phone.look("phone-expired")
}
