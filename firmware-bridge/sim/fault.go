package sim

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Transmission is what a device is about to send, for a Fault to spoil.
type Transmission struct {
	Command uint16        // what it answers, such as CommandRead; 0 where the device speaks of itself
	Bytes   []byte        // none is silence
	Delay   time.Duration // before the first byte

	moments []moment
	without []byte // what the answer would be had the card just been lifted
	lift    func() // nil where there is no card to lift
	pull    func() // pulls the plug
}

// moment is something that happens when so many bytes have been sent.
type moment struct {
	after int
	do    func()
}

// At has something happen when n bytes have been sent, or all where there are fewer.
func (t *Transmission) At(n int, do func()) { t.moments = append(t.moments, moment{n, do}) }

func (t *Transmission) inOrder() []moment {
	slices.SortStableFunc(t.moments, func(a, b moment) int { return a.after - b.after })
	return t.moments
}

// Fault spoils a device's transmissions: one, unless told otherwise.
type Fault struct {
	spoil func(*Transmission)
	on    uint16
	times int // further ones
	last  time.Duration
	until time.Time
}

// On limits the fault to the answers of a command, such as CommandRead.
func (f Fault) On(command uint16) Fault { f.on = command; return f }

// Times has the fault spoil so many transmissions; a negative number means until Mend.
func (f Fault) Times(n int) Fault { f.times = n - 1; return f }

// For has the fault last for a time from when it is injected.
func (f Fault) For(d time.Duration) Fault { f.last = d; return f }

// SpoiledBy is a fault of one's own making.
func SpoiledBy(f func(*Transmission)) Fault { return Fault{spoil: f} }

// Tear ends a transmission after n bytes; a negative n means in the middle.
func Tear(n int) Fault {
	return SpoiledBy(func(t *Transmission) {
		if n < 0 {
			n = len(t.Bytes) / 2
		}
		t.Bytes = t.Bytes[:min(n, len(t.Bytes))]
	})
}

// Flip inverts so many bits, chosen by the seed.
func Flip(bits int, seed uint64) Fault {
	random := rand.New(rand.NewPCG(seed, 0))
	return SpoiledBy(func(t *Transmission) {
		if len(t.Bytes) == 0 {
			return
		}
		for _, bit := range random.Perm(8 * len(t.Bytes))[:min(bits, 8*len(t.Bytes))] {
			t.Bytes[bit/8] ^= 1 << (bit % 8)
		}
	})
}

// Garbage puts n random bytes before a transmission.
func Garbage(n int, seed uint64) Fault {
	random := rand.New(rand.NewPCG(seed, 1))
	return SpoiledBy(func(t *Transmission) { t.Bytes = append(noise(random, n), t.Bytes...) })
}

// GarbageAfter puts n random bytes behind a transmission.
func GarbageAfter(n int, seed uint64) Fault {
	random := rand.New(rand.NewPCG(seed, 2))
	return SpoiledBy(func(t *Transmission) { t.Bytes = append(t.Bytes, noise(random, n)...) })
}

func noise(random *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// BadChecksum changes the last byte, where a frame has its checksum.
func BadChecksum() Fault {
	return SpoiledBy(func(t *Transmission) {
		if n := len(t.Bytes); n > 0 {
			t.Bytes[n-1] ^= 0x55
		}
	})
}

// BadLength changes what a frame of the card reader says of its length.
func BadLength(by int) Fault {
	return SpoiledBy(func(t *Transmission) {
		if len(t.Bytes) >= 7 {
			n := int(t.Bytes[5])<<8 + int(t.Bytes[6]) + by
			t.Bytes[5], t.Bytes[6] = byte(n>>8), byte(n)
		}
	})
}

// Silence sends nothing.
func Silence() Fault { return Tear(0) }

// Late waits before a transmission.
func Late(d time.Duration) Fault {
	return SpoiledBy(func(t *Transmission) { t.Delay += d })
}

// Stall pauses a transmission after n bytes.
func Stall(n int, d time.Duration) Fault {
	return SpoiledBy(func(t *Transmission) { t.At(n, func() { time.Sleep(d) }) })
}

// LiftAt lifts the card when n bytes of an answer were sent, which the module had from the card before. At 0
// it had not, and answers so.
func LiftAt(n int) Fault {
	return SpoiledBy(func(t *Transmission) {
		switch {
		case t.lift == nil:
		case n > 0:
			t.At(n, t.lift)
		default:
			t.lift()
			t.Bytes = slices.Clone(t.without)
		}
	})
}

// UnplugAt pulls the plug when n bytes were sent.
func UnplugAt(n int) Fault {
	return SpoiledBy(func(t *Transmission) { t.At(n, t.pull) })
}

// Faults are what is wrong with a device. They come in the order in which they were injected; several may
// spoil the same transmission.
type Faults struct {
	mu      sync.Mutex
	waiting []Fault
	chaos   func(*Transmission)
}

// Inject has the next fitting transmission spoiled.
func (f *Faults) Inject(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		if fault.last > 0 {
			fault.until = time.Now().Add(fault.last)
		}
		f.waiting = append(f.waiting, fault)
	}
}

// Mend ends all faults.
func (f *Faults) Mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting, f.chaos = nil, nil
}

func (f *Faults) spoil(t *Transmission) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t.Bytes = slices.Clone(t.Bytes)
	f.waiting = slices.DeleteFunc(f.waiting, func(w Fault) bool { return w.last > 0 && time.Now().After(w.until) })
	for i := 0; i < len(f.waiting); i++ {
		w := &f.waiting[i]
		if w.on != 0 && w.on != t.Command {
			continue
		}
		w.spoil(t)
		switch {
		case w.last > 0 || w.times < 0:
		case w.times == 0:
			f.waiting = slices.Delete(f.waiting, i, i+1)
			i--
		default:
			w.times--
		}
	}
	if f.chaos != nil {
		f.chaos(t)
	}
}
