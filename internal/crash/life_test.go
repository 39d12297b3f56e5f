package crash

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// How the tests tell their child what to do.
const (
	envFile    = "CRASH_FILE"    // the station's file; unset in a process that is no child
	envWitness = "CRASH_WITNESS" // the file for its lines, which go to standard output too
)

const writers = 6

// TestLife is what a child does. It ends when somebody kills it.
func TestLife(t *testing.T) {
	path := os.Getenv(envFile)
	if path == "" {
		return // this process is the parent
	}
	l := &life{t, opened(t, path), witness(t)}
	l.begin()
	l.lend()
	go l.deliver()
	go l.cards()
	go l.snapshots()
	for range writers - 1 {
		go l.write()
	}
	l.write()
}

// opened opens the file; every second time it closes it once before.
func opened(t *testing.T, path string) *station.Station {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Path = path
	s, err := station.Open(cfg)
	if err == nil && rand.IntN(2) == 0 {
		if err = s.Close(); err == nil {
			s, err = station.Open(cfg)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func witness(t *testing.T) io.Writer {
	path := os.Getenv(envWitness)
	if path == "" {
		return os.Stdout
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return io.MultiWriter(f, os.Stdout)
}

type life struct {
	t       *testing.T
	station *station.Station
	said    io.Writer
}

// say tells the witness what was confirmed, in one write: a line is whole or
// not there.
func (l *life) say(what string, seq uint64) {
	if _, err := fmt.Fprintf(l.said, "%s %d\n", what, seq); err != nil {
		l.die(err)
	}
}

// die ends the child in a way that its parent can tell from being killed.
func (l *life) die(err error) {
	fmt.Fprintln(os.Stderr, "a call failed:", err)
	os.Exit(1)
}

// begin says in which epoch the records will be.
func (l *life) begin() {
	st, err := l.station.Status()
	if err != nil {
		l.die(err)
	}
	l.say(saidEpoch, uint64(st.Epoch))
}

var slots = []string{"a", "b", "c"}

func (l *life) lend() {
	at, err := l.station.Standing()
	if err != nil {
		l.die(err)
	}
	for i, slot := range slots {
		if at.DownCursor > uint64(i) {
			continue
		}
		stationtest.Lend(l.t, l.station, slot, time.Now().AddDate(0, 0, 1), 1e6)
		l.say(saidDown, uint64(i+1))
	}
}

// write does what riders do, for ever.
func (l *life) write() {
	var held []booking
	for {
		switch n := rand.IntN(10); {
		case n < 4:
			l.checkIn(station.Anonymous())
		case n < 6:
			l.checkIn(rider(uint32(rand.IntN(100))))
		case n < 9 || len(held) == 0:
			held = append(held, l.book(rider(rand.Uint32())))
		default:
			l.cancel(held[0])
			held = held[1:]
		}
	}
}

func rider(n uint32) station.Rider {
	return station.Rider{
		Pseudonym: event.Pseudonym{1, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)},
		Means:     event.Means_MEANS_PASS,
	}
}

func (l *life) checkIn(r station.Rider) {
	v, err := l.station.CheckIn(r)
	if err != nil {
		l.die(err)
	}
	l.say(saidVisit, v.Ref.Seq)
}

type booking struct {
	who event.Pseudonym
	ref event.Ref
}

func (l *life) book(r station.Rider) booking {
	b, err := l.station.Book(r, slots[rand.IntN(len(slots))])
	if err != nil && !errors.Is(err, station.ErrAlreadyBooked) {
		l.die(err)
	}
	l.say(saidBooking, b.Ref.Seq)
	return booking{r.Pseudonym, b.Ref}
}

func (l *life) cancel(b booking) {
	err := l.station.Cancel(b.who, b.ref)
	if err != nil && !errors.Is(err, station.ErrNoBooking) {
		l.die(err)
	}
	l.say(saidCancellation, b.ref.Seq)
}

// cards come with an identity to seal: a change of two records. Recognising
// one takes a tenth of a second of both cores, so there are few.
func (l *life) cards() {
	if rand.IntN(8) == 0 {
		l.checkIn(l.station.ByCard("样例", "11010119900307"+fmt.Sprint(1000+rand.IntN(9000))))
	}
}

// snapshots are made beside the work in every fourth life.
func (l *life) snapshots() {
	if rand.IntN(4) > 0 {
		return
	}
	for {
		if _, err := l.station.Snapshot(); err != nil {
			l.die(err)
		}
	}
}

// deliver receipts the journal as a hub does, a piece at a time.
func (l *life) deliver() {
	for {
		at, err := l.station.Standing()
		if err != nil {
			l.die(err)
		}
		link, records, err := l.station.Records(at.Delivered, 100, 1<<20)
		if err != nil {
			l.die(err)
		}
		for _, record := range records {
			link = link.Next(record)
		}
		upTo := at.Delivered + uint64(len(records))
		if err := l.station.Deliver(at.Epoch, upTo, link); err != nil {
			l.die(err)
		}
		l.say(saidDelivered, upTo)
		<-l.station.Appended()
	}
}
