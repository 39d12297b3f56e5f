package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// keyboard is riders' phones: the pages that are open, and all there ever were.
type keyboard struct {
	asks []Ask
	open map[string]bool
	out  bool // there is no network for phones
}

func (k *keyboard) Offer(a Ask) string {
	if k.out {
		return ""
	}
	k.asks = append(k.asks, a)
	k.open[a.ID] = true
	return "https://192.168.10.20/t/" + a.ID
}

func (k *keyboard) Withdraw(id string) { delete(k.open, id) }

func (k *keyboard) last() string { return k.asks[len(k.asks)-1].ID }

// any is the ID of a page that is open, or was once.
func (k *keyboard) any(t *rapid.T) string {
	if len(k.asks) == 0 {
		return ""
	}
	return k.asks[len(k.asks)-1-rapid.IntRange(0, min(2, len(k.asks)-1)).Draw(t, "ask")].ID
}

// send is what the phone does: a page that has been closed refuses the text.
func (k *keyboard) send(m *kiosk, id, text string) bool {
	if !k.open[id] {
		return false
	}
	delete(k.open, id)
	m.put(Typed{id, text})
	return true
}

// withPhone is a kiosk that phones can write for, at an appeal's phrases.
func withPhone(t *testing.T) (*kiosk, *keyboard) {
	k, phone := newKiosk(), &keyboard{open: map[string]bool{}}
	k.cfg.Keyboard = phone
	k.tap(Enter{EnterAppeals})
	k.tap(ChooseCategory{labour})
	k.tap(WriteText{})
	if w := shows[Writing](t, k); w.Address != "https://192.168.10.20/t/"+phone.last() || w.Phone != PhoneAwaited {
		t.Fatalf("writing is %+v", w)
	}
	return k, phone
}

func TestAPhoneIsTheKeyboardOfAForm(t *testing.T) {
	k, phone := withPhone(t)
	ask := phone.asks[0]
	if len(ask.ID) != 26 || ask.Title != "您的诉求" || ask.Hint == "" || ask.Most != textMost || ask.Lang != i18n.ZH {
		t.Errorf("asks %+v", ask)
	}
	k.put(Opened{ask.ID})
	if w := shows[Writing](t, k); w.Phone != PhoneOpened {
		t.Errorf("once opened: %+v", w)
	}
	if !phone.send(k, ask.ID, "  九月的工资\r\n\t还没发 \n\n") {
		t.Fatal("the page is closed")
	}
	if w := shows[Writing](t, k); w.Phone != PhoneSent || w.Text != "九月的工资\n还没发" || w.Address != "" {
		t.Errorf("once sent: %+v", w)
	}
	k.tap(UseText{})
	if d := shows[AppealDraft](t, k); d.Chars != 9 || !d.Ready {
		t.Errorf("the draft is %+v", d)
	}
	k.tap(WriteText{})
	if w := shows[Writing](t, k); w.Text != "九月的工资\n还没发" || w.Phone != PhoneSent {
		t.Errorf("once more: %+v", w)
	}
	k.tap(Rewrite{})
	if w := shows[Writing](t, k); w.Text != "" || w.Address == "" || phone.last() == ask.ID {
		t.Errorf("anew: %+v", w)
	}
}

func TestATextThatWasNotAskedForIsNotTaken(t *testing.T) {
	k, phone := withPhone(t)
	before := k.view()
	for _, id := range []string{"", "other", strings.ToLower(phone.last())} {
		k.put(Opened{id})
		k.put(Typed{id, "rider-9"})
	}
	if w := shows[Writing](t, k); w != before.Screen {
		t.Errorf("writing is %+v", w)
	}
	first := phone.last()
	phone.send(k, first, "one")
	k.put(Typed{first, "rider-9"}) // twice
	if w := shows[Writing](t, k); w.Text != "one" {
		t.Errorf("the text is %q", w.Text)
	}
}

// TestThePageClosesWhenItsFormIsLeft, however that happens, and a text that was
// under way by then appears nowhere.
func TestThePageClosesWhenItsFormIsLeft(t *testing.T) {
	for how, leave := range map[string]func(k *kiosk){
		"back":    func(k *kiosk) { k.tap(Back{}) },
		"finish":  func(k *kiosk) { k.tap(Finish{}) },
		"time":    func(k *kiosk) { k.pass(60) },
		"card":    func(k *kiosk) { k.card("rider-2") },
		"pass":    func(k *kiosk) { k.put(Scanned{"rider-2"}) },
		"claim":   func(k *kiosk) { k.put(Scanned{claimText(1).QR()}) },
		"rewrite": func(k *kiosk) { k.tap(Rewrite{}) },
	} {
		k, phone := withPhone(t)
		id := phone.last()
		leave(k)
		if phone.open[id] {
			t.Errorf("%s leaves the page open", how)
		}
		k.put(Opened{id})
		k.put(Typed{id, "rider-9"})
		if found := riders(known(k.machine)); slices.Contains(found, "rider-9") {
			t.Errorf("%s: the text is found in %+v", how, k.view())
		}
	}
}

func TestASecondRidersCardEndsTheWritingOfTheFirst(t *testing.T) {
	k, phone := newKiosk(), &keyboard{open: map[string]bool{}}
	k.cfg.Keyboard = phone
	k.card("rider-1")
	k.tap(Enter{EnterAppeals})
	k.tap(ChooseCategory{labour})
	k.tap(WriteText{})
	id := phone.last()
	k.handle(CardPlaced{"rider-2", "rider-2"})
	k.put(Typed{id, "rider-1 writes"})
	if who := k.view().Who; who == nil || who.Masked != "rider-2**" || slices.Contains(riders(known(k.machine)), "rider-1") {
		t.Errorf("shown is %+v", k.view())
	}
}

func TestThePageStaysWhileOnlyThePadIsUsed(t *testing.T) {
	k, phone := withPhone(t)
	id := phone.last()
	k.tap(UsePad{})
	k.tap(Press{"g"})
	shows[Pad](t, k)
	if !phone.send(k, id, "by phone") || shows[Writing](t, k).Text != "by phone" {
		t.Errorf("the phone's text: %+v", k.view().Screen)
	}
}

func TestWritingOnAPhoneHasTimeButNotForEver(t *testing.T) {
	k, phone := withPhone(t)
	id := phone.last()
	k.pass(45) // longer than the idle time
	k.put(Opened{id})
	k.pass(170)
	shows[Writing](t, k)
	k.put(Opened{id}) // it is still being written on
	k.pass(170)
	shows[Writing](t, k)
	for range 20 {
		k.put(Opened{id})
		k.pass(60)
	}
	shows[Home](t, k)
	if phone.open[id] {
		t.Error("the page is still open")
	}
}

// TestWithoutAPhonePageThereIsThePad, for want of a server, of a network, or of
// randomness.
func TestWithoutAPhonePageThereIsThePad(t *testing.T) {
	for name, cfg := range map[string]func(*Config){
		"server":     func(*Config) {},
		"network":    func(c *Config) { c.Keyboard = &keyboard{open: map[string]bool{}, out: true} },
		"randomness": func(c *Config) { c.Keyboard, c.Random = &keyboard{open: map[string]bool{}}, strings.NewReader("short") },
	} {
		k := newKiosk()
		cfg(&k.cfg)
		k.tap(Enter{EnterAppeals})
		k.tap(ChooseCategory{labour})
		k.tap(WriteText{})
		if _, pad := k.view().Screen.(Pad); !pad {
			t.Errorf("no %s: %T", name, k.view().Screen)
		}
	}
}

func TestAnEmptyTextAsksAgain(t *testing.T) {
	k, phone := withPhone(t)
	id := phone.last()
	phone.send(k, id, " \n ")
	if w := shows[Writing](t, k); w.Phone != PhoneAwaited || w.Address == "" || phone.last() == id {
		t.Errorf("writing is %+v", w)
	}
}

func TestATextDoesNotPrintItself(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, Typed{"id", "张三"}); got != "typed" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}

// onPad is a kiosk without phones, on the pad.
func onPad(t *testing.T) *kiosk {
	k := newKiosk()
	k.tap(Enter{EnterAppeals})
	k.tap(ChooseCategory{labour})
	k.tap(WriteText{})
	shows[Pad](t, k)
	return k
}

func (k *kiosk) types(keys string) {
	for _, r := range keys {
		k.tap(Press{string(r)})
	}
}

func TestPinyinBecomesWords(t *testing.T) {
	k := onPad(t)
	k.types("ldbc")
	if p := shows[Pad](t, k); p.Letters != "ldbc" || p.Candidates[0] != "劳动报酬" || p.Text != "" {
		t.Fatalf("the pad is %+v", p)
	}
	k.tap(Pick{"劳动报酬"})
	k.types("gongzi")
	k.tap(Erase{})
	if p := shows[Pad](t, k); p.Letters != "gongz" {
		t.Errorf("after erasing %q", p.Letters)
	}
	k.types("i，")
	k.tap(ChangePlane{PlaneSigns})
	k.types("12")
	k.tap(Erase{})
	k.tap(ChangePlane{PlanePinyin})
	k.types("yue")
	k.tap(Press{" "})
	if p := shows[Pad](t, k); p.Text != "劳动报酬工资，1月" || p.Letters != "" || len(p.Candidates) > 0 {
		t.Errorf("written is %q, %q", p.Text, p.Letters)
	}
	k.types("de")
	k.tap(UseText{}) // letters that are left become the likeliest word
	if d := shows[AppealDraft](t, k); d.Chars != 10 {
		t.Errorf("%d characters", d.Chars)
	}
}

func TestWhatWasWrittenByHandStaysWhenThePadIsLeft(t *testing.T) {
	k := onPad(t)
	k.types("gongshang")
	k.tap(Back{})
	if d := shows[AppealDraft](t, k); d.Chars != 2 {
		t.Errorf("%d characters", d.Chars)
	}
	k.tap(WriteText{})
	if w := shows[Writing](t, k); w.Text != "工伤" {
		t.Errorf("the text is %q", w.Text)
	}
}

func TestAWordForSomeOfTheLettersLeavesTheRest(t *testing.T) {
	k := onPad(t)
	k.types("xiaoqubaoan")
	k.tap(Pick{"小区"})
	if p := shows[Pad](t, k); p.Text != "小区" || p.Letters != "baoan" || p.Candidates[0] != "保安" {
		t.Errorf("the pad is %+v", p)
	}
	k.tap(Pick{"nowhere"})
	if p := shows[Pad](t, k); p.Text != "小区" {
		t.Errorf("written is %q", p.Text)
	}
}

func TestCandidatesAreTurnedAndFitTheirRow(t *testing.T) {
	k := onPad(t)
	k.types("shi")
	seen := map[string]bool{}
	count := shows[Pad](t, k).Page.Count
	for range count {
		p := shows[Pad](t, k)
		room := 0
		for _, c := range p.Candidates {
			room += max(leastRow, 2*len([]rune(c))+wordRoom)
			if seen[c] {
				t.Errorf("%q comes twice", c)
			}
			seen[c] = true
		}
		if len(p.Candidates) == 0 || len(p.Candidates) > 1 && room > rowRoom {
			t.Errorf("page %d takes %d: %q", p.Page.Index, room, p.Candidates)
		}
		k.tap(Turn{1})
	}
	if p := shows[Pad](t, k); p.Page.Index != count-1 || len(seen) < 50 {
		t.Errorf("at page %+v after %d candidates", p.Page, len(seen))
	}
}

func TestThePadHasAnEnd(t *testing.T) {
	k := onPad(t)
	k.tap(ChangePlane{PlaneSigns})
	for range textMost + 1 {
		k.tap(Press{"1"})
	}
	notices(t, k, i18n.WritingFull)
	if p := shows[Pad](t, k); len(p.Text) != textMost {
		t.Errorf("%d characters", len(p.Text))
	}
}

func TestThePadBeginsInTheSessionsLanguage(t *testing.T) {
	k := newKiosk()
	k.tap(SwitchLanguage{})
	k.tap(Enter{EnterAppeals})
	k.tap(ChooseCategory{labour})
	k.tap(WriteText{})
	k.types("late pay")
	if p := shows[Pad](t, k); p.Plane != PlaneLetters || p.Text != "late pay" {
		t.Errorf("the pad is %+v", p)
	}
}

// BenchmarkAKeyOfThePad is the whole way of a key through the machine.
func BenchmarkAKeyOfThePad(b *testing.B) {
	k := newKiosk()
	w := writing{want: want{most: textMost}, padding: true}
	var took []time.Duration
	for b.Loop() {
		k.session.at = w
		for _, r := range "xiaoqubaoanburangjin" {
			start := time.Now()
			k.handle(Tap{k.session.id, Press{string(r)}})
			_ = k.view()
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-µs/key")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "slowest-µs/key")
}

// Letters left on the pad are no part of a text that comes from a phone.
func TestATextFromAPhoneIsTakenAsItIs(t *testing.T) {
	k, phone := withPhone(t)
	k.tap(UsePad{})
	k.types("ni")
	phone.send(k, phone.last(), "by phone")
	k.tap(UseText{})
	k.tap(WriteText{})
	if got := shows[Writing](t, k).Text; got != "by phone" {
		t.Errorf("the text is %q", got)
	}
}

func TestSettingsStayOpenWhileAPhoneIsWrittenOn(t *testing.T) {
	k, phone := withPhone(t)
	k.tap(OpenSettings{})
	k.put(Opened{phone.last()})
	shows[Settings](t, k)
	k.tap(Back{})
	if got := shows[Writing](t, k).Phone; got != PhoneOpened {
		t.Errorf("the phone is %v", got)
	}
}
