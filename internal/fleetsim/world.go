package fleetsim

import (
	"container/heap"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Options say what to simulate.
type Options struct {
	Seed uint64
	// Folder, where it is given, holds real stations' files; else the stations
	// are sheets of paper, see sheet.
	Folder string
	// Store is the hub's. Nil: one in memory.
	Store Store
	// Without leaves faults out, by name.
	Without []string
	// Lost has stations declared lost that come back. Then no disk loses anything,
	// so that each promise beyond what there is has to show as a conflict.
	Lost bool
	// Stations, where it is not 0, is how many there are at most.
	Stations int
	// Trace, where it is given, gets a line for each step.
	Trace io.Writer
	// Sabotage, where it is given, puts a defect around the hub's store, to
	// show that it is found.
	Sabotage func(hub.Store) hub.Store
}

// Store is what the hub keeps its state in, and what the oracle reads.
type Store interface {
	hub.Store
	Stations(context.Context) ([]hub.StationReport, error)
	Slots(ctx context.Context, from time.Time) ([]hub.SlotReport, error)
}

// Result is what became of a seed.
type Result struct {
	Seed  uint64
	Steps int
	// Hash is over every step: two runs of a seed have the same.
	Hash uint64
	// Virtual is how much time passed in the simulation.
	Virtual time.Duration
	// Count is how often what happened.
	Count map[string]int
	// Err says which promise was broken, nil where none was.
	Err error
}

// noon is when every simulation begins.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// mostSteps is more than any honest run takes.
const mostSteps = 200_000

var ctx = context.Background()

// world is one simulation.
type world struct {
	Options
	rng   *rand.Rand
	now   time.Duration
	queue agenda
	order uint64
	step  int
	trace uint64
	count map[string]int

	weather weather
	calm    bool
	over    bool

	store    *shaky
	replicas []*replica
	sites    []*site // those in use, one for each station
	retired  []*site // PCs that were replaced
	net      network
	office   office
	ledger   ledger
	ever     map[journal]uint64 // the most that was ever committed of a journal
	given    map[string]uint32  // the epoch each station's PC was given
	hubBack  bool               // the hub was restored from a backup
}

// journal names one epoch of a station's journal.
type journal struct {
	station string
	epoch   uint32
}

// broken is a promise that does not hold.
type broken struct{ error }

// Run simulates one seed.
func Run(o Options) (r Result) {
	w := &world{Options: o, rng: rand.New(rand.NewPCG(o.Seed, 0x6e75616e78696e)), count: map[string]int{}, ever: map[journal]uint64{}, given: map[string]uint32{}, trace: 14695981039346656037}
	defer w.close()
	defer func() {
		if p := recover(); p != nil {
			r = w.result(asBroken(p))
		}
	}()
	w.begin()
	w.work()
	w.audit()
	return w.result(nil)
}

func asBroken(p any) error {
	if b, is := p.(broken); is {
		return b.error
	}
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}

func (w *world) result(err error) Result {
	if err != nil {
		err = fmt.Errorf("seed %d, step %d, %v: %w", w.Seed, w.step, w.now, err)
	}
	return Result{w.Seed, w.step, w.trace, w.now, w.count, err}
}

// fail says that a promise is broken.
func (w *world) fail(format string, args ...any) {
	panic(broken{fmt.Errorf(format, args...)})
}

// must is for what nothing in the simulation makes fail.
func (w *world) must(err error) {
	if err != nil {
		w.fail("%w", err)
	}
}

// work takes one step after the other until all is settled.
func (w *world) work() {
	for !w.over {
		if w.queue.Len() == 0 || w.step >= mostSteps {
			w.fail("it never ends")
		}
		e := heap.Pop(&w.queue).(*deed)
		w.now = e.at
		w.step++
		w.note(e.what, uint64(e.at))
		e.do()
	}
}

// time is what a right clock shows.
func (w *world) time() time.Time { return noon.Add(w.now) }

// after has something done later.
func (w *world) after(d time.Duration, what string, do func()) {
	w.order++
	heap.Push(&w.queue, &deed{w.now + max(d, 0), w.order, what, do})
}

// note adds to the trace.
func (w *world) note(what string, numbers ...uint64) {
	w.mix(what)
	for _, n := range numbers {
		w.trace = (w.trace ^ n) * 1099511628211
	}
	if w.Trace != nil {
		fmt.Fprintf(w.Trace, "%d %v %s %x\n", w.step, w.now, what, numbers)
	}
}

func (w *world) mix(text string) {
	for i := range len(text) {
		w.trace = (w.trace ^ uint64(text[i])) * 1099511628211
	}
}

// happened counts.
func (w *world) happened(what string) { w.count[what]++ }

// chance is true with a probability.
func (w *world) chance(p float64) bool { return p > 0 && w.rng.Float64() < p }

// some is a time of about a mean.
func (w *world) some(mean time.Duration) time.Duration {
	return time.Duration(w.rng.ExpFloat64() * float64(mean))
}

// deed is something to be done at a time.
type deed struct {
	at    time.Duration
	order uint64
	what  string
	do    func()
}

// agenda is a heap of deeds, the next first.
type agenda []*deed

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].order < a[j].order
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(*deed)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	*a = (*a)[:last]
	return e
}
