package fleetsim

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
	"github.com/nuanxin/station-kit/sync/wire/wirepb"
)

// replica is one of the hubs that share the store.
type replica struct {
	*world
	n     int
	hub   *hub.Hub // nil while it is down
	link  *hub.Link
	inbox []hub.Message
	skew  time.Duration
	dies  bool // in the step at hand
	life  int
}

// rise starts the hub.
func (r *replica) rise() {
	if r.hub != nil {
		return
	}
	r.hub = hub.New(hub.Config{
		Store: r.door(), Key: hubKey, Authority: authority{}, Broker: "tls://broker.test",
		Now: func() time.Time { return r.time().Add(r.skew) },
	})
	r.hub.Followers = r.followers()
	r.link = r.hub.NewLink(ctx)
	r.life++
	r.beat("follow", 4*time.Second, r.follow)
	r.beat("push", 2*time.Second, r.push)
}

// followers are the hub's own in one half of the seeds, with all tables in
// a few, as there are many; in the other, bookings are decided as simply as can be.
func (r *replica) followers() []hub.Follower {
	switch {
	case r.Seed%8 == 0:
		return append(hub.Projections(), r.hub.Reactions()...)
	case r.Seed%2 == 0 || r.Lost:
		return r.hub.Reactions()
	}
	return []hub.Follower{decider(r.world)}
}

func (r *replica) door() hub.Store {
	if r.Sabotage != nil {
		return r.Sabotage(r.store)
	}
	return r.store
}

// fall ends it; what it had taken in is lost.
func (r *replica) fall() {
	r.hub, r.link, r.inbox, r.dies = nil, nil, nil, false
	r.after(time.Second+r.some(10*time.Second), "hub rises", r.rise)
}

// beat does something again and again as long as this life lasts.
func (r *replica) beat(what string, every time.Duration, do func() error) {
	life := r.life
	var again func()
	again = func() {
		if life != r.life || r.hub == nil {
			return
		}
		r.turn(do)
		r.after(every, what, again)
	}
	r.after(time.Duration(r.rng.Float64()*float64(every)), what, again)
}

// turn lets the hub work, and possibly die.
func (r *replica) turn(do func() error) {
	r.store.at, r.store.blind = r, r.strikes(storeFault, .03)
	err := do()
	r.store.at = nil
	if err != nil && !errors.Is(err, errStore) {
		r.fail("hub %d: %w", r.n, err)
	}
	if r.dies {
		r.happened("hub killed inside a transaction")
		r.fall()
	}
}

// take accepts a message. What gathers until the hub has time is one group.
func (r *replica) take(m hub.Message) {
	r.inbox = append(r.inbox, m)
	if len(r.inbox) > 1 {
		return
	}
	life := r.life
	r.after(time.Millisecond+r.some(20*time.Millisecond), "commit", func() {
		if life == r.life && r.hub != nil {
			r.turn(r.commit)
		}
	})
}

func (r *replica) commit() error {
	messages := r.inbox
	r.inbox = nil
	r.happened("groups")
	return r.speak(func(c hub.Carrier) error { return r.link.Exchange(ctx, c, messages) })
}

func (r *replica) follow() error { return r.hub.CatchUp(ctx) }

func (r *replica) push() error {
	return r.speak(func(c hub.Carrier) error { return r.link.PushNew(ctx, c) })
}

// speak has the hub publish, and takes care that the order in which it serves
// stations does not show. A hub that dies may have published a part.
func (r *replica) speak(do func(hub.Carrier) error) error {
	var out mouth
	err := do(&out)
	r.commits()
	slices.SortStableFunc(out.said, func(a, b hub.Message) int { return cmp.Compare(a.Topic, b.Topic) })
	if r.dies || r.strikes(hubDie, .01) {
		r.dies = true
		out.said = out.said[:r.rng.IntN(len(out.said)+1)]
	}
	for _, m := range out.said {
		r.note("answer", uint64(r.n))
		r.mix(string(m.Payload))
		r.honest(m)
		r.net.down(m.Topic, m.Payload)
	}
	return err
}

// commits notes how far the journals are committed.
func (r *replica) commits() {
	for _, s := range r.sites {
		for epoch, c := range r.standing(s.id).Cursors {
			j := journal{s.id, epoch}
			r.ever[j] = max(r.ever[j], c.UpTo)
		}
	}
}

// honest looks whether a receipt says what is committed.
func (r *replica) honest(m hub.Message) {
	var d wirepb.Down
	if !body(m.Payload, &d) {
		r.fail("hub %d says what is no message", r.n)
	}
	said := d.GetReceipt()
	if said == nil || said.UpTo == 0 {
		return
	}
	r.happened("receipts")
	c := r.standing(d.Station).Cursors[said.Epoch]
	if said.UpTo > c.UpTo || said.UpTo == c.UpTo && string(said.Hash) != string(c.Hash[:]) {
		r.fail("hub %d receipts epoch %d of %s up to %d, and has committed up to %d", r.n, said.Epoch, d.Station, said.UpTo, c.UpTo)
	}
	if said.Verdict == wirepb.Verdict(wire.Forked) {
		r.happened("forks found")
	}
}

// mouth implements hub.Carrier.
type mouth struct {
	mu   sync.Mutex
	said []hub.Message
}

func (m *mouth) Publish(_ context.Context, topic string, payload []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, hub.Message{Topic: topic, Payload: payload})
	return nil
}

// anyReplica is one of those that are up, nil for none.
func (w *world) anyReplica() *replica {
	var up []*replica
	for _, r := range w.replicas {
		if r.hub != nil {
			up = append(up, r)
		}
	}
	if len(up) == 0 {
		return nil
	}
	return up[w.rng.IntN(len(up))]
}
