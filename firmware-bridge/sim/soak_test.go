package sim_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

const (
	// soakDesks stand beside each other, because a fault costs seconds of waiting and no work.
	soakDesks = 40
	// soakPatience is how long a card may lie without a word.
	soakPatience = time.Minute
	// soakGrowth is what the heap may grow by from the first round to the last.
	soakGrowth = 4 << 20
)

// TestSoak has cards (CARDS of them, else 300) placed on many readers, with random faults of line, module, card
// and person. Every card is read once or honestly refused: told Failed, or the reader told Down. None is told
// twice without being lifted, none is told that was not there, and none is passed over in silence. Goroutines,
// descriptors and memory stay the same.
func TestSoak(t *testing.T) {
	// Not parallel: it counts goroutines and descriptors.
	cards := 300
	if n, err := strconv.Atoi(os.Getenv("CARDS")); err == nil {
		cards = n
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("SEED=%d", seed)
	desks := make([]*soakDesk, min(soakDesks, cards))
	for i := range desks {
		desks[i] = newSoakDesk(t, seed+uint64(i))
	}
	rounds := min(10, 2+cards/1000)
	began, first, done := time.Now(), footprint{}, 0
	for round := range rounds {
		share := cards*(round+1)/rounds - done
		soakRound(desks, share)
		done += share
		now := measure(t, desks)
		t.Logf("%6d cards, %v: %v; %v", done, time.Since(began).Round(time.Second), now, total(desks))
		if round == 0 {
			first = now
		}
		now.compare(t, first)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if all := total(desks); all.cards != cards || all.read+all.refused != cards || all.read < cards*3/4 {
		t.Errorf("of %d cards: %v", cards, all)
	}
}

// soakRound has n cards placed, some at each desk.
func soakRound(desks []*soakDesk, n int) {
	var working sync.WaitGroup
	for i, d := range desks {
		working.Go(func() {
			for range n*(i+1)/len(desks) - n*i/len(desks) {
				if !d.t.Failed() {
					d.serve()
				}
			}
		})
	}
	working.Wait()
}

// footprint is what a process holds.
type footprint struct {
	goroutines, descriptors int
	heap                    uint64
}

func (f footprint) String() string {
	return fmt.Sprintf("%d goroutines, %d descriptors, heap %.1f MiB", f.goroutines, f.descriptors, float64(f.heap)/(1<<20))
}

// measure waits for what is just ending.
func measure(t *testing.T, desks []*soakDesk) (f footprint) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		fds, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		f.goroutines, f.descriptors = runtime.NumGoroutine(), len(fds)
		if f.goroutines <= 8+5*len(desks) || time.Now().After(end) {
			break
		}
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	f.heap = m.HeapAlloc
	return f
}

func (f footprint) compare(t *testing.T, first footprint) {
	t.Helper()
	if f.goroutines > first.goroutines+3 || f.descriptors > first.descriptors+3 || f.heap > first.heap+soakGrowth {
		t.Errorf("grew from %v to %v", first, f)
	}
}

// soakTally counts what became of the cards.
type soakTally struct {
	cards, read, refused      int
	failed, down, again, hurt int
}

func (a soakTally) String() string {
	return fmt.Sprintf("%d read, %d refused (%d Failed, %d Down), %d read after a refusal, %d with the plug out or the card away",
		a.read, a.refused, a.failed, a.down, a.again, a.hurt)
}

func total(desks []*soakDesk) (a soakTally) {
	for _, d := range desks {
		a.cards += d.cards
		a.read += d.read
		a.refused += d.refused
		a.failed += d.failed
		a.down += d.down
		a.again += d.again
		a.hurt += d.hurt
	}
	return a
}

// soakDesk is a reader with a person before it.
type soakDesk struct {
	t      *testing.T
	random *rand.Rand
	reader *sim.Reader
	events chan samv.Event
	empty  chan struct{} // a tick for each time the module told that no card lies there
	probes chan struct{} // a tick for each time the module told that one does

	soakTally
	lies   string // number of the card that lies there
	placed bool   // told, and not yet lifted
}

func newSoakDesk(t *testing.T, seed uint64) *soakDesk {
	t.Helper()
	link := filepath.Join(t.TempDir(), "reader")
	r, err := sim.NewReader(link, sim.ReaderOptions{Unpaced: true})
	if err != nil {
		t.Fatal(err)
	}
	d := &soakDesk{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), reader: r, events: make(chan samv.Event, 256),
		empty: make(chan struct{}, 1), probes: make(chan struct{}, 1),
	}
	r.Answered(func(command uint16, status byte) {
		switch {
		case command == sim.CommandFind && status == 0x80:
			tick(d.empty)
		case command == sim.CommandAddress && status == 0x91:
			tick(d.probes)
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	reader := samv.Reader{Emit: func(e samv.Event) { d.events <- e }, Poll: 5 * time.Millisecond}
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: link},
			func(ctx context.Context, p *port.Port) error { return reader.Run(ctx, p) },
			func(err error) {
				if err != nil {
					d.events <- samv.Down{Err: err}
				}
			})
	}()
	t.Cleanup(func() { cancel(); <-ended; _ = r.Close() })
	return d
}

func tick(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// serve has one card placed and lifted.
func (d *soakDesk) serve() {
	card := sim.Invent(d.random)
	card.Photo = make([]byte, 1024)
	for i := range card.Photo {
		card.Photo[i] = byte(d.random.Uint32())
	}
	d.cards++
	d.upset()
	d.lies = card.Number
	if err := d.reader.Place(card); err != nil {
		d.t.Error(err)
		return
	}
	d.outcome()
	d.leave()
}

// upset prepares what goes wrong with the next card: mostly nothing, now and then a lot.
func (d *soakDesk) upset() {
	rate := [...]float64{0, 0.002, 0.01, 0.05}[d.random.IntN(4)]
	rates := sim.Even(rate)
	rates["silent"], rates["late"], rates["stall"] = rate/10, rate/10, rate/10 // they cost seconds
	delete(rates, "lift")
	delete(rates, "unplug")
	if err := d.reader.Chaos(sim.Chaos{Seed: d.random.Uint64(), Rates: rates, Longest: 4 * time.Second}); err != nil {
		d.t.Error(err)
	}
	on := [...]uint16{sim.CommandSelect, sim.CommandRead}[d.random.IntN(2)]
	switch d.random.IntN(200) {
	case 0:
		d.hurt++
		d.reader.Inject(sim.UnplugAt(d.random.IntN(20)).On(on))
	case 1, 2, 3:
		d.hurt++
		d.reader.Inject(sim.LiftAt(d.random.IntN(3) * d.random.IntN(1300)).On(on))
	case 4:
		d.reader.Inject(sim.Silence().Times(1 + d.random.IntN(6)))
	case 5:
		d.reader.SetQuirks(sim.Quirks{CardStatus: [...]byte{0x31, 0x32, 0x33, 0x41}[d.random.IntN(4)]})
	}
}

// outcome waits until the card is read or refused.
func (d *soakDesk) outcome() {
	if !d.until(never, func(e samv.Event) bool {
		switch e.(type) {
		case samv.Placed:
			d.read++
			return true
		case samv.Failed:
			d.refused++
			d.failed++
			return true
		case samv.Down:
			d.refused++
			d.down++
			return true
		}
		return false
	}) {
		d.t.Errorf("a card was passed over in silence for %v", soakPatience)
	}
}

func never() bool { return false }

// leave has the person lift the card and go, which takes no faults, and the module notice it: a person's next
// attempt begins when it was found empty.
func (d *soakDesk) leave() {
	if d.placed && d.random.IntN(8) != 0 {
		d.drainTicks(d.probes)
		d.until(func() bool { return len(d.probes) > 0 || !d.placed }, d.afterwards)
	}
	d.reader.Lift()
	d.reader.Mend()
	d.reader.SetQuirks(sim.Quirks{})
	if err := d.reader.Plug(); err != nil {
		d.t.Error(err)
	}
	for range 4 {
		d.drainTicks(d.empty)
		if !d.until(func() bool { return len(d.empty) > 0 }, d.afterwards) {
			d.t.Errorf("the reader looks for no card any more")
		}
	}
	if !d.until(func() bool { return !d.placed }, d.afterwards) {
		d.t.Error("a card was lifted and it was not told")
	}
	d.lies = ""
}

func (d *soakDesk) drainTicks(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// afterwards counts a card that was refused and read all the same, as when it slid into place.
func (d *soakDesk) afterwards(e samv.Event) bool {
	if _, is := e.(samv.Placed); is {
		d.again++
	}
	return false
}

// until takes events until one is wanted, or until the condition holds.
func (d *soakDesk) until(holds func() bool, wanted func(samv.Event) bool) bool {
	end := time.NewTimer(soakPatience)
	defer end.Stop()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for {
		select {
		case e := <-d.events:
			d.judge(e)
			if wanted(e) {
				return true
			}
			continue
		default:
		}
		if holds() {
			return true
		}
		select {
		case e := <-d.events:
			d.judge(e)
			if wanted(e) {
				return true
			}
		case <-look.C:
		case <-end.C:
			return false
		}
	}
}

// judge holds every event against what lies on the reader.
func (d *soakDesk) judge(e samv.Event) {
	switch e := e.(type) {
	case samv.Placed:
		if d.placed {
			d.t.Error("a card was told twice without being lifted")
		}
		if e.Card.Number != d.lies {
			d.t.Error("another card was told than the one that lies there")
		}
		d.placed = true
	case samv.Lifted:
		if !d.placed {
			d.t.Error("a card was told lifted that was not told placed")
		}
		d.placed = false
	case samv.Down:
		if errors.Is(e.Err, port.ErrGone) || errors.Is(e.Err, port.ErrNotFound) {
			if err := d.reader.Plug(); err != nil { // someone puts the plug back
				d.t.Error(err)
			}
		}
	}
}
