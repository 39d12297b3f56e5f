package vitals

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

func TestReadPassesOverWhatItDoesNotKnow(t *testing.T) {
	for body, want := range map[string]Body{
		`{}`: {},
		`{"version": 7, "devices": {"a": 1}, "storage": "ample", "clock": {"trust": "hub"}, "later": [1]}`:       {Clock: Clock{"hub"}},
		`{"devices": [1, {"device": "printer", "state": "ready", "done": "many"}, {"device": "scanner"}, {}]}`:   {Devices: []Device{{Device: "scanner"}}},
		`{"version": "v1", "journal": {"epoch": 2, "waiting": 3}, "storage": {"level": "low", "free": 1000000}}`: {Version: "v1", Journal: Journal{Epoch: 2, Waiting: 3}, Storage: Storage{"low", 1000000}},
	} {
		if got, err := Read([]byte(body)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %+v, %v", body, got, err)
		}
	}
	for _, body := range []string{"", "null", "[]", `"text"`, "{", "7"} {
		if _, err := Read([]byte(body)); !errors.Is(err, ErrBody) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestTold(t *testing.T) {
	device := func(device, state, reason string) Body {
		return Body{Devices: []Device{{Device: device, State: state, Reason: reason}}}
	}
	for code, bodies := range map[string][]Body{
		"":             {{}, device("card-reader", "ready", ""), device("scanner", "degraded", "starting"), {Clock: Clock{"hub"}}, {Clock: Clock{"system"}}, {Storage: Storage{Level: "ample"}}, {Journal: Journal{OldestWaiting: 86400}}},
		ReaderOut:      {device("card-reader", "down", "silent"), device("card_reader", "absent", "unplugged")},
		ScannerOut:     {device("scanner", "absent", "")},
		PrinterOut:     {device("printer", "down", "paper-out")},
		DeviceAiling:   {device("printer", "degraded", "paper-low"), device("weather-vane", "down", "")},
		ClockUntrusted: {{Clock: Clock{"none"}}, {Clock: Clock{"floor"}}},
		DiskLow:        {{Storage: Storage{Level: "low"}}},
		DiskFull:       {{Storage: Storage{Level: "full"}}},
		Stuck:          {{Journal: Journal{Stuck: "forked"}}},
		Late:           {{Journal: Journal{OldestWaiting: 86401}}},
	} {
		for _, b := range bodies {
			if got := Told(b); code == "" && len(got) > 0 || code != "" && !slices.Equal(got, []string{code}) {
				t.Errorf("%+v tells %q, want %q", b, got, code)
			}
		}
	}
}

var noon = time.UnixMilli(1_795_000_000_000)

func TestTroubles(t *testing.T) {
	station := func(heard time.Duration, change func(*hub.StationReport)) hub.StationReport {
		s := hub.StationReport{Station: hub.Station{ID: "one", Key: make(ed25519.PublicKey, 32), Heard: noon.Add(-heard)}}
		if change != nil {
			change(&s)
		}
		return s
	}
	told := func(ago time.Duration) hub.Vitals {
		return hub.Vitals{Heard: noon.Add(-ago), Troubles: []string{DiskLow}}
	}
	for i, c := range []struct {
		s    hub.StationReport
		v    hub.Vitals
		want []string
	}{
		{station(0, nil), told(0), []string{DiskLow}},
		{station(10*time.Minute, nil), told(30 * time.Minute), []string{DiskLow}},
		{station(11*time.Minute, nil), told(11 * time.Minute), []string{Silent}},
		{station(time.Minute, nil), told(31 * time.Minute), []string{Untold}},
		{station(time.Minute, nil), hub.Vitals{}, []string{Untold}},
		{station(time.Hour, func(s *hub.StationReport) { s.SetAside, s.DeadLetters = 1, 2 }), told(0), []string{Silent, SetAside, DeadLetters}},
		{station(time.Hour, func(s *hub.StationReport) { s.Key = nil }), told(0), nil},
		{station(time.Hour, func(s *hub.StationReport) { s.Revoked = noon }), told(0), nil},
	} {
		if got := Troubles(c.s, c.v, noon, 10*time.Minute); !slices.Equal(got, c.want) {
			t.Errorf("%d: %q, want %q", i, got, c.want)
		}
	}
}

func TestEveryTroubleHasWords(t *testing.T) {
	for _, code := range []string{
		Silent, ReaderOut, ScannerOut, PrinterOut, DeviceAiling, ClockUntrusted, DiskLow, DiskFull, Stuck, Late, SetAside, DeadLetters, Untold,
	} {
		if w := Say(code); w.ZH == code || w.EN == code || w.ZH == "" || w.EN == "" {
			t.Errorf("%s has no words", code)
		}
	}
	if Why("of-a-later-version") != (Words{"of-a-later-version", "of-a-later-version"}) {
		t.Error("an unknown code is lost")
	}
}

// table is a store that can fail.
type table struct {
	writes [][]hub.Vitals
	err    error
}

func (s *table) PutVitals(_ context.Context, all []hub.Vitals) error {
	if s.err == nil {
		s.writes = append(s.writes, all)
	}
	return s.err
}

func TestKeeperWritesInBulk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &table{}
		k := NewKeeper(s, time.Now, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- k.Run(ctx) }()
		told := func(station, body string) { k.Take(station, noon, []byte(body)) }
		told("two", `{"version": "a"}`)
		told("one", `{"storage": {"level": "low"}}`)
		told("two", `{"version": "b"}`)
		told("three", `nonsense`)
		synctest.Wait()
		if len(s.writes) != 0 {
			t.Error("written at once")
		}
		time.Sleep(writeEvery + time.Second)
		if len(s.writes) != 1 || len(s.writes[0]) != 2 || s.writes[0][0].Station != "one" || string(s.writes[0][1].Body) != `{"version": "b"}` || s.writes[0][0].Troubles[0] != DiskLow {
			t.Fatalf("%+v", s.writes)
		}
		time.Sleep(3 * writeEvery)
		if len(s.writes) != 1 {
			t.Error("nothing was written")
		}
		s.err = errors.New("no room")
		told("one", `{"version": "c"}`)
		told("two", `{"version": "c"}`)
		time.Sleep(writeEvery)
		told("two", `{"version": "d"}`)
		time.Sleep(writeEvery)
		s.err = nil
		told("four", `{}`)
		stop()
		<-ended
		if len(s.writes) != 2 || len(s.writes[1]) != 3 {
			t.Fatalf("%+v", s.writes)
		}
		bodies := fmt.Sprintf("%s %s %s", s.writes[1][0].Body, s.writes[1][1].Body, s.writes[1][2].Body)
		if bodies != `{} {"version": "c"} {"version": "d"}` {
			t.Errorf("the last write is %s", bodies)
		}
		for i := range maxHeld + 10 {
			k.Take(fmt.Sprint(i), noon, []byte("{}"))
		}
		if len(k.held) != maxHeld {
			t.Errorf("%d are held", len(k.held))
		}
	})
}

// The newest counts, also of a station whose last write failed.
func TestKeeperPrefersTheNewest(t *testing.T) {
	k := NewKeeper(&table{}, time.Now, slog.New(slog.DiscardHandler))
	k.hold(hub.Vitals{Station: "one", Body: []byte("new")}, true)
	k.hold(hub.Vitals{Station: "one", Body: []byte("old")}, false)
	if got := string(k.held["one"].Body); got != "new" {
		t.Error(got)
	}
}
