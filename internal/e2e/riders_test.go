package e2e

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// promises are what screens confirmed: references, each with the kind of
// record it must be.
type promises struct {
	mu   sync.Mutex
	made map[string]string
}

func (p *promises) add(kind, ref string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made[ref] = kind
}

func (p *promises) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.made)
}

// scanScreen reads the code on the kiosk's screen, as a phone's camera would.
// It waits for one that begins with a prefix.
func (w *world) scanScreen(prefix string) (text string) {
	w.t.Helper()
	w.eventually("the code on the screen can be scanned (sudo apt-get install zbar-tools)", patience, func() error {
		out, err := exec.Command("zbarimg", "--raw", "-q", w.look()).Output()
		text = strings.TrimSpace(string(out))
		if err == nil && !strings.HasPrefix(text, prefix) {
			err = fmt.Errorf("it says %.20q", text)
		}
		return err
	})
	return text
}

// look takes a picture of the screen and returns its file.
func (w *world) look() string {
	w.t.Helper()
	picture := w.in("screen.png")
	w.keep(picture)
	return picture
}

// keep writes a picture of the screen.
func (w *world) keep(path string) {
	w.t.Helper()
	picture, err := w.finger.picture()
	w.must(err)
	file, err := os.Create(path)
	w.must(err)
	defer file.Close()
	w.must((&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(file, picture))
}

// phone is a rider's: it follows links and fills in forms.
type phone struct {
	http.Client
	base string
}

var phones atomic.Uint32

// newPhone has a loopback address of its own: the page bounds what one address
// may ask.
func newPhone(base string) *phone {
	n := phones.Add(1)
	from := &net.TCPAddr{IP: net.IPv4(127, 1, byte(n>>8), byte(n))}
	jar, _ := cookiejar.New(nil)
	dial := &net.Dialer{LocalAddr: from, Timeout: patience}
	return &phone{http.Client{
		Jar: jar, Timeout: patience,
		Transport: &http.Transport{DialContext: dial.DialContext, DisableKeepAlives: true},
	}, base}
}

// errPage is a page other than the one hoped for.
var errPage = errors.New("unexpected page")

func (p *phone) read(r *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%w: %s", errPage, r.Status)
	}
	return string(b), err
}

func (p *phone) open(path string) (string, error) { return p.read(p.Get(p.base + path)) }

var (
	formOf  = `(?s)<form method="post" action="%s">(.*?)</form>`
	inputs  = regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`)
	refs    = regexp.MustCompile(`<p class="ref">[^<]* (` + stationID + `/\d+/\d+)</p>`)
	offered = regexp.MustCompile(`href="(/confirm\?[^"]+)"`)
)

// submit sends the form of a page that goes to action.
func (p *phone) submit(page, action string) (string, error) { return p.submitWith(page, action, nil) }

// submitWith sends it with what the rider has filled in.
func (p *phone) submitWith(page, action string, filled map[string]string) (string, error) {
	form := regexp.MustCompile(fmt.Sprintf(formOf, regexp.QuoteMeta(action))).FindString(page)
	if form == "" {
		return "", fmt.Errorf("%w: no form for %s", errPage, action)
	}
	values := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(form, -1) {
		values.Set(m[1], m[2])
	}
	for name, value := range filled {
		values.Set(name, value)
	}
	return p.read(p.PostForm(p.base+action, values))
}

// confirmed is the reference a page confirms.
func confirmed(page string, err error) (string, error) {
	m := refs.FindStringSubmatch(page)
	if err == nil && m == nil {
		err = fmt.Errorf("%w: it confirms nothing", errPage)
	}
	if err != nil {
		return "", err
	}
	return m[1], nil
}

// visit is one rider's way: scan, check in, book, and now and then cancel.
func (p *phone) visit(code string, made *promises) error {
	home, err := p.read(p.Get(code))
	if err != nil {
		return err
	}
	ref, err := confirmed(p.submit(home, "/check-in"))
	if err != nil {
		return err
	}
	made.add("check_in", ref)
	page, err := p.open("/service?id=" + []string{"health-check", "legal-aid"}[rand.IntN(2)])
	if err != nil {
		return err
	}
	slots := offered.FindAllStringSubmatch(page, -1)
	if len(slots) == 0 {
		return nil // all full
	}
	page, err = p.open(strings.ReplaceAll(slots[rand.IntN(len(slots))][1], "&amp;", "&"))
	if err != nil {
		return err
	}
	receipt, err := p.submit(page, "/book")
	if ref, err = confirmed(receipt, err); err != nil {
		return err
	}
	made.add("booking", ref)
	if rand.IntN(4) == 0 {
		_, err = p.submit(receipt, "/cancel")
	}
	return err
}

// usePhones has riders come one after the other until ctx ends. An error is no
// fault of theirs: the station is being killed under them.
func (w *world) usePhones(ctx context.Context, code string, made *promises) {
	for ctx.Err() == nil {
		if newPhone("http://"+w.phone).visit(code, made) != nil {
			time.Sleep(50 * time.Millisecond)
		}
	}
}

var cards atomic.Uint32

// newCard is that of a person who does not exist.
func (w *world) newCard() sim.Card {
	n := cards.Add(1)
	c, err := sim.Sample("citizen")
	if err != nil {
		w.t.Error(err)
	}
	c.Name = "测试" + string(rune('一'+n))
	c.Number = fmt.Sprintf("11010119900307%03d%d", n, n%10)
	return c
}

// useCards lays cards on the reader, each until the screen has confirmed it or
// ctx ends.
func (w *world) useCards(ctx context.Context) {
	for ctx.Err() == nil {
		before := strings.Count(w.log("kiosk"), onScreen)
		if err := w.reader.Place(w.newCard()); err != nil {
			w.t.Error(err)
			return
		}
		for strings.Count(w.log("kiosk"), onScreen) == before && ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond)
		}
		w.reader.Lift()
	}
}

// onScreen is what the kiosk logs once a confirmation is on the screen.
const onScreen = `msg="confirmed on the screen"`

var confirmedOnScreen = regexp.MustCompile(onScreen + ` ref=(\S+)`)

// readScreens adds what the kiosk's own screen has confirmed.
func (w *world) readScreens(made *promises) {
	b, err := os.ReadFile(w.in("kiosk.log"))
	w.must(err)
	for _, m := range confirmedOnScreen.FindAllStringSubmatch(string(b), -1) {
		made.add("check_in", m[1]) // cards only check in
	}
}
