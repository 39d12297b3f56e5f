package sim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Chaos spoils transmissions at random, always alike for the same seed and the same transmissions.
type Chaos struct {
	Seed    uint64
	Rates   map[string]float64 // probability of each of Havocs, per transmission
	Longest time.Duration      // of delays and pauses; 0 means 1.5 s
}

// havocs are what chaos does. n is the length of what it spoils.
var havocs = map[string]func(random *rand.Rand, n int, longest time.Duration) Fault{
	"tear":          func(r *rand.Rand, n int, _ time.Duration) Fault { return Tear(r.IntN(n)) },
	"flip":          func(r *rand.Rand, _ int, _ time.Duration) Fault { return Flip(1+2*r.IntN(2), r.Uint64()) },
	"garbage":       func(r *rand.Rand, _ int, _ time.Duration) Fault { return Garbage(1+r.IntN(40), r.Uint64()) },
	"garbage-after": func(r *rand.Rand, _ int, _ time.Duration) Fault { return GarbageAfter(1+r.IntN(40), r.Uint64()) },
	"bad-xor":       func(*rand.Rand, int, time.Duration) Fault { return BadChecksum() },
	"bad-length":    func(r *rand.Rand, _ int, _ time.Duration) Fault { return BadLength(1 + r.IntN(300)) },
	"silent":        func(*rand.Rand, int, time.Duration) Fault { return Silence() },
	"late":          func(r *rand.Rand, _ int, longest time.Duration) Fault { return Late(upTo(r, longest)) },
	"stall":         func(r *rand.Rand, n int, longest time.Duration) Fault { return Stall(r.IntN(n), upTo(r, longest)) },
	"lift":          func(r *rand.Rand, n int, _ time.Duration) Fault { return LiftAt(r.IntN(n)) },
	"unplug":        func(r *rand.Rand, n int, _ time.Duration) Fault { return UnplugAt(r.IntN(n)) },
}

// Havocs are the names of what chaos may do. Flipped bits are odd in number, because an even number of them
// may escape a frame's checksum.
func Havocs() []string { return slices.Sorted(maps.Keys(havocs)) }

// Chaos has transmissions spoiled at random until Mend. A name that is none of Havocs is an ErrLine.
func (f *Faults) Chaos(c Chaos) error {
	names := slices.Sorted(maps.Keys(c.Rates))
	for _, name := range names {
		if havocs[name] == nil {
			return badLine("%q is no kind of chaos; there are %s", name, strings.Join(Havocs(), ", "))
		}
	}
	longest := c.Longest
	if longest == 0 {
		longest = 1500 * time.Millisecond
	}
	random := rand.New(rand.NewPCG(c.Seed, 3))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.chaos = func(t *Transmission) {
		for _, name := range names {
			if random.Float64() < c.Rates[name] {
				havocs[name](random, max(1, len(t.Bytes)), longest).spoil(t)
			}
		}
	}
	return nil
}

// Even is the same rate for every kind.
func Even(rate float64) map[string]float64 {
	rates := map[string]float64{}
	for name := range havocs {
		rates[name] = rate
	}
	return rates
}

// String names seed and rates, for the one who wants to see the same again.
func (c Chaos) String() string {
	var rates []string
	for _, name := range slices.Sorted(maps.Keys(c.Rates)) {
		rates = append(rates, fmt.Sprintf("%s=%g", name, c.Rates[name]))
	}
	return fmt.Sprintf("chaos %d %s", c.Seed, strings.Join(rates, " "))
}

func upTo(random *rand.Rand, longest time.Duration) time.Duration {
	return time.Duration(random.Int64N(int64(longest)))
}
