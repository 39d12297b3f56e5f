package phone

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
)

const (
	health = "health-check@0803T14"
	law    = "legal-aid@0804T10"
)

func TestScanningLeavesTheTokenBehind(t *testing.T) {
	r := open(t).rider()
	got := r.get(Path(token))
	got.has(t, 200, "签到", "健康检查", "法律援助", "朝阳门暖新驿站")
	if got.path != "/" {
		t.Errorf("ended at %s, want the token gone from the address", got.path)
	}
}

func TestOldTokenOpensNothing(t *testing.T) {
	p := open(t)
	in := p.scan()
	p.screen.turn("another")
	in.get(Path(token)).has(t, http.StatusGone, "请重新扫码", `<a class="button" href="/">首页</a>`)
	r := p.rider()
	r.get(Path(token)).has(t, http.StatusGone, "请重新扫码")
	r.get(Path(token)+"?lang=en").has(t, http.StatusGone, "Scan the code again")
	if r.cookie(sessionCookie) != "" {
		t.Error("an old token opened a session")
	}
	for _, path := range []string{"/", "/bookings", "/pass", "/pass.png", "/service?id=legal-aid"} {
		r.get(path).has(t, http.StatusForbidden, "Scan the code again")
	}
}

func TestHeadOfTheCodeOpensNothing(t *testing.T) {
	p := open(t)
	answer, err := http.Head(p.web.URL + Path(token))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusGone || len(answer.Cookies()) != 0 {
		t.Errorf("HEAD gave %d and %d cookies", answer.StatusCode, len(answer.Cookies()))
	}
}

func TestCheckInOnce(t *testing.T) {
	p := open(t)
	r := p.scan()
	if p.desk.issued() != 0 {
		t.Error("a pass was issued before the rider did anything")
	}
	r.checkIn().has(t, 200, "签到成功", "11:02")
	r.get("/").has(t, 200, "签到成功")
	if n := len(p.desk.visitors()); n != 1 {
		t.Fatalf("%d visitors, want 1", n)
	}
	if r.cookie(passCookie) == "" || p.desk.issued() != 1 {
		t.Error("no pass was left on the phone")
	}
}

func TestNextVisitIsRecognised(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.book(health).has(t, 200, "预约成功")
	p.clock.pass(time.Hour) // the session ends
	r.get("/").has(t, http.StatusForbidden, "请重新扫码")
	r.get(Path(token)).has(t, 200, "您有预约")
	r.checkIn().has(t, 200, "签到成功")
	if p.desk.issued() != 1 {
		t.Errorf("%d passes for one rider", p.desk.issued())
	}
}

func TestForgedPassIsQuietlyReplaced(t *testing.T) {
	p := open(t)
	r := p.rider()
	r.Jar.SetCookies(p.home(), []*http.Cookie{{Name: passCookie, Value: "NX1FORGED", Path: "/"}})
	r.get(Path(token)).has(t, 200, "签到")
	if got := r.cookie(passCookie); got != "" {
		t.Errorf("the phone still holds %q", got)
	}
	r.checkIn().has(t, 200, "签到成功")
	if got := r.cookie(passCookie); !strings.HasPrefix(got, "NX1:") {
		t.Errorf("the phone holds %q, want the new pass", got)
	}
}

// TestPassAboutToEndIsReplaced for the same rider, with the next record.
func TestPassAboutToEndIsReplaced(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.checkIn()
	first := r.cookie(passCookie)
	p.desk.end(p.clock.Now().AddDate(0, 0, 40))
	again := func() string {
		p.clock.pass(time.Hour) // the session ends
		r.get(Path(token))
		r.checkIn()
		return r.cookie(passCookie)
	}
	if got := again(); got != first {
		t.Errorf("replaced 40 days before its end by %q", got)
	}
	p.desk.end(p.clock.Now().AddDate(0, 0, 20))
	p.clock.pass(time.Hour)
	r.get(Path(token))
	if got := r.cookie(passCookie); got != first {
		t.Errorf("replaced on looking in, by %q", got)
	}
	p.desk.fail(station.ErrStorage)
	r.get("/pass").has(t, 200)
	if got := r.cookie(passCookie); got != first {
		t.Errorf("a renewal that failed left %q", got)
	}
	p.desk.fail(nil)
	r.checkIn()
	next := r.cookie(passCookie)
	r.get("/pass").has(t, 200)
	if next == first || r.cookie(passCookie) != next || p.desk.issued() != 2 {
		t.Errorf("%q became %q, then %q; %d issued", first, next, r.cookie(passCookie), p.desk.issued())
	}
	if len(p.desk.visitors()) != 1 {
		t.Errorf("%d riders of one", len(p.desk.visitors()))
	}
}

func TestFailingStorageNeverReplacesAPass(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.checkIn()
	before := r.cookie(passCookie)
	p.clock.pass(time.Hour)
	p.desk.fail(station.ErrStorage)
	r.get(Path(token)).has(t, http.StatusServiceUnavailable, "暂时无法保存")
	if got := r.cookie(passCookie); got != before {
		t.Errorf("the pass became %q", got)
	}
}

func TestBookingFromFirstPageToReceipt(t *testing.T) {
	p := open(t)
	r := p.scan()
	page := r.get("/service?id=health-check")
	page.has(t, 200, "今天", "明天", "8/4", "14:30–15:00", "余 3 位", "一楼健康小屋")
	r.get("/service?id=health-check&day=2026-08-05").has(t, 200, "10:30–11:00")
	r.get(confirmPath(health)).has(t, 200, "确认预约", "今天 8月3日 周一", "14:30–15:00", "不用空腹")
	got := r.book(health)
	got.has(t, 200, "预约成功", "健康检查", "14:30–15:00", "test-1/1/1", "/booking.png?ref=test-1%2f1%2f1")
	code := r.get("/booking.png?ref=test-1%2f1%2f1")
	if code.header.Get("Content-Type") != "image/png" || !strings.HasPrefix(code.body, "\x89PNG") {
		t.Error("the receipt's code is no PNG")
	}
	r.get("/bookings").has(t, 200, "健康检查", "今天 8月3日 周一 14:30")
	r.get("/service?id=health-check").has(t, 200, "您已预约这项服务", "余 2 位")
}

func TestFormSentTwiceBooksOnce(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get(confirmPath(health)), "/book")
	var both [2]got
	var done sync.WaitGroup
	for i := range both {
		done.Go(func() { both[i] = r.post("/book", form) })
	}
	done.Wait()
	if both[0].path != both[1].path || !strings.HasPrefix(both[0].path, "/booking?") {
		t.Errorf("the two led to %s and %s, want one receipt", both[0].path, both[1].path)
	}
	if p.desk.bookings() != 1 {
		t.Errorf("%d bookings, want 1", p.desk.bookings())
	}
}

// A cancelled booking's form, sent again from the phone's history, must lead
// where it led and not book anew.
func TestOldFormDoesNotBookAgain(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get(confirmPath(health)), "/book")
	receipt := r.post("/book", form)
	r.post("/cancel", r.form(receipt, "/cancel")).has(t, 200, "已取消")
	r.post("/book", form).has(t, http.StatusNotFound, "没有这个预约")
	if p.desk.bookings() != 0 {
		t.Error("an old form booked again")
	}
}

func TestReloadInMidBooking(t *testing.T) {
	p := open(t)
	r := p.scan()
	first := r.get(confirmPath(health))
	again := r.get(confirmPath(health))
	receipt := r.post("/book", r.form(first, "/book"))
	r.get(receipt.path).has(t, 200, "预约成功", "test-1/1/1")
	// The form of the page drawn again is another form for the same slot.
	r.post("/book", r.form(again, "/book")).has(t, 200, "test-1/1/1")
	if p.desk.bookings() != 1 {
		t.Errorf("%d bookings, want 1", p.desk.bookings())
	}
}

func TestSlotFilledMeanwhile(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get(confirmPath(health)), "/book")
	p.desk.take(health)
	got := r.post("/book", form)
	got.has(t, 200, "刚被约满了", "16:30–17:00", "已满")
	got.has(t, 200, "可登记")
	p.desk.take("health-check@0803T16") // the day is full, so the next is shown
	r.post("/book", form).has(t, 200, "刚被约满了", "10:30–11:00")
	r.get(confirmPath(health)).has(t, 200, "这个时段已约满")
	if r.cookie(passCookie) != "" {
		t.Error("a rider without a record was given a pass")
	}
}

func TestSlotStartedOrWithdrawnMeanwhile(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get(confirmPath("health-check@0803T14")), "/book")
	for range 8 { // keeps the session in use until the slot starts
		p.clock.pass(28 * time.Minute)
		r.get("/bookings").has(t, 200)
	}
	r.post("/book", form).has(t, 200, "这个时段已经开始", "16:30–17:00")
	form.Set("slot", "health-check@nowhere")
	form.Set("once", "another")
	r.post("/book", form).has(t, 200, "这个时段已撤下")
	r.get(confirmPath("health-check@nowhere")).has(t, 200, "这个时段已撤下")
}

func TestOneBookingOfAService(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.book(health)
	r.get(confirmPath("health-check@0804T14")).has(t, 200, "这项服务您已约过", "14:30–15:00", "test-1/1/1")
	r.get(confirmPath(health)).has(t, 200, "预约成功", "14:30–15:00")
	form := r.form(r.get(confirmPath(law)), "/book") // as one that was open before
	form.Set("service", "health-check")
	form.Set("slot", "health-check@0804T14")
	r.post("/book", form).has(t, 200, "这项服务您已约过", "14:30–15:00", "test-1/1/1")
	r.book(law).has(t, 200, "预约成功", "法律援助")
	if p.desk.bookings() != 2 {
		t.Errorf("%d bookings, want one of each service", p.desk.bookings())
	}
}

func TestCancelling(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.book(health), "/cancel")
	r.post("/cancel", form).has(t, 200, "已取消", "还没有预约")
	r.post("/cancel", form).has(t, 200, "已取消")
	form.Set("once", "another")
	r.post("/cancel", form).has(t, 200, "没有这个预约")
	if p.desk.bookings() != 0 {
		t.Error("the place is still held")
	}
}

func TestRidersSeeOnlyTheirOwn(t *testing.T) {
	p := open(t)
	form := p.scan().form(p.scan().book(health), "/cancel")
	other := p.scan()
	other.get("/booking?ref=test-1%2F1%2F1").has(t, http.StatusNotFound, "没有这个预约")
	other.get("/booking.png?ref=test-1%2F1%2F1").has(t, http.StatusNotFound)
	other.checkIn()
	own := other.form(other.book(law), "/cancel")
	own.Set("ref", form.Get("ref"))
	other.post("/cancel", own).has(t, 200, "没有这个预约")
	if p.desk.bookings() != 2 {
		t.Error("one rider cancelled another's booking")
	}
}

func TestPass(t *testing.T) {
	r := open(t).scan()
	r.get("/pass").has(t, 200, "还没有通行码")
	r.get("/pass.png").has(t, http.StatusNotFound)
	r.checkIn()
	r.get("/pass").has(t, 200, "/pass.png", "请截图保存")
	if got := r.get("/pass.png"); !strings.HasPrefix(got.body, "\x89PNG") {
		t.Error("the pass is no PNG")
	}
}

func TestStorageFailureRecordsNothingAndSaysSo(t *testing.T) {
	p := open(t)
	r := p.scan()
	checkIn, book := r.form(r.get("/"), "/check-in"), r.form(r.get(confirmPath(health)), "/book")
	p.desk.fail(station.ErrStorage)
	r.post("/check-in", checkIn).has(t, http.StatusServiceUnavailable, "暂时无法保存", "什么也没有记录")
	r.post("/book", book).has(t, http.StatusServiceUnavailable, "暂时无法保存")
	p.desk.fail(nil)
	r.post("/check-in", checkIn).has(t, 200, "签到成功")
	r.post("/book", book).has(t, 200, "预约成功")
	if n := len(p.desk.visitors()); n != 1 {
		t.Errorf("%d visitors, want the one", n)
	}
}

// Who cannot be noted as told of news sees the first page all the same.
func TestNewsThatCannotBeNotedTurnNobodyAway(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.checkIn()
	p.desk.fail(station.ErrStorage)
	r.get("/").has(t, 200, "健康检查")
}

func TestEnglish(t *testing.T) {
	r := open(t).scan()
	r.get("/?lang=en").has(t, 200, "Check in", "Health check", "Today 14:30", "中文", `lang="en"`)
	r.get("/service?id=health-check").has(t, 200, "Wed", "4 Aug", "3 places left", "Please note: ")
	r.book(health).has(t, 200, "Your place is booked", "Today, Mon 3 Aug")
	r.get("/?lang=zh").has(t, 200, "健康检查")
	r.get("/bookings").has(t, 200, "我的预约")
}
