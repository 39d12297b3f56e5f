package fleetbench

import (
	"crypto/ed25519"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// The ways of others to get what gathered offline to where it is wanted, one
// message a record. None of them puts anything on a disk, at either end: a
// message counts when the subscriber has it.

// How many messages the ways of others are given: their speed does not depend
// on it.
const (
	sample       = 50_000
	sampleOneOne = 2_000 // where each waits for the hub's disk
	inFlight     = 100
	topicOthers  = "bench/records"
)

// counter is a subscriber that counts.
type counter struct {
	want        int64
	got         atomic.Int64
	first, last atomic.Int64 // Unix nanoseconds
	done        chan struct{}
}

func count(b *testing.B, broker *mosquitto.Broker, want int) *counter {
	b.Helper()
	c := &counter{want: int64(want), done: make(chan struct{})}
	conn := dial(b, mqtt.Config{URL: "tcp://" + broker.Addr(), ClientID: "counter", Subscribe: []string{topicOthers}, Handle: c.take, Queue: want})
	go func() {
		<-c.done
		conn.Close()
	}()
	return c
}

func (c *counter) take(string, []byte) {
	now := time.Now().UnixNano()
	c.first.CompareAndSwap(0, now)
	if c.got.Add(1) == c.want {
		c.last.Store(now)
		close(c.done)
	}
}

// await waits for all and returns when the last came.
func (c *counter) await(b *testing.B) time.Time {
	b.Helper()
	select {
	case <-c.done:
		return time.Unix(0, c.last.Load())
	case <-time.After(5 * time.Minute):
		b.Fatalf("%d of %d messages came", c.got.Load(), c.want)
		return time.Time{}
	}
}

func plain(b *testing.B, broker *mosquitto.Broker, id string) paho.Client {
	b.Helper()
	c := paho.NewClient(paho.NewClientOptions().AddBroker("tcp://" + broker.Addr()).SetClientID(id).SetAutoReconnect(false))
	token := c.Connect()
	token.Wait()
	check(b, token.Error())
	return c
}

// oneByOne publishes each record at QoS 1 and waits for its PUBACK.
func oneByOne(b *testing.B, broker *mosquitto.Broker, records [][]byte) float64 {
	return published(b, broker, records, 1)
}

// published keeps so many messages in flight. It returns records a second.
func published(b *testing.B, broker *mosquitto.Broker, records [][]byte, window int) float64 {
	b.Helper()
	at := count(b, broker, len(records))
	c := plain(b, broker, "others")
	defer c.Disconnect(100)
	start := time.Now()
	publish(b, c, records, window)
	return float64(len(records)) / at.await(b).Sub(start).Seconds()
}

func publish(b *testing.B, c paho.Client, records [][]byte, window int) {
	b.Helper()
	flying := make(chan paho.Token, window)
	for _, r := range records {
		if len(flying) == window {
			wait(b, <-flying)
		}
		flying <- c.Publish(topicOthers, 1, false, r)
		if window == 1 {
			wait(b, <-flying)
		}
	}
	for len(flying) > 0 {
		wait(b, <-flying)
	}
}

func wait(b *testing.B, token paho.Token) {
	b.Helper()
	token.Wait()
	check(b, token.Error())
}

// unbounded are lines of mosquitto.conf with which it drops nothing.
const unbounded = `max_queued_messages 0
max_queued_bytes 0
`

// bridged has a second Mosquitto queue the records for a bridge to the first,
// which is away, and measures from the first that then crosses to the last.
func bridged(b *testing.B, broker *mosquitto.Broker, records [][]byte) float64 {
	b.Helper()
	near := mosquitto.Start(b, mosquitto.Config{Lines: fmt.Sprintf(unbounded+`connection fleet
address %s
topic %s out 1
cleansession false
restart_timeout 3
notifications false
`, broker.Addr(), topicOthers)})
	defer near.Kill()
	broker.Kill()
	c := plain(b, near, "filler")
	publish(b, c, records, inFlight)
	c.Disconnect(100)
	broker.Restart()
	at := count(b, broker, len(records))
	last := at.await(b)
	return float64(len(records)) / last.Sub(time.Unix(0, at.first.Load())).Seconds()
}

// oneABatch sends records in batches of one and waits for each receipt: what
// the first way would cost with the kit's guarantee.
func oneABatch(b *testing.B, broker *mosquitto.Broker, id string, key ed25519.PrivateKey, records [][]byte) float64 {
	b.Helper()
	receipts := make(chan []byte, 1)
	c := dial(b, mqtt.Config{
		URL: "tcp://" + broker.Addr(), ClientID: id, Subscribe: []string{wire.Down.Topic(id)},
		Handle: func(_ string, payload []byte) { receipts <- payload },
	})
	defer c.Close()
	link := event.Genesis(id, 1)
	start := time.Now()
	for i, r := range records {
		message := must(wire.EncodeBatch(wire.Batch{Station: id, Epoch: 1, First: uint64(i + 1), Prev: link, Records: [][]byte{r}}, key))
		check(b, c.Send(b.Context(), wire.Up.Topic(id), message, nil))
		down := must(wire.OpenDownward(<-receipts, id, hubPublic))
		if link = link.Next(r); down.Receipt == nil || down.Receipt.Hash != link {
			b.Fatalf("record %d: %+v", i+1, down)
		}
	}
	return float64(len(records)) / time.Since(start).Seconds()
}
