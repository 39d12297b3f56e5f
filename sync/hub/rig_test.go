package hub_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
	"github.com/nuanxin/station-kit/sync/wire"
)

var ctx = context.Background()

var noon = time.UnixMilli(1_795_000_000_000)

// must is for what only a broken test or disk makes fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// rig is a hub on a real file, with a clock set by hand.
type rig struct {
	*hub.Hub
	store *store.Store
	crash *crashing
	keys  *keyring.Keyring
	now   time.Time
	path  string
}

// template is a data folder with empty tables: properties open hundreds, and
// making the tables takes longer than what they test.
var template = sync.OnceValue(func() string {
	dir := must(os.MkdirTemp("", "template-*"))
	must(keyring.Open(filepath.Join(dir, "keys"), noon))
	s := must(sqlite.Open(ctx, filepath.Join(dir, "hub.db")))
	if err := s.Close(); err != nil {
		panic(err)
	}
	return dir
})

func TestMain(m *testing.M) {
	status := m.Run()
	os.RemoveAll(template())
	os.Exit(status)
}

func newRig(dir string) *rig {
	if err := os.CopyFS(dir, os.DirFS(template())); err != nil {
		panic(err)
	}
	r := &rig{now: noon, path: filepath.Join(dir, "hub.db")}
	r.store = must(sqlite.Open(ctx, r.path))
	r.keys = must(keyring.Open(filepath.Join(dir, "keys"), noon))
	r.crash = &crashing{Store: r.store}
	r.Hub = hub.New(hub.Config{
		Store: r.crash, Key: r.keys.HubKey, Authority: r.keys, Broker: "tls://hub.test:8883",
		Now: func() time.Time { return r.now },
	})
	return r
}

func rigFor(t *testing.T) *rig {
	r := newRig(t.TempDir())
	t.Cleanup(func() { r.store.Close() })
	return r
}

// follow has the followers read what was ingested.
func (r *rig) follow() {
	if err := r.CatchUp(ctx); err != nil {
		panic(err)
	}
}

// crashing is a store whose process can die just before the commit.
type crashing struct {
	hub.Store
	next bool
}

var errCrash = errors.New("the process died")

func (c *crashing) Update(ctx context.Context, f func(hub.Tx) error) error {
	return c.Store.Update(ctx, func(tx hub.Tx) error {
		if err := f(tx); err != nil || !c.next {
			return err
		}
		c.next = false
		return errCrash
	})
}

// enrolled is a station that has joined.
type enrolled struct {
	id  string
	key ed25519.PrivateKey
}

func (r *rig) enrol(id string) enrolled {
	code := wire.NewEnrolCode(must(r.Invite(ctx, id, "", "")), nil)
	public, private, _ := ed25519.GenerateKey(nil)
	must(r.Admit(ctx, wire.Enrolment{Code: code.Secret, PublicKey: public}))
	return enrolled{id, private}
}

// batch makes the message of records first.. of a history.
func (e enrolled) batch(epoch uint32, history [][]byte, first, count int) []byte {
	prev := event.Genesis(e.id, epoch)
	for _, r := range history[:first-1] {
		prev = prev.Next(r)
	}
	return must(wire.EncodeBatch(wire.Batch{
		Station: e.id, Epoch: epoch, First: uint64(first), Prev: prev, Records: history[first-1 : first-1+count],
	}, e.key))
}

func (e enrolled) hello(epoch uint32, last, down uint64) []byte {
	return must(wire.EncodeGreeting(wire.Greeting{Station: e.id, Epoch: epoch, Last: last, DownCursor: down, Wall: noon}, e.key))
}

// setSlot sets one slot and returns its loans.
func (r *rig) setSlot(s hub.Slot, shares []hub.Share) (map[string]int, error) {
	set, err := r.SetSlots(ctx, []hub.Slot{s}, shares)
	if err != nil {
		return nil, err
	}
	return set[0].Loans, nil
}

func stamp(i int) *event.Stamp {
	return &event.Stamp{WallMs: noon.UnixMilli() + int64(i), Boot: 1, MonoMs: int64(i)}
}

func encoded(r *event.Record) []byte {
	return must(event.Encode(r))
}

func checkedIn(i int) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Means: event.Means_MEANS_ANONYMOUS}}})
}

func booked(i int, slot string) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_Booking{Booking: &event.Booking{
		Slot: slot, Service: "health-check", Means: event.Means_MEANS_CARD, Pseudonym: make16(byte(i + 1)),
	}}})
}

func cancelled(i int, epoch uint32, seq uint64, slot string) []byte {
	return encoded(&event.Record{Stamp: stamp(i), Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{
		BookingEpoch: epoch, BookingSeq: seq, Slot: slot,
	}}})
}

func make16(b byte) []byte {
	p := make([]byte, 16)
	p[0] = b
	return p
}

func checkIns(n int) [][]byte {
	var all [][]byte
	for i := range n {
		all = append(all, checkedIn(i))
	}
	return all
}
