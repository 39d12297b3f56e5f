package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// together runs n of the same at once.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

// order has a reader follow the positions under writers that commit at once,
// some of whose transactions are undone.
func order(b bench) {
	const writers, rounds = 6, 40
	for i := range writers {
		b.put(fmt.Sprint("st-", i))
	}
	var written atomic.Int64
	done := make(chan struct{})
	var read []hub.Received
	go func() {
		defer close(done)
		read = b.follow(func() bool { return written.Load() == writers })
	}()
	together(writers, func(i int) {
		defer written.Add(1)
		next := uint64(1)
		for range rounds {
			next += b.appendSome(fmt.Sprint("st-", i), next)
		}
	})
	<-done
	last := map[string]uint64{}
	for i, r := range read {
		if r.Pos != int64(i+1) || r.Seq != last[r.Station]+1 {
			b.Fatalf("record %d read is %s at %d, after %d", i+1, r.Ref, r.Pos, last[r.Station])
		}
		last[r.Station] = r.Seq
	}
	b.same("read", len(read), see(b, hub.Tx.Head))
}

// appendSome appends a few records, or now and then changes its mind, and
// returns how many there are more.
func (b bench) appendSome(id string, first uint64) uint64 {
	n, undo := uint64(1+rand.IntN(5)), rand.IntN(4) == 0
	err := b.Update(b.ctx(), func(tx hub.Tx) error {
		if err := tx.Append([]hub.Batch{batch(id, first, n, "check_in")}, []hub.Cursor{cursor(id, first+n-1)}, noon); err != nil {
			return err
		}
		time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond) // between drawing and commit
		if undo {
			return errStop
		}
		return nil
	})
	switch {
	case undo && errors.Is(err, errStop):
		return 0
	case err != nil:
		b.Error(err)
		return 0
	}
	return n
}

// follow reads on after the last position read until stop, and to the end then.
func (b bench) follow(stop func() bool) (all []hub.Received) {
	for stopped := false; ; {
		stopped = stop()
		var page []hub.Received
		err := b.View(context.Background(), func(tx hub.Tx) (err error) {
			after := int64(0)
			if len(all) > 0 {
				after = all[len(all)-1].Pos
			}
			page, err = tx.Records(after, 1<<40, nil)
			return err
		})
		if err != nil {
			b.Error(err)
			return all
		}
		if all = append(all, page...); stopped {
			return all
		}
	}
}

// decisions read what they then change.
func decisions(b bench) {
	b.put("a")
	const each, deciders = 10, 4
	b.do(func(tx hub.Tx) error { return tx.PutSlot(hub.Slot{ID: "s", Starts: noon, Capacity: 1}) })
	together(deciders, func(int) {
		for range each {
			err := b.Update(b.ctx(), func(tx hub.Tx) error {
				if err := tx.Alone(); err != nil {
					return err
				}
				s, err := tx.Slot("s")
				s.Capacity++
				return errors.Join(err, tx.PutSlot(s))
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	s := see(b, func(tx hub.Tx) (hub.Slot, error) { return tx.Slot("s") })
	b.same("capacity", s.Capacity, 1+each*deciders)
}

// crosswise has transactions hold the same stations, named in different
// orders, and change what they read.
func crosswise(b bench) {
	ids := []string{"a", "b", "c", "d", "e"}
	b.put(ids...)
	const each, holders = 20, 4
	together(holders, func(int) {
		for range each {
			mine := slices.Clone(ids)
			rand.Shuffle(len(mine), func(i, j int) { mine[i], mine[j] = mine[j], mine[i] })
			err := b.Update(b.ctx(), func(tx hub.Tx) error {
				held, err := tx.Hold(mine)
				var spoke []hub.Station
				for _, s := range held {
					s.Last++
					spoke = append(spoke, s.Station)
				}
				return errors.Join(err, tx.Spoke(spoke))
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	for _, id := range ids {
		if s, err := station(b, id); err != nil || s.Last != each*holders {
			b.Errorf("%s counted %d of %d, %v", id, s.Last, each*holders, err)
		}
	}
}

// claims has followers of one name move on from where they find it.
func claims(b bench) {
	var moved atomic.Int64
	together(4, func(i int) {
		for range 20 {
			err := b.Update(b.ctx(), func(tx hub.Tx) error {
				at, claimed, err := tx.Claim("f", i%2 == 0)
				if err != nil || !claimed {
					return err
				}
				time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
				if err := tx.Move("f", at+1); err != nil {
					return err
				}
				moved.Add(1)
				return nil
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.same("position", position(b, "f"), moved.Load())
	if moved.Load() < 40 {
		b.Errorf("%d of those who wait moved it", moved.Load())
	}
}
