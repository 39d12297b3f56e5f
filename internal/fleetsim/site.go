package fleetsim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/sync/edge"
	"github.com/nuanxin/station-kit/sync/wire"
)

// site is a station's place: a PC, and while it runs the process on it.
type site struct {
	*world
	id   string
	n    int // of the PC, over the whole fleet
	pc   pc
	desk desk       // nil while the process is down
	core *edge.Core // of that process
	line *line      // nil while there is no connection
	wake int        // which of the wakes to come counts

	// What the wall clock is off by, and how much it gains.
	off   time.Duration
	drift float64

	flow   flow
	tide   tide
	nonces uint64
	saved  []savedDisk
	dark   bool   // no network for a while
	first  uint32 // the epoch it was given
	gone   bool   // replaced by another PC
	// stopped: it has been switched off for good.
	stopped bool

	declared bool // lost, once

	riders  int // so many have come
	wanting []wanting
	doubts  map[uint32]bool // epochs in which the disk lied
	lied    bool
	renewed bool // restored from a backup at least once
	met     bool // the hub's time was heard since the clock went wrong
}

// line is one connection.
type line struct{ half, over bool }

func (l *line) dead() bool { return l == nil || l.half || l.over }

// crash unwinds a step in which the process dies.
type crash struct{}

// clock is the PC's, which may be wrong.
func (s *site) clock() station.Clock {
	return station.Clock{
		Wall: func() time.Time {
			return s.time().Add(s.off + time.Duration(s.drift*float64(s.now)))
		},
		Mono: func() time.Duration { return s.now },
	}
}

// boot starts the process.
func (s *site) boot() {
	if s.desk != nil || s.stopped || s.gone && s.calm {
		return
	}
	d, err := s.pc.start(s.clock())
	s.must(err)
	s.met = false
	s.desk, s.flow = d, flow{newest: s.flow.newest}
	seen := &witness{desk: d, site: s}
	s.core = edge.NewCore(edge.Config{
		Station: s.id, Key: pcKeys()[s.n], Hub: hubPublic, Outbox: seen, Inbox: seen,
		Now: s.desk.Now, Random: s.rng.Float64,
		Nonce: func() (n wire.Nonce) {
			s.nonces++
			binary.BigEndian.PutUint64(n[:], s.nonces)
			n[15] = byte(s.n + 1)
			return n
		},
	})
	s.dialSoon()
	s.clash()
}

// die ends the process without a warning.
func (s *site) die() {
	if s.desk == nil {
		return
	}
	s.hangUp()
	s.pc.die()
	s.desk, s.core = nil, nil
	s.wake++
}

// crashed has the process die and start again some time later.
func (s *site) crashed() {
	s.die()
	s.after(time.Second+s.some(20*time.Second), "boot", s.boot)
}

// guard runs a part of the process, which may die in it.
func (s *site) guard(f func() error) {
	defer func() {
		if p := recover(); p != nil {
			if _, is := p.(crash); !is {
				panic(p)
			}
			s.note("crashed inside", uint64(s.n))
			s.crashed()
		}
	}()
	if s.desk == nil {
		return
	}
	if err := f(); err != nil {
		if !errors.Is(err, errDisk) {
			s.fail("%s: %w", s.id, err)
		}
		s.hangUp()
		s.dialSoon()
	}
}

// dialSoon connects after the wait of a backoff.
func (s *site) dialSoon() {
	s.after(50*time.Millisecond+time.Duration(s.rng.Float64()*float64(2*time.Second)), "dial", s.dial)
}

func (s *site) dial() {
	if s.desk == nil || s.line != nil {
		return
	}
	if s.dark && !s.calm || s.gone && s.calm {
		s.after(5*time.Second+s.some(20*time.Second), "dial", s.dial)
		return
	}
	s.line = &line{}
	s.flow.connected()
	s.guard(func() error {
		if err := s.core.Connected(s.time()); err != nil {
			return err
		}
		return s.pump()
	})
}

// hangUp ends the connection.
func (s *site) hangUp() {
	if s.line == nil {
		return
	}
	s.line.over = true
	s.line = nil
	s.wake++
	if s.core != nil {
		s.core.Lost()
	}
}

// drop is a connection that ends by itself.
func (s *site) drop() {
	if s.line != nil {
		s.hangUp()
		s.dialSoon()
	}
}

// pump does what the core wants, until it waits.
func (s *site) pump() error {
	for range 64 {
		if s.strikes(insideDie, .01) {
			panic(crash{})
		}
		a, err := s.core.Next(s.time())
		if err != nil {
			return err
		}
		switch a.Kind {
		case edge.Send:
			s.send(a)
		case edge.Redial:
			s.happened("given up")
			s.drop()
			return nil
		case edge.Wait:
			s.wait(a.Wake)
			return s.look()
		}
	}
	return fmt.Errorf("%s: the core never waits", s.id)
}

func (s *site) wait(until time.Time) {
	if !until.After(s.time()) {
		s.fail("%s is to be woken %v ago", s.id, s.time().Sub(until))
	}
	s.wake++
	this := s.wake
	s.after(until.Sub(s.time()), "wake", func() {
		if this == s.wake && s.core != nil {
			s.guard(s.pump)
		}
	})
}

func (s *site) send(a edge.Action) {
	s.note("send", uint64(s.n), uint64(len(a.Payload)))
	s.mix(string(a.Payload))
	s.tide.sent(s)
	s.flow.sent(s, a)
	s.net.up(s, a.Topic, a.Payload)
}

// receive takes what the carrier brings, whole and meant for it or not.
func (s *site) receive(payload []byte, good bool) {
	if s.line.dead() || s.desk == nil {
		return
	}
	s.tide.received(s)
	s.guard(func() error {
		at, err := s.desk.Standing()
		if err != nil {
			return err
		}
		err = s.core.Receive(s.time(), payload)
		if good {
			s.flow.hears(s, at, payload) // a disk that fails takes nothing back of what was heard
		}
		if err != nil {
			return err
		}
		return s.pump()
	})
}

// appended lets the core know.
func (s *site) appended() {
	if s.core == nil || s.line == nil {
		return
	}
	s.guard(func() error {
		s.core.Appended()
		return s.pump()
	})
}
