package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// TestTenJourneys goes with riders and an attendant through what a kiosk is
// there for, in the real window: with a simulated reader, scanner and printer,
// a phone, and the hub that answers.
func TestTenJourneys(t *testing.T) {
	w := newWorld(t)
	w.publish()
	w.startKiosk()
	w.sees("理发")
	pin := w.supervise()
	rider, other := w.newCard(), w.newCard()
	var visit, pass, claim string
	w.walk(t, []journey{
		{"check in by card", func() { visit, pass = w.checkInByCard(rider) }},
		{"check in again by pass", func() { w.checkInByPass(pass, visit) }},
		{"check in anonymously", w.checkInAnonymously},
		{"book legal aid, with a printed receipt", func() { w.bookLegalAid(rider) }},
		{"cancel a booking", func() { w.cancel(pass) }},
		{"appeal, with text by phone", func() { claim = w.appeal() }},
		{"follow the appeal up", func() { w.followUp(claim) }},
		{"learn and take the quiz", func() { w.learn(rider) }},
		{"redeem points", func() { w.redeem(rider) }},
		{"be marked as attended", func() { w.attend(other, pin) }},
		{"change language and type", w.changeLook},
	})
	w.must(w.kiosk.stop())
	w.tool("nuanxin-station", "check", "--data", w.in("station"))
	w.withoutIdentity()
}

// journey is what somebody does at the kiosk, from its first page on.
type journey struct {
	name string
	walk func()
}

// walk makes one journey after the other, each a test of its own.
func (w *world) walk(t *testing.T, all []journey) {
	for _, j := range all {
		t.Run(j.name, func(t *testing.T) {
			w.t = t
			defer w.keepPicture()
			j.walk()
			w.away()
		})
	}
	w.t = t
}

// away leaves the screen to the next, by whatever way out there is.
func (w *world) away() {
	w.t.Helper()
	w.reader.Lift()
	for s := w.until("nothing is being done", idle); s.Screen != "Home" || known(s); s = w.until("nothing is being done", idle) {
		for _, way := range []string{"Finish", "SignOut", "Back"} {
			if slices.ContainsFunc(s.Targets, func(t target) bool { return t.Action == way }) {
				w.tap(way)
				break
			}
		}
	}
}

func idle(s shown) bool { return !s.Busy }

// known says that the screen is a rider's.
func known(s shown) bool {
	return slices.ContainsFunc(s.Targets, func(t target) bool { return t.Action == "Finish" })
}

// place lays a card on the reader and waits until it is checked in.
func (w *world) place(c sim.Card) {
	w.t.Helper()
	w.must(w.reader.Place(c))
	w.until("somebody is known", func(s shown) bool { return says(s.Texts, zh(i18n.Hello, c.Name[:3]+"**")) })
}

func (w *world) checkInByCard(c sim.Card) (visit, pass string) {
	before := len(w.confirmations(0))
	w.place(c)
	visit = w.confirmations(before + 1)[before]
	w.tap("Enter", door(flow.EnterPass))
	w.tap("ShowPicture")
	return visit, w.scanScreen("NX1")
}

func (w *world) checkInByPass(pass, visit string) {
	before := len(w.confirmations(0))
	w.must(w.scanner.Scan(pass))
	if again := w.confirmations(before + 1)[before]; again != visit {
		w.t.Errorf("the pass checked in %s, the card %s: not the same rider's visit", again, visit)
	}
	w.sees(zh(i18n.HelloNameless))
}

func (w *world) checkInAnonymously() {
	before := len(w.confirmations(0))
	w.tap("CheckInAnonymously")
	w.confirmations(before + 1)
	w.sees(zh(i18n.ThanksTitle))
}

func (w *world) bookLegalAid(c sim.Card) {
	before := len(w.confirmations(0))
	w.reach("ChooseService", "legal-aid")
	w.must(w.reader.Place(c))
	w.tap("ChooseSlot")
	w.tap("ConfirmBooking")
	w.on("Receipt")
	booking := w.confirmations(before + 2)[before+1]
	w.receiptOf(booking)
	w.printed(booking)
}

func (w *world) cancel(pass string) {
	w.must(w.scanner.Scan(pass))
	w.sees(zh(i18n.HelloNameless))
	w.tap("Enter", door(flow.EnterBookings))
	w.tap("AskCancel")
	w.tap("ConfirmCancel")
	w.sees(zh(i18n.Cancelled))
}

const complaint = "三月十二日送餐被扣了钱，平台没有说为什么。"

func (w *world) appeal() (claim string) {
	w.tap("Enter", door(flow.EnterAppeals))
	w.tap("ChooseCategory")
	w.tap(zh(i18n.AppealWrite))
	w.on("Writing")
	w.writeByPhone(complaint)
	w.sees(complaint)
	w.tap("UseText")
	w.tap(zh(i18n.GoOn))
	w.tap(zh(i18n.FileAnonymous))
	w.on("AppealReceipt")
	code := strings.TrimPrefix(w.scanScreen("NXC1"), "NXC1")
	if len(code) != flow.ClaimDigits {
		w.t.Fatalf("the claim code has %d digits", len(code))
	}
	claim = code[:6] + "-" + code[6:12] + "-" + code[12:]
	w.printed(claim)
	return claim
}

// writeByPhone scans the code on the screen with a rider's phone, and sends a
// text from the page behind it.
func (w *world) writeByPhone(text string) {
	w.t.Helper()
	p := newPhone("http://" + w.phone)
	p.Transport.(*http.Transport).DisableKeepAlives = false // as browsers do
	address := w.scanScreen("http://")
	page, err := p.read(p.Get(address))
	w.must(err)
	w.sees(zh(i18n.WritingOpened))
	_, path, _ := strings.Cut(address, w.phone)
	_, err = p.submitWith(page, path, map[string]string{"text": text})
	w.must(err)
}

const answer = "已经联系平台，扣款三天内退回。"

func (w *world) followUp(claim string) {
	var listed string
	w.eventually("the hub has the appeal", 20*time.Second, func() error {
		lines := strings.Split(strings.TrimSpace(string(w.tool("nuanxin-hub", "appeals", "list", "--data", w.in("hub")))), "\n")
		if len(lines) < 2 {
			return fmt.Errorf("%q", lines)
		}
		listed, _, _ = strings.Cut(lines[1], " ")
		return nil
	})
	if read := string(w.tool("nuanxin-hub", "appeals", "read", listed, "--as", "办事员", "--data", w.in("hub"))); !strings.Contains(read, complaint) {
		w.t.Errorf("the hub reads %q", read)
	}
	w.must(os.WriteFile(w.in("answer"), []byte(answer), 0o600))
	w.tool("nuanxin-hub", "appeals", "route", listed, "--department", "劳动监察", "--as", "办事员", "--data", w.in("hub"))
	w.tool("nuanxin-hub", "appeals", "answer", listed, "--file", w.in("answer"), "--as", "办事员", "--data", w.in("hub"))
	w.eventually("the answer is on the screen", 30*time.Second, func() error {
		w.must(w.scanner.Scan("NXC1" + strings.ReplaceAll(claim, "-", "")))
		s := w.on("AppealShown")
		if says(s.Texts, answer) {
			return nil
		}
		w.away()
		time.Sleep(scanner.DefaultWindow) // a code held is not told again
		return fmt.Errorf("it shows %q", s.Texts)
	})
	w.tap("ChooseStars", "5")
	w.tap("Rate")
}

func (w *world) learn(c sim.Card) {
	w.place(c)
	w.tap("Enter", door(flow.EnterLearning))
	if s := w.until("learning is open", func(s shown) bool { return s.Screen == "Occupations" || s.Screen == "Packs" }); s.Screen == "Occupations" {
		w.tap(zh(i18n.OccupationAll))
	}
	w.tap("雨天骑行")
	w.tap(zh(i18n.PageNext))
	w.tap(zh(i18n.ToQuiz))
	for range 2 {
		w.tap("减速")
	}
	w.sees(zh(i18n.QuizPassed))
}

func (w *world) redeem(c sim.Card) {
	before := len(w.confirmations(0))
	w.place(c)
	w.tap("Enter", door(flow.EnterPoints))
	w.tap("一瓶水")
	w.tap("ConfirmRedeem")
	w.on("RewardReceipt")
	w.confirmations(before + 2)
}

// attend has a rider book for today, and the attendant mark that they came.
func (w *world) attend(c sim.Card, pin string) {
	w.reach("ChooseService", "haircut")
	w.must(w.reader.Place(c))
	w.tap("ChooseSlot")
	w.tap("ConfirmBooking")
	w.on("Receipt")
	w.away()
	w.signIn(pin)
	w.tap(zh(i18n.RollTitle))
	w.tap(c.Name[:3] + "**")
	w.tap(zh(i18n.ActAttend))
	w.sees(zh(i18n.GuestStateCame))
	w.tap(zh(i18n.SignOut))
}

func (w *world) changeLook() {
	w.tap("OpenSettings")
	w.tap("ChangeLook", "Large:true")
	w.tap("SwitchLanguage")
	s := w.sees(i18n.EN.Say(i18n.TypeLarge))
	if says(s.Texts, zh(i18n.SetType)) {
		w.t.Errorf("in English it says %q", s.Texts)
	}
	w.tap("ChangeLook", "Large:false")
	w.tap("SwitchLanguage")
	w.tap("Back")
}

// door is the fields of the action that opens an entry.
func door(e flow.Entry) string { return fmt.Sprintf("%+v", flow.Enter{Entry: e}) }

// publish has the hub offer more than a new hub does.
func (w *world) publish() {
	content, err := json.Marshal(map[string]any{
		"services":     []map[string]any{{"id": "haircut", "name_zh": "理发", "name_en": "Haircut"}},
		"points_rules": []map[string]any{{"id": "visit", "kind": "check_in", "points": 20, "per_day": 1, "name_zh": "到站", "name_en": "A visit"}},
		"rewards":      []map[string]any{{"id": "water", "name_zh": "一瓶水", "name_en": "A bottle of water", "points": 10}},
		"packs": []map[string]any{{
			"id": "rain", "version": 1, "title_zh": "雨天骑行", "title_en": "Riding in the rain", "pass_mark": 2,
			"pages": []map[string]any{{"text_zh": "雨天路滑。", "text_en": "Roads are slippery."}, {"text_zh": "提前减速。", "text_en": "Slow down early."}},
			"quiz":  []map[string]any{question(0), question(1)},
		}},
	})
	w.must(err)
	w.must(os.WriteFile(w.in("content.json"), content, 0o600))
	w.tool("nuanxin-hub", "publish", w.in("content.json"), "--as", "办事员", "--data", w.in("hub"))
	w.tool("nuanxin-hub", "points", "lend", stationID, "100", "--as", "办事员", "--data", w.in("hub"))
	soon := time.Now().In(event.Zone).Add(30 * time.Minute)
	w.tool("nuanxin-hub", "slots", "add", "--data", w.in("hub"), "--service", "haircut", "--start", soon.Format("2006-01-02 15:04"),
		"--minutes", "20", "--capacity", "2", "--station", stationID)
}

func question(right int) map[string]any {
	choices := []string{"减速慢行", "加速通过"}
	if right == 1 {
		choices[0], choices[1] = choices[1], choices[0]
	}
	return map[string]any{
		"text_zh": "雨天过路口怎么办？", "text_en": "At a crossing in the rain?", "right": right,
		"choices_zh": choices, "choices_en": []string{"One", "Two"},
	}
}

// supervise makes the first account of attendant's mode and gives its PIN.
func (w *world) supervise() (pin string) {
	out := string(w.tool("nuanxin-station", "supervisor", "--data", w.in("station")))
	m := regexp.MustCompile(`PIN is (\d+)`).FindStringSubmatch(out)
	if m == nil {
		w.t.Fatalf("no PIN in %q", out)
	}
	return m[1]
}
