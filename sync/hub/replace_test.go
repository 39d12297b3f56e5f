package hub_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/memstore"
	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/wire"
)

// pc is a real station file at its hub. Its own carrier loses nothing, but moves
// only when it is told to.
type pc struct {
	*station.Station
	enrolled
}

// newPC enrols a PC under a name, in place of any before.
func (r *rig) newPC(t *testing.T, dir, id string) (*pc, wire.Membership) {
	public, key, _ := ed25519.GenerateKey(nil)
	m := must(r.Admit(ctx, wire.Enrolment{Code: r.secret(id), PublicKey: public}))
	clock := &stationtest.Clock{Time: r.now}
	s := must(station.Open(station.Config{
		Path: filepath.Join(dir, "station.db"), ID: id, Epoch: m.Epoch, Version: "test", Clock: clock.Station(),
		Issuer: pass.Issuer{Key: key, Endorsement: m.Endorsement}, Hub: m.HubKey,
		Sealer: must(seal.NewSealer(m.SealKey)), Pseudonyms: must(seal.NewPseudonyms(m.FleetSecret)),
	}))
	return &pc{s, enrolled{id, key}}, m
}

// deliver sends at most n records, and believes the answer.
func (p *pc) deliver(r *rig, n int) wire.Verdict {
	at := must(p.Standing())
	if at.Delivered == at.Last {
		return wire.Accepted
	}
	prev, records, err := p.Records(at.Delivered, n, 1<<20)
	if err != nil {
		panic(err)
	}
	message := must(wire.EncodeBatch(wire.Batch{Station: p.id, Epoch: at.Epoch, First: at.Delivered + 1, Prev: prev, Records: records}, p.key))
	receipt := must(ingest(r, message))
	switch receipt.Verdict {
	case wire.StaleEpoch, wire.Forked:
		err = p.Fork(receipt.Epoch)
	default:
		err = p.Deliver(receipt.Epoch, receipt.UpTo, receipt.Hash)
	}
	if err != nil {
		panic(err)
	}
	return receipt.Verdict
}

// hear greets and applies what the hub has for the station.
func (p *pc) hear(r *rig) (entries int) {
	at := must(p.Standing())
	message := must(wire.EncodeGreeting(wire.Greeting{
		Station: p.id, Epoch: at.Epoch, Last: at.Last, DownCursor: at.DownCursor, Wall: r.now, JournalEpoch: at.JournalEpoch,
	}, p.key))
	_, _, pages, err := r.Greet(ctx, message)
	for _, page := range pages {
		entries += len(page.Entries)
		err = errors.Join(err, p.Apply(page.First, page.Entries))
	}
	if err != nil {
		panic(err)
	}
	return entries
}

func (p *pc) holds(ref event.Ref) (station.Booking, bool) {
	for _, b := range must(p.Today()) {
		if b.Ref == ref {
			return b, true
		}
	}
	return station.Booking{}, false
}

func someone(i byte) station.Rider {
	return station.Rider{Pseudonym: event.PseudonymFrom(make16(i)), Means: event.Means_MEANS_CARD}
}

func hasPlace(b station.Booking) bool {
	return b.State == event.BookingState_BOOKING_STATE_CONFIRMED || b.State == event.BookingState_BOOKING_STATE_CALLED ||
		b.State == event.BookingState_BOOKING_STATE_ATTENDED
}

func TestReplacedPCIsGivenItsOpenBookings(t *testing.T) {
	r := rigFor(t)
	old, _ := r.newPC(t, t.TempDir(), "st-1")
	t.Cleanup(func() { stationtest.Close(t, old.Station) })
	slot := hub.Slot{Service: "health-check", Starts: noon.Add(time.Hour).Truncate(time.Minute), Minutes: 20, PlaceZH: "站", Capacity: 4}
	must(r.setSlot(slot, []hub.Share{{Station: "st-1"}}))
	old.hear(r)
	id := hub.SlotID(slot.Service, slot.Starts, slot.PlaceZH)
	kept, gone, late := must(old.Book(someone(1), id)), must(old.Book(someone(2), id)), station.Booking{}
	if err := old.Cancel(someone(2).Pseudonym, gone.Ref); err != nil {
		t.Fatal(err)
	}
	pass := must(old.IssuePass(someone(1).Pseudonym))
	old.deliver(r, 100)
	late = must(old.Book(someone(3), id)) // and its disk dies

	fresh, m := r.newPC(t, t.TempDir(), "st-1")
	t.Cleanup(func() { stationtest.Close(t, fresh.Station) })
	if !m.Replaces || m.Bookings != 1 || m.HubMS != r.now.UnixMilli() {
		t.Errorf("membership %+v", m)
	}
	fresh.hear(r)
	b, found := fresh.holds(kept.Ref)
	if !found || b.State != kept.State || b.Who != kept.Who || b.Slot.ID != id || !b.Made.Equal(kept.Made) || !b.Slot.Starts.Equal(slot.Starts) {
		t.Fatalf("%+v instead of %+v", b, kept)
	}
	if len(must(fresh.Today())) != 1 {
		t.Errorf("more than what was open and delivered: %+v", must(fresh.Today()))
	}
	if proof, err := fresh.ReadReceipt(fresh.Receipt(b)); err != nil || proof.Ref != kept.Ref {
		t.Errorf("its receipt: %+v, %v", proof, err)
	}
	if who, err := fresh.ByPass(pass); err != nil || who.Pseudonym != someone(1).Pseudonym {
		t.Errorf("a pass of the old PC: %v", err)
	}
	if _, err := fresh.Book(someone(4), id); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("a place was promised that the old PC may have promised: %v", err)
	}
	if err := fresh.Attend(b.Who, b.Ref, "at-1"); err != nil {
		t.Errorf("attending: %v", err)
	}
	fresh.deliver(r, 100)
	r.follow()

	// The old PC comes back to life and delivers what nobody else has.
	if v := old.deliver(r, 100); v != wire.StaleEpoch {
		t.Errorf("the old PC is told %v", v)
	}
	old.hear(r)
	if st := must(r.store.Stations(ctx)); st[0].SetAside != 1 || st[0].Epoch != 2 {
		t.Errorf("its records are not set aside: %+v", st[0])
	}
	if _, found := fresh.holds(late.Ref); found {
		t.Error("a booking nobody settled has appeared")
	}
	if _, err := fresh.Book(someone(4), id); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("after its return: %v", err)
	}
}

// TestAnOldPCIsToldNothing of its successor's journal, even where both ask for
// the same at once.
func TestAnOldPCIsToldNothing(t *testing.T) {
	r := rigFor(t)
	old, fresh := r.enrol("st-1"), r.enrol("st-1")
	answers := r.Receive(ctx, []hub.Message{
		{Topic: wire.Hello.Topic("st-1"), Payload: old.hello(1, 0, 0)},
		{Topic: wire.Hello.Topic("st-1"), Payload: fresh.hello(2, 0, 0)},
	})
	if a := answers[0]; a.Err != nil || len(a.Down) != 1 || a.Down[0].Receipt.Verdict != wire.StaleEpoch {
		t.Errorf("the old one: %+v", a)
	}
	if a := answers[1]; a.Err != nil || len(a.Down) < 2 || a.Down[0].Receipt.Verdict != wire.Accepted {
		t.Errorf("the present one: %+v", a)
	}
}

// TestNobodyLosesOrSharesAPlaceByReplacements: whatever PCs die, are replaced
// and come back, and whatever they had delivered by then, no slot is promised
// beyond its capacity, and no promise the hub has heard of is lost.
func TestNobodyLosesOrSharesAPlaceByReplacements(t *testing.T) {
	top := t.TempDir()
	keys := must(keyring.Open(filepath.Join(top, "keys"), noon))
	rapid.Check(t, func(rt *rapid.T) {
		dir := must(os.MkdirTemp(top, "*"))
		w := &replacements{t: t, dir: dir, rig: inMemory(keys), cancelled: map[event.Ref]bool{}}
		defer func() {
			for _, p := range append(w.dead, w.now, w.other) {
				stationtest.Close(t, p.Station)
			}
			os.RemoveAll(dir)
		}()
		w.other, w.now = w.enrol("st-2"), w.enrol("st-1")
		w.lend(rt)
		w.now.hear(w.rig)
		w.other.hear(w.rig)
		rt.Repeat(map[string]func(*rapid.T){
			"": w.check, "lend": w.lend, "book": w.book, "book again": w.book, "wish": w.wish, "cancel": w.cancel, "cancel everywhere": w.cancelEverywhere,
			"deliver": w.deliver, "hear": w.hear, "follow": func(*rapid.T) { w.rig.follow() },
			"replace": w.replace, "an old PC returns": w.returns,
		})
	})
}

// inMemory is a hub whose store costs no disk.
func inMemory(keys *keyring.Keyring) *rig {
	r := &rig{now: noon, keys: keys}
	r.Hub = hub.New(hub.Config{Store: memstore.New(), Key: keys.HubKey, Authority: keys, Now: func() time.Time { return r.now }})
	return r
}

type replacements struct {
	t          *testing.T
	dir        string
	rig        *rig
	now, other *pc
	dead       []*pc
	capacity   [2]int
	cancelled  map[event.Ref]bool
	pcs        int
}

func (w *replacements) enrol(id string) *pc {
	w.pcs++
	dir := filepath.Join(w.dir, string(rune('a'+w.pcs)))
	if err := os.Mkdir(dir, 0o700); err != nil {
		panic(err)
	}
	p, _ := w.rig.newPC(w.t, dir, id)
	return p
}

func (w *replacements) slot(i int) hub.Slot {
	return hub.Slot{Service: "health-check", Starts: noon.Add(time.Duration(i+1) * time.Hour).Truncate(time.Minute), Minutes: 20, PlaceZH: "站"}
}

func (w *replacements) id(i int) string {
	s := w.slot(i)
	return hub.SlotID(s.Service, s.Starts, s.PlaceZH)
}

// any is a PC at work, also one that was replaced and does not know it.
func (w *replacements) any(rt *rapid.T) *pc {
	return rapid.SampledFrom(append([]*pc{w.now, w.now, w.other}, w.dead...)).Draw(rt, "pc")
}

func (w *replacements) lend(rt *rapid.T) {
	i := rapid.IntRange(0, 1).Draw(rt, "slot")
	s := w.slot(i)
	w.capacity[i] += rapid.IntRange(0, 2).Draw(rt, "more")
	if s.Capacity = w.capacity[i]; s.Capacity > 0 {
		must(w.rig.setSlot(s, []hub.Share{{Station: "st-1"}, {Station: "st-2"}}))
	}
}

func (w *replacements) book(rt *rapid.T) {
	_, _ = w.any(rt).Book(someone(rapid.ByteRange(1, 9).Draw(rt, "rider")), w.id(rapid.IntRange(0, 1).Draw(rt, "slot")))
}

func (w *replacements) wish(rt *rapid.T) {
	_, _ = w.any(rt).BookProvisional(someone(rapid.ByteRange(1, 9).Draw(rt, "rider")), w.id(rapid.IntRange(0, 1).Draw(rt, "slot")))
}

func (w *replacements) cancel(rt *rapid.T) {
	p := w.any(rt)
	all := must(p.Today())
	if len(all) == 0 {
		return
	}
	b := rapid.SampledFrom(all).Draw(rt, "booking")
	if p.Cancel(b.Who, b.Ref) == nil {
		w.cancelled[b.Ref] = true
	}
}

// cancelEverywhere has a rider cancel at each PC that knows of the booking: each
// has the place back, and only one may promise it anew.
func (w *replacements) cancelEverywhere(rt *rapid.T) {
	all := must(w.now.Today())
	if len(all) == 0 {
		return
	}
	b := rapid.SampledFrom(all).Draw(rt, "booking")
	for _, p := range append(w.dead, w.now) {
		if p.Cancel(b.Who, b.Ref) == nil {
			w.cancelled[b.Ref] = true
			_, _ = p.Book(someone(rapid.ByteRange(1, 9).Draw(rt, "rider")), b.Slot.ID)
		}
	}
}

func (w *replacements) deliver(rt *rapid.T) {
	rapid.SampledFrom([]*pc{w.now, w.other}).Draw(rt, "pc").deliver(w.rig, rapid.IntRange(1, 5).Draw(rt, "records"))
}

func (w *replacements) hear(rt *rapid.T) {
	rapid.SampledFrom([]*pc{w.now, w.other}).Draw(rt, "pc").hear(w.rig)
}

// returns has a PC that was replaced try to deliver and to hear.
func (w *replacements) returns(rt *rapid.T) {
	if len(w.dead) == 0 {
		return
	}
	p := rapid.SampledFrom(w.dead).Draw(rt, "old pc")
	if at := must(p.Standing()); at.Delivered < at.Last {
		if v := p.deliver(w.rig, 3); v != wire.StaleEpoch {
			rt.Fatalf("a PC that was replaced is told %v", v)
		}
	}
	if n := p.hear(w.rig); n > 0 {
		rt.Fatalf("a PC that was replaced is told %d entries", n)
	}
}

// replace has the PC die; what it had delivered its successor is given.
func (w *replacements) replace(rt *rapid.T) {
	old, at := w.now, must(w.now.Standing())
	w.now = w.enrol("st-1")
	w.now.hear(w.rig)
	w.dead = append(w.dead, old)
	for _, b := range must(old.Today()) {
		delivered := b.Ref.Epoch < at.JournalEpoch || b.Ref.Seq <= at.Delivered
		if !delivered || w.cancelled[b.Ref] || !hasPlace(b) {
			continue
		}
		if got, found := w.now.holds(b.Ref); !found || got.Who != b.Who {
			rt.Fatalf("%s, delivered, is lost to the new PC", b.Ref)
		}
	}
}

func (w *replacements) check(rt *rapid.T) {
	promised := map[string]map[event.Ref]bool{}
	for _, p := range append(w.dead, w.now, w.other) {
		for _, b := range must(p.Today()) {
			if hasPlace(b) && !w.cancelled[b.Ref] {
				if promised[b.Slot.ID] == nil {
					promised[b.Slot.ID] = map[event.Ref]bool{}
				}
				promised[b.Slot.ID][b.Ref] = true
			}
		}
		if report := must(p.Check()); len(report.Faults) > 0 {
			rt.Fatalf("%v", report.Faults)
		}
	}
	for i, capacity := range w.capacity {
		if n := len(promised[w.id(i)]); n > capacity {
			rt.Fatalf("slot %d is for %d, and %d are promised a place: %v", i, capacity, n, promised[w.id(i)])
		}
	}
}
