package phone

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// again is another phone on which the rider's pass is.
func (r *rider) again() *rider {
	r.Helper()
	other := r.rider()
	other.Jar.SetCookies(r.home(), []*http.Cookie{{Name: passCookie, Value: r.cookie(passCookie), Path: "/"}})
	other.get(Path(r.screen.Token())).has(r, http.StatusOK)
	return other
}

// One rider with two phones has one of everything; what one phone has done, the
// other shows.
func TestTwoPhonesOfOneRider(t *testing.T) {
	p, s := furnished(t)
	one := p.scan()
	one.checkIn().has(t, http.StatusOK, "签到成功")
	two := one.again()
	two.checkIn().has(t, http.StatusOK, "您已签到")
	late := two.form(two.confirming("health-check", "health-check-later"), "/book")
	ticket := one.bookReal("health-check", "health-check-soon")
	two.post("/book", late).has(t, http.StatusOK, "这项服务您已约过", "14:02")
	two.post("/cancel", two.form(two.get(ticket.path), "/cancel")).has(t, http.StatusOK, "已取消")
	one.get(ticket.path).has(t, http.StatusNotFound, "没有这个预约")
	one.post("/cancel", one.form(two.bookReal("health-check", "health-check-soon"), "/cancel")) // the other phone's form
	if held, err := s.Bookings(one.who(s)); err != nil || len(held) != 1 {
		t.Errorf("%d bookings, %v; a form of another phone acted", len(held), err)
	}
}

// Whoever lends their phone takes their pass off it: the next rider is somebody
// else, and the pass stays good.
func TestPassLeavesThePhone(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	r.bookReal("health-check", "health-check-soon")
	first, text := r.who(s), r.cookie(passCookie)
	form := r.form(r.get("/pass"), "/leave")
	r.post("/leave", form).has(t, http.StatusOK, "已从这部手机移走", "还没有通行码")
	if r.cookie(passCookie) != "" {
		t.Error("the phone keeps the pass")
	}
	r.get("/bookings").has(t, http.StatusOK, "还没有预约")
	r.checkIn().has(t, http.StatusOK, "签到成功")
	if r.who(s) == first {
		t.Error("the next rider is the one before")
	}
	if rider, err := s.ByPass(text); err != nil || rider.Pseudonym != first {
		t.Errorf("the pass that left finds %v, %v", rider, err)
	}
}

// With two passes on the phone, the one that leaves gives way to the other.
func TestTheOtherPassRemains(t *testing.T) {
	k := atTheCounter(t)
	own := k.scan()
	own.checkIn()
	first := own.cookie(passCookie)
	path, _ := k.offer()
	own.post(path, own.form(own.get(path), path)).has(t, http.StatusOK, "通行码已放到这部手机")
	own.post("/leave", own.form(own.get("/pass"), "/leave")).has(t, http.StatusOK, "已从这部手机移走", "/pass.png")
	if got := own.cookie(passCookie); got != first {
		t.Error("the phone does not have its own pass again")
	}
	if own.cookie(beforeCookie) != "" {
		t.Error("the pass that left is still at hand")
	}
}

func TestFirstPageSaysWhatIsNext(t *testing.T) {
	p, _ := furnished(t)
	p.scan().bookReal("legal-aid", "legal-aid-soon")
	r := p.scan()
	r.checkIn()
	r.get("/").has(t, http.StatusOK, "现有 5 分")
	r.bookReal("legal-aid", "legal-aid-soon")
	page := r.get("/")
	page.has(t, http.StatusOK, "<b>您在排队</b><span>法律援助 · 今天 11月3日 周二 14:02</span>", `href="/booking?ref=`)
	r.bookReal("health-check", "health-check-tomorrow")
	r.get("/").has(t, http.StatusOK, "法律援助 · 今天", "<em>2</em>", `class="row mine" href="/bookings"`)
}

// TestBackShowsNothing: once the rider is off the phone, going back shows
// nothing of them, whatever the browser kept.
func TestBackShowsNothing(t *testing.T) {
	p, _ := furnished(t, realCodes)
	phone := p.thumb(small)
	phone.tap("#check-in", "#checked-in")
	phone.visit("/service?id=health-check", "service")
	phone.tap("a.slot", "#confirm")
	phone.tap("#book", ".ticket")
	phone.tap("nav a:nth-child(3)", "#pass .qr")
	phone.tap("#leave summary", "#leave-pass")
	phone.tap("#leave-pass", "#pass .empty")
	phone.do(chromedp.NavigateBack(), chromedp.WaitVisible("#pass .empty")) // where the pass was
	phone.do(chromedp.NavigateBack(), chromedp.WaitVisible("#say"))         // where the booking was
	phone.says("没有这个预约")
	p.clock.pass(sessionIdle + 1)
	phone.do(chromedp.NavigateBack(), chromedp.WaitVisible("#say"))
	phone.says("请重新扫码")
}

// A form of one phone's page does nothing from another's, nor from a page of
// somebody else's that sends it without the session.
func TestForeignFormDoesNothing(t *testing.T) {
	p, s := furnished(t)
	victim, other := p.scan(), p.scan()
	victim.checkIn()
	other.checkIn()
	ticket := victim.bookReal("health-check", "health-check-soon")
	form := victim.form(ticket, "/cancel")
	other.post("/cancel", form).has(t, http.StatusForbidden, "页面已过期")
	p.rider().post("/cancel", form).has(t, http.StatusForbidden, "请重新扫码")
	form.Set("csrf", strings.Repeat("A", 26))
	victim.post("/cancel", form).has(t, http.StatusForbidden)
	victim.post("/cancel", url.Values{"ref": form["ref"], "once": form["once"]}).has(t, http.StatusForbidden)
	if held, err := s.Bookings(victim.who(s)); err != nil || len(held) != 1 {
		t.Errorf("%d bookings, %v", len(held), err)
	}
}
