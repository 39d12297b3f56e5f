package phone

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// till is the screen that offered passes.
type till struct {
	mu            sync.Mutex
	opened, taken []string
}

func (b *till) PassOpened(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.opened = append(b.opened, id)
}

func (b *till) PassTaken(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.taken = append(b.taken, id)
}

func (b *till) has(t testing.TB, opened, taken int) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.opened) != opened || len(b.taken) != taken {
		t.Errorf("opened %d times, taken %d times, want %d and %d", len(b.opened), len(b.taken), opened, taken)
	}
}

// counter is a real station at whose screen a rider known by card stands, who
// has booked a health check there.
type counter struct {
	*place
	*till
	s     *station.Station
	rider station.Rider
	visit station.Visit
	n     int
}

func atTheCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{till: &till{}}
	c.place, c.s = furnished(t, func(cfg *Config) { cfg.Handovers, cfg.QR = c.till, qr.PNG })
	c.rider = c.s.ByCard("王测试", "11010119900307793X") // invented
	var err error
	if c.visit, err = c.s.CheckIn(c.rider); err != nil {
		t.Fatal(err)
	}
	if _, err := c.s.Book(c.rider, "health-check-soon"); err != nil {
		t.Fatal(err)
	}
	return c
}

// offer is the path of a fresh code, and its ID.
func (c *counter) offer() (path, id string) {
	c.Helper()
	c.n++
	id = fmt.Sprintf("ABCDEFGHIJKLMNOPQRSTUVWX%02d", c.n)
	if path = c.page.OfferPass(Handover{ID: id, Rider: c.rider.Pseudonym, Visit: c.visit}); path == "" {
		c.Fatal("nothing was offered")
	}
	return path, id
}

func (r *rider) takes(path string) got {
	r.Helper()
	return r.post(path, r.form(r.get(path), path))
}

func TestTheCardsRiderIsTheSameOnThePhone(t *testing.T) {
	k := atTheCounter(t)
	path, _ := k.offer()
	r := k.place.rider()
	r.get(path).has(t, 200, "把通行码放到这部手机")
	k.has(t, 1, 0)
	if r.cookie(passCookie) != "" {
		t.Error("looking at the page gave the phone a pass")
	}
	r.takes(path).has(t, 200, "通行码已放到这部手机")
	k.has(t, 1, 1)
	who, err := k.s.ByPass(r.cookie(passCookie))
	if err != nil || who.Pseudonym != k.rider.Pseudonym {
		t.Fatalf("the phone's pass is of %v, %v", who, err)
	}
	r.get("/bookings").has(t, 200, "健康检查")
	r.get("/").has(t, 200, "11:02") // the check-in at the screen
	next := k.place.rider()         // another day: the pass alone is left
	next.Jar.SetCookies(k.home(), r.Jar.Cookies(k.home()))
	next.get("/bookings").has(t, 200, "健康检查")
}

// TestACodeIsForOnePhone: whoever photographed it comes too late, or is seen.
func TestACodeIsForOnePhone(t *testing.T) {
	k := atTheCounter(t)
	path, _ := k.offer()
	first, second := k.place.rider(), k.scan()
	form := first.form(first.get(path), path)
	second.get(path).has(t, http.StatusGone, "已在别的手机上打开", "不是我的手机")
	second.post(path, second.form(second.get("/"), "/check-in")).has(t, http.StatusGone, "已在别的手机上打开")
	first.post(path, form).has(t, 200, "已放到这部手机")
	first.post(path, form).has(t, 200, "已放到这部手机") // sent again
	first.get(path).has(t, 200, "通行码")
	second.get(path).has(t, http.StatusGone, "已在别的手机上打开")
	third := k.place.rider()
	third.get(path).has(t, http.StatusGone, "已在别的手机上打开")
	if third.cookie(sessionCookie) != "" || second.cookie(passCookie) != "" {
		t.Error("a used code let somebody in")
	}
	k.has(t, 1, 1)
}

func TestACodeEnds(t *testing.T) {
	for how, end := range map[string]func(*counter, string){
		"withdrawn":   func(k *counter, id string) { k.page.WithdrawPass(id) },
		"recalled":    func(k *counter, id string) { k.page.RecallPass(id) },
		"two minutes": func(k *counter, _ string) { k.clock.pass(handoverLives) },
	} {
		k := atTheCounter(t)
		path, id := k.offer()
		late, early := k.place.rider(), k.place.rider()
		form := early.form(early.get(path), path)
		end(k, id)
		early.post(path, form).has(t, http.StatusGone, "这个码已经失效")
		early.get(path).has(t, http.StatusGone, "这个码已经失效")
		late.get(path).has(t, http.StatusGone)
		if early.cookie(passCookie) != "" || late.cookie(sessionCookie) != "" {
			t.Errorf("%s: it still let somebody in", how)
		}
		k.has(t, 1, 0)
	}
}

// TestOpeningAloneMakesNobodyAnother: not a link that was sent, nor a form of
// somebody else's session, nor one without the page.
func TestOpeningAloneMakesNobodyAnother(t *testing.T) {
	k := atTheCounter(t)
	path, _ := k.offer()
	r, other := k.scan(), k.scan()
	foreign := other.form(other.get("/"), "/check-in")
	r.post(path, foreign).has(t, http.StatusForbidden)
	r.post(path, nil).has(t, http.StatusForbidden)
	r.post(path, r.form(r.get("/"), "/check-in")).has(t, http.StatusGone) // never opened
	answer, err := r.Head(k.web.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	k.has(t, 0, 0)
	if r.cookie(passCookie) != "" {
		t.Error("there is a pass")
	}
}

// TestAPhoneWithAnotherPassIsAsked, and can go back: nothing is lost.
func TestAPhoneWithAnotherPassIsAsked(t *testing.T) {
	k := atTheCounter(t)
	r := k.scan()
	r.checkIn()
	r.post("/book", r.form(r.get("/confirm?service=health-check&slot=health-check-later"), "/book")).has(t, 200, "预约成功")
	old := r.cookie(passCookie)
	path, _ := k.offer()
	page := r.get(path)
	page.has(t, 200, "已有另一个通行码", "它名下有 1 个预约", "随时能换回来")
	form := r.form(page, path)
	form.Del("replace")
	r.post(path, form).has(t, 200, "已有另一个通行码")
	if r.cookie(passCookie) != old {
		t.Fatal("replaced without a word")
	}
	r.takes(path).has(t, 200, "已放到这部手机", "还有另一个通行码")
	if got, _ := k.s.ByPass(r.cookie(passCookie)); got.Pseudonym != k.rider.Pseudonym {
		t.Fatal("it is not the rider at the screen")
	}
	if _, err := k.s.ByPass(old); err != nil {
		t.Errorf("the old pass: %v", err)
	}
	other := r.form(r.get("/pass"), "/other-pass")
	r.post("/other-pass", other).has(t, 200, "已换成另一个通行码", "还有另一个通行码")
	if r.cookie(passCookie) != old {
		t.Error("it did not change back")
	}
	r.get("/bookings").has(t, 200, "健康检查")
}

// TestARevokedPassEndsOnThePhoneAtOnce, and what was asked for with it is not
// done in a new rider's name.
func TestARevokedPassEndsOnThePhoneAtOnce(t *testing.T) {
	for how, end := range map[string]func(*counter) error{
		"revoked": func(k *counter) error { _, err := k.s.RevokePasses(k.rider.Pseudonym); return err },
		"erased":  func(k *counter) error { return k.s.Erase(k.rider.Pseudonym) },
	} {
		k := atTheCounter(t)
		path, _ := k.offer()
		r := k.place.rider()
		r.takes(path)
		form := r.form(r.get("/confirm?service=childcare&slot=childcare-later"), "/book")
		if err := end(k); err != nil {
			t.Fatal(err)
		}
		r.post("/book", form).has(t, 200, "这部手机上的通行码已作废")
		if r.cookie(passCookie) != "" {
			t.Errorf("%s: the phone still has it", how)
		}
		r.get("/bookings").has(t, 200, "还没有预约")
		// The screen's next code works at once.
		if how == "revoked" {
			path, _ = k.offer()
			r.takes(path).has(t, 200, "已放到这部手机")
		}
	}
}

// TestAPassTakenBackEndsOnThatPhoneAlone, also one that the phone has got instead
// meanwhile; the rider's own phone, which had one before, is not touched.
func TestAPassTakenBackEndsOnThatPhoneAlone(t *testing.T) {
	for how, meanwhile := range map[string]func(*rider){
		"at once": func(*rider) {},
		"renewed": func(r *rider) { r.post("/new-pass", r.form(r.get("/pass"), "/new-pass")).has(t, 200, "换好了") },
	} {
		k := atTheCounter(t)
		own, stranger := k.place.rider(), k.place.rider()
		path, _ := k.offer()
		own.takes(path)
		shown, err := k.s.IssuePass(k.rider.Pseudonym)
		if err != nil {
			t.Fatal(err)
		}
		_, id := k.offer()
		if held := k.page.RecallPass(id); len(held) > 0 {
			t.Errorf("%s: nobody has taken it, and %d passes are held", how, len(held))
		}
		path, id = k.offer()
		stranger.takes(path)
		meanwhile(stranger)
		if _, err := k.s.RevokePassesFrom(k.rider.Pseudonym, shown, k.page.RecallPass(id)...); err != nil {
			t.Fatal(err)
		}
		stranger.get("/bookings").has(t, 200, "通行码已作废")
		if how == "at once" { // a new one ends all that there were
			own.get("/bookings").has(t, 200, "健康检查")
		}
	}
}

// TestAPassHeldAllAlongIsTakenBackToo: the phone was known as the rider's, and
// got no other.
func TestAPassHeldAllAlongIsTakenBackToo(t *testing.T) {
	k := atTheCounter(t)
	lost, own := k.place.rider(), k.place.rider()
	for _, r := range []*rider{lost, own} {
		path, _ := k.offer()
		r.takes(path)
	}
	shown, err := k.s.IssuePass(k.rider.Pseudonym)
	if err != nil {
		t.Fatal(err)
	}
	path, id := k.offer()
	before := lost.cookie(passCookie)
	lost.takes(path)
	held := k.page.RecallPass(id)
	if len(held) != 1 || held[0] != before {
		t.Fatalf("%d passes are held", len(held))
	}
	if _, err := k.s.RevokePassesFrom(k.rider.Pseudonym, shown, held...); err != nil {
		t.Fatal(err)
	}
	lost.get("/bookings").has(t, 200, "通行码已作废")
	own.get("/bookings").has(t, 200, "健康检查")
}

func TestAnEndedPassIsReplacedWithoutAQuestion(t *testing.T) {
	k := atTheCounter(t)
	path, _ := k.offer()
	r := k.place.rider()
	r.takes(path)
	if _, err := k.s.RevokePasses(k.rider.Pseudonym); err != nil {
		t.Fatal(err)
	}
	path, _ = k.offer()
	r.get(path).has(t, 200, "放到这部手机", "下次来也不用带证件")
	r.takes(path).has(t, 200, "已放到这部手机")
}

func TestLogsHoldNoCodeAndNoRider(t *testing.T) {
	k := atTheCounter(t)
	path, id := k.offer()
	k.place.rider().takes(path)
	h := Handover{ID: id, Rider: k.rider.Pseudonym}
	said := k.log.String() + fmt.Sprintf("%v %+v %#v", h, h, h)
	for _, secret := range []string{id, k.rider.Pseudonym.String()} {
		if strings.Contains(said, secret) {
			t.Errorf("%q is printed: %s", secret, said)
		}
	}
	k.page.WithdrawPass(id)
	if k.page.handed.find(id).Rider.Known() {
		t.Error("the page still knows whose it was")
	}
}

func TestNothingToHandOver(t *testing.T) {
	k := atTheCounter(t)
	for _, bad := range []Handover{{}, {ID: askID}, {ID: "short", Rider: k.rider.Pseudonym}} {
		if got := k.page.OfferPass(bad); got != "" {
			t.Errorf("%v is offered at %s", bad, got)
		}
	}
	if got := open(t).page.OfferPass(Handover{ID: askID, Rider: k.rider.Pseudonym}); got != "" {
		t.Errorf("without a screen, offered at %s", got)
	}
	k.place.rider().get("/h/"+strings.Repeat("Z", 26)).has(t, http.StatusGone, "这个码已经失效")
	k.has(t, 0, 0)
}

func TestTheClockGoesOnlyForward(t *testing.T) {
	k := atTheCounter(t)
	path, _ := k.offer()
	k.clock.pass(-time.Hour)
	k.place.rider().get(path).has(t, http.StatusGone, "这个码已经失效")
}
