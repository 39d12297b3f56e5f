package phone

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func (r *rider) confirming(service, slot string, more ...string) got {
	r.Helper()
	q := url.Values{"service": {service}, "slot": {slot}}
	for i := 0; i < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return r.get("/confirm?" + q.Encode())
}

func TestConsentComesWithTheBooking(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	page := r.confirming("legal-aid", "legal-aid-soon")
	page.has(t, 200, "需要您先同意", "您说的情况只告诉接待的律师", "同意并预约", "带上合同", "区法律援助中心")
	form := r.form(page, "/book")
	without := url.Values{}
	for key, value := range form {
		without[key] = value
	}
	without.Del("consent")
	r.post("/book", without).has(t, 200, "请先看一下告知书")
	r.post("/book", form).has(t, 200, "预约成功")
	who := r.who(s)
	if given, err := s.Consented(who, "legal"); !given || err != nil {
		t.Errorf("consented: %v, %v", given, err)
	}
	r.get("/notices").has(t, 200, "您已同意", "撤回同意")
	r.post("/withdraw", r.form(r.get("/notices"), "/withdraw")).has(t, 200, "已撤回")
	if given, _ := s.Consented(who, "legal"); given {
		t.Error("the consent still stands")
	}
}

func TestNobodyConsentsToWhatTheyCannotHave(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	form := r.form(r.confirming("legal-aid", "legal-aid-soon"), "/book")
	other := p.scan()
	other.post("/book", other.form(other.confirming("legal-aid", "legal-aid-soon"), "/book")).has(t, 200, "预约成功")
	r.post("/book", form).has(t, 200, "刚被约满了")
	if given, err := s.Consented(r.who(s), "legal"); given || err != nil {
		t.Errorf("consented: %v, %v", given, err)
	}
}

func TestNoticeReplacedMeanwhile(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	form := r.form(r.confirming("legal-aid", "legal-aid-soon"), "/book")
	stationtest.Send(t, s, &event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
		Purpose: "legal", Version: 2, TextZh: "新的告知", TextEn: "Another notice",
	}}})
	page := r.post("/book", form)
	page.has(t, 200, "请先看一下告知书", "新的告知")
	r.post("/book", r.form(page, "/book")).has(t, 200, "预约成功")
}

func TestFullSlotIsAskedForAndTold(t *testing.T) {
	p, s := furnished(t)
	p.scan().bookReal("health-check", "health-check-soon").has(t, 200, "预约成功")
	r := p.scan()
	r.get("/service?id=health-check").has(t, 200, "可登记")
	page := r.confirming("health-check", "health-check-soon")
	page.has(t, 200, "这个时段已约满", "先登记")
	r.post("/book", r.form(page, "/book")).has(t, 200, "已登记", "还没有名额", "/booking.png")
	held, err := s.Bookings(r.who(s))
	if err != nil || len(held) != 1 || held[0].State != event.BookingState_BOOKING_STATE_PROVISIONAL {
		t.Fatalf("holds %+v, %v", held, err)
	}
	stationtest.Decide(t, s, held[0].Ref, true)
	r.get("/").has(t, 200, "有名额了")
	if again := r.get("/"); strings.Contains(again.body, "有名额了") {
		t.Error("the news is told again")
	}
	if page := r.get("/booking?ref=" + url.QueryEscape(held[0].Ref.String())); strings.Contains(page.body, "还没有名额") {
		t.Error("the ticket still waits")
	}
}

func (r *rider) bookReal(service, slot string) got {
	r.Helper()
	return r.post("/book", r.form(r.confirming(service, slot), "/book"))
}

func TestWaitingInLine(t *testing.T) {
	p, _ := furnished(t)
	first := p.scan()
	taken := first.bookReal("legal-aid", "legal-aid-soon")
	second, third := p.scan(), p.scan()
	page := third.confirming("legal-aid", "legal-aid-soon")
	second.get("/service?id=legal-aid").has(t, 200, "可排队")
	second.bookReal("legal-aid", "legal-aid-soon").has(t, 200, "排队中")
	third.post("/book", third.form(page, "/book")).has(t, 200, "排队的人也满了")
	first.post("/cancel", first.form(taken, "/cancel"))
	second.get("/").has(t, 200, "有名额了")
}

// Whoever has the last place of a slot, or waits for it, is not told that it is
// full, nor offered to wait.
func TestOwnSlotIsNoFullOne(t *testing.T) {
	p, _ := furnished(t)
	r, second := p.scan(), p.scan()
	booked := r.bookReal("legal-aid", "legal-aid-soon")
	second.bookReal("legal-aid", "legal-aid-soon").has(t, 200, "已排上队")
	for phone, standing := range map[*rider]string{r: "您已约上", second: "您在排队"} {
		page := phone.get("/service?id=legal-aid")
		page.has(t, 200, standing)
		if strings.Contains(page.body, "已满") {
			t.Errorf("the slot of whom is told %s is shown as full", standing)
		}
	}
	r.confirming("legal-aid", "legal-aid-soon").has(t, 200, "预约成功", "/booking.png")
	second.confirming("legal-aid", "legal-aid-soon").has(t, 200, "已排上队", "排队中")
	ref := strings.TrimPrefix(strings.Split(booked.path, "&")[1], "ref=")
	moving := r.get("/service?id=legal-aid&move=" + ref)
	moving.has(t, 200, "<em>原来的时间</em>")
	if strings.Contains(moving.body, "已满") {
		t.Error("the time so far is shown as full")
	}
}

func TestLapsedIsTold(t *testing.T) {
	p, _ := furnished(t)
	p.scan().bookReal("health-check", "health-check-soon")
	r := p.scan()
	r.bookReal("health-check", "health-check-soon")
	for range 8 {
		p.clock.pass(25 * time.Minute)
		r.get("/bookings")
	}
	r.get("/").has(t, 200, "没有等到名额")
}

func TestMovingABooking(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	ticket := r.bookReal("health-check", "health-check-soon")
	ticket.has(t, 200, "改时间", "/service?id=health-check&amp;move=")
	ref := strings.TrimPrefix(strings.Split(ticket.path, "&")[1], "ref=")
	slots := r.get("/service?id=health-check&move=" + ref)
	slots.has(t, 200, "选一个新时间", "原来的时间", "&amp;move="+ref)
	page := r.get("/confirm?service=health-check&slot=health-check-tomorrow&move=" + ref)
	page.has(t, 200, "改到这个时间", `action="/reschedule"`)
	form := r.form(page, "/reschedule")
	moved := r.post("/reschedule", form)
	moved.has(t, 200, "时间已改好", "明天")
	if again := r.post("/reschedule", form); again.path != moved.path {
		t.Errorf("sent again it led to %s", again.path)
	}
	held, err := s.Bookings(r.who(s))
	if err != nil || len(held) != 1 || held[0].Slot.ID != "health-check-tomorrow" {
		t.Errorf("holds %+v, %v", held, err)
	}
	form.Set("once", "another")
	r.post("/reschedule", form).has(t, 200, "没有这个预约")
}

func TestMovingToAFullSlotKeepsTheOldOne(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.bookReal("health-check", "health-check-soon")
	held, _ := s.Bookings(r.who(s))
	ref := held[0].Ref.String()
	form := r.form(r.confirming("health-check", "health-check-later", "move", ref), "/reschedule")
	p.scan().bookReal("health-check", "health-check-later")
	r.post("/reschedule", form).has(t, 200, "刚被约满了", "选一个新时间")
	r.confirming("health-check", "health-check-later", "move", ref).has(t, 200, "刚被约满了", "选一个新时间")
	if held, _ := s.Bookings(r.who(s)); len(held) != 1 || held[0].Slot.ID != "health-check-soon" {
		t.Errorf("holds %+v", held)
	}
}

func TestAgesAreSaid(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	r.confirming("childcare", "childcare-soon").has(t, 200, "3–12 岁", "身份证件")
	r.bookReal("childcare", "childcare-soon").has(t, 200, "预约成功", "身份证件")
	for want, s := range map[string]station.Service{
		"16 岁以上": {MinAge: 16}, "60 岁以下（含）": {MaxAge: 60}, "16–60 岁": {MinAge: 16, MaxAge: 60},
	} {
		if got := (frame{T: chinese.words()}).Ages(s); got != want {
			t.Errorf("%+v is for %q, want %q", s, got, want)
		}
	}
}

func TestCheckInWantsAFreshScan(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get("/"), "/check-in")
	p.clock.pass(presenceLasts + time.Second)
	r.post("/check-in", form).has(t, 200, "再扫一次")
	if len(p.desk.visitors()) != 0 {
		t.Error("counted from afar")
	}
	r.get(Path(token))
	r.post("/check-in", form).has(t, 200, "签到成功")
}

func TestFormWithoutAPlaceIsRefused(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	form := r.form(r.confirming("health-check", "health-check-soon"), "/book")
	form.Set("full", "steal")
	r.post("/book", form).has(t, 200, "预约成功")
	held, err := s.Bookings(r.who(s))
	if err != nil || len(held) != 1 || held[0].State != event.BookingState_BOOKING_STATE_CONFIRMED {
		t.Errorf("holds %+v, %v", held, err)
	}
	form.Set("service", "nowhere")
	form.Set("once", "another")
	r.post("/book", form).has(t, http.StatusNotFound)
}
