package flow

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"reflect"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Config is what a Flow needs. Desk must be set; the rest may be zero.
type Config struct {
	Desk Desk
	// Name is the station's name as its screen shows it.
	Name station.Text
	// Phone gives the present address for riders' phones; nil for none.
	Phone func() string
	// Keyboard has texts written on riders' phones; nil for none.
	Keyboard Keyboard
	// Handover gives riders' passes to their phones; nil for none.
	Handover Handover
	// Random is where unguessable names are drawn from, crypto/rand unless set.
	Random io.Reader
	// PhoneHost is the host and port of the page for phones, for whoever looks after the station.
	PhoneHost string
	// Addresses are this machine's in its networks; nil where that cannot be told. It may take a while.
	Addresses func() []string
	// Machine restarts things for an attendant; nil for nothing.
	Machine Machine
	// Printer prints receipts; nil for none.
	Printer Printer
	// Voice speaks at the moments of Cues; nil for none.
	Voice Voice
	// Lang is the language of a fresh session, Chinese unless set.
	Lang i18n.Lang
	// Look is how a fresh session is drawn.
	Look Look
	// Zone is the zone times are shown in, the system's unless set.
	Zone *time.Location
	// Idle ends a session nobody touches, 30 s unless set. The countdown shows
	// in the last Warning of it, 10 s unless set. Thanks is how long an
	// anonymous visitor is thanked, 8 s unless set. Reading is how long a session
	// lasts while there is something to read or photograph, or a code to scan, 1
	// min unless set; Writing while its rider writes on a phone, 3 min unless set.
	Idle, Warning, Thanks, Reading, Writing time.Duration
	// StaffIdle is Idle in attendant's mode, 2 min unless set.
	StaffIdle time.Duration
	// Clock measures idle time, time.Now unless set. It must not jump; the
	// time of day comes from Desk.
	Clock func() time.Time
	// Spawn runs slow work beside the flow and returns at once, a goroutine
	// for each unless set.
	Spawn func(work func())
}

func (c Config) orStandard() Config {
	c.Idle = cmp.Or(c.Idle, 30*time.Second)
	c.StaffIdle = cmp.Or(c.StaffIdle, 2*time.Minute)
	c.Warning = cmp.Or(c.Warning, 10*time.Second)
	c.Thanks = cmp.Or(c.Thanks, 8*time.Second)
	c.Reading = cmp.Or(c.Reading, time.Minute)
	c.Writing = cmp.Or(c.Writing, 3*time.Minute)
	c.Zone = cmp.Or(c.Zone, time.Local)
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Spawn == nil {
		c.Spawn = func(work func()) { go work() }
	}
	if c.Phone == nil {
		c.Phone = func() string { return "" }
	}
	return c
}

// Flow runs the machine.
type Flow struct {
	machine *machine
	inputs  chan Input
	views   chan View
	over    chan struct{}
	last    View
}

// New makes a Flow; Run starts it.
func New(cfg Config) *Flow {
	f := &Flow{inputs: make(chan Input, 16), views: make(chan View, 1), over: make(chan struct{})}
	cfg = cfg.orStandard()
	f.machine = newMachine(cfg, func(job func() Input) {
		cfg.Spawn(func() { f.Put(job()) })
	})
	return f
}

// Put hands in an input from any goroutine. After Run has returned it does
// nothing.
func (f *Flow) Put(in Input) {
	select {
	case f.inputs <- in:
	case <-f.over:
	}
}

// Views gives the newest View whenever it has changed. A View nobody took is
// replaced by the next.
func (f *Flow) Views() <-chan View { return f.views }

// Run works until ctx ends.
func (f *Flow) Run(ctx context.Context) {
	defer close(f.over)
	second := time.NewTicker(time.Second)
	defer second.Stop()
	f.machine.notes, f.machine.wall = f.machine.look(), f.machine.lookAtWall()
	f.publish()
	for {
		select {
		case <-ctx.Done():
			return
		case in := <-f.inputs:
			f.machine.handle(in)
		case <-second.C:
			f.machine.handle(tick{})
		}
		f.publish()
	}
}

func (f *Flow) publish() {
	v := f.machine.view()
	if reflect.DeepEqual(v, f.last) {
		return
	}
	f.speak(f.last, v)
	f.last = v
	select {
	case <-f.views:
	default:
	}
	f.views <- v
}
