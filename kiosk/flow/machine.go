package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// machine is the state, owned by one goroutine.
type machine struct {
	cfg Config
	// spawn runs a job elsewhere and hands in what it returns.
	spawn   func(job func() Input)
	notes   notes
	looking bool
	devices Devices
	cardOn  bool
	slips   uint64 // handed to the printer
	call    call
	summons summons
	wall    wall
	wallDue time.Time
	hanging bool // a look at the wall is under way
	began   time.Time
	session session
}

// notes are what the machine last saw of the station.
type notes struct {
	services []station.Service
	status   station.Status
	unread   bool // the station could not read its own file
	now      time.Time
	phone    string
}

// session is one rider at the screen, or nobody yet. All that is known of a
// rider is in it, and goes with it.
type session struct {
	id    uint64
	lang  i18n.Lang
	look  Look
	rider station.Rider
	staff station.Session // of attendant's mode; never together with a rider
	visit station.Visit
	// wish is what an unknown rider tapped.
	wish  wish
	trade trade
	at    place
	// misses counts codes that were looked up in vain.
	misses       int
	notice, busy i18n.Key
	paper        paper
	slips        []string // by ID, those that may still be waiting for the printer
	own          own
	// choosing: the settings lie over the place.
	choosing bool
	// until is when it ends; zero while nobody has touched anything.
	until time.Time
}

// place is where in the kiosk a session is: what it shows and what can be
// done there.
type place interface {
	screen(m *machine) Screen
	act(m *machine, a Action)
}

func newMachine(cfg Config, spawn func(func() Input)) *machine {
	m := &machine{cfg: cfg, spawn: spawn, began: cfg.Clock()}
	m.end()
	return m
}

// end forgets the session and begins a fresh one.
func (m *machine) end() {
	m.closePage(nil)
	m.closeOffer(nil)
	m.withdrawSlips()
	m.session = session{id: m.session.id + 1, lang: m.cfg.Lang, look: m.cfg.Look, at: home{}}
	m.wallDue = time.Time{} // what was booked shows on it
}

// touch gives the session its full time.
func (m *machine) touch() {
	patience := m.cfg.Idle
	if at, slow := m.session.at.(slow); slow {
		patience = at.patience(m.cfg)
	}
	if m.attendant() != nil {
		patience = max(patience, m.cfg.StaffIdle)
	}
	m.session.until = m.cfg.Clock().Add(patience)
}

// slow is a place where nobody touches the screen for a while.
type slow interface{ patience(Config) time.Duration }

// goTo changes the place within the session.
func (m *machine) goTo(at place) {
	m.closePage(at)
	m.closeOffer(at)
	m.session.at, m.session.choosing = at, false
	m.touch()
}

func (m *machine) say(notice i18n.Key) { m.session.notice = notice }

func (m *machine) handle(in Input) {
	switch in := in.(type) {
	case Tap:
		m.tapped(in)
	case CardPlaced:
		m.cardOn = true
		m.identify(func() (station.Rider, error) { return m.cfg.Desk.ByCard(in.Name, in.Number), nil })
	case Scanned:
		m.scanned(in.Text)
	case Opened:
		m.opened(in)
	case Typed:
		m.typed(in)
	case PassOpened:
		m.passOn(in.ID, PassOnPhone)
	case PassTaken:
		m.passOn(in.ID, PassHeld)
	case Unread:
		m.touch()
		m.say(in.Say)
	case CardLifted:
		m.cardOn = false
	case Devices:
		m.devices = in
	case SlipHeard:
		m.slipHeard(in)
	case tick:
		m.tick()
	case refreshed:
		m.looking, m.notes = false, in.notes
	case worked:
		m.worked(in)
	case learned:
		m.keep(in)
	case hung:
		m.hanging, m.wall = false, in.wall
	}
}

func (m *machine) tapped(t Tap) {
	if t.Session != m.session.id {
		return
	}
	m.touch()
	switch a := t.Action.(type) {
	case Finish:
		m.end()
	case SwitchLanguage:
		m.session.lang = m.session.lang.Other()
	case ChangeLook:
		m.session.look = a.Look
	case OpenSettings:
		m.openSettings()
	case CallAttendant:
		m.callAttendant()
	case TakeCallBack:
		m.takeCallBack()
	case Stay:
	default:
		m.act(t.Action)
	}
}

// act leaves an action alone while something is being done: a second tap on
// the same button must not do it twice.
func (m *machine) act(a Action) {
	if m.session.busy != i18n.None {
		return
	}
	if m.session.choosing {
		_, back := a.(Back)
		m.session.choosing = !back
		return
	}
	m.say(i18n.None)
	m.session.at.act(m, a)
}

// work does something slow for this session: job runs elsewhere, the function
// it returns in the machine, unless the session is over by then.
func (m *machine) work(busy i18n.Key, job func() (apply func(*machine))) {
	id := m.session.id
	m.session.busy = busy
	m.spawn(func() Input { return worked{id, job()} })
}

func (m *machine) worked(w worked) {
	if w.session != m.session.id {
		return
	}
	m.session.busy = i18n.None
	m.touch()
	w.apply(m)
}

func (m *machine) tick() {
	if s := m.session; !s.until.IsZero() && !m.cfg.Clock().Before(s.until) {
		m.end()
	}
	m.renewOffer()
	m.lapseCall()
	m.lapseSummons()
	m.watchWall()
	if !m.looking {
		m.looking = true
		m.spawn(func() Input { return refreshed{m.look()} })
	}
}

// look reads nothing but cfg, so it may run anywhere.
func (m *machine) look() notes {
	n := notes{now: m.cfg.Desk.Now().In(m.cfg.Zone), phone: m.cfg.Phone()}
	var err1, err2 error
	n.services, err1 = m.cfg.Desk.Services()
	n.status, err2 = m.cfg.Desk.Status()
	n.unread = err1 != nil || err2 != nil
	return n
}

// service gives what is known of a service, at least its id.
func (m *machine) service(id string) station.Service { return serviceOf(id, m.notes.services) }

func serviceOf(id string, services []station.Service) station.Service {
	for _, s := range services {
		if s.ID == id {
			return s
		}
	}
	return station.Service{ID: id, Name: station.Text{ZH: id, EN: id}}
}
