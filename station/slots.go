package station

import (
	"errors"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	bucketServices = []byte("services")
	bucketSlots    = []byte("slots")
	bucketSpent    = []byte("spent")
)

var services = subject{
	buckets: [][]byte{bucketServices, bucketSlots, bucketSpent},
	apply:   applyService,
	check:   checkLoans,
}

func applyService(c *change, d *event.Down) error {
	switch body := d.Body.(type) {
	case *event.Down_ServiceOffered:
		row, err := event.EncodeDown(d)
		if err != nil {
			return err
		}
		return c.put(bucketServices, []byte(body.ServiceOffered.Id), row)
	case *event.Down_SlotLent:
		return c.addLoan(body.SlotLent)
	}
	return nil
}

func (c *change) addLoan(lent *event.SlotLent) error {
	if had, err := loanOf(c.Tx, lent.Slot); err == nil {
		lent.Quantity += had.Quantity
	}
	row, err := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: lent}})
	if err != nil {
		return err
	}
	return c.put(bucketSlots, []byte(lent.Slot), row)
}

// Services lists what the station offers, by identifier.
func (s *Station) Services() ([]Service, error) {
	var all []Service
	err := s.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketServices).ForEach(func(_, row []byte) error {
			d, err := event.DecodeDown(row)
			o := d.GetServiceOffered()
			all = append(all, Service{o.GetId(), Text{o.GetNameZh(), o.GetNameEn()}, Text{o.GetNoteZh(), o.GetNoteEn()}})
			return err
		})
	})
	return all, storage(err)
}

// Slots lists the slots of a service that have not begun, by start, full ones
// included.
func (s *Station) Slots(service string) ([]Slot, error) {
	var all []Slot
	now := s.Now()
	err := s.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketSlots).ForEach(func(id, _ []byte) error {
			l, err := loanOf(tx, string(id))
			if err == nil && l.GetService() == service && slotOf(l, 0).Starts.After(now) {
				all = append(all, slotOf(l, spentOf(tx, l.Slot)))
			}
			return err
		})
	})
	slices.SortFunc(all, func(a, b Slot) int {
		return cmpOr(a.Starts.Compare(b.Starts), strings.Compare(a.ID, b.ID))
	})
	return all, storage(err)
}

func cmpOr(first, second int) int {
	if first != 0 {
		return first
	}
	return second
}

// A row of the slots bucket: slot to the event.Down with its loan, the
// quantities of all its loans added up. The spent bucket counts, per slot, the
// places promised (8 bytes).
func loanOf(tx *bolt.Tx, slot string) (*event.SlotLent, error) {
	row := tx.Bucket(bucketSlots).Get([]byte(slot))
	if row == nil {
		return nil, ErrNoSlot
	}
	d, err := event.DecodeDown(row)
	return d.GetSlotLent(), err
}

func spentOf(tx *bolt.Tx, slot string) uint64 {
	return getUint64(tx.Bucket(bucketSpent), []byte(slot))
}

func slotOf(l *event.SlotLent, spent uint64) Slot {
	return Slot{
		ID:      l.Slot,
		Service: l.Service,
		Starts:  time.UnixMilli(l.StartsMs),
		Minutes: int(l.Minutes),
		Place:   Text{l.PlaceZh, l.PlaceEn},
		Left:    max(0, int(l.Quantity)-int(spent)),
	}
}

// spend takes one place of a slot out of the station's loan.
func (c *change) spend(slot string) (Slot, error) {
	l, err := loanOf(c.Tx, slot)
	if err != nil {
		return Slot{}, err
	}
	spent := spentOf(c.Tx, slot)
	free := slotOf(l, spent)
	switch {
	case !free.Starts.After(c.now()):
		return free, ErrSlotStarted
	case free.Left == 0:
		return free, ErrSlotFull
	}
	return slotOf(l, spent+1), c.put(bucketSpent, []byte(slot), asBytes(spent+1))
}

// unspend gives one place back to the loan.
func (c *change) unspend(slot string) error {
	spent := spentOf(c.Tx, slot)
	if spent == 0 {
		return errors.New("a place is given back that was never spent")
	}
	return c.put(bucketSpent, []byte(slot), asBytes(spent-1))
}
