package monkey

import (
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// TestMonkey plays one seed. A standard run takes half a minute; `make
// monkey` runs the full 20,000 inputs.
func TestMonkey(t *testing.T) {
	seed, taps := number(t, "SEED", 1), int(number(t, "TAPS", 1000))
	// Outside of the bubble: Fyne's application leaves goroutines behind.
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	began, goroutines := time.Now(), runtime.NumGoroutine()
	t.Logf("replay with: make monkey MONKEY_SEED=%d TAPS=%d", seed, taps)
	synctest.Test(t, func(t *testing.T) {
		// Fyne's caches have seen the real time already: go on after it.
		time.Sleep(time.Until(began.AddDate(0, 0, 1)))
		m := newMonkey(t, seed)
		defer m.leave()
		m.play(taps)
	})
	for range 10_000 { // one that is just ending may end
		if runtime.NumGoroutine() <= goroutines {
			return
		}
		runtime.Gosched()
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		var stacks strings.Builder
		_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
		t.Errorf("%d goroutines before, %d after\n%s", goroutines, now, &stacks)
	}
}

// number is one from the environment, or the standard one.
func number(t *testing.T, variable string, standard uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%q: not a number", variable, text)
	}
	return n
}

// among takes one of all.
func among[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }
