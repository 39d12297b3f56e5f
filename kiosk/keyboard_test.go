package main

import (
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/phone"
	"github.com/nuanxin/station-kit/station"
)

// TestPhonesWriteForTheScreens: an Ask of the screens has a page at the address
// it is offered at, and none where the phone page takes none.
func TestPhonesWriteForTheScreens(t *testing.T) {
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	var came []flow.Input
	written := &texts{put: func(in flow.Input) { came = append(came, in) }}
	server, err := phone.New(phone.Config{
		Desk: s, Presence: nobody{}, QR: func(string, int) ([]byte, error) { return nil, nil }, Now: time.Now,
		Name: station.Text{ZH: "站", EN: "Station"}, Texts: written,
	})
	if err != nil {
		t.Fatal(err)
	}
	k := keyboard{&phonePage{server: server, host: "192.0.2.1:8482", texts: written}}
	ask := flow.Ask{ID: strings.Repeat("A", 26), Title: "请说说情况", Most: 100, Lang: i18n.EN}
	if got := k.Offer(ask); got != "http://192.0.2.1:8482/t/"+ask.ID {
		t.Errorf("offered at %q", got)
	}
	if got := k.Offer(flow.Ask{}); got != "" {
		t.Errorf("nothing is offered at %q", got)
	}
	k.Withdraw(ask.ID)
	written.Opened(ask.ID)
	written.Typed(ask.ID, "text")
	if len(came) != 2 || came[0] != (flow.Opened{ID: ask.ID}) || came[1] != (flow.Typed{ID: ask.ID, Text: "text"}) {
		t.Errorf("came %v", came)
	}
}

// nobody stands before the screen.
type nobody struct{}

func (nobody) Token() string     { return "" }
func (nobody) Valid(string) bool { return false }
