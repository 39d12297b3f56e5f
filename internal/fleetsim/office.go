package fleetsim

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// authority implements hub.Authority; nobody looks at certificates here.
type authority struct{}

func (authority) Admit(station string, _ ed25519.PublicKey, _ time.Time) (wire.Membership, error) {
	return wire.Membership{Station: station, HubKey: hubPublic}, nil
}

// office is what people and rules at the hub do.
type office struct {
	slots  []hub.Slot
	budget map[string]int64 // points lent, by station
}

// admit enrols a PC's key and returns the epoch it is to begin.
func (w *world) admit(id string, key ed25519.PrivateKey) uint32 {
	h := w.clerk()
	secret, err := h.Invite(ctx, id, "", "")
	w.must(err)
	m, err := h.Admit(ctx, wire.Enrolment{Code: wire.NewEnrolCode(secret, nil).Secret, PublicKey: key.Public().(ed25519.PublicKey)})
	w.must(err)
	return m.Epoch
}

// clerk is a hub whose store does not fail: people look whether a thing is
// done, and do it again.
func (w *world) clerk() *hub.Hub {
	return hub.New(hub.Config{Store: w.store.Store, Key: hubKey, Authority: authority{}, Now: w.time})
}

// openSlots sets some slots and lends parts of them.
func (w *world) openSlots(n int) {
	for range n {
		starts := w.time().Truncate(time.Minute).Add(time.Hour + time.Duration(w.rng.IntN(2880))*time.Minute)
		if w.chance(.3) { // one that begins while all goes on
			starts = w.time().Truncate(time.Minute).Add(time.Duration(2+w.rng.IntN(6)) * time.Minute)
		}
		s := hub.Slot{Service: service, Starts: starts, Minutes: 20, PlaceZH: fmt.Sprint("室", len(w.office.slots)), Capacity: 1 + w.rng.IntN(3*len(w.sites))}
		s.ID = hub.SlotID(s.Service, s.Starts, s.PlaceZH)
		w.office.slots = append(w.office.slots, s)
		w.lend(len(w.office.slots) - 1)
	}
}

// lend gives a few stations a part of what is left of a slot.
func (w *world) lend(i int) {
	s := w.office.slots[i]
	had := see(w, func(tx hub.Tx) (map[string]int, error) { return tx.Loans(s.ID) })
	free := s.Capacity
	for _, n := range had {
		free -= n
	}
	var shares []hub.Share
	for _, site := range w.sites {
		if more := w.rng.IntN(3); more > 0 && more <= free {
			free -= more
			shares = append(shares, hub.Share{Station: site.id, Places: had[site.id] + more})
		}
	}
	if len(shares) == 0 {
		return
	}
	_, err := w.clerk().SetSlots(ctx, []hub.Slot{s}, shares)
	if !errors.Is(err, hub.ErrBadSlot) && !errors.Is(err, hub.ErrLost) { // it has begun, or one is away
		w.must(err)
		w.happened("slots lent")
	}
}

// grow changes what is on offer, now and then.
func (w *world) grow() bool {
	i := w.rng.IntN(len(w.office.slots))
	if w.chance(.3) {
		w.office.slots[i].Capacity += w.rng.IntN(3)
	}
	if w.chance(.3) {
		w.announce()
	}
	w.lend(i)
	return true
}

// rewards tells the stations what earns points and what they buy, and lends
// budgets.
func (w *world) rewards() {
	for _, s := range w.sites {
		w.tell(s.id,
			&event.Down{Body: &event.Down_PointsRule{PointsRule: &event.PointsRule{Id: "visit", Kind: "check_in", Points: eachCheckIn}}},
			&event.Down{Body: &event.Down_RewardOffered{RewardOffered: &event.RewardOffered{Id: reward, Points: price}}})
		w.fund(s)
	}
}

// fund lends a station points. One whose file was restored gets none: what its
// riders have spent since the backup it does not know.
func (w *world) fund(s *site) {
	if s.renewed || s.n >= len(w.sites) {
		return
	}
	points := int64(price * (1 + w.rng.IntN(4)))
	w.office.budget[s.id] += points
	w.tell(s.id, &event.Down{Body: &event.Down_PointsBudget{PointsBudget: &event.PointsBudget{Points: points}}})
}

func (w *world) tell(id string, words ...*event.Down) {
	var all []hub.Entry
	for _, d := range words {
		entry, err := event.EncodeDown(d)
		w.must(err)
		all = append(all, hub.Entry{Station: id, Kind: d.Kind(), Bytes: entry})
	}
	w.must(w.store.Store.Update(ctx, func(tx hub.Tx) error { return tx.AppendDown(all, w.time()) }))
}

// announce tells the whole fleet of a service.
func (w *world) announce() {
	d := &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: &event.ServiceOffered{Id: fmt.Sprint("service-", w.rng.IntN(3)), NameZh: "服务", NameEn: "Service"}}}
	entry, err := event.EncodeDown(d)
	w.must(err)
	w.must(w.store.Store.Update(ctx, func(tx hub.Tx) error {
		subject := d.GetServiceOffered().Id
		return errors.Join(tx.Alone(), tx.Silence(d.Kind(), subject),
			tx.Announce([]hub.Announcement{{Kind: d.Kind(), Subject: subject, Bytes: entry, Who: hub.Kit}}, w.time()))
	}))
	w.happened("words to the whole fleet")
}

// decider answers provisional bookings out of what no station has been lent.
func decider(w *world) hub.Follower {
	return hub.Follower{Name: "decide", Kinds: []string{"booking"}, Digest: func(tx hub.Tx, page []hub.Event, dead hub.Dead) error {
		if err := tx.Alone(); err != nil {
			return err
		}
		var words []hub.Entry
		for _, e := range page {
			b := e.Body.GetBooking()
			if b.GetState() != event.BookingState_BOOKING_STATE_PROVISIONAL {
				continue
			}
			word, err := decide(tx, e, w.time())
			if errors.Is(err, hub.ErrUnknownSlot) { // the hub was restored from before it was set
				dead(e, err.Error())
				continue
			}
			if err != nil {
				return err
			}
			words = append(words, word)
		}
		return tx.AppendDown(words, w.time())
	}}
}

func decide(tx hub.Tx, e hub.Event, now time.Time) (hub.Entry, error) {
	id := e.Body.GetBooking().Slot
	slot, err := tx.Slot(id)
	if err != nil {
		return hub.Entry{}, err
	}
	loans, err := tx.Loans(id)
	if err != nil {
		return hub.Entry{}, err
	}
	free := slot.Capacity
	for _, station := range slices.Sorted(maps.Keys(loans)) {
		free -= loans[station]
	}
	d := &event.Down{Body: &event.Down_BookingDecided{BookingDecided: &event.BookingDecided{
		Booking: &event.Reference{Epoch: e.Epoch, Seq: e.Seq}, Confirmed: free > 0,
	}}}
	if free > 0 {
		if err := tx.Lend(id, e.Station, 1, now); err != nil {
			return hub.Entry{}, err
		}
	}
	entry, err := event.EncodeDown(d)
	return hub.Entry{Station: e.Station, Kind: d.Kind(), Subject: id, Bytes: entry}, err
}
