package hub

import (
	"context"
	"fmt"
	"time"

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

// pushEvery is how soon after its commit a new entry is pushed.
const pushEvery = 500 * time.Millisecond

// Link is the hub at the end of a carrier: it answers what stations send and
// pushes what is new for them.
type Link struct {
	hub *Hub
	in  chan arrival
	end <-chan struct{}
	// sent is, for each station that has greeted, the last entry it was sent.
	// Only Serve touches it.
	sent map[string]uint64
	mark int64
}

type arrival struct {
	topic   string
	payload []byte
}

// NewLink makes a link that lives as long as ctx.
func (h *Hub) NewLink(ctx context.Context) *Link {
	return &Link{hub: h, in: make(chan arrival), end: ctx.Done(), sent: map[string]uint64{}}
}

// Take accepts a message. It blocks until Serve is ready for it, so that a
// carrier that waits for it is slowed down rather than memory filled.
func (l *Link) Take(topic string, payload []byte) {
	select {
	case l.in <- arrival{topic, payload}:
	case <-l.end:
	}
}

// Serve answers through c until ctx ends or a message cannot be published.
// One Serve runs at a time.
func (l *Link) Serve(ctx context.Context, c Carrier) error {
	tick := time.NewTicker(pushEvery)
	defer tick.Stop()
	for {
		var err error
		select {
		case m := <-l.in:
			err = l.answer(ctx, c, m)
		case <-tick.C:
			err = l.push(ctx, c)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// answer returns only what the carrier got wrong: a message that is not worth
// an answer is logged, and what the store could not do will be sent again.
func (l *Link) answer(ctx context.Context, c Carrier, m arrival) error {
	station, answers, err := l.work(ctx, m)
	if err != nil {
		l.hub.Log.Warn("message not answered", keyTopic, m.topic, keyCause, err)
		return nil
	}
	return l.send(ctx, c, station, answers)
}

func (l *Link) work(ctx context.Context, m arrival) (string, []wire.Downward, error) {
	topical, channel, err := wire.ParseTopic(m.topic)
	if err != nil {
		return "", nil, err
	}
	var signed string
	var answers []wire.Downward
	switch channel {
	case wire.Up:
		var r wire.Receipt
		signed, r, err = l.hub.Ingest(ctx, m.payload)
		answers = []wire.Downward{{Receipt: &r}}
	case wire.Hello:
		signed, answers, err = l.greet(ctx, m.payload)
	case wire.Telemetry:
		signed, err = l.hub.observe(ctx, m.payload)
	default:
		return "", nil, fmt.Errorf("channel %q is not for the hub: %w", channel, wire.ErrTopic)
	}
	if err == nil && signed != topical {
		// Its signature is good: another carried it here. The answer goes to
		// the station that signed.
		l.hub.Log.Warn("message on another station's topic", keyTopic, m.topic, keyStation, signed)
	}
	return signed, answers, err
}

func (l *Link) greet(ctx context.Context, payload []byte) (string, []wire.Downward, error) {
	g, r, pages, err := l.hub.Greet(ctx, payload)
	if err != nil {
		return "", nil, err
	}
	l.sent[g.Station] = g.DownCursor
	answers := []wire.Downward{{Receipt: &r}}
	return g.Station, append(answers, l.paged(g.Station, pages)...), nil
}

// paged wraps pages, and remembers how far they go.
func (l *Link) paged(station string, pages []wire.Page) []wire.Downward {
	var answers []wire.Downward
	for i := range pages {
		answers = append(answers, wire.Downward{Page: &pages[i]})
		l.sent[station] = pages[i].First + uint64(len(pages[i].Entries)) - 1
	}
	return answers
}

// push sends the stations that have greeted what was appended since.
func (l *Link) push(ctx context.Context, c Carrier) error {
	stations, next, err := l.hub.stirred(ctx, l.mark)
	if err != nil {
		l.hub.Log.Warn("down-journals not read", keyCause, err)
		return nil
	}
	for _, station := range stations {
		if err := l.pushTo(ctx, c, station); err != nil {
			return err
		}
	}
	l.mark = next
	return nil
}

func (l *Link) pushTo(ctx context.Context, c Carrier, station string) error {
	after, greeted := l.sent[station]
	if !greeted {
		return nil
	}
	pages, err := l.hub.PagesAfter(ctx, station, after)
	if err != nil {
		l.hub.Log.Warn("down-journal not read", keyStation, station, keyCause, err)
		return nil
	}
	err = l.send(ctx, c, station, l.paged(station, pages))
	if err != nil {
		l.sent[station] = after // the next Serve pushes it again
	}
	return err
}

func (l *Link) send(ctx context.Context, c Carrier, station string, answers []wire.Downward) error {
	for _, a := range answers {
		message, err := wire.EncodeDownward(station, a, l.hub.Key)
		if err != nil {
			return err
		}
		if err := c.Publish(ctx, wire.Down.Topic(station), message); err != nil {
			return err
		}
	}
	return nil
}

// observe takes telemetry and returns whose it is.
func (h *Hub) observe(ctx context.Context, message []byte) (station string, err error) {
	var v wire.Vitals
	err = h.Store.View(ctx, func(tx Tx) error {
		v, err = wire.OpenVitals(message, keysIn(tx))
		return err
	})
	if err != nil {
		return "", err
	}
	h.Log.Debug("telemetry", keyStation, v.Station, "version", v.Version, "bytes", len(v.Body))
	h.Telemetry(v.Station, v.Wall, v.Body)
	return v.Station, nil
}

func (h *Hub) stirred(ctx context.Context, mark int64) (stations []string, next int64, err error) {
	err = h.Store.View(ctx, func(tx Tx) error {
		stations, next, err = tx.Stirred(mark)
		return err
	})
	return stations, next, err
}
