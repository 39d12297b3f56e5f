package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/phone"
	"github.com/nuanxin/station-kit/station"
)

// nobody stands before the screen.
type nobody struct{}

func (nobody) Token() string     { return "" }
func (nobody) Valid(string) bool { return false }

// desk is the screens and the phone page of one station, wired as the kiosk
// wires them.
type desk struct {
	*testing.T
	screens *flow.Flow
}

func newDesk(t *testing.T) desk {
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	page := &phonePage{texts: &texts{}}
	var err error
	page.server, err = phone.New(phone.Config{
		Desk: s, Presence: nobody{}, QR: func(string, int) ([]byte, error) { return nil, nil }, Now: time.Now,
		Name: station.Text{ZH: "站", EN: "Station"}, Texts: page.texts,
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(page.server)
	t.Cleanup(web.Close)
	page.host = strings.TrimPrefix(web.URL, "http://")
	d := desk{t, flow.New(flow.Config{Desk: s, Keyboard: keyboard{page}})}
	page.texts.put = d.screens.Put
	go d.screens.Run(t.Context())
	return d
}

// until waits for a view that fits.
func (d desk) until(fits func(flow.View) bool) flow.View {
	d.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case v := <-d.screens.Views():
			if fits(v) {
				return v
			}
		case <-late:
			d.Fatal("the screen never showed it")
		}
	}
}

func at[S flow.Screen](v flow.View) bool { _, ok := v.Screen.(S); return ok }

// writing is the screen on which a text is written, and its View.
func (d desk) writing(fits func(flow.Writing) bool) (flow.Writing, flow.View) {
	d.Helper()
	v := d.until(func(v flow.View) bool { w, ok := v.Screen.(flow.Writing); return ok && fits(w) })
	return v.Screen.(flow.Writing), v
}

// appeal taps from the idle screen in v to where the text of an appeal is
// wanted, and gives the address of its page.
func (d desk) appeal(v flow.View) (string, flow.View) {
	d.Helper()
	for _, a := range []flow.Action{
		flow.Enter{Entry: flow.EnterAppeals}, flow.ChooseCategory{ID: choice.Categories[0].ID}, flow.WriteText{},
	} {
		d.screens.Put(flow.Tap{Session: v.Session, Action: a})
	}
	w, v := d.writing(func(w flow.Writing) bool { return w.Address != "" })
	return w.Address, v
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// form is that of the page, as a phone with cookies gets it.
func (d desk) form(browser *http.Client, address string) url.Values {
	d.Helper()
	page := d.read(browser.Get(address))
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

func (d desk) read(answer *http.Response, err error) string {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		d.Fatal(err)
	}
	return string(body)
}

func browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar}
}

// TestTextWrittenOnAPhoneIsOnTheScreen: the code on the screen leads a phone to
// a page, the screen says that it is open, and shows what was sent.
func TestTextWrittenOnAPhoneIsOnTheScreen(t *testing.T) {
	d := newDesk(t)
	address, _ := d.appeal(d.until(at[flow.Home]))
	phone := browser()
	form := d.form(phone, address)
	d.writing(func(w flow.Writing) bool { return w.Phone == flow.PhoneOpened })
	form.Set("text", "上个月少算了三百块")
	if got := d.read(phone.PostForm(address, form)); !strings.Contains(got, "已送到屏幕") {
		t.Errorf("the phone says:\n%s", got)
	}
	w, _ := d.writing(func(w flow.Writing) bool { return w.Phone == flow.PhoneSent })
	if w.Text != "上个月少算了三百块" {
		t.Errorf("the screen shows %q", w.Text)
	}
}

// TestTextOfASessionThatEndedGoesNowhere: once its rider has left the screen,
// the phone is told so, and the next rider sees nothing of it.
func TestTextOfASessionThatEndedGoesNowhere(t *testing.T) {
	d := newDesk(t)
	address, v := d.appeal(d.until(at[flow.Home]))
	phone := browser()
	form := d.form(phone, address)
	d.screens.Put(flow.Tap{Session: v.Session, Action: flow.Finish{}})
	v = d.until(at[flow.Home])
	form.Set("text", "写给走了的人")
	if got := d.read(phone.PostForm(address, form)); !strings.Contains(got, "屏幕没有在等文字") {
		t.Errorf("the phone says:\n%s", got)
	}
	next, _ := d.appeal(v)
	if next == address {
		t.Error("the next rider has the same page")
	}
}
