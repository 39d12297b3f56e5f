package edge

import (
	"testing"
	"time"
)

var t0 = time.Unix(1_000_000, 0)

// fill answers everything due with batches of ten.
func fill(c *core, now time.Time) (hellos, batches int) {
	for {
		switch do, _ := c.next(now); do {
		case sayHello:
			hellos++
			c.saidHello(now)
		case sendBatch:
			batches++
			c.sentUpTo(min(c.sent+10, c.last), now)
		case wait:
			return hellos, batches
		}
	}
}

func TestCore(t *testing.T) {
	fresh := func() *core {
		c := new(core)
		c.connected(100, 0, t0)
		return c
	}
	t.Run("greets, then fills the window", func(t *testing.T) {
		if h, b := fill(fresh(), t0); h != 1 || b != window {
			t.Errorf("%d hellos, %d batches", h, b)
		}
	})
	t.Run("a receipt opens the window", func(t *testing.T) {
		c := fresh()
		fill(c, t0)
		c.receipted(20)
		if _, b := fill(c, t0); b != 2 || c.sent != 60 {
			t.Errorf("%d batches up to %d", b, c.sent)
		}
	})
	t.Run("without receipts it goes back and asks", func(t *testing.T) {
		c := fresh()
		fill(c, t0)
		c.receipted(10)
		if h, b := fill(c, t0.Add(patience)); h != 1 || b != window || c.sent != 50 {
			t.Errorf("%d hellos, %d batches up to %d", h, b, c.sent)
		}
	})
	t.Run("many requests to resend are one", func(t *testing.T) {
		c := fresh()
		fill(c, t0)
		for range 3 {
			c.resend(10)
			if _, b := fill(c, t0); c.sent != 50 || b > window {
				t.Errorf("%d batches up to %d", b, c.sent)
			}
		}
		c.receipted(30)
		c.resend(30)
		if c.sent != 30 {
			t.Errorf("after progress: sent %d", c.sent)
		}
	})
	t.Run("a pause is kept", func(t *testing.T) {
		c := fresh()
		c.pause = t0.Add(time.Second)
		if h, b := fill(c, t0); h != 1 || b != 0 {
			t.Errorf("%d hellos, %d batches", h, b)
		}
		if _, wake := c.next(t0); !wake.Equal(c.pause) {
			t.Errorf("wakes at %v", wake)
		}
	})
	t.Run("a refused journal is not sent", func(t *testing.T) {
		c := fresh()
		c.stuck = true
		if h, b := fill(c, t0); h != 1 || b != 0 {
			t.Errorf("%d hellos, %d batches", h, b)
		}
	})
}
