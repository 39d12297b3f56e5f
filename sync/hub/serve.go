package hub

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// counter is a slot whose free places go to whoever asked first.
type counter struct {
	tx    Tx
	now   time.Time
	slot  Slot
	all   []*promise
	loans map[string]int
	free  int
	send  []Entry
}

// serve serves one slot, and returns what is to be sent.
func serve(tx Tx, slot string, now time.Time) ([]Entry, error) {
	c, err := openCounter(tx, slot, now)
	if err != nil {
		return nil, err
	}
	err = c.serve()
	return c.send, err
}

// serve gives the free places to those who want one, in the order in which they
// asked; asks stations for places they have not promised; and, once all places
// are promised, refuses those the hub has to decide on.
func (c *counter) serve() error {
	open, err := c.open()
	if err != nil || len(open) == 0 {
		return err
	}
	served := min(max(0, c.free), len(open))
	if !c.slot.Starts.After(c.now) {
		served = 0
	}
	for _, p := range open[:served] {
		if err := c.grant(p); err != nil {
			return err
		}
	}
	if err := c.disappoint(open[served:]); err != nil {
		return err
	}
	return putPromises(c.tx, open)
}

func openCounter(tx Tx, slot string, now time.Time) (*counter, error) {
	s, err := tx.Slot(slot)
	if err != nil {
		return nil, err
	}
	c := &counter{tx: tx, now: now, slot: s}
	if c.all, err = promisesFor(tx, slot); err != nil {
		return nil, err
	}
	if c.loans, err = tx.Loans(slot); err != nil {
		return nil, err
	}
	c.free = s.Capacity
	for _, n := range c.loans {
		c.free -= n
	}
	return c, nil
}

// open are those who want a place, without the stations declared lost: these
// are lent nothing until they are back.
func (c *counter) open() ([]*promise, error) {
	var want []*promise
	var stations []string
	for _, p := range c.all {
		if p.state == wished || p.state == waits {
			want, stations = append(want, p), append(stations, p.ref.Station)
		}
	}
	lost, err := lossesOf(c.tx, unique(stations))
	return slices.DeleteFunc(want, func(p *promise) bool { return lost[p.ref.Station].away() }), err
}

// grant sends a place. To one who waits it comes as a loan, which the station
// gives to who waits longest.
func (c *counter) grant(p *promise) error {
	d := decided(p, true)
	if p.state == waits {
		d = slotLent(c.slot, 1)
	}
	p.state = granted
	c.loans[p.ref.Station]++
	if err := c.tx.Lend(c.slot.ID, p.ref.Station, 1, c.now); err != nil {
		return err
	}
	return c.tell(p.ref.Station, d)
}

func decided(p *promise, confirmed bool) *event.Down {
	return &event.Down{Body: &event.Down_BookingDecided{BookingDecided: &event.BookingDecided{
		Booking: &event.Reference{Epoch: p.ref.Epoch, Seq: p.ref.Seq}, Confirmed: confirmed,
	}}}
}

func (c *counter) tell(station string, d *event.Down) error {
	entry, err := event.EncodeDown(d)
	c.send = append(c.send, Entry{station, d.Kind(), c.slot.ID, entry})
	return err
}

// disappoint refuses those for whom there is no place and none to come, and has
// stations asked that may have one.
func (c *counter) disappoint(left []*promise) error {
	spare := c.spare()
	begun := !c.slot.Starts.After(c.now)
	for _, p := range left {
		switch {
		case p.state == wished && (begun || len(spare) == 0):
			p.state = finished
			if err := c.tell(p.ref.Station, decided(p, false)); err != nil {
				return err
			}
		case begun:
			p.state = finished
		case p.asked == 0:
			if err := c.ask(p, spare); err != nil {
				return err
			}
		}
	}
	return nil
}

// spare is how many places each station has not promised, as far as is known.
func (c *counter) spare() map[string]int {
	spare := maps.Clone(c.loans)
	for station, n := range held(c.all) {
		spare[station] -= n
	}
	maps.DeleteFunc(spare, func(_ string, n int) bool { return n <= 0 })
	return spare
}

// ask has the station that seems to have most give back a place for p.
func (c *counter) ask(p *promise, spare map[string]int) error {
	if len(spare) == 0 {
		return nil
	}
	from := slices.MaxFunc(slices.Sorted(maps.Keys(spare)), func(a, b string) int { return cmp.Compare(spare[a], spare[b]) })
	if from == p.ref.Station || spare[from] <= 0 {
		return nil
	}
	p.asked++
	spare[from]--
	return c.tell(from, &event.Down{Body: &event.Down_QuotaWanted{QuotaWanted: &event.QuotaWanted{Slot: c.slot.ID, Quantity: 1}}})
}
