package hub

import (
	"context"
	"sync"
)

// queue is first in, first out. It is bounded in number and in bytes, and who
// takes takes all that waits: what comes while one group is worked on makes the
// next.
type queue[T any] struct {
	most, mostBytes int
	size            func(T) int

	mu      sync.Mutex
	changed *sync.Cond
	items   []T
	bytes   int
}

func newQueue[T any](most, mostBytes int, size func(T) int) *queue[T] {
	q := &queue[T]{most: most, mostBytes: mostBytes, size: size}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// put waits for room, and reports whether the item was put in before ctx ended.
func (q *queue[T]) put(ctx context.Context, item T) bool {
	n := q.size(item)
	q.mu.Lock()
	defer q.mu.Unlock()
	full := func() bool {
		return len(q.items) > 0 && (len(q.items) >= q.most || q.bytes+n > q.mostBytes)
	}
	if !q.await(ctx, full) {
		return false
	}
	q.items, q.bytes = append(q.items, item), q.bytes+n
	q.changed.Broadcast()
	return true
}

// take waits until there is something, and returns it all; nil when ctx ended.
func (q *queue[T]) take(ctx context.Context) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.await(ctx, func() bool { return len(q.items) == 0 }) {
		return nil
	}
	items := q.items
	q.items, q.bytes = nil, 0
	q.changed.Broadcast()
	return items
}

// waiting is how many items wait, and their bytes.
func (q *queue[T]) waiting() (n, bytes int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items), q.bytes
}

// full is how much of the room is taken, from 0 to 1.
func (q *queue[T]) full() float64 {
	n, bytes := q.waiting()
	return min(1, max(float64(n)/float64(q.most), float64(bytes)/float64(q.mostBytes)))
}

// await waits, with the lock held, while busy says so, and reports whether ctx
// is still alive.
func (q *queue[T]) await(ctx context.Context, busy func() bool) bool {
	if ctx.Err() == nil && !busy() {
		return true
	}
	stop := context.AfterFunc(ctx, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.changed.Broadcast()
	})
	defer stop()
	for ctx.Err() == nil && busy() {
		q.changed.Wait()
	}
	return ctx.Err() == nil
}
