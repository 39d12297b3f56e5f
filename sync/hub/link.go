package hub

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Carrier takes messages to stations and may lose them.
type Carrier interface {
	Publish(ctx context.Context, topic string, payload []byte) error
}

// Filters are the topics whose messages belong to Take.
func Filters() []string {
	return []string{wire.Up.Filter(), wire.Hello.Filter(), wire.Telemetry.Filter()}
}

// SharedFilters are Filters for one of several hubs at a broker that passes each
// message to one of them. Their sessions have to be clean: what a broker keeps
// for a hub that is gone reaches no other.
func SharedFilters() []string {
	var all []string
	for _, f := range Filters() {
		all = append(all, "$share/hub/"+f)
	}
	return all
}

const (
	// What may wait before and after its signature is checked. While it is full
	// the carrier has to wait, and so the broker.
	maxWaiting      = 1024
	maxWaitingBytes = 16 << 20
	// maxPublishing stations are answered at the same time: a carrier takes
	// a round trip for each message.
	maxPublishing = 64
)

// Link is the hub at the end of a carrier: it answers what stations send and
// pushes what is new for them. Three stages work at the same time, each on all
// that the one before has ready: one opens messages, one commits them, one
// publishes the answers.
type Link struct {
	hub     *Hub
	live    context.Context
	arrived *queue[Message]
	opened  *queue[*letter]
	settled *queue[Answer]
	// spreadTo is how much of the fleet's journal all who are connected have.
	spreadTo int64
}

// NewLink makes a link that lives as long as ctx.
func (h *Hub) NewLink(ctx context.Context) *Link {
	return &Link{
		hub: h, live: ctx,
		arrived: newQueue(maxWaiting, maxWaitingBytes, func(m Message) int { return len(m.Payload) }),
		opened:  newQueue(maxWaiting, maxWaitingBytes, (*letter).bytes),
		settled: newQueue(maxWaiting, maxWaitingBytes, Answer.bytes),
	}
}

// Take accepts a message. It blocks while too much waits, so that a carrier that
// waits for it is slowed down rather than memory filled.
func (l *Link) Take(topic string, payload []byte) {
	l.arrived.put(l.live, Message{topic, payload})
}

// Serve answers through c until ctx ends or a message cannot be published.
// One Serve runs at a time.
func (l *Link) Serve(ctx context.Context, c Carrier) error {
	group, stages := errgroup.WithContext(ctx)
	group.Go(func() error { return l.open(stages) })
	group.Go(func() error { return l.commit(stages) })
	group.Go(func() error { return l.answer(stages, c) })
	group.Go(func() error { return l.push(stages, c) })
	err := group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (l *Link) open(ctx context.Context) error {
	for {
		messages := l.arrived.take(ctx)
		if messages == nil {
			return context.Cause(ctx)
		}
		for _, opened := range l.hub.open(ctx, messages) {
			l.opened.put(ctx, opened)
		}
	}
}

func (l *Link) commit(ctx context.Context) error {
	for {
		letters := l.opened.take(ctx)
		if letters == nil {
			return context.Cause(ctx)
		}
		for _, a := range l.hub.commit(ctx, letters) {
			l.settled.put(ctx, a)
		}
	}
}

// answer publishes answers. It returns only what the carrier got wrong: a
// message that is not worth an answer is logged, and what the store could not
// do will be sent again.
func (l *Link) answer(ctx context.Context, c Carrier) error {
	for {
		answers := l.settled.take(ctx)
		if answers == nil {
			return context.Cause(ctx)
		}
		if err := l.publish(ctx, c, l.worthy(answers)); err != nil {
			return err
		}
	}
}

// worthy are the answers to send, by station.
func (l *Link) worthy(answers []Answer) map[string][]wire.Downward {
	all := map[string][]wire.Downward{}
	for _, a := range answers {
		if a.Err != nil {
			l.hub.Log.Warn("message not answered", keyTopic, a.Topic, keyCause, a.Err)
			continue
		}
		if topical, _, _ := wire.ParseTopic(a.Topic); topical != a.Station {
			// Its signature is good: another carried it here. The answer goes to
			// the station that signed.
			l.hub.Log.Warn("message on another station's topic", keyTopic, a.Topic, keyStation, a.Station)
		}
		all[a.Station] = append(all[a.Station], a.Down...)
	}
	return all
}

// publish sends to many stations at once, and to each in order.
func (l *Link) publish(ctx context.Context, c Carrier, all map[string][]wire.Downward) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(maxPublishing)
	for station, down := range all {
		group.Go(func() error { return l.send(ctx, c, station, down) })
	}
	return group.Wait()
}

func (l *Link) send(ctx context.Context, c Carrier, station string, down []wire.Downward) error {
	for _, d := range down {
		message, err := wire.EncodeDownward(station, d, l.hub.Key)
		if err != nil {
			return err
		}
		if err := c.Publish(ctx, wire.Down.Topic(station), message); err != nil {
			return err
		}
	}
	return nil
}

func (l *Link) push(ctx context.Context, c Carrier) error {
	tick := time.NewTicker(pushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err := l.spread(ctx, c); err != nil {
			return err
		}
		if err := l.pushNew(ctx, c); err != nil {
			return err
		}
	}
}
