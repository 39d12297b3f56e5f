package monkey

import (
	"runtime"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/internal/leak"
)

// heap is what the process holds, measured in the course of a run.
type heap []uint64

// growth is what the end of a run may hold more than its middle, in bytes.
const growth = 4 << 20

func (h *heap) look(m *monkey) {
	m.board.Picture()
	var now runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&now)
	*h = append(*h, now.HeapAlloc)
}

// judge compares the end with the middle; what a run begins with, while caches
// fill, is left out.
func (h heap) judge(m *monkey) {
	m.Helper()
	m.Logf("heap: %v", h)
	if len(h) < 6 {
		return
	}
	first, last := least(h[len(h)/3:2*len(h)/3]), least(h[2*len(h)/3:])
	if last > first+growth {
		m.fail("the heap has grown from %d to %d bytes", first, last)
	}
}

func least(all []uint64) uint64 {
	low := all[0]
	for _, n := range all {
		low = min(low, n)
	}
	return low
}

// forgotten: at home, when Fyne's caches have run out, nothing of what was
// written on phones is held by anything in the process, functions too.
func (m *monkey) forgotten() {
	m.Helper()
	m.pass(2 * time.Minute)
	m.board.Picture()
	m.pass(time.Minute)
	m.board.Picture()
	backwards := []byte(mark + complaint)
	slices.Reverse(backwards)
	found, err := leak.Heap(backwards, m.TempDir())
	if err != nil {
		m.fail("%v", err)
	}
	if found {
		m.fail("the heap holds something of one of %d texts", m.texts)
	}
}
