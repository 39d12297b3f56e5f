package hub

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Ten thousand stations come back within two seconds, each with ten batches,
// while a thousand others have one now and then. What one hub does in the worst
// of it is what it does without admission: that shows the world is hard enough.
func TestTenThousandReturning(t *testing.T) {
	const batches = 10
	for name, c := range map[string]*crowd{"one hub": newCrowd(1, 1), "three hubs": newCrowd(2, 3), "no admission": newCrowd(3, 1)} {
		t.Run(name, func(t *testing.T) {
			c.controlled = name != "no admission"
			var all []*site
			for range 10_000 {
				all = append(all, c.returns(time.Duration(c.random.Int64N(int64(2*time.Second))), batches))
			}
			for range 1000 {
				c.lives(20*time.Second, 40*time.Second)
			}
			c.run(20 * time.Second)
			early, late := twentieths(all)
			c.run(100 * time.Second)
			p95 := c.p95(10*time.Second, 40*time.Second)
			ideal := c.ideal(len(all) * batches)
			took := c.last.Sub(began)
			t.Logf("p95 %v; all in %v of at least %v; after 20 s 5 %% had %d or fewer batches receipted, 5 %% %d or more", p95, took, ideal, early, late)
			switch {
			case c.drained != len(all)*batches:
				t.Errorf("%d batches of %d", c.drained, len(all)*batches)
			case !c.controlled && p95 < 4*time.Second:
				t.Error("this crowd needs no admission")
			case c.controlled && p95 > 2*time.Second:
				t.Error("small stations wait for the crowd")
			case c.controlled && took > 2*ideal:
				t.Error("the hub idles")
			}
		})
	}
}

// twentieths is what the slowest and the fastest twentieth have delivered.
func twentieths(all []*site) (early, late int) {
	var count [64]int
	for _, s := range all {
		count[min(s.done, 63)]++
	}
	seen := 0
	for done, n := range count {
		if seen < len(all)/20 {
			early = done
		}
		if seen < len(all)*19/20 {
			late = done
		}
		seen += n
	}
	return early, late
}

// One station with a month of records makes nobody wait, and is not made to
// wait itself while there is room.
func TestAHugeBacklogStarvesNobody(t *testing.T) {
	c := newCrowd(4, 1)
	huge := c.returns(0, 1_000_000)
	for range 200 {
		c.lives(10*time.Second, 30*time.Second)
	}
	c.run(30 * time.Second)
	if p95 := c.p95(0, 30*time.Second); p95 > 100*time.Millisecond {
		t.Errorf("receipts of small stations take %v", p95)
	}
	// Four batches in every turn of line and commit.
	turn := 2*c.line + 2*(c.each+5*c.more)
	if most := 4 * int(30*time.Second/turn); huge.done < most*8/10 {
		t.Errorf("%d batches in 30 s, of %d that its window allows", huge.done, most)
	}
}

// However many come back, and however fast the database is: once the first
// crowd is through, receipts of the others take seconds at most, and all is
// delivered in not much more than the time it takes.
func TestAnyCrowd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCrowd(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 3).Draw(t, "hubs"))
		c.each = time.Duration(rapid.IntRange(1, 30).Draw(t, "each")) * time.Millisecond
		c.more = time.Duration(rapid.IntRange(1, 20).Draw(t, "more")) * 100 * time.Microsecond
		c.line = time.Duration(rapid.IntRange(1, 300).Draw(t, "line")) * time.Millisecond
		n, batches := rapid.IntRange(1, 1500).Draw(t, "stations"), rapid.IntRange(1, 20).Draw(t, "batches")
		for range n {
			c.returns(time.Duration(c.random.Int64N(int64(2*time.Second))), batches)
		}
		for range 50 {
			c.lives(5*time.Second, 3*time.Minute)
		}
		first := 5*time.Second + 2*c.ideal(4*n)
		c.run(10 * time.Minute)
		if p95 := c.p95(first, first+time.Minute); p95 > 4*time.Second {
			t.Fatalf("receipts take %v", p95)
		}
		if c.drained != n*batches {
			t.Fatalf("%d of %d", c.drained, n*batches)
		}
		if took, least := c.last.Sub(began), c.ideal(n*batches); took > 4*least+time.Duration(batches)*2*(c.line+c.each+c.more)+30*time.Second {
			t.Fatalf("%v for what takes %v", took, least)
		}
	})
}

func TestShareStaysInBounds(t *testing.T) {
	now := began
	a := newAdmission(func() time.Time { return now }, func() float64 { return 1 })
	expect := func(credit uint32, least, most time.Duration) {
		t.Helper()
		if c, pause := a.grant(); c != credit || pause < least || pause > most {
			t.Errorf("credit %d, pause %v; want %d, %v to %v", c, pause, credit, least, most)
		}
	}
	expect(4, 0, 0)
	a.observe(0, 0) // of a hub that has nothing to do
	expect(4, 0, 0)
	for range 100 {
		now = now.Add(a.period())
		a.observe(time.Hour, 1)
	}
	expect(1, 5*time.Minute, 7*time.Minute)
	now = now.Add(a.period() / 2)
	a.observe(0, 0) // what was said has not shown yet
	expect(1, 5*time.Minute, 7*time.Minute)
	for range 100 {
		now = now.Add(a.period())
		a.observe(0, 0)
	}
	expect(4, 0, 0)
	for range 16 {
		now = now.Add(aim / 5)
		a.observe(0, 1) // fast, but more comes than goes
	}
	expect(1, aim/2, 2*aim)
	now = now.Add(time.Hour) // nothing came
	a.observe(0, 0)
	expect(4, 0, 0)
}
