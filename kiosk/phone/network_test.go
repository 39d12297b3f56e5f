package phone

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/time/rate"

	"github.com/nuanxin/station-kit/internal/chromium"
)

// weak is a network that carries few bytes a second, and counts them.
type weak struct {
	net.Listener
	pace *rate.Limiter
	sent *atomic.Int64
}

func (l weak) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return weakConn{c, l}, err
}

type weakConn struct {
	net.Conn
	weak
}

func (c weakConn) Close() error   { return c.Conn.Close() }
func (c weakConn) Addr() net.Addr { return c.Conn.LocalAddr() }

// Write sends packet by packet, each when its turn has come.
func (c weakConn) Write(data []byte) (n int, err error) {
	const packet = 512
	for len(data) > 0 && err == nil {
		part := data[:min(packet, len(data))]
		if err = c.pace.WaitN(context.Background(), len(part)); err == nil {
			part, data = data[:len(part)], data[len(part):]
			_, err = c.Conn.Write(part)
			n += len(part)
			c.sent.Add(int64(len(part)))
		}
	}
	return n, err
}

// weaken serves the place over such a network from now on.
func (p *place) weaken(bytesPerSecond int, through http.Handler) *atomic.Int64 {
	p.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.Fatal(err)
	}
	sent := &atomic.Int64{}
	p.web = httptest.NewUnstartedServer(through)
	p.web.Listener.Close()
	p.web.Listener = weak{l, rate.NewLimiter(rate.Limit(bytesPerSecond), 1024), sent}
	p.web.Start()
	p.Cleanup(p.web.Close)
	return sent
}

// TestVisitOverAWeakNetwork: at 12 kB a second, the tail of a bad mobile
// network, the first page with all it loads is there within two seconds' worth
// of bytes, and a visit succeeds through reloads in its midst.
func TestVisitOverAWeakNetwork(t *testing.T) {
	p := open(t, realCodes)
	const pace = 12_000
	sent := p.weaken(pace, p.page)
	phone := p.thumb(small)
	phone.loaded()
	if got := sent.Load(); got > 2*pace {
		t.Errorf("%d bytes until the first page was whole, want %d at most", got, 2*pace)
	}
	t.Logf("first page: %d bytes", sent.Load())
	phone.tap("#check-in", "#checked-in")
	phone.tap("#checked-in .button", "#home")
	phone.tap("a.service", "#service")
	phone.do(chromedp.Reload(), chromedp.WaitVisible("#service"))
	phone.tap("a.slot", "#confirm")
	phone.do(chromedp.Reload(), chromedp.WaitVisible("#confirm"))
	phone.tap("#book", ".ticket")
	phone.do(chromedp.Reload(), chromedp.WaitVisible(".ticket"))
	phone.loaded()
	t.Logf("the whole visit: %d bytes", sent.Load())
	if n := p.desk.bookings(); n != 1 {
		t.Errorf("%d bookings, want 1", n)
	}
}

// forgetful loses the answers to the first forms of a path: the station has
// acted, and the phone hears nothing.
type forgetful struct {
	http.Handler
	path string
	lost atomic.Int32
}

func (h *forgetful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != h.path || h.lost.Add(1) > 3 {
		h.Handler.ServeHTTP(w, r)
		return
	}
	h.Handler.ServeHTTP(httptest.NewRecorder(), r)
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		c.Close()
	}
}

// TestLostAnswer: whoever sees their browser say that nothing came back, and
// sends the form again, is shown what the first one did.
func TestLostAnswer(t *testing.T) {
	p := open(t, realCodes)
	through := &forgetful{Handler: p.page, path: "/book"}
	p.weaken(1e6, through)
	r := p.scan()
	form := r.form(r.get(confirmPath(health)), "/book")
	for through.lost.Load() < 3 {
		if answer, err := r.PostForm(p.web.URL+"/book", form); err == nil {
			answer.Body.Close()
			t.Fatal("an answer came through")
		}
	}
	r.post("/book", form).has(t, 200, "预约成功", "test-1/1/1")
	if n := p.desk.bookings(); n != 1 {
		t.Errorf("%d bookings, want 1", n)
	}
}

// TestImpatientThumb taps a form's button again before the answer is there.
func TestImpatientThumb(t *testing.T) {
	p := open(t, realCodes)
	p.weaken(12_000, p.page)
	phone := p.thumb(small)
	phone.tap("a.service", "#service")
	phone.tap("a.slot", "#book") // what is above it comes before it
	if _, err := chromedp.Run(phone.tab, chromedp.Evaluate[any](`for (let i = 0; i < 4; i++) document.querySelector("#book").click()`)); err != nil {
		t.Fatal(err)
	}
	phone.do(chromedp.WaitVisible(".ticket"))
	if n := p.desk.bookings(); n != 1 {
		t.Errorf("%d bookings, want 1", n)
	}
	// Back to where the form was: it is the booking there is.
	phone.do(chromedp.NavigateBack(), chromedp.WaitVisible(".ticket"))
	if n := p.desk.bookings(); n != 1 {
		t.Errorf("%d bookings after going back, want 1", n)
	}
}

// TestLostAnswerOnAPhone: an appeal whose answer never came is handed in once
// when the browser, or its rider by reloading, sends it again.
func TestLostAnswerOnAPhone(t *testing.T) {
	p, s := furnished(t, realCodes)
	through := &forgetful{Handler: p.page, path: "/appeal"}
	p.weaken(1e6, through)
	phone := thumb{p, chromium.Open(t, small), small}
	phone.do(chromedp.Navigate(p.page.URL(p.web.Listener.Addr().String())), chromedp.WaitVisible("#home"))
	phone.visit("/appeal?about=station", "appeal")
	phone.types("#text", "热水总是没有")
	phone.do(chromedp.WaitVisible("#file"))
	before, err := s.Standing()
	if err != nil {
		t.Fatal(err)
	}
	through.lost.Store(2) // one more is lost
	if _, err := chromedp.Run(phone.tab, chromedp.Evaluate[any](`document.querySelector("#file").click()`)); err != nil {
		t.Fatal(err)
	}
	for phone.shows("#appeal") {
		phone.do(chromedp.Sleep(10 * time.Millisecond))
	}
	if !phone.shows(".claim") {
		phone.do(chromedp.Reload())
	}
	phone.do(chromedp.WaitVisible(".claim"))
	if after, err := s.Standing(); err != nil || after.Last != before.Last+1 {
		t.Errorf("%d records, want the one appeal; %v", after.Last-before.Last, err)
	}
}

func (t thumb) shows(selector string) bool {
	t.Helper()
	there, err := chromedp.Run(t.tab, chromedp.Evaluate[bool](fmt.Sprintf("document.querySelector(%q) !== null", selector)))
	if err != nil {
		t.Fatal(err)
	}
	return there
}
