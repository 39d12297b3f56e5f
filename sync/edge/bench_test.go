package edge

import (
	"crypto/ed25519"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// endless is a backlog that never ends: the same 500 check-ins again and again.
type endless struct {
	shelf
	records [][]byte
}

func newEndless(b *testing.B) *endless {
	e := &endless{}
	random := rand.NewChaCha8([32]byte{})
	for i := range 500 {
		pseudonym := make([]byte, 16)
		_, _ = random.Read(pseudonym) // never fails
		r, err := event.Encode(&event.Record{
			Stamp: &event.Stamp{WallMs: 1795424400000 + int64(i)*180_321, Boot: 7, MonoMs: int64(i) * 180_321},
			Body:  &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: pseudonym, Means: event.Means_MEANS_CARD}},
		})
		if err != nil {
			b.Fatal(err)
		}
		e.records = append(e.records, r)
	}
	return e
}

func (e *endless) Standing() (station.Standing, error) {
	return station.Standing{Epoch: 1, Last: 1 << 60, JournalEpoch: 1}, nil
}

func (e *endless) Records(uint64, int, int) (event.Hash, [][]byte, error) {
	return event.Hash{}, e.records, nil
}

// BenchmarkSendBatch is what the agent itself spends on a backlog: deciding,
// encoding and signing a batch of 500, without journal and carrier.
func BenchmarkSendBatch(b *testing.B) {
	now := t0
	backlog := newEndless(b)
	c := NewCore(Config{Station: "st-1", Key: stationKey, Hub: hubKey.Public().(ed25519.PublicKey), Outbox: backlog, Inbox: backlog})
	if err := c.Connected(now); err != nil {
		b.Fatal(err)
	}
	c.up.grant(0, 0, now)
	b.ReportAllocs()
	bytes, sent := 0, 0
	for b.Loop() {
		now = now.Add(time.Millisecond)
		a, err := c.Next(now)
		if err != nil {
			b.Fatal(err)
		}
		if a.Topic == wire.Up.Topic("st-1") {
			bytes, sent = bytes+len(a.Payload), sent+500
			c.up.receipted(c.up.sent, now)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(sent), "ns/record")
	b.ReportMetric(float64(bytes)/float64(sent), "wire-B/record")
}

// BenchmarkReceive is a receipt taken: its signature, and what is to do next.
func BenchmarkReceive(b *testing.B) {
	w := newWorld(b)
	w.append(10)
	w.connect()
	w.hub.take(b, wire.Batch{First: 1, Prev: w.st.links[0], Records: w.st.records}, w.now)
	w.answer(wire.Downward{Receipt: new(w.hub.receipt(wire.Accepted, w.now))})
	b.ReportAllocs()
	for b.Loop() {
		if err := w.core.Receive(w.now, w.down[0]); err != nil {
			b.Fatal(err)
		}
	}
}
