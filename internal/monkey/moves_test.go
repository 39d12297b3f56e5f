package monkey

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/screen"
)

// move is something that happens, so often among others.
type move struct {
	weight int
	do     func(*monkey)
}

var moves = []move{
	{60, (*monkey).tapTarget},
	{4, (*monkey).tapAnywhere},
	{3, (*monkey).tapLate},
	{6, (*monkey).card},
	{5, (*monkey).lift},
	{5, (*monkey).scan},
	{2, (*monkey).unread},
	{3, (*monkey).phoneOpens},
	{4, (*monkey).phoneSends},
	{2, (*monkey).scanClaim},
	{2, (*monkey).hubAnswers},
	{2, (*monkey).devices},
	{2, (*monkey).slipHeard},
	{1, (*monkey).disk},
	{2, (*monkey).turnScreen},
	{8, (*monkey).wait},
}

// play makes so many inputs, and looks now and then whether there is a way
// home, whether memory grows, and whether the screen can be painted.
func (m *monkey) play(inputs int) {
	var heap heap
	for i := range inputs {
		m.move()
		m.pass(time.Duration(m.rand.Int64N(int64(time.Second))))
		if m.rand.IntN(25) == 0 {
			m.goHome()
		}
		if i%25 == 0 {
			m.board.Picture() // has Fyne forget what it no longer draws, too
		}
		if i%max(1, inputs/10) == 0 {
			heap.look(m)
		}
	}
	m.goHome()
	heap.judge(m)
	m.forgotten()
	m.Logf("%d inputs, %d views, riders seen in %v", inputs, m.views, m.seen)
	m.Logf("screens: %v", m.screens)
	if len(m.seen) < 3 {
		m.fail("riders were to be seen only in %v: who looks for them does not find them", m.seen)
	}
}

func (m *monkey) move() {
	if _, asks := m.view.Screen.(flow.Identify); asks && m.rand.IntN(3) == 0 {
		m.card()
		return
	}
	if _, asks := m.view.Screen.(flow.Keypad); asks && m.rand.IntN(3) == 0 {
		m.typePIN()
		return
	}
	total := 0
	for _, v := range moves {
		total += v.weight
	}
	at := m.rand.IntN(total)
	for _, v := range moves {
		if at -= v.weight; at < 0 {
			v.do(m)
			return
		}
	}
}

// note keeps the last moves.
func (m *monkey) note(format string, args ...any) {
	m.did = append(m.did, fmt.Sprintf(format, args...))
	m.did = m.did[max(0, len(m.did)-40):]
}

func (m *monkey) tapTarget() {
	all := m.board.Targets()
	if onward := slices.DeleteFunc(slices.Clone(all), frame); len(onward) > 0 && m.rand.IntN(5) > 0 {
		all = onward
	}
	if len(all) > 0 {
		target := among(m.rand, all)
		m.note("tap %T%+v on %T", target.Action, target.Action, m.view.Screen)
		if m.rand.IntN(6) > 0 {
			m.tapAt(target)
			return
		}
		m.note("and before the finger is lifted")
		m.tapSlowly(m.within(target), among(m.rand, meanwhile))
	}
}

// frame says of a target that it is on every screen.
func frame(t screen.Target) bool {
	switch t.Action.(type) {
	case flow.SwitchLanguage, flow.OpenSettings, flow.Finish, flow.Back:
		return true
	}
	return false
}

// takeIn lets as much time go by as it takes to see a screen that has just come:
// what is tapped before was not meant for it.
func (m *monkey) takeIn() {
	m.Helper()
	for m.board.Settling() {
		m.pass(100 * time.Millisecond)
	}
}

// typePIN types the supervisor's, which chance would not.
func (m *monkey) typePIN() {
	m.note("type the PIN")
	m.takeIn()
	for _, digit := range pin {
		if key, there := m.target(flow.KeyDigit{Digit: int(digit - '0')}); there {
			m.tapAt(key)
		}
	}
	if done, there := m.target(flow.KeyDone{}); there {
		m.tapAt(done)
	}
}

// tapAt taps a place on a target, as a finger would.
func (m *monkey) tapAt(t screen.Target) {
	m.Helper()
	m.tapPoint(m.within(t))
}

func (m *monkey) within(t screen.Target) fyne.Position {
	return t.At.AddXY(t.Size.Width*m.part(), t.Size.Height*m.part())
}

// part is a share of a length that stays clear of its ends.
func (m *monkey) part() float32 { return 0.02 + 0.96*m.rand.Float32() }

// tapPoint lays a finger on a place and lifts it.
func (m *monkey) tapPoint(at fyne.Position) { m.tapSlowly(at, func(*monkey) {}) }

// tapSlowly lets something come before the finger is lifted.
func (m *monkey) tapSlowly(at fyne.Position, meanwhile func(*monkey)) {
	m.Helper()
	meant, there := m.under(at)
	want, screens := flow.Tap{Session: m.board.View().Session, Action: meant.Action}, m.others
	finger := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary}
	m.taps = nil
	m.board.MouseDown(finger)
	meanwhile(m)
	m.board.MouseUp(finger)
	if there && m.others == screens {
		m.tapped(want)
	} else {
		m.tapped()
	}
	m.settle()
}

// tapped is what the finger lifted last has to have tapped.
func (m *monkey) tapped(want ...flow.Tap) {
	m.Helper()
	if !slices.EqualFunc(m.taps, want, func(a, b flow.Tap) bool { return reflect.DeepEqual(a, b) }) {
		m.fail("a finger has tapped %+v, not %+v", m.taps, want)
	}
}

// meanwhile is what comes while a finger lies on the screen.
var meanwhile = []func(*monkey){
	(*monkey).scan, (*monkey).unread, (*monkey).devices, (*monkey).card, (*monkey).phoneSends, (*monkey).slipHeard, (*monkey).hubAnswers,
	func(m *monkey) { m.pass(time.Duration(m.rand.Int64N(int64(2 * time.Second)))) },
}

// under is the target at a place, if there is one that can be tapped yet.
func (m *monkey) under(at fyne.Position) (screen.Target, bool) {
	for _, t := range m.board.Targets() {
		on := at.Subtract(t.At)
		if on.X >= 0 && on.Y >= 0 && on.X < t.Size.Width && on.Y < t.Size.Height {
			return t, !m.board.Settling()
		}
	}
	return screen.Target{}, false
}

func (m *monkey) tapAnywhere() {
	at := fyne.NewPos(m.board.Size().Width*m.part(), m.board.Size().Height*m.part())
	m.note("tap at %v", at)
	m.tapPoint(at)
}

// tapLate is a tap that comes when its session is over.
func (m *monkey) tapLate() {
	if all := m.board.Targets(); len(all) > 0 && m.view.Session > 0 {
		m.note("late tap")
		m.put(flow.Tap{Session: m.view.Session - 1, Action: among(m.rand, all).Action})
	}
}

// target finds where an action can be tapped.
func (m *monkey) target(a flow.Action) (screen.Target, bool) {
	for _, t := range m.board.Targets() {
		if reflect.DeepEqual(t.Action, a) {
			return t, true
		}
	}
	return screen.Target{}, false
}

// come has a rider come: whoever was there is gone.
func (m *monkey) come(r rider, in flow.Input) {
	m.flow.Put(in)
	m.latest = r.mark
	m.expect(string(r.mark))
	m.settle()
}

// expect lets a secret be seen in the session that is, and in the one that
// an input may begin.
func (m *monkey) expect(secret string) {
	m.secrets.allow(secret, m.view.Session)
	m.secrets.allow(secret, m.view.Session+1)
}

func (m *monkey) card() {
	r := among(m.rand, m.riders)
	m.note("card of %c", r.mark)
	m.come(r, flow.CardPlaced{Name: r.name, Number: r.number})
}

func (m *monkey) lift() {
	m.note("card lifted")
	m.put(flow.CardLifted{})
}

var garbage = []string{"", "NX1", "NXR1", "NXC1", "https://example.org/", "6901234567892", strings.Repeat("9", 4000), "\u202e\x00�", "NX1" + strings.Repeat("A", 297)}

func (m *monkey) scan() {
	if m.rand.IntN(3) == 0 {
		m.note("scan of something")
		m.put(flow.Scanned{Text: among(m.rand, garbage)})
		return
	}
	r := among(m.rand, m.riders)
	m.note("pass of %c", r.mark)
	m.come(r, flow.Scanned{Text: r.pass})
}

func (m *monkey) unread() {
	m.note("unread")
	m.put(flow.Unread{Say: among(m.rand, []i18n.Key{i18n.CardUnreadable, i18n.CodeUnreadable, i18n.CardOther})})
}

func (m *monkey) devices() {
	one := func() flow.Device {
		return flow.Device{Fitted: m.rand.IntN(8) > 0, Out: m.rand.IntN(3) == 0, Since: time.Now()}
	}
	m.note("devices")
	m.put(flow.Devices{Reader: one(), Scanner: one(), Printer: one()})
}

func (m *monkey) slipHeard() {
	if len(m.paper) == 0 {
		return
	}
	m.note("news of a slip")
	m.put(flow.SlipHeard{ID: m.paper[len(m.paper)-1-m.rand.IntN(min(3, len(m.paper)))], Say: i18n.SlipPaperOut, Over: m.rand.IntN(2) == 0})
}

// disk fills the station's disk, or empties it.
func (m *monkey) disk() {
	m.room = among(m.rand, []uint64{0, 1 << 40, 1 << 40, 1 << 40})
	m.note("%d bytes free", m.room)
	if _, err := m.desk.Look(); err != nil {
		m.fail("looking at the disk: %v", err)
	}
}

// turnScreen is another screen: mostly one that the screens are made for.
func (m *monkey) turnScreen() {
	size := among(m.rand, sizes)
	if m.rand.IntN(5) == 0 {
		size = fyne.NewSize(float32(200+m.rand.IntN(2000)), float32(200+m.rand.IntN(2000)))
	}
	m.note("size %v", size)
	m.resize(size)
	m.judge()
}

func (m *monkey) wait() {
	d := time.Duration(m.rand.Int64N(int64(4 * time.Second)))
	if m.rand.IntN(10) == 0 {
		d *= 10
	}
	m.note("wait %v", d)
	m.pass(d)
}
