// Package e2e tests the whole kit as processes: what riders were told, and
// what the hub has in the end.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	kills = 10  // of the station, by kill -9
	goal  = 500 // check-ins and bookings that a screen confirmed
)

// TestNothingConfirmedIsLost has riders check in and book, by card at the
// kiosk and by phone, while the station is killed, the broker is killed and
// started again, and the hub too. In the end the hub holds exactly what the
// station's journal holds, and everything a screen confirmed is in it.
func TestNothingConfirmedIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes minutes")
	}
	w := newWorld(t)
	made := &promises{made: map[string]string{}}
	for life := 0; life < kills || made.count() < goal; life++ {
		if life > 4*kills {
			t.Fatalf("only %d confirmed in %d lives of the station", made.count(), life)
		}
		w.live(life, made)
		w.kiosk.kill()
		w.readScreens(made)
	}
	w.startKiosk()
	w.eventually("everything is delivered", time.Minute, w.delivered)
	w.must(w.kiosk.stop())
	w.readScreens(made)
	w.compare(made)
}

// live is the station's life from a start to kill -9.
func (w *world) live(life int, made *promises) {
	w.startKiosk()
	code := w.scanScreen("http://" + w.phone + "/s/")
	ctx, end := context.WithTimeout(context.Background(), time.Duration(3000+rand.IntN(3000))*time.Millisecond)
	defer end()
	var riders sync.WaitGroup
	riders.Go(func() { w.useCards(ctx) })
	for range 3 {
		riders.Go(func() { w.usePhones(ctx, code, made) })
	}
	switch life % 4 {
	case 1: // the broker goes, and comes back while riders are there
		w.broker.Kill()
		<-time.After(time.Second)
		w.broker.Restart()
	case 2: // it stays away until the next life
		w.broker.Kill()
		defer w.broker.Restart()
	case 3: // the hub
		w.hub.kill()
		w.startHub()
	}
	<-ctx.Done()
	riders.Wait()
}

func (w *world) delivered() error {
	var s struct {
		Last, Delivered uint64
		Forked          bool
	}
	if err := json.Unmarshal(w.tool("nuanxin-station", "status", "--data", w.in("station"), "--json"), &s); err != nil {
		return err
	}
	if s.Forked || s.Delivered < s.Last {
		return fmt.Errorf("%+v", s)
	}
	return nil
}

// record is one as export and API give it.
type record struct {
	Ref, Kind string
	Body      json.RawMessage
}

func (w *world) compare(made *promises) {
	w.tool("nuanxin-station", "check", "--data", w.in("station"))
	journal, hub := w.journal(), w.atHub()
	if len(hub) != len(journal) {
		w.t.Errorf("the hub holds %d records, the journal %d", len(hub), len(journal))
	}
	kinds := map[string]string{}
	for i, r := range hub {
		if _, twice := kinds[r.Ref]; twice {
			w.t.Errorf("the hub holds %s twice", r.Ref)
		}
		kinds[r.Ref] = r.Kind
		if i < len(journal) && (r.Ref != journal[i].Ref || !sameJSON(r.Body, journal[i].Body)) {
			w.t.Errorf("record %d: %s at the hub, %s in the journal", i, r.Ref, journal[i].Ref)
		}
	}
	byKind := map[string]int{}
	for ref, kind := range made.made {
		byKind[kind]++
		if kinds[ref] != kind {
			w.t.Errorf("a screen confirmed %s %s; the hub holds %q", kind, ref, kinds[ref])
		}
	}
	w.t.Logf("%d records; confirmed on screens: %v; %d cards laid, %d phones", len(hub), byKind, cards.Load(), phones.Load())
	if byKind["check_in"] == 0 || byKind["booking"] == 0 || !strings.Contains(w.log("kiosk"), onScreen) {
		w.t.Error("phones or cards took no part")
	}
	w.withinCapacity()
	w.withoutIdentity()
}

func (w *world) journal() (all []record) {
	lines := bufio.NewScanner(bytes.NewReader(w.tool("nuanxin-station", "export", "--data", w.in("station"))))
	for lines.Scan() {
		var r record
		w.must(json.Unmarshal(lines.Bytes(), &r))
		all = append(all, r)
	}
	return all
}

func (w *world) atHub() (all []record) {
	for after := int64(0); ; {
		var page struct {
			Events []struct {
				record
				Pos int64
			}
		}
		w.must(w.get(fmt.Sprintf("/api/v1/events?station=%s&after=%d", stationID, after), &page))
		if len(page.Events) == 0 {
			return all
		}
		for _, e := range page.Events {
			all, after = append(all, e.record), e.Pos
		}
	}
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
}

func (w *world) withinCapacity() {
	var answer struct {
		Slots []struct {
			ID                     string
			Capacity, Lent, Booked int
		}
	}
	w.must(w.get("/api/v1/slots", &answer))
	booked := 0
	for _, s := range answer.Slots {
		booked += s.Booked
		if s.Booked > s.Lent || s.Lent > s.Capacity {
			w.t.Errorf("slot %s: capacity %d, lent %d, booked %d", s.ID, s.Capacity, s.Lent, s.Booked)
		}
	}
	if booked == 0 {
		w.t.Error("the hub counts no booking")
	}
}

// withoutIdentity looks for the cards' names and numbers in what was written.
func (w *world) withoutIdentity() {
	for _, name := range []string{"kiosk", "hub"} {
		for _, secret := range []string{"测试", "1101011990"} {
			if strings.Contains(w.log(name), secret) {
				w.t.Errorf("the log of the %s holds %q", name, secret)
			}
		}
	}
}
