package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// ErrNoKey says that a station is known by name but has not joined yet.
var ErrNoKey = errors.New("the station has not enrolled yet")

// Message is what a carrier brought.
type Message struct {
	Topic   string
	Payload []byte
}

// letter is an opened message: a batch, a greeting or telemetry whose signature
// is good by a key, or why it is none.
type letter struct {
	Message
	came     time.Time // zero: not by a Link
	station  string
	key      ed25519.PublicKey
	batch    *batch
	greeting *wire.Greeting
	vitals   *wire.Vitals
	// former: it was signed by a PC that has been replaced since.
	former bool
	err    error
}

// batch is a batch with all that can be computed of it alone.
type batch struct {
	wire.Batch
	// links are the chain before its first record and at each.
	links []event.Hash
	kinds Kinds
}

// open opens messages in parallel, with the keys of their stations read at
// once. That a key is still the station's is for the transaction to check.
func (h *Hub) open(ctx context.Context, messages []Message) []*letter {
	keys := h.keysOf(ctx, messages)
	letters := make([]*letter, len(messages))
	group := new(errgroup.Group)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, m := range messages {
		letters[i] = &letter{Message: m}
		group.Go(func() error {
			letters[i].err = letters[i].open(keys)
			if errors.Is(letters[i].err, wire.ErrSignature) {
				h.openFormer(ctx, letters[i])
			}
			return nil
		})
	}
	_ = group.Wait()
	return letters
}

// keysOf reads the keys of the stations the topics name. Another's key, as of
// a message on a strange topic, is read when it is asked for.
func (h *Hub) keysOf(ctx context.Context, messages []Message) wire.KeyOf {
	var ids []string
	for _, m := range messages {
		if station, _, err := wire.ParseTopic(m.Topic); err == nil {
			ids = append(ids, station)
		}
	}
	known := map[string]Station{}
	err := h.Store.View(ctx, func(tx Tx) error {
		all, err := tx.Named(unique(ids))
		for _, s := range all {
			known[s.ID] = s
		}
		return err
	})
	return func(id string) (ed25519.PublicKey, error) {
		if err != nil {
			return nil, fmt.Errorf("read the stations' keys: %w", err)
		}
		s, ok := known[id]
		if !ok {
			if err := h.Store.View(ctx, func(tx Tx) (err error) {
				s, err = tx.Station(id)
				return err
			}); err != nil {
				return nil, err
			}
		}
		return s.Key, s.good()
	}
}

// good is why the station's present key does not count, nil where it does.
func (s Station) good() error {
	switch {
	case s.Key == nil:
		return fmt.Errorf("%s: %w", s.ID, ErrNoKey)
	case !s.Revoked.IsZero():
		return fmt.Errorf("%s: %w", s.ID, ErrRevoked)
	}
	return nil
}

func (l *letter) open(keys wire.KeyOf) error {
	_, channel, err := wire.ParseTopic(l.Topic)
	if err != nil {
		return err
	}
	keyOf := func(station string) (ed25519.PublicKey, error) {
		key, err := keys(station)
		l.station, l.key = station, key
		return key, err
	}
	switch channel {
	case wire.Up:
		return l.openBatch(keyOf)
	case wire.Hello:
		return l.openGreeting(keyOf)
	case wire.Telemetry:
		v, err := wire.OpenVitals(l.Payload, keyOf)
		l.vitals = &v
		return err
	}
	return fmt.Errorf("channel %q is not for the hub: %w", channel, wire.ErrTopic)
}

func (l *letter) openBatch(keyOf wire.KeyOf) error {
	b, err := wire.OpenBatch(l.Payload, keyOf)
	if err == nil && b.Epoch == 0 {
		err = fmt.Errorf("epoch 0: %w", wire.ErrMalformed)
	}
	if err != nil {
		return err
	}
	l.batch = chained(b)
	return nil
}

func chained(b wire.Batch) *batch {
	links := make([]event.Hash, 1, len(b.Records)+1)
	links[0] = event.Hash(b.Prev)
	for i, record := range b.Records {
		links = append(links, links[i].Next(record))
	}
	return &batch{b, links, KindsOf(b.Records)}
}

func (l *letter) openGreeting(keyOf wire.KeyOf) error {
	g, err := wire.OpenGreeting(l.Payload, keyOf)
	if err == nil && g.Epoch == 0 {
		err = fmt.Errorf("epoch 0: %w", wire.ErrMalformed)
	}
	l.greeting = &g
	return err
}

// bytes is about how much memory the letter takes.
func (l *letter) bytes() int {
	n := len(l.Payload)
	if l.batch != nil {
		for _, r := range l.batch.Records {
			n += len(r)
		}
	}
	return n
}
