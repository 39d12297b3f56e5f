package hub_test

import (
	"context"
	"crypto/ed25519"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// slow is a store whose commits take time.
type slow struct {
	hub.Store
	takes atomic.Int64
}

func (s *slow) Update(ctx context.Context, f func(hub.Tx) error) error {
	time.Sleep(time.Duration(s.takes.Load()))
	return s.Store.Update(ctx, f)
}

// meter counts telemetry that was dropped.
type meter struct {
	hub.Meter
	dropped atomic.Int64
}

func (*meter) Settled([]hub.Answer, int, time.Duration) {}
func (*meter) Sent(wire.Downward)                       {}
func (m *meter) TelemetryDropped()                      { m.dropped.Add(1) }

// mailbox is a carrier that keeps receipts.
type mailbox struct {
	key      ed25519.PublicKey
	receipts chan wire.Receipt
}

func (m *mailbox) Publish(_ context.Context, topic string, payload []byte) error {
	station, _, _ := wire.ParseTopic(topic)
	if d := must(wire.OpenDownward(payload, station, m.key)); d.Receipt != nil {
		m.receipts <- *d.Receipt
	}
	return nil
}

// A station that is behind is told to pause while commits are slow, and no
// longer when they are fast again; one that is not behind is never held back.
func TestReceiptsGrantByLoad(t *testing.T) {
	r := rigFor(t)
	one := r.enrol("one")
	history := checkIns(400)
	batches := make([][]byte, len(history))
	for i := range batches {
		batches[i] = one.batch(1, history, i+1, 1)
	}
	// What packs and unpacks is made now and not within the bubble.
	must(wire.OpenBatch(batches[0], func(string) (ed25519.PublicKey, error) { return one.key.Public().(ed25519.PublicKey), nil }))
	synctest.Test(t, func(t *testing.T) {
		store, m := &slow{Store: r.Store}, &meter{}
		h := hub.New(hub.Config{Store: store, Key: r.Key, Meter: m})
		live, stop := context.WithCancel(t.Context())
		l, box := h.NewLink(live), &mailbox{r.Key.Public().(ed25519.PublicKey), make(chan wire.Receipt, 10)}
		ended := make(chan error)
		go func() { ended <- l.Serve(live, box) }()
		sent := 0
		batch := func() wire.Receipt {
			l.Take(wire.Up.Topic("one"), batches[sent])
			sent++
			return <-box.receipts
		}
		l.Take(wire.Hello.Topic("one"), one.hello(1, 300, 0))
		if r := <-box.receipts; r.Credit != 4 || r.RetryAfter != 0 {
			t.Errorf("an idle hub grants %d, %v", r.Credit, r.RetryAfter)
		}
		store.takes.Store(int64(3 * time.Second))
		var last wire.Receipt
		for range 8 {
			last = batch()
		}
		if last.Credit != 1 || last.RetryAfter < 2*time.Second {
			t.Errorf("a slow hub grants %d, %v", last.Credit, last.RetryAfter)
		}
		if load := l.Load(); load.Share >= 1 || load.Pause < 2*time.Second {
			t.Errorf("load %+v", load)
		}
		for sent < 299 {
			if sent == 10 {
				store.takes.Store(0)
			}
			time.Sleep(time.Second)
			last = batch()
		}
		if last.Credit != 4 || last.RetryAfter != 0 {
			t.Errorf("a hub that has recovered grants %d, %v", last.Credit, last.RetryAfter)
		}
		store.takes.Store(int64(10 * time.Second))
		for range 5 {
			last = batch() // of which the station has spoken last
		}
		if last.Credit != 0 || last.RetryAfter != 0 {
			t.Errorf("who is not behind is granted %d, %v", last.Credit, last.RetryAfter)
		}
		vitals := must(wire.EncodeVitals(wire.Vitals{Station: "one", Wall: noon, Version: 1, Body: []byte("{}")}, one.key))
		flooded(l, one.hello(1, 305, 0), vitals)
		if n := m.dropped.Load(); n != 1 {
			t.Errorf("telemetry was dropped %d times", n)
		}
		stop()
		<-ended
	})
}

// flooded brings so many messages while a commit is under way that the queue
// fills, and telemetry before and behind them.
func flooded(l *hub.Link, hello, vitals []byte) {
	l.Take(wire.Telemetry.Topic("one"), vitals)
	for l.Load().Waiting < 1024+600 { // 1024 of them opened
		for range 100 {
			l.Take(wire.Hello.Topic("one"), hello)
		}
		synctest.Wait()
	}
	l.Take(wire.Telemetry.Topic("one"), vitals)
}
