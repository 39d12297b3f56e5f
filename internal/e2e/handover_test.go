package e2e

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// mobile is a rider's phone.
type mobile struct {
	*world
	http.Client
}

func (w *world) mobile() *mobile {
	jar, _ := cookiejar.New(nil)
	return &mobile{w, http.Client{Jar: jar}}
}

func (m *mobile) page(r *http.Response, err error) string {
	m.t.Helper()
	m.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	m.must(err)
	return string(body)
}

var hidden = regexp.MustCompile(`name="(csrf|once)" value="([^"]*)"`)

// handOver has a phone take the pass of the rider on the screen, which then finds
// the rider's booking, and has the rider take it back.
func (w *world) handOver() {
	w.t.Helper()
	w.tap("Enter", door(flow.EnterPass))
	address := w.scanScreen("http://" + w.phone + "/h/")
	own, late := w.mobile(), w.mobile()
	page := own.page(own.Get(address))
	w.sees(zh(i18n.PassOpened))
	form := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(field[1], field[2])
	}
	own.page(own.PostForm(address, form))
	w.sees(zh(i18n.PassHeld))
	bookings := "http://" + w.phone + "/bookings"
	for phone, want := range map[string]bool{
		own.page(own.Get(bookings)):  true,
		late.page(late.Get(address)): false,
	} {
		if strings.Contains(phone, `/booking?ref=`) != want {
			w.t.Errorf("the booking is on the phone: %v, want %v\n%s", !want, want, phone)
		}
	}
	w.tap("NotMine")
	w.sees(zh(i18n.PassTakenBack))
	if left := own.page(own.Get(bookings)); !strings.Contains(left, "已作废") {
		w.t.Errorf("taken back, the phone shows\n%s", left)
	}
	w.tap("Back")
}
