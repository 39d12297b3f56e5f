package monkey

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/screen"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass/qr"
)

// monkey is what plays, and what it plays with.
type monkey struct {
	*testing.T
	rand    *rand.Rand
	desk    *station.Station
	room    uint64 // bytes free on the station's disk
	flow    *flow.Flow
	end     context.CancelFunc
	ended   chan struct{}
	board   *screen.Board
	canvas  fyne.Canvas
	taps    []flow.Tap // handed in by the finger that was lifted last
	others  int        // how often another screen, or another session's, has come
	view    flow.View
	screens map[string]int // how often each was shown
	views   int
	riders  []rider
	latest  rune // the mark of who came last
	secrets secrets
	seen    map[string]int // where riders were to be seen while they were there
	asks    []asked
	texts   int      // typed on phones
	claims  []string // codes of appeals
	paper   []string // the identifiers of slips handed to the printer
	did     []string // the last inputs, for who looks for what went wrong
}

func newMonkey(t *testing.T, seed uint64) *monkey {
	m := &monkey{T: t, rand: rand.New(rand.NewPCG(seed, 6)), room: 1 << 40, ended: make(chan struct{}), seen: map[string]int{}, screens: map[string]int{}}
	m.openDesk()
	m.riders = newRiders(t, m.desk)
	m.secrets = newSecrets(m.riders)
	m.flow = flow.New(flow.Config{
		Desk: m.desk, Name: station.Text{ZH: "望京暖新驿站", EN: "Wangjing Nuanxin Station"}, Zone: event.Zone,
		Phone: m.phone, Keyboard: m, Printer: m, Spawn: m.spawn,
	})
	m.board = screen.NewBoard(qr.Image, time.Now, func(t flow.Tap) { m.taps = append(m.taps, t); m.flow.Put(t) })
	window := test.NewCanvas()
	window.SetPadded(false)
	window.SetContent(m.board)
	m.canvas = window
	m.resize(sizes[0])
	ctx, cancel := context.WithCancel(t.Context())
	m.end = cancel
	go func() { defer close(m.ended); m.flow.Run(ctx) }()
	m.settle()
	return m
}

// leave ends everything that runs; the station is checked and closed after it.
func (m *monkey) leave() {
	m.end()
	<-m.ended
	time.Sleep(time.Hour) // whatever is still being done
}

// openDesk opens a station that has something of everything to offer.
func (m *monkey) openDesk() {
	fleet := stationtest.NewFleet(m)
	cfg := fleet.Config(m, "monkey")
	cfg.Free = func() (uint64, error) { return m.room, nil }
	m.desk = stationtest.Open(m, cfg)
	furnish(m, fleet, m.desk)
}

// phone is the address behind the code on the screen; it changes as the real
// one does.
func (m *monkey) phone() string {
	return fmt.Sprintf("https://192.168.10.20:8443/?p=%d", time.Now().Unix()/30)
}

// spawn lets slow work take up to three seconds, so that riders act meanwhile.
func (m *monkey) spawn(work func()) {
	slow := time.Duration(m.rand.Int64N(int64(3 * time.Second)))
	go func() { time.Sleep(slow); work() }()
}

// Print is the printer that the flow sees: it takes most slips.
func (m *monkey) Print(s flow.Slip) bool {
	m.paper = append(m.paper, s.ID)
	return len(m.paper)%7 != 0
}

// settle waits until nothing happens any more without time going by, and has
// the newest View drawn and judged.
func (m *monkey) settle() {
	m.Helper()
	synctest.Wait()
	select {
	case m.view = <-m.flow.Views():
	default:
		return
	}
	m.views++
	for i := len(m.asks) - 1; i >= 0 && m.asks[i].session == 0; i-- {
		m.asks[i].session = m.view.Session
	}
	m.keepClaim()
	m.screens[fmt.Sprintf("%T", m.view.Screen)]++
	if old := m.board.View(); old.Session != m.view.Session || reflect.TypeOf(old.Screen) != reflect.TypeOf(m.view.Screen) {
		m.others++
	}
	m.board.Display(m.view)
	m.judge()
}

// put hands in an input, as devices do.
func (m *monkey) put(in flow.Input) {
	m.Helper()
	m.flow.Put(in)
	m.settle()
}

// pass lets time go by, as it does for whoever stands before the screen.
func (m *monkey) pass(d time.Duration) {
	m.Helper()
	for ; d > 0; d -= time.Second {
		time.Sleep(min(d, time.Second))
		m.settle()
	}
}

// fail tells what led here.
func (m *monkey) fail(format string, args ...any) {
	m.Helper()
	m.Fatalf("%s\nscreen: %T, session %d, notice %d, busy %d\nat last:\n  %s", fmt.Sprintf(format, args...),
		m.view.Screen, m.view.Session, m.view.Notice, m.view.Busy, strings.Join(m.did, "\n  "))
}

// sizes are those the screens are made for.
var sizes = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

func (m *monkey) resize(to fyne.Size) {
	m.canvas.(interface{ Resize(fyne.Size) }).Resize(to)
}
