package edge

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// far is a hub reduced to the protocol, behind a carrier that misbehaves as a
// seed says.
type far struct {
	t       *testing.T
	station ed25519.PublicKey
	key     ed25519.PrivateKey
	agent   *Agent
	rand    *rand.Rand
	faults  float64 // the share of messages lost, of those repeated, of those delayed

	mu      sync.Mutex // held by whatever is called from outside
	upTo    uint64
	link    event.Hash
	down    [][]byte
	batches int
	ahead   time.Duration // of the station's clock
	last    wire.Receipt
	vitals  []string
	busy    bool // drops the next Offer
}

// The compressor makes its channels at first use, which must not be inside a
// synctest bubble.
func TestMain(m *testing.M) {
	_, key, _ := ed25519.GenerateKey(nil)
	b, err := wire.EncodeBatch(wire.Batch{First: 1, Records: [][]byte{{1}}}, key)
	if err == nil {
		_, err = wire.OpenBatch(b, func(string) (ed25519.PublicKey, error) { return key.Public().(ed25519.PublicKey), nil })
	}
	if err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

var errCut = errors.New("the carrier is cut")

func (f *far) Offer(topic string, payload []byte) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy {
		f.busy = false
		return false
	}
	v, err := wire.OpenVitals(payload, f.keys)
	if err != nil || topic != wire.Telemetry.Topic("st-1") {
		f.t.Errorf("telemetry on %s: %v", topic, err)
	}
	f.vitals = append(f.vitals, string(v.Body))
	return true
}

func (f *far) Send(ctx context.Context, topic string, payload []byte, _ func(error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rand.Float64() < f.faults/10 {
		return errCut
	}
	f.carry(func() {
		if topic == wire.Hello.Topic("st-1") {
			f.greet(payload)
		} else {
			f.ingest(payload)
		}
	})
	return ctx.Err()
}

// carry loses, repeats and delays; without faults it does none of it.
func (f *far) carry(deliver func()) {
	if f.faults == 0 {
		deliver()
		return
	}
	if f.rand.Float64() < f.faults {
		return
	}
	times := 1
	if f.rand.Float64() < f.faults {
		times = 2
	}
	for range times {
		delay := time.Duration(f.rand.IntN(20)) * time.Millisecond
		if f.rand.Float64() < f.faults {
			delay *= 100
		}
		time.AfterFunc(delay, func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			deliver()
		})
	}
}

func (f *far) keys(string) (ed25519.PublicKey, error) { return f.station, nil }

func (f *far) greet(data []byte) {
	g, err := wire.OpenGreeting(data, f.keys)
	if err != nil {
		f.t.Errorf("greeting: %v", err)
	}
	f.answered(wire.Receipt{Epoch: 1, UpTo: f.upTo, Hash: f.link, Verdict: wire.Accepted, HubTime: time.Now().Add(f.ahead), Nonce: g.Nonce})
	if rest := f.down[g.DownCursor:]; len(rest) > 0 {
		f.answer(wire.Downward{Page: &wire.Page{First: g.DownCursor + 1, Entries: rest[:1], Last: uint64(len(f.down)), JournalEpoch: g.JournalEpoch}})
	}
}

func (f *far) ingest(data []byte) {
	f.batches++
	b, err := wire.OpenBatch(data, f.keys)
	if err != nil {
		f.t.Errorf("batch: %v", err)
	}
	if b.First > f.upTo+1 {
		f.receipt(wire.Resend)
		return
	}
	for i, r := range b.Records {
		if b.First+uint64(i) == f.upTo+1 {
			f.upTo, f.link = f.upTo+1, f.link.Next(r)
		}
	}
	f.receipt(wire.Accepted)
}

func (f *far) receipt(v wire.Verdict) {
	f.answered(wire.Receipt{Epoch: 1, UpTo: f.upTo, Hash: f.link, Verdict: v, HubTime: time.Now()})
}

func (f *far) answered(r wire.Receipt) {
	f.last = r
	f.answer(wire.Downward{Receipt: &r})
}

func (f *far) answer(d wire.Downward) {
	data, err := wire.EncodeDownward("st-1", d, f.key)
	if err != nil {
		f.t.Error(err)
	}
	f.carry(func() { f.agent.Receive(data) })
}

// start opens a station and lets its agent serve, again whenever it is cut.
func start(t *testing.T, seed uint64, faults float64) (*station.Station, *far) {
	fleet := stationtest.NewFleet(t)
	cfg := fleet.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	f := &far{
		t: t, station: cfg.Issuer.Key.Public().(ed25519.PublicKey), key: fleet.Hub,
		rand: rand.New(rand.NewPCG(seed, 1)), faults: faults, link: event.Genesis("st-1", 1),
		ahead: time.Until(station.Built), // synctest begins in 2000
	}
	f.agent = New(Config{Station: "st-1", Key: cfg.Issuer.Key, Hub: cfg.Hub, Outbox: s, Inbox: s})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if err := f.agent.Serve(ctx, f); ctx.Err() == nil && !errors.Is(err, errCut) && !errors.Is(err, ErrSilent) {
				t.Errorf("serve: %v", err)
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return s, f
}

func TestEverythingArrivesOverABadCarrier(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, f := start(t, seed, 0.3)
				for i := range 60 {
					if _, err := s.CheckIn(station.Anonymous()); err != nil {
						t.Fatal(err)
					}
					time.Sleep(f.lend(i))
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				st, err := s.Status()
				if err != nil || st.Waiting() != 0 || f.upTo != st.Last {
					t.Errorf("%d waiting, the hub has %d of %d (%v)", st.Waiting(), f.upTo, st.Last, err)
				}
				if slots, err := s.Slots("health-check"); err != nil || len(slots) != 3 {
					t.Errorf("%d slots of 3 came down (%v)", len(slots), err)
				}
			})
		})
	}
}

func (f *far) sent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.batches
}

// lend grows the down-journal now and then, and says how long to wait.
func (f *far) lend(i int) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if i%20 == 0 {
		f.down = append(f.down, loan(f.t, fmt.Sprint("slot-", i)))
	}
	return time.Duration(f.rand.IntN(2000)) * time.Millisecond
}

func loan(t *testing.T, slot string) []byte {
	b, err := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: &event.SlotLent{
		Slot: slot, Service: "health-check", StartsMs: station.Built.AddDate(5, 0, 0).UnixMilli(), Quantity: 1,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABacklogGoesInFullBatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fleet := stationtest.NewFleet(t)
		cfg := fleet.Config(t, "st-1")
		s := stationtest.Open(t, cfg)
		for range 1200 {
			if _, err := s.CheckIn(station.Anonymous()); err != nil {
				t.Fatal(err)
			}
		}
		f := &far{t: t, station: cfg.Issuer.Key.Public().(ed25519.PublicKey), key: fleet.Hub, rand: rand.New(rand.NewPCG(1, 1)), link: event.Genesis("st-1", 1), ahead: time.Until(station.Built)}
		f.agent = New(Config{Station: "st-1", Key: cfg.Issuer.Key, Hub: cfg.Hub, Outbox: s, Inbox: s})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_ = f.agent.Serve(ctx, f)
		if f.upTo != 1201 || f.batches != 3 {
			t.Errorf("%d records in %d batches", f.upTo, f.batches)
		}
	})
}

func TestALyingBrokerChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, f := start(t, 1, 1) // nothing arrives
		if _, err := s.CheckIn(station.Anonymous()); err != nil {
			t.Fatal(err)
		}
		prev, _, err := s.Records(2, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		r := wire.Downward{Receipt: &wire.Receipt{Epoch: 1, UpTo: 2, Hash: prev, Verdict: wire.Accepted}}
		_, forger, _ := ed25519.GenerateKey(nil)
		forged, _ := wire.EncodeDownward("st-1", r, forger)
		others, _ := wire.EncodeDownward("st-2", r, f.key)
		for _, lie := range [][]byte{forged, others, []byte("noise"), bytes.Repeat([]byte{0}, 200_000)} {
			f.agent.Receive(lie)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if st, _ := s.Status(); st.Delivered != 0 {
			t.Errorf("a forged receipt was believed: %+v", st)
		}
	})
}

func TestAForkIsSaidAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, f := start(t, 1, 0)
		time.Sleep(time.Second)
		data, _ := wire.EncodeDownward("st-1", wire.Downward{Receipt: &wire.Receipt{Epoch: 1, UpTo: 1, Hash: event.Hash{1}, Verdict: wire.Forked}}, f.key)
		f.agent.Receive(data)
		time.Sleep(time.Second)
		synctest.Wait()
		before := f.sent()
		if _, err := s.CheckIn(station.Anonymous()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if st, _ := s.Status(); !st.Forked || f.sent() != before {
			t.Errorf("forked %v, %d batches sent, %d before", st.Forked, f.sent(), before)
		}
	})
}

// TestTheHubsTimeIsHeardFresh: a station in 2000 learns the date from the
// answer to its hello, and not from that answer sent again later.
func TestTheHubsTimeIsHeardFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fleet := stationtest.NewFleet(t)
		cfg := fleet.Config(t, "st-1")
		s := stationtest.Open(t, cfg)
		f := &far{
			t: t, station: cfg.Issuer.Key.Public().(ed25519.PublicKey), key: fleet.Hub, rand: rand.New(rand.NewPCG(1, 1)),
			link: event.Genesis("st-1", 1), ahead: 30 * 365 * 24 * time.Hour,
		}
		f.agent = New(Config{Station: "st-1", Key: cfg.Issuer.Key, Hub: cfg.Hub, Outbox: s, Inbox: s})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { _ = f.agent.Serve(ctx, f); close(ended) }()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		right := func() bool { return s.Now().Sub(time.Now().Add(f.ahead)).Abs() < time.Second }
		if !right() {
			t.Errorf("the station thinks it is %v, the hub %v", s.Now(), time.Now().Add(f.ahead))
		}
		f.mu.Lock()
		last := f.last
		f.mu.Unlock()
		stale, _ := wire.EncodeDownward("st-1", wire.Downward{Receipt: &last}, f.key)
		time.Sleep(3 * time.Hour)
		f.agent.Receive(stale)
		time.Sleep(time.Second)
		synctest.Wait()
		if !right() {
			t.Errorf("an old receipt set the clock to %v", s.Now())
		}
		cancel()
		<-ended
	})
}

// TestTelemetryIsOfferedAgain: what a busy carrier dropped is offered after a
// moment, and a change soon.
func TestTelemetryIsOfferedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fleet := stationtest.NewFleet(t)
		cfg := fleet.Config(t, "st-1")
		s := stationtest.Open(t, cfg)
		f := &far{
			t: t, station: cfg.Issuer.Key.Public().(ed25519.PublicKey), key: fleet.Hub, rand: rand.New(rand.NewPCG(1, 1)),
			link: event.Genesis("st-1", 1), ahead: time.Until(station.Built), busy: true,
		}
		body := "warm"
		f.agent = New(Config{
			Station: "st-1", Key: cfg.Issuer.Key, Hub: cfg.Hub, Outbox: s, Inbox: s,
			Telemetry: func() []byte { return []byte(body) },
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- f.agent.Serve(ctx, f) }()
		synctest.Wait()
		time.Sleep(vitalsGap)
		synctest.Wait()
		body = "cold" // the agent waits: nobody reads it
		f.agent.Changed()
		time.Sleep(vitalsGap)
		synctest.Wait()
		if st, err := f.agent.Status(); err != nil || st.Connected.IsZero() || st.Waiting != 0 || st.ReceiptUpTo != 1 {
			t.Errorf("%+v, %v", st, err)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("served: %v", err)
		}
		if len(f.vitals) != 2 || f.vitals[0] != "warm" || f.vitals[1] != "cold" {
			t.Errorf("telemetry %q", f.vitals)
		}
		f.agent.Unconnected("refused")
		st, err := s.Status()
		if err != nil || !st.Link.Connected.IsZero() || st.Link.LastError != "refused" {
			t.Errorf("%+v, %v", st.Link, err)
		}
	})
}
