package screen

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// texts are all texts on a Board.
func texts(b *Board) []string {
	var all []string
	each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok {
			all = append(all, t.Text)
		}
	})
	return all
}

func touches(b *Board) []*touch {
	var all []*touch
	each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*touch); ok {
			all = append(all, t)
		}
	})
	return all
}

func TestATapCarriesItsSession(t *testing.T) {
	begin(t)
	var got []flow.Tap
	v := named(t, "home")
	v.Session = 7
	b := drawn(v, sizes[0], func(t flow.Tap) { got = append(got, t) })
	for _, button := range targets(b) {
		b.tapAt(button.middle())
	}
	want := []flow.Action{
		flow.Enter{Entry: flow.EnterAttendant},
		flow.OpenSettings{},
		flow.SwitchLanguage{},
		flow.CheckInAnonymously{},
		flow.ChooseService{ID: "health-check"},
		flow.ChooseService{ID: "legal-aid"},
		flow.ChooseService{ID: "counselling"},
		flow.ChooseService{ID: "childcare"},
	}
	for _, e := range v.Screen.(flow.Home).Entries {
		want = append(want, flow.Enter{Entry: e})
	}
	for i, tap := range got {
		if tap.Session != 7 || i >= len(want) || tap.Action != want[i] {
			t.Errorf("tap %d is %+v", i, tap)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d taps of %d buttons", len(got), len(want))
	}
}

func TestAFullSlotIsNotHadForThePlaceOneHas(t *testing.T) {
	begin(t)
	var got []flow.Action
	v := named(t, "home")
	v.Screen = flow.Times{Days: times(page1).Days, Slots: times(page1).Slots, Page: page1, DayPage: page1, Moving: &moved}
	b := drawn(v, sizes[0], func(t flow.Tap) { got = append(got, t.Action) })
	for _, button := range targets(b) {
		b.tapAt(button.middle())
	}
	if slices.Contains(got, flow.Action(flow.ChooseSlot{ID: "s1-3"})) || !slices.Contains(got, flow.Action(flow.ChooseSlot{ID: "s1-2"})) {
		t.Errorf("taps: %+v", got)
	}
}

// A clock that goes on draws no button anew, which would cost a frame's time.
func TestWhatChangesByItselfChangesInPlace(t *testing.T) {
	begin(t)
	v := named(t, "home")
	b := drawn(v, sizes[0], nil)
	before := touches(b)
	v.Now, v.Phone = v.Now.Add(time.Minute), "https://192.168.10.20:8443/?p=another"
	v.Status.Waiting = 41
	v.Outage, v.Devices.Scanner = i18n.ScannerOut, flow.Device{Fitted: true, Out: true}
	b.Display(v)
	if !slices.Equal(before, touches(b)) {
		t.Error("the buttons are drawn anew")
	}
	for _, want := range []string{"11月23日 周一  14:33", i18n.ZH.Say(i18n.ScannerOut)} {
		if !slices.Contains(texts(b), want) {
			t.Errorf("%q is not among %q", want, texts(b))
		}
	}
}

// A line that comes in place must not push anything off the screen: found by
// the monkey, where large type had left no room for a second line at the foot.
func TestWhatChangesByItselfFitsToo(t *testing.T) {
	begin(t)
	for _, s := range append(screens(), staffScreens()...) {
		for _, size := range sizes {
			s.view.Look = flow.Look{Large: true}
			b := drawn(s.view, size, nil)
			out := s.view
			out.Outage, out.Devices.Reader, out.Devices.Scanner = i18n.BothOut, flow.Device{Fitted: true, Out: true}, flow.Device{Fitted: true, Out: true}
			b.Display(out)
			if faults := b.Misfits(); len(faults) > 0 {
				t.Errorf("%s at %v: %s", s.name, size, strings.Join(faults, "\n"))
			}
		}
	}
}

// The home screen does not invite to lay a card on a reader that is out, and
// stays where it is when the reader goes and comes back.
func TestHomeInvitesOnlyToWhatWorks(t *testing.T) {
	begin(t)
	well := named(t, "home")
	out := well
	out.Outage, out.Devices.Reader = i18n.ReaderOut, flow.Device{Fitted: true, Out: true}
	both := out
	both.Outage, both.Devices.Scanner = i18n.BothOut, flow.Device{Fitted: true, Out: true}
	for _, size := range sizes {
		b := drawn(well, size, nil)
		places := func() (all []fyne.Position) {
			each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
				if _, is := o.(*touch); is {
					all = append(all, at)
				}
			})
			return all
		}
		before := places()
		for _, c := range []struct {
			view       flow.View
			card, code bool
		}{{out, false, true}, {both, false, false}, {well, true, true}} {
			b.Display(c.view)
			said := strings.Join(texts(b), "")
			if card := strings.Contains(said, i18n.ZH.Say(i18n.HomeCard)); card != c.card {
				t.Errorf("invites to the reader: %v, want %v", card, c.card)
			}
			if twice := strings.Contains(said, i18n.ZH.Say(i18n.ReaderOut)); twice {
				t.Error("says twice that the reader is out")
			}
			if code := strings.Contains(said, i18n.ZH.Say(i18n.HomePass)); code != c.code {
				t.Errorf("invites to the scanner: %v, want %v", code, c.code)
			}
			if !slices.Equal(before, places()) {
				t.Errorf("the buttons have moved from %v to %v", before, places())
			}
		}
	}
}

// Who is asked for a card while the reader goes is told.
func TestIdentifySaysWhatStillWorks(t *testing.T) {
	begin(t)
	v := named(t, "home")
	v.Screen = flow.Identify{Service: services[1]}
	b := drawn(v, sizes[0], nil)
	v.Outage, v.Devices.Reader = i18n.ReaderOutPhone, flow.Device{Fitted: true, Out: true}
	b.Display(v)
	said := texts(b)
	if n := strings.Count(strings.Join(said, "\n"), i18n.ZH.Say(i18n.ReaderOutPhone)); n != 1 {
		t.Errorf("says %d times that the reader is out", n)
	}
	if slices.Contains(said, i18n.ZH.Say(i18n.IdentifyHint)) || !slices.Contains(said, i18n.ZH.Say(i18n.ReaderOutPhone)) {
		t.Errorf("says %q", said)
	}
}

func TestTheCountdownCountsInPlace(t *testing.T) {
	begin(t)
	v := named(t, "rider")
	v.Countdown = 10
	b := drawn(v, sizes[0], nil)
	before := touches(b)
	v.Countdown = 9
	b.Display(v)
	if !slices.Equal(before, touches(b)) || !slices.Contains(texts(b), i18n.ZH.Say(i18n.EndsIn, 9)) {
		t.Errorf("shows %q", texts(b))
	}
}

func TestNothingOfARiderStaysOnTheBoard(t *testing.T) {
	begin(t)
	b := drawn(named(t, "rider"), sizes[0], nil)
	b.Display(named(t, "home"))
	if slices.ContainsFunc(texts(b), func(s string) bool { return s == i18n.ZH.Say(i18n.Hello, "张**") }) {
		t.Errorf("shows %q", texts(b))
	}
}

func TestLinesBreakWhereTheyMay(t *testing.T) {
	begin(t)
	for _, l := range wrap("证件平放在读卡区。不保存照片和住址，号码不留明文。", 200, 20, fyne.TextStyle{}) {
		if first := []rune(l)[0]; first == '。' || first == '，' {
			t.Errorf("a line begins with %q", l)
		}
	}
	if got := wrap("Lay it flat", 60, 20, fyne.TextStyle{}); !slices.Equal(got, []string{"Lay it", "flat"}) {
		t.Errorf("got %q", got)
	}
}

// What is tapped stands at the hand: header, way back, pages and list are a mirror's picture.
func TestALeftHandedScreenIsMirrored(t *testing.T) {
	begin(t)
	v := named(t, "bookings-paged")
	for _, size := range sizes {
		right := targets(drawn(v, size, nil))
		v.Look.LeftHanded = true
		left := targets(drawn(v, size, nil))
		v.Look.LeftHanded = false
		if len(right) < 7 || len(left) != len(right) {
			t.Fatalf("%d targets, %d of them mirrored", len(right), len(left))
		}
		for _, r := range right {
			mirrored := func(l placed) bool {
				dx, dy := l.at.X+r.end().X-size.Width, l.at.Y-r.at.Y
				return max(dx, -dx, dy, -dy) < 1
			}
			if !slices.ContainsFunc(left, mirrored) {
				t.Errorf("%v: the target at %v stays", size, r.at)
			}
		}
	}
}

func targets(b *Board) (all []placed) {
	each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if _, is := o.(*touch); is {
			all = append(all, placed{o, at})
		}
	})
	return all
}

// named is the view of a sample.
func named(t *testing.T, name string) flow.View {
	t.Helper()
	for _, s := range append(screens(), staffScreens()...) {
		if s.name == name {
			return s.view
		}
	}
	t.Fatalf("no sample %q", name)
	return flow.View{}
}

// Whoever keys a PIN in is faster than a screen that is drawn anew for each digit.
func TestADigitDrawsNoKeyAnew(t *testing.T) {
	begin(t)
	v := screens()[0].view
	v.Screen = flow.Keypad{Ask: i18n.PINAsk, Name: "小马"}
	b := drawn(v, sizes[0], nil)
	before := touches(b)
	v.Screen = flow.Keypad{Ask: i18n.PINAsk, Name: "小马", Dots: 3}
	b.Display(v)
	filled := 0
	each(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if c, ok := o.(*canvas.Circle); ok && c.FillColor == theme.Calm.Ink {
			filled++
		}
	})
	if !slices.Equal(before, touches(b)) || filled != 3 {
		t.Errorf("%d dots; the keys are drawn anew: %v", filled, !slices.Equal(before, touches(b)))
	}
}

// The page on devices follows them.
func TestTheStationsConditionFollowsItsDevices(t *testing.T) {
	begin(t)
	v := screens()[0].view
	v.Screen = flow.Condition{Side: flow.SideDevices}
	b := drawn(v, sizes[0], nil)
	v.Devices.Reader = flow.Device{Fitted: true, Out: true, Code: "unplugged", Advice: longAdvice}
	b.Display(v)
	if !strings.Contains(strings.Join(texts(b), ""), i18n.ZH.Say(i18n.DeviceOut)) {
		t.Errorf("says %q", texts(b))
	}
}

// A fast finger presses the next key before the last is drawn: what a key
// writes must draw no key anew.
func TestAKeyPressedDrawsNoKeyAnew(t *testing.T) {
	begin(t)
	for name, next := range map[string]flow.Screen{
		"pad-words":   flow.Pad{Title: i18n.AppealText, Phone: true, Text: "站点", Letters: "gong", Candidates: []string{"工", "公共"}, Page: page1},
		"pad":         flow.Pad{Title: i18n.AppealText, Phone: true, Letters: "g", Candidates: []string{"个"}, Page: page1},
		"claim-typed": flow.ClaimPad{Digits: "7KQ2MZ9WB4TX"},
	} {
		for _, size := range sizes {
			v := named(t, name)
			b := drawn(v, size, nil)
			var keys []*touch
			for _, k := range touches(b) {
				if _, is := k.asks.(flow.Press); is {
					keys = append(keys, k)
				}
			}
			v.Screen = next
			b.Display(v)
			after := touches(b)
			for _, k := range keys {
				if !slices.Contains(after, k) {
					t.Fatalf("%s: a key is drawn anew", name)
				}
			}
			if len(keys) < 30 || len(b.Misfits()) > 0 {
				t.Errorf("%s: %d keys, %v", name, len(keys), b.Misfits())
			}
		}
		b := drawn(named(t, name), sizes[0], nil)
		v := named(t, name)
		v.Screen = next
		b.Display(v)
		shown, want := texts(b), texts(drawn(v, sizes[0], nil))
		if !slices.Equal(shown, want) {
			t.Errorf("%s shows %q, want %q", name, shown, want)
		}
	}
}

// What a rider wrote goes with the session, also out of what changes in place.
func TestNothingWrittenStaysOnTheBoard(t *testing.T) {
	begin(t)
	b := drawn(named(t, "pad-words"), sizes[0], nil)
	b.Display(named(t, "home"))
	if b.live.typed != nil || b.live.drawTyped != nil || strings.Contains(strings.Join(texts(b), ""), "拖欠工资") {
		t.Errorf("what was written is still there: %q", texts(b))
	}
}

// Somebody who taps twice, or taps as a card is read, has seen only the screen before.
func TestAScreenThatHasJustComeTakesNoTap(t *testing.T) {
	begin(t)
	now := time.Unix(1_800_000_000, 0)
	taps := 0
	b := NewBoard(codeOnce, func() time.Time { return now }, func(flow.Tap) { taps++ })
	b.Resize(sizes[2])
	tapAfter := func(wait time.Duration, want int, why string) {
		t.Helper()
		now = now.Add(wait)
		b.tapAt(targets(b)[0].middle())
		if taps != want {
			t.Errorf("%d taps taken, want %d: %s", taps, want, why)
		}
	}
	home := named(t, "home")
	b.Display(home)
	tapAfter(settling-1, 0, "the screen has just come")
	tapAfter(1, 1, "it has been seen")
	home.Look.Strong = true
	b.Display(home)
	tapAfter(0, 2, "it is the same screen in other colours")
	home.Session++
	b.Display(home)
	tapAfter(0, 2, "it is another session's")
	tapAfter(settling, 3, "that has been seen")
	confirm := named(t, "confirm")
	confirm.Session = home.Session
	b.Display(confirm)
	tapAfter(0, 3, "the second of a double tap confirms nothing")
}
