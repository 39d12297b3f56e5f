package hub

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func lengthOf(s string) int { return len(s) }

func TestQueueIsBoundedAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(3, 10, lengthOf)
		put := 0
		go func() {
			for _, s := range []string{"a", "b", "c", "d", "eeeeeeee", "fff", "gggggggggggggggg", "h"} {
				q.put(t.Context(), s)
				put++
			}
		}()
		for _, want := range []struct {
			items []string
			put   int
		}{
			{[]string{"a", "b", "c"}, 3},      // as many as may wait
			{[]string{"d", "eeeeeeee"}, 5},    // as many bytes
			{[]string{"fff"}, 6},              // the next is too long
			{[]string{"gggggggggggggggg"}, 7}, // alone it may pass
			{[]string{"h"}, 8},
		} {
			synctest.Wait()
			if put != want.put {
				t.Errorf("%d put, want %d", put, want.put)
			}
			if got := q.take(t.Context()); !slices.Equal(got, want.items) {
				t.Errorf("took %q, want %q", got, want.items)
			}
		}
	})
}

func TestQueueEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1, 10, lengthOf)
		ctx, cancel := context.WithCancel(t.Context())
		q.put(ctx, "a")
		var ended atomic.Int32
		go func() {
			if q.put(ctx, "b") {
				t.Error("put into a full queue")
			}
			ended.Add(1)
		}()
		empty := newQueue(1, 10, lengthOf)
		go func() {
			if got := empty.take(ctx); got != nil {
				t.Errorf("took %q", got)
			}
			ended.Add(1)
		}()
		synctest.Wait()
		cancel()
		synctest.Wait()
		if n := ended.Load(); n != 2 {
			t.Errorf("%d of 2 have ended", n)
		}
	})
}
