package hub_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// pipe is a carrier that hands each message to the test, or is broken.
type pipe struct {
	out    chan published
	broken bool
	seen   map[string]uint64 // the newest entry of each station
}

type published struct {
	topic   string
	payload []byte
}

func newPipe() *pipe { return &pipe{out: make(chan published), seen: map[string]uint64{}} }

var errBroken = errors.New("broken pipe")

func (p *pipe) Publish(ctx context.Context, topic string, payload []byte) error {
	if p.broken {
		return errBroken
	}
	select {
	case p.out <- published{topic, payload}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// next is the next message that is new: a push may come again.
func (p *pipe) next(t *testing.T, r *rig, station string) wire.Downward {
	t.Helper()
	for {
		d := p.any(t, r, station)
		if d.Page == nil {
			return d
		}
		if last := d.Page.First + uint64(len(d.Page.Entries)) - 1; last > p.seen[station] {
			p.seen[station] = last
			return d
		}
	}
}

func (p *pipe) any(t *testing.T, r *rig, station string) wire.Downward {
	t.Helper()
	select {
	case m := <-p.out:
		if m.topic != wire.Down.Topic(station) {
			t.Fatalf("published on %s", m.topic)
		}
		return must(wire.OpenDownward(m.payload, station, r.keys.HubKey.Public().(ed25519.PublicKey)))
	case <-time.After(10 * time.Second):
		t.Fatal("the hub sends nothing")
	}
	return wire.Downward{}
}

func serve(t *testing.T, l *hub.Link, p *pipe) {
	live, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- l.Serve(live, p) }()
	t.Cleanup(func() { stop(); <-ended })
}

func linked(t *testing.T) (*rig, *hub.Link, *pipe) {
	r := rigFor(t)
	live, stop := context.WithCancel(ctx)
	t.Cleanup(stop)
	l, p := r.NewLink(live), newPipe()
	return r, l, p
}

func TestLinkAnswersAndPushes(t *testing.T) {
	r, l, p := linked(t)
	one, two := r.enrol("one"), r.enrol("two")
	serve(t, l, p)

	l.Take(wire.Hello.Topic("one"), one.hello(1, 3, 0))
	if d := p.next(t, r, "one"); d.Receipt == nil || d.Receipt.UpTo != 0 {
		t.Fatalf("%+v", d)
	}
	if d := p.next(t, r, "one"); d.Page == nil || d.Page.First != 1 || len(d.Page.Entries) != 4 {
		t.Fatalf("%+v", d)
	}
	l.Take(wire.Up.Topic("one"), one.batch(1, checkIns(3), 1, 3))
	if d := p.next(t, r, "one"); d.Receipt == nil || d.Receipt.UpTo != 3 {
		t.Fatalf("%+v", d)
	}
	// Rubbish, a stranger's topic and a channel that is not the hub's stop nothing.
	l.Take("nuanxin/v1/one/up", []byte("rubbish"))
	l.Take("elsewhere", nil)
	l.Take(wire.Presence.Topic("one"), []byte("here"))
	l.Take(wire.Up.Topic("two"), one.batch(1, checkIns(4), 4, 1))
	if d := p.next(t, r, "one"); d.Receipt == nil || d.Receipt.UpTo != 4 {
		t.Fatalf("%+v", d)
	}
	// Both get places; only the one that has greeted is sent them.
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "one"}, {Station: "two"}}))
	if d := p.next(t, r, "one"); d.Page == nil || d.Page.First != 5 || len(d.Page.Entries) != 1 || d.Page.Last != 5 {
		t.Fatalf("%+v", d)
	}
	l.Take(wire.Hello.Topic("two"), two.hello(1, 0, 4))
	p.next(t, r, "two")
	if d := p.next(t, r, "two"); d.Page == nil || d.Page.First != 5 {
		t.Fatalf("%+v", d)
	}
}

func TestLinkSurvivesALostCarrier(t *testing.T) {
	r, l, p := linked(t)
	one := r.enrol("one")
	gone := &pipe{broken: true}
	go l.Take(wire.Up.Topic("one"), one.batch(1, checkIns(3), 1, 3))
	if err := l.Serve(ctx, gone); !errors.Is(err, errBroken) {
		t.Fatalf("%v", err)
	}
	serve(t, l, p)
	l.Take(wire.Up.Topic("one"), one.batch(1, checkIns(3), 1, 3))
	if d := p.next(t, r, "one"); d.Receipt == nil || d.Receipt.UpTo != 3 || d.Receipt.Verdict != wire.Accepted {
		t.Fatalf("%+v", d)
	}
}
