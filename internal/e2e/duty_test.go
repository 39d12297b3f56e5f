package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// duty is a day of attendant's mode, and what its journeys know of each other.
type duty struct {
	*world
	all        testing.TB // of which each journey is a part
	chief, pin string     // PINs of the supervisor and of the attendant
	card       sim.Card   // the attendant's
	ma         string     // the attendant's account
	rider      sim.Card
	late       uint64 // the number of a booking whose guest does not come
	waits      uint64 // and of one whose guest does
	reward     uint64 // the number of a redemption
}

// TestAnAttendantsDay taps through attendant's mode as a supervisor and an
// attendant do: what the screen says of it, what comes out of the printer, and
// what the hub has of it in the end.
func TestAnAttendantsDay(t *testing.T) {
	w := newWorld(t)
	w.poll = 20 * time.Millisecond // many digits are keyed in
	w.publish()
	d := &duty{world: w, all: t, pin: "402917", card: w.newCard(), rider: w.newCard()}
	d.callOut()
	w.startKiosk()
	w.sees("理发")
	d.chief = w.supervise()
	w.walk(t, []journey{
		{"sign in with the PIN", d.signInByPIN},
		{"make an account", d.addAccount},
		{"register a card and sign in by it", d.registerCard},
		{"give a walk-in a place", d.walkIn},
		{"call a guest in", d.callIn},
		{"note that a guest came, and print", d.noteAttended},
		{"hand a reward out by its receipt", d.handOut},
		{"take a hand-out back and give the points back", d.giveBack},
		{"note that a volunteer has done a task", d.noteTask},
		{"answer a call and say the free seats", d.answerCall},
		{"look after the station", d.lookAfter},
		{"note that a guest did not come", d.noteMissed},
		{"restart the kiosk", d.restart},
		{"give an account a new PIN, and switch it off", d.switchOff},
	})
	w.eventually("everything is delivered", patience, w.delivered)
	w.must(w.kiosk.stop())
	w.tool("nuanxin-station", "check", "--data", w.in("station"))
	if journal, hub := w.journal(), w.atHub(); len(journal) != len(hub) {
		t.Errorf("the hub holds %d records, the journal %d", len(hub), len(journal))
	}
	w.withoutIdentity()
}

// callOut has the hub ask for volunteers, and give times for haircuts that begin
// at the next full minutes: a guest can only be missed once theirs has.
func (d *duty) callOut() {
	now := time.Now()
	content, err := json.Marshal(map[string]any{"tasks": []map[string]any{{
		"id": "sandbags", "stations": []string{stationID}, "title_zh": "搬沙袋", "title_en": "Carry sandbags", "text_zh": "河边", "text_en": "At the river",
		"starts_ms": now.UnixMilli(), "ends_ms": now.Add(6 * time.Hour).UnixMilli(), "urgent": true, "places": 3,
	}}})
	d.must(err)
	d.must(os.WriteFile(d.in("tasks.json"), content, 0o600))
	d.tool("nuanxin-hub", "publish", d.in("tasks.json"), "--as", "办事员", "--data", d.in("hub"))
	for n := 1; n <= 3; n++ {
		d.tool("nuanxin-hub", "slots", "add", "--data", d.in("hub"), "--service", "haircut", "--start", minute(now, n),
			"--minutes", "60", "--capacity", "2", "--station", stationID)
	}
}

// minute is the n-th full minute after a time, as the hub's command reads it.
func minute(after time.Time, n int) string {
	return after.In(event.Zone).Truncate(time.Minute).Add(time.Duration(n) * time.Minute).Format("2006-01-02 15:04")
}

// signIn signs in with a PIN, and says who where there are several.
func (w *world) signIn(pin string, name ...string) {
	w.t.Helper()
	w.tap("Enter", door(flow.EnterAttendant))
	if asks := w.until("it asks who is there or for the PIN", on("SignIn", "Keypad")); asks.Screen == "SignIn" {
		w.tap(append(name, "ChooseAccount")...)
	}
	w.key(pin)
	w.on("OnDuty")
}

func on(screens ...string) func(shown) bool {
	return func(s shown) bool { return !s.Busy && slices.Contains(screens, s.Screen) }
}

// key keys digits in, and says that they are all. Dots stand for those of a PIN,
// so each is counted as a tap.
func (w *world) key(digits string) {
	w.t.Helper()
	for _, digit := range digits {
		w.touch([]string{"KeyDigit", "{Digit:" + string(digit) + "}"}, func(_, _ shown) error { return nil })
	}
	w.tap("KeyDone")
}

// begin signs the attendant in by card and opens a duty.
func (d *duty) begin(duty i18n.Key) {
	d.t.Helper()
	d.tap("Enter", door(flow.EnterAttendant))
	d.on("SignIn")
	d.must(d.reader.Place(d.card))
	d.on("OnDuty")
	d.reader.Lift()
	d.tap("OpenDuty", zh(duty))
}

// lastConfirmed is the number of the record that a screen confirms after so many
// others.
func (d *duty) lastConfirmed(after int) uint64 {
	d.t.Helper()
	_, number, _ := strings.Cut(strings.TrimPrefix(d.confirmations(after + 1)[after], stationID+"/"), "/")
	var seq uint64
	if _, err := fmt.Sscan(number, &seq); err != nil {
		d.t.Fatal(err)
	}
	return seq
}

// numbered is how a booking or a redemption is called.
func numbered(seq uint64) string { return zh(i18n.GuestNumber, seq) }
