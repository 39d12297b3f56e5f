package phone

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
)

func TestAnnouncementsAndSeatsOnThePhone(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	page := r.get("/")
	page.has(t, 200, "紧急：公告gale", "<em>1</em>", "座位紧张 · 刚刚")
	if strings.Contains(page.body, "公告water") {
		t.Error("the first page has room for urgent titles alone")
	}
	r.get("/announcements").has(t, 200, "公告gale", "详情gale", "公告water", "详情water", "有效至")
	if page := r.get("/announcements"); strings.Contains(page.body, ">自 ") {
		t.Error("what holds already is said to begin")
	}
	r.get("/announcements?lang=en").has(t, 200, "Notice gale", "More on water", "Until")
	r.get("/?lang=en").has(t, 200, "Urgent: Notice gale", "Few seats left · just now")
	p.clock.pass(95 * time.Minute)
	r = p.scan()
	r.get("/").has(t, 200, "座位紧张 · 1 小时前")
	p.clock.pass(25 * time.Minute)
	r = p.scan()
	if page := r.get("/"); strings.Contains(page.body, "座位紧张") {
		t.Error("shows what was said of the seats two hours ago")
	}
	if err := s.Hear(p.clock.Now()); err != nil {
		t.Fatal(err)
	}
	p.clock.pass(48 * time.Hour)
	r = p.scan()
	r.get("/announcements").has(t, 200, "现在没有公告")
	if page := r.get("/"); strings.Contains(page.body, "公告") {
		t.Error("the first page still has announcements")
	}
}

// blankWall is a station that can read nothing of its wall.
type blankWall struct{ Desk }

var errBlank = errors.New("unreadable")

func (blankWall) Announcements() ([]station.Announcement, error) { return nil, errBlank }
func (blankWall) Seats() (station.Seats, error)                  { return station.Seats{}, errBlank }

func TestTheFirstPageDoesWithoutItsWall(t *testing.T) {
	p, _ := furnished(t, func(c *Config) { c.Desk = blankWall{c.Desk} })
	r := p.scan()
	r.get("/").has(t, 200, "签到")
	r.checkIn()
}
