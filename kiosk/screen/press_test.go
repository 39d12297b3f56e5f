package screen

import (
	"image/color"
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// mouse is what Fyne tells of a place and the buttons that are down, or of the one that changes.
func mouse(at fyne.Position, button desktop.MouseButton) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: button}
}

func (b *Board) down(at fyne.Position)  { b.MouseDown(mouse(at, desktop.MouseButtonPrimary)) }
func (b *Board) moved(at fyne.Position) { b.MouseMoved(mouse(at, desktop.MouseButtonPrimary)) }
func (b *Board) up(at fyne.Position)    { b.MouseUp(mouse(at, desktop.MouseButtonPrimary)) }

// tapAt taps a place as a finger does.
func (b *Board) tapAt(at fyne.Position) {
	b.down(at)
	b.up(at)
}

// lit are the actions of what is drawn pressed.
func lit(b *Board) (all []flow.Action) {
	for _, t := range touches(b) {
		if t.face.fill == t.paint.pressed {
			all = append(all, t.asks)
		}
	}
	return all
}

// tapped is a Board on which fingers tap, and what has come of it.
type tapped struct {
	*Board
	t    *testing.T
	taps []flow.Tap
}

func tappedAt(t *testing.T, v flow.View, size fyne.Size) *tapped {
	begin(t)
	b := &tapped{t: t}
	b.Board = drawn(v, size, func(t flow.Tap) { b.taps = append(b.taps, t) })
	return b
}

// target is where an action is asked for.
func (b *tapped) target(asks flow.Action) Target {
	b.t.Helper()
	for _, target := range b.Targets() {
		if reflect.DeepEqual(target.Action, asks) {
			return target
		}
	}
	b.t.Fatalf("%#v cannot be tapped", asks)
	return Target{}
}

// shows tells what has to be drawn pressed.
func (b *tapped) shows(when string, want ...flow.Action) {
	b.t.Helper()
	if got := lit(b.Board); !reflect.DeepEqual(got, want) {
		b.t.Errorf("%s: pressed is %+v, want %+v", when, got, want)
	}
}

// took tells what has to have been tapped since it was last asked.
func (b *tapped) took(when string, want ...flow.Action) {
	b.t.Helper()
	var got []flow.Action
	for _, tap := range b.taps {
		got = append(got, tap.Action)
	}
	if !reflect.DeepEqual(got, want) {
		b.t.Errorf("%s: tapped is %+v, want %+v", when, got, want)
	}
	b.taps = nil
}

var legalAid = flow.ChooseService{ID: "legal-aid"}

func TestAPressShowsWhereTheFingerIs(t *testing.T) {
	b := tappedAt(t, named(t, "home"), sizes[0])
	aid := b.target(legalAid)
	edge := aid.At.AddXY(aid.Size.Width, aid.Size.Height/2)
	b.down(aid.Middle())
	b.shows("pressed", legalAid)
	b.took("pressed")
	b.moved(aid.At.AddXY(3, 3))
	b.shows("wandered within it", legalAid)
	b.moved(edge.AddXY(stray-1, 0))
	b.shows("a little beyond its edge", legalAid)
	b.moved(edge.AddXY(stray+1, 0))
	b.shows("slid off")
	b.MouseOut()
	b.shows("off the screen")
	b.MouseIn(mouse(edge.AddXY(-1, 0), desktop.MouseButtonPrimary))
	b.shows("back on it", legalAid)
	b.up(edge.AddXY(-1, 0))
	b.shows("lifted")
	b.took("lifted within it", legalAid)
	b.up(aid.Middle())
	b.took("lifted twice")
}

func TestAPictureShowsThePress(t *testing.T) {
	b := tappedAt(t, named(t, "home"), sizes[2])
	aid := b.target(legalAid)
	at := aid.At.AddXY(aid.Size.Width/2, 6) // above the words
	colour := func() color.Color { return b.Picture().At(int(at.X), int(at.Y)) }
	rest := colour()
	b.down(aid.Middle())
	pressed := colour()
	b.shows("with a picture taken", legalAid)
	b.up(aid.Middle())
	if pressed == rest || colour() != rest {
		t.Errorf("at rest it is %v, pressed %v, then %v", rest, pressed, colour())
	}
}

func TestAFingerThatSlidesOffTapsNothing(t *testing.T) {
	b := tappedAt(t, named(t, "home"), sizes[0])
	aid, check := b.target(legalAid), b.target(flow.ChooseService{ID: "health-check"})
	for when, at := range map[string]fyne.Position{"on another target": check.Middle(), "on none": away, "below it": aid.Middle().AddXY(0, aid.Size.Height/2+stray+1)} {
		b.down(aid.Middle())
		b.up(at)
		b.shows(when)
		b.took(when)
	}
	b.down(fyne.NewPos(1, b.Size().Height-1))
	b.moved(aid.Middle())
	b.shows("pressed beside it")
	b.up(aid.Middle())
	b.took("pressed beside it")
}

// changes are what comes while a finger lies on the screen.
var changes = []struct {
	name string
	to   func(*flow.View)
}{
	{"a notice", func(v *flow.View) { v.Notice = i18n.CodeUnreadable }},
	{"a countdown", func(v *flow.View) { v.Countdown = 10 }},
	{"a device out", func(v *flow.View) { v.Outage, v.Devices.Reader = i18n.ReaderOut, flow.Device{Fitted: true, Out: true} }},
	{"a delivery", func(v *flow.View) { v.Now, v.Status.Waiting = v.Now.Add(time.Minute), 41 }},
	{"an errand", func(v *flow.View) { v.Busy = i18n.Reading }},
	{"other colours", func(v *flow.View) { v.Look.Strong = !v.Look.Strong }},
	{"other words", func(v *flow.View) { v.Lang = v.Lang.Other() }},
}

// Whatever changes on a screen, a target of it that a finger has pressed is
// tapped, once and in its session, and shows it for as long as it is there.
func TestAPressOutlastsWhatChangesUnderIt(t *testing.T) {
	begin(t)
	for i, s := range append(screens(), staffScreens()...) {
		change := changes[i%len(changes)]
		for nth := range 3 {
			var got []flow.Tap
			v := s.view
			v.Session = 7
			b := drawn(v, sizes[2], func(t flow.Tap) { got = append(got, t) })
			all := b.Targets()
			pressed := all[(i+nth)%len(all)]
			b.down(pressed.Middle())
			change.to(&v)
			b.Display(v)
			shown, there := lit(b), slices.ContainsFunc(b.Targets(), func(t Target) bool { return reflect.DeepEqual(t.Action, pressed.Action) })
			if there != (len(shown) == 1 && reflect.DeepEqual(shown[0], pressed.Action)) {
				t.Errorf("%s, %s, %+v: pressed is %+v", s.name, change.name, pressed.Action, shown)
			}
			b.up(pressed.Middle())
			if !reflect.DeepEqual(got, []flow.Tap{{Session: 7, Action: pressed.Action}}) || len(lit(b)) > 0 {
				t.Errorf("%s, %s: %+v is tapped as %+v, pressed is then %+v", s.name, change.name, pressed.Action, got, lit(b))
			}
		}
	}
}

// A notice pushes what is below it down: what the finger then lies on was not meant.
func TestATargetThatMovesIsStillTheOnePressed(t *testing.T) {
	v := named(t, "rider")
	for _, end := range []string{"where it pressed", "where it went"} {
		b := tappedAt(t, v, sizes[2])
		before := b.target(legalAid)
		b.down(before.Middle())
		shifted := v
		shifted.Screen = flow.Rider{Services: openings()[1:5], Page: page1, Entries: entries()}
		b.Display(shifted)
		after := b.target(legalAid)
		if within(before.Middle(), after.At, after.Size, stray) {
			t.Fatalf("legal aid has stayed at %v", after)
		}
		b.shows("moved", legalAid)
		if end == "where it went" {
			b.moved(after.Middle())
			b.shows("followed", legalAid)
			b.up(after.Middle())
		} else {
			b.up(before.Middle())
		}
		b.took(end, legalAid)
	}
}

// The line at the foot of the idle screen changes every few seconds, in place.
func TestAnAnnouncementThatGoesUnderAFingerIsOpened(t *testing.T) {
	v := named(t, "home-posted")
	b := tappedAt(t, v, sizes[0])
	home := v.Screen.(flow.Home)
	asks := flow.OpenAnnouncement{ID: home.Saying.Announcement.ID}
	posted := b.target(asks)
	b.down(posted.Middle())
	home.Saying = flow.Saying{Announcement: station.Announcement{ID: "another", Title: station.Text{ZH: "明早停水", EN: "No water"}}}
	v.Screen = home
	b.Display(v)
	b.shows("another is said")
	b.moved(posted.Middle().AddXY(0, 200))
	b.moved(posted.Middle().AddXY(5, 5))
	b.up(posted.Middle())
	b.took("lifted", asks)
	b.down(posted.Middle())
	b.shows("pressed anew", flow.OpenAnnouncement{ID: "another"})
	b.up(away)
	b.took("slid off")
}

// A word to pick comes and goes with each key, in place.
func TestAPressOutlastsWhatKeysChange(t *testing.T) {
	v := named(t, "pad-words")
	b := tappedAt(t, v, sizes[2])
	pad := v.Screen.(flow.Pad)
	asks := flow.Pick{Word: pad.Candidates[0]}
	word := b.target(asks)
	b.down(word.Middle())
	before := touches(b.Board)
	pad.Candidates = slices.Clone(pad.Candidates)
	slices.Reverse(pad.Candidates)
	v.Screen = pad
	b.Display(v)
	if after := touches(b.Board); slices.Equal(before, after) || !slices.Contains(after, before[0]) {
		t.Fatal("the words have not changed in place")
	}
	b.shows("the words are others", asks)
	b.up(word.Middle())
	b.took("lifted", asks)
}

func TestAPressEndsWithItsScreen(t *testing.T) {
	home := named(t, "home")
	later := home
	later.Session++
	for name, between := range map[string]flow.View{"another screen": named(t, "identify"), "another session": later} {
		b := tappedAt(t, home, sizes[0])
		var clock time.Time
		b.now = func() time.Time { return clock }
		at := b.target(legalAid).Middle()
		b.down(at)
		b.Display(between)
		clock = clock.Add(settling)
		b.shows(name)
		b.up(at)
		b.took(name)
		b.Display(home)
		clock = clock.Add(settling)
		b.down(at)
		b.Display(between)
		b.Display(home)
		clock = clock.Add(settling)
		b.moved(at)
		b.shows(name + " and back")
		b.up(at)
		b.took(name + " and back")
	}
}

func TestAPressTooSoonIsNone(t *testing.T) {
	begin(t)
	now, taps := time.Unix(1_800_000_000, 0), 0
	b := NewBoard(codeOnce, func() time.Time { return now }, func(flow.Tap) { taps++ })
	b.Resize(sizes[2])
	b.Display(named(t, "home"))
	at := targets(b)[0].middle()
	b.down(at)
	now = now.Add(settling)
	b.moved(at)
	if shown := lit(b); len(shown) > 0 {
		t.Errorf("pressed is %+v", shown)
	}
	b.up(at)
	if taps != 0 {
		t.Error("what was pressed before the screen was seen is tapped")
	}
}

// Only one finger presses, or the button of a mouse that stands for it; one whose end nobody told is over when the next
// comes, or when the pointer comes without it.
func TestOnlyTheFirstButtonPresses(t *testing.T) {
	b := tappedAt(t, named(t, "home"), sizes[0])
	at := b.target(legalAid).Middle()
	b.MouseDown(mouse(at, desktop.MouseButtonSecondary))
	b.MouseUp(mouse(at, desktop.MouseButtonSecondary))
	b.took("another button")
	b.down(at)
	b.MouseDown(mouse(at, desktop.MouseButtonSecondary))
	b.MouseMoved(mouse(at, desktop.MouseButtonPrimary|desktop.MouseButtonSecondary))
	b.MouseUp(mouse(at, desktop.MouseButtonSecondary))
	b.shows("another button in between", legalAid)
	b.up(at)
	b.took("another button in between", legalAid)

	b.down(at)
	b.MouseOut()
	b.MouseIn(mouse(at, 0))
	b.up(at)
	b.took("lifted off the window")

	b.down(at)
	other := b.target(flow.SwitchLanguage{})
	b.down(other.Middle())
	b.shows("a finger after one that was not lifted", flow.SwitchLanguage{})
	b.up(other.Middle())
	b.took("a finger after one that was not lifted", flow.SwitchLanguage{})
}
