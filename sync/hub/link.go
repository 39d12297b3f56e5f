package hub

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Carrier takes messages to stations, in order, and may lose them. It need not
// wait until anybody has them: what counts is what stations say.
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
	// crowded is how full the queue is when telemetry is no longer taken.
	crowded = 0.5
)

// Link is the hub at the end of a carrier: it answers what stations send and
// pushes what is new for them. Three stages work at the same time, each on all
// that the one before has ready: one opens messages, one commits them, one
// publishes the answers.
type Link struct {
	hub     *Hub
	live    context.Context
	arrived *queue[arrival]
	opened  *queue[*letter]
	settled *queue[Answer]
	*admission
	// spreadTo is how much of the fleet's journal all who are connected have.
	spreadTo int64
}

// arrival is a message and when it came.
type arrival struct {
	Message
	at time.Time
}

// NewLink makes a link that lives as long as ctx.
func (h *Hub) NewLink(ctx context.Context) *Link {
	return &Link{
		hub: h, live: ctx,
		arrived:   newQueue(maxWaiting, maxWaitingBytes, func(a arrival) int { return len(a.Payload) }),
		opened:    newQueue(maxWaiting, maxWaitingBytes, (*letter).bytes),
		settled:   newQueue(maxWaiting, maxWaitingBytes, Answer.bytes),
		admission: newAdmission(h.Now, rand.Float64),
	}
}

// Take accepts a message. It blocks while too much waits, so that a carrier that
// waits for it is slowed down rather than memory filled. Telemetry is the first to
// be dropped.
func (l *Link) Take(topic string, payload []byte) {
	if strings.HasSuffix(topic, telemetrySuffix) && l.arrived.full() > crowded {
		l.hub.Meter.TelemetryDropped()
		return
	}
	l.arrived.put(l.live, arrival{Message{topic, payload}, l.hub.Now()})
}

const telemetrySuffix = "/" + string(wire.Telemetry)

// Load is what a Link has to do.
type Load struct {
	// Waiting messages are not committed yet, WaitingBytes of them; Unsent answers
	// are committed and not yet handed to the carrier.
	Waiting, WaitingBytes, Unsent int
	// Share is how many batches a station that is behind may have under way, Pause
	// what a share below 1 means.
	Share float64
	Pause time.Duration
}

// Load is how things stand now.
func (l *Link) Load() Load {
	n, bytes := l.arrived.waiting()
	more, moreBytes := l.opened.waiting()
	unsent, _ := l.settled.waiting()
	share, pause := l.current()
	return Load{n + more, bytes + moreBytes, unsent, share, pause}
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
		arrivals := l.arrived.take(ctx)
		if arrivals == nil {
			return context.Cause(ctx)
		}
		messages := make([]Message, len(arrivals))
		for i, a := range arrivals {
			messages[i] = a.Message
		}
		for i, opened := range l.hub.open(ctx, messages) {
			opened.came = arrivals[i].at
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
		answers := l.hub.commit(ctx, letters)
		l.observe(l.hub.Now().Sub(letters[0].came), l.arrived.full())
		for _, a := range answers {
			l.admit(a)
			l.settled.put(ctx, a)
		}
	}
}

// admit tells a station that is behind how much it may send.
func (l *Link) admit(a Answer) {
	if a.Err != nil || !a.Behind {
		return
	}
	for _, d := range a.Down {
		if r := d.Receipt; r != nil {
			credit, pause := l.grant()
			r.Credit, r.RetryAfter = credit, max(r.RetryAfter, pause)
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
		all[a.Station] = append(withoutOutdated(all[a.Station], a.Down), a.Down...)
	}
	return all
}

// withoutOutdated leaves out a receipt that the next one says again, and more:
// each costs a signature here and a synced write at the station.
func withoutOutdated(before, next []wire.Downward) []wire.Downward {
	if len(before) == 0 || len(next) == 0 {
		return before
	}
	old, r := before[len(before)-1].Receipt, next[0].Receipt
	if old == nil || r == nil || old.Nonce != (wire.Nonce{}) || old.Epoch != r.Epoch ||
		old.Verdict != wire.Accepted || r.Verdict != wire.Accepted || r.UpTo < old.UpTo {
		return before
	}
	return before[:len(before)-1]
}

// publish sends to each station in order.
func (l *Link) publish(ctx context.Context, c Carrier, all map[string][]wire.Downward) error {
	for _, station := range slices.Sorted(maps.Keys(all)) {
		if err := l.send(ctx, c, station, all[station]); err != nil {
			return err
		}
	}
	return nil
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
		l.hub.Meter.Sent(d)
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
