package phone

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// offered is a real station with one service and one place of it.
func offered(t *testing.T) *station.Station {
	t.Helper()
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	entry, err := event.EncodeDown(&event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: &event.ServiceOffered{
		Id: "health-check", NameZh: "健康检查", NameEn: "Health check",
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(1, [][]byte{entry}); err != nil {
		t.Fatal(err)
	}
	stationtest.Lend(t, s, "only", s.Now().Add(time.Hour), 1)
	return s
}

func TestWithRealStation(t *testing.T) {
	s := offered(t)
	presence := pass.NewPresence([]byte("a secret of this test"), s.Now)
	p := open(t, func(c *Config) { c.Desk, c.Presence, c.Now, c.QR = s, presence, s.Now, qr.PNG })
	arrive := func(r *rider) got { return r.get(Path(presence.Token())) }

	first, second := p.rider(), p.rider()
	arrive(first).has(t, 200, "健康检查", "最早")
	first.checkIn().has(t, 200, "签到成功")
	arrive(second)
	late := second.form(second.get("/confirm?service=health-check&slot=only"), "/book")
	receipt := first.post("/book", first.form(first.get("/confirm?service=health-check&slot=only"), "/book"))
	receipt.has(t, 200, "预约成功", "st-1/1/")
	second.post("/book", late).has(t, 200, "刚被约满了")
	if code := first.get("/pass.png"); !strings.HasPrefix(code.body, "\x89PNG") {
		t.Errorf("the pass's code: %d", code.status)
	}

	text := first.cookie(passCookie)
	who, err := s.ByPass(text)
	if err != nil {
		t.Fatalf("the phone's pass is refused at the kiosk: %v", err)
	}
	if held, err := s.Bookings(who.Pseudonym); err != nil || len(held) != 1 {
		t.Errorf("the kiosk finds %d bookings by that pass, %v", len(held), err)
	}
	// Another visit: only the long-lived cookie is left.
	next := p.rider()
	next.Jar.SetCookies(p.home(), []*http.Cookie{{Name: passCookie, Value: text, Path: "/"}})
	arrive(next).has(t, 200, "您有预约")
	next.checkIn().has(t, 200, "您已签到")
	next.post("/cancel", next.form(next.get(receipt.path), "/cancel")).has(t, 200, "已取消")
	second.get("/service?id=health-check").has(t, 200, "余 1 位")
}
