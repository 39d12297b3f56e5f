package hub_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/wire"
)

// reader is a follower that remembers what it was given.
type reader struct {
	hub.Follower
	got []string
	// rejects are records whose rows the store rejects; dead are those it
	// cannot digest itself.
	rejects, dead []string
}

func newReader(name string, kinds ...string) *reader {
	r := &reader{}
	r.Follower = hub.Follower{Name: name, Kinds: kinds, Tables: []hub.Table{}, Digest: r.digest}
	return r
}

func (r *reader) digest(tx hub.Tx, page []hub.Event, dead hub.Dead) error {
	var got []string
	for _, e := range page {
		switch ref := e.Ref.String(); {
		case slices.Contains(r.rejects, ref):
			return tx.PutCode(hub.Code{Station: "nobody"}) // a foreign key refuses it
		case slices.Contains(r.dead, ref):
			dead(e, "for a test")
		default:
			got = append(got, ref)
		}
	}
	r.got = append(r.got, got...)
	return nil
}

func lettersOf(t *testing.T, r *rig, follower string) (all []string) {
	t.Helper()
	err := r.DeadLetters(ctx, follower, func(l hub.DeadLetter) error {
		all = append(all, l.Ref.String()+" "+l.Kind)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFollowersReadInOrderAndGoOn(t *testing.T) {
	r := rigFor(t)
	one, two := newReader("one", "check_in"), newReader("two", "booking")
	one.rejects, two.dead = []string{"st-1/1/3"}, []string{"st-1/1/4"}
	r.Followers = []hub.Follower{one.Follower, two.Follower}
	station := r.enrol("st-1")
	history := [][]byte{checkedIn(1), booked(2, "s"), checkedIn(3), booked(4, "s"), checkedIn(5), checkedIn(6)}
	must(ingest(r, station.batch(1, history, 1, 5)))
	r.follow()
	r.follow()
	must(ingest(r, station.batch(1, history, 6, 1)))
	r.follow()
	// A page that is undone is given again, so only the last of each counts.
	if got := strings.Join(two.got, " "); got != "st-1/1/2" {
		t.Errorf("two has %s", got)
	}
	if got := strings.Join(one.got, " "); !strings.HasSuffix(got, "st-1/1/1 st-1/1/5 st-1/1/6") {
		t.Errorf("one has %s", got)
	}
	if got := lettersOf(t, r, ""); !slices.Equal(got, []string{"st-1/1/3 check_in", "st-1/1/4 booking"}) {
		t.Errorf("dead letters %v", got)
	}

	one.rejects, two.dead = nil, nil
	if n, err := r.Retry(ctx, "one"); n != 1 || err != nil {
		t.Errorf("%d digested, %v", n, err)
	}
	if got := lettersOf(t, r, ""); !slices.Equal(got, []string{"st-1/1/4 booking"}) {
		t.Errorf("dead letters %v", got)
	}
	if n, err := r.Retry(ctx, ""); n != 1 || err != nil || two.got[len(two.got)-1] != "st-1/1/4" {
		t.Errorf("%d digested, %v; %v", n, err, two.got)
	}
	if n, err := r.Retry(ctx, "three"); n != 0 || !errors.Is(err, hub.ErrUnknownFollower) || !strings.Contains(err.Error(), "one, two") {
		t.Errorf("%d digested, %v", n, err)
	}
}

func TestReplayIsAsTheFirstTime(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	history := [][]byte{checkedIn(1), booked(2, "a"), booked(3, "a"), cancelled(4, 1, 2, "a"), cancelled(5, 1, 2, "a"), []byte("\xff\xff")}
	must(ingest(r, station.batch(1, history, 1, len(history))))
	r.follow()
	for _, name := range []string{"visits", "bookings", "unread"} {
		if err := r.Replay(ctx, name); err != nil {
			t.Error(err)
		}
	}
	for table, want := range map[string]int{
		"check_ins": 1, "bookings": 2, "bookings WHERE state = 'cancelled' AND seq = 2 AND state_seq = 4": 1,
		"dead_letters": 2,
	} {
		if n := countIn(t, r, table); n != want {
			t.Errorf("%s: %d instead of %d", table, n, want)
		}
	}
	if err := r.Replay(ctx, "nobody"); !errors.Is(err, hub.ErrUnknownFollower) {
		t.Errorf("%v", err)
	}
	r.Followers = []hub.Follower{{Name: "replies"}}
	if err := r.Replay(ctx, "replies"); !errors.Is(err, hub.ErrNoReplay) {
		t.Errorf("%v", err)
	}
}

// What an earlier version could not read is given to those who passed over it.
func TestRetryAfterAnUpdate(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("st-1")
	must(ingest(r, station.batch(1, [][]byte{checkedIn(1), checkedIn(2)}, 1, 2)))
	err := r.store.Update(ctx, func(tx hub.Tx) error {
		return tx.Reclassify(event.Ref{Station: "st-1", Epoch: 1, Seq: 2}, event.KindUnknown)
	})
	if err != nil {
		t.Fatal(err)
	}
	r.follow()
	if n := countIn(t, r, "check_ins"); n != 1 {
		t.Fatalf("%d check-ins", n)
	}
	if n, err := r.Retry(ctx, ""); n != 1 || err != nil {
		t.Errorf("%d digested, %v", n, err)
	}
	if n, left := countIn(t, r, "check_ins"), lettersOf(t, r, ""); n != 2 || len(left) != 0 {
		t.Errorf("%d check-ins, dead letters %v", n, left)
	}
}

// TestReactionsHappenOnce has two hubs follow one database at the same time,
// with a follower that answers each check-in in the station's journal.
func TestReactionsHappenOnce(t *testing.T) {
	s := must(postgres.Open(ctx, postgrestest.Start(t, "fsync = off").New(t)))
	defer s.Close()
	reaction := hub.Follower{Name: "replies", Kinds: []string{"check_in"}, Digest: func(tx hub.Tx, page []hub.Event, _ hub.Dead) error {
		var all []hub.Entry
		for _, e := range page {
			all = append(all, hub.Entry{Station: e.Station, Kind: "reply", Subject: e.Ref.String(), Bytes: []byte(e.Ref.String())})
		}
		return tx.AppendDown(all, noon)
	}}
	var hubs []*hub.Hub
	for range 2 {
		hubs = append(hubs, hub.New(hub.Config{Store: s, Followers: []hub.Follower{reaction}, Authority: newRig(t.TempDir()).keys}))
	}
	r := &rig{Hub: hubs[0]}
	station := r.enrol("st-1")
	history := checkIns(300)
	live, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	for _, h := range hubs {
		all.Go(func() { _ = h.Follow(live) })
	}
	for i := 0; i < len(history); i += 10 {
		_, receipt, err := hubs[i/10%2].Ingest(ctx, station.batch(1, history, i+1, 10))
		if err != nil || receipt.Verdict != wire.Accepted {
			t.Fatalf("%+v, %v", receipt, err)
		}
	}
	for _, h := range hubs {
		if err := h.CatchUp(ctx); err != nil {
			t.Error(err)
		}
	}
	stop()
	all.Wait()
	// The database may hold what a cancelled transaction had locked a little
	// longer than the transaction lasts here.
	for deadline := time.Now().Add(20 * time.Second); !caughtUp(s, "replies") && time.Now().Before(deadline); {
		if err := hubs[0].CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
	pages := must(hubs[0].PagesAfter(ctx, "st-1", 0))
	var got []string
	for _, p := range pages {
		for _, e := range p.Entries {
			got = append(got, string(e))
		}
	}
	for i := range history {
		if want := (event.Ref{Station: "st-1", Epoch: 1, Seq: uint64(i + 1)}).String(); i >= len(got) || got[i] != want {
			t.Fatalf("%d replies, the one at %d is not %s: %v", len(got), i, want, got)
		}
	}
	if len(got) != len(history) {
		t.Errorf("%d replies", len(got))
	}
}

func caughtUp(s hub.Store, follower string) (done bool) {
	err := s.View(ctx, func(tx hub.Tx) error {
		at, err := tx.Position(follower)
		if err != nil {
			return err
		}
		head, err := tx.Head()
		done = at == head
		return err
	})
	return err == nil && done
}

// TestGroupsAgainstModel gives batches of several stations in groups, and
// expects what each would have got alone.
func TestGroupsAgainstModel(t *testing.T) {
	const length = 12
	r := rigFor(t)
	ids := []string{"a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		r := &rig{Hub: r.Hub, store: r.store, path: r.path}
		round := rapid.StringMatching(`[a-z0-9]{12}`).Draw(t, "round")
		written := histories(2, length)
		stations, models := map[string]enrolled{}, map[string]*model{}
		for _, id := range ids {
			stations[id], models[id] = r.enrol(id+"-"+round), &model{held: map[uint32][][]byte{}}
		}
		for range rapid.IntRange(1, 4).Draw(t, "groups") {
			var messages []hub.Message
			var want []wire.Receipt
			for range rapid.IntRange(1, 8).Draw(t, "messages") {
				id := rapid.SampledFrom(ids).Draw(t, "station")
				m, station := models[id], stations[id]
				epoch := uint32(rapid.IntRange(1, 2).Draw(t, "epoch"))
				history := written[epoch][rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "copy")]
				first := rapid.IntRange(1, min(length, len(m.held[epoch])+2)).Draw(t, "first")
				count := rapid.IntRange(1, length-first+1).Draw(t, "count")
				messages = append(messages, hub.Message{Topic: wire.Up.Topic(station.id), Payload: station.batch(epoch, history, first, count)})
				verdict := m.verdict(epoch, history, first, count)
				if verdict == wire.Accepted {
					m.accept(epoch, history, first-1+count)
				}
				want = append(want, wire.Receipt{Epoch: epoch, UpTo: uint64(len(m.held[epoch])), Hash: m.hash(station.id, epoch), Verdict: verdict})
			}
			for i, a := range r.Receive(ctx, messages) {
				if a.Err != nil {
					t.Fatal(a.Err)
				}
				got := *a.Down[0].Receipt
				if got.Epoch != want[i].Epoch || got.UpTo != want[i].UpTo || got.Hash != want[i].Hash || got.Verdict != want[i].Verdict {
					t.Fatalf("message %d: %+v, want %+v", i, got, want[i])
				}
			}
		}
	})
}

// rejecting is a store that takes no batch of one station.
type rejecting struct {
	hub.Store
	station string
	tries   int
}

func (s *rejecting) Update(ctx context.Context, f func(hub.Tx) error) error {
	return s.Store.Update(ctx, func(tx hub.Tx) error {
		s.tries++
		return f(rejectingTx{tx, s.station})
	})
}

type rejectingTx struct {
	hub.Tx
	station string
}

func (t rejectingTx) Spoke(all []hub.Station) error {
	for _, s := range all {
		if s.ID == t.station {
			return hub.ErrRejected
		}
	}
	return t.Tx.Spoke(all)
}

func TestOneLetterHoldsUpNoOther(t *testing.T) {
	r := rigFor(t)
	var messages []hub.Message
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		s := r.enrol(id)
		messages = append(messages, hub.Message{Topic: wire.Up.Topic(id), Payload: s.batch(1, checkIns(2), 1, 2)},
			hub.Message{Topic: wire.Hello.Topic(id), Payload: s.hello(1, 2, 0)})
	}
	messages[2].Payload = messages[2].Payload[1:] // b's batch is damaged
	s := &rejecting{Store: r.store, station: "e"}
	r.Store = s
	for i, a := range r.Receive(ctx, messages) {
		switch {
		case i == 2:
			if !errors.Is(a.Err, wire.ErrMalformed) && !errors.Is(a.Err, wire.ErrSignature) {
				t.Errorf("the damaged one: %v", a.Err)
			}
		case strings.Contains(a.Topic, "/e/"):
			if !errors.Is(a.Err, hub.ErrRejected) {
				t.Errorf("the rejected one: %v", a.Err)
			}
		case a.Err != nil || a.Down[0].Receipt.UpTo != map[bool]uint64{true: 0, false: 2}[a.Station == "b"]:
			t.Errorf("%s: %+v, %v", a.Topic, a.Down, a.Err)
		}
	}
	if s.tries > 12 {
		t.Errorf("%d transactions", s.tries)
	}
	if n := recordsIn(t, r); n != 10 {
		t.Errorf("%d records", n)
	}
}

// changing is a store in which a station joins anew between the opening of its
// message and its transaction.
type changing struct {
	hub.Store
	change func()
}

func (s *changing) Update(ctx context.Context, f func(hub.Tx) error) error {
	if change := s.change; change != nil {
		s.change = nil
		change()
	}
	return s.Store.Update(ctx, f)
}

func TestAKeyThatChangedMeanwhileIsNoticed(t *testing.T) {
	r := rigFor(t)
	a, b := r.enrol("a"), r.enrol("b")
	r.Store = &changing{r.store, func() { r.enrol("a") }}
	answers := r.Receive(ctx, []hub.Message{
		{Topic: wire.Up.Topic("a"), Payload: a.batch(1, checkIns(1), 1, 1)},
		{Topic: wire.Up.Topic("b"), Payload: b.batch(1, checkIns(1), 1, 1)},
	})
	if !errors.Is(answers[0].Err, wire.ErrSignature) || answers[0].Down != nil || answers[1].Err != nil {
		t.Errorf("%+v", answers)
	}
	if n := recordsIn(t, r); n != 1 {
		t.Errorf("%d records", n)
	}
}

// What a group has itself it need not ask the store for, which has not got it
// yet.
func TestADuplicateWithinItsGroup(t *testing.T) {
	r := rigFor(t)
	a := r.enrol("a")
	s := &rejecting{Store: r.store}
	r.Store = s
	answers := r.Receive(ctx, []hub.Message{
		{Topic: wire.Up.Topic("a"), Payload: a.batch(1, checkIns(5), 1, 5)},
		{Topic: wire.Up.Topic("a"), Payload: a.batch(1, checkIns(5), 2, 2)},
	})
	if got := answers[1]; got.Err != nil || got.Down[0].Receipt.Verdict != wire.Accepted || got.Down[0].Receipt.UpTo != 5 || s.tries != 1 {
		t.Errorf("%+v in %d transactions", got, s.tries)
	}
}
