package station

import (
	"encoding/binary"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	bucketSlots    = []byte("slots")
	bucketSpent    = []byte("spent")
	bucketCalendar = []byte("calendar")
)

var slots = subject{
	buckets:  [][]byte{bucketSlots, bucketSpent, bucketCalendar},
	apply:    applyLoan,
	check:    checkLoans,
	restored: forfeit,
}

// Slot is a time at which a service can be had.
type Slot struct {
	ID      string
	Service string
	Starts  time.Time
	Minutes int
	Place   Text
	// Left is how many places this station can still promise by itself.
	Left int
}

// Ends is when it is over.
func (s Slot) Ends() time.Time { return s.Starts.Add(time.Duration(s.Minutes) * time.Minute) }

func (s Slot) begun(now time.Time) bool { return !s.Starts.After(now) }
func (s Slot) ended(now time.Time) bool { return !s.Ends().After(now) }

// Slots lists the slots of a service that have not begun, by start, full ones
// included; none of a service withdrawn.
func (s *Station) Slots(service string) ([]Slot, error) {
	var all []Slot
	err := s.view(func(v *view) error {
		return v.ahead(service, func(slot Slot) bool {
			all = append(all, slot)
			return true
		})
	})
	return all, err
}

// Soonest is the first slot of a service that has a place left at this
// station; found is false where none has.
func (s *Station) Soonest(service string) (soonest Slot, found bool, err error) {
	err = s.view(func(v *view) error {
		return v.ahead(service, func(slot Slot) bool {
			if slot.Left > 0 {
				soonest, found = slot, true
			}
			return !found
		})
	})
	return soonest, found, err
}

// ahead walks the slots of a service that have not begun, by start, until see
// has seen enough.
func (v *view) ahead(service string, see func(Slot) bool) error {
	if serviceOf(v.Tx, service).Withdrawn {
		return nil
	}
	rows := v.Bucket(bucketCalendar).Cursor()
	for key, of := rows.Seek(asBytes(millis(v.now()) + 1)); key != nil; key, of = rows.Next() {
		if string(of) != service {
			continue
		}
		slot, err := v.slot(string(key[8:]))
		if err != nil || !see(slot) {
			return err
		}
	}
	return nil
}

func millis(t time.Time) uint64 { return uint64(t.UnixMilli()) }

// A row of the slots bucket: slot to the event.Down with its loan, the
// quantities of all its loans added up, less what went back. The spent bucket
// counts, per slot, the places promised (8 bytes).
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

// A row of the calendar bucket: start (8 bytes, Unix milliseconds) and slot to
// its service. It is there until the slot's loan has lapsed, and again where
// the clock was set back and the slot got a place.
func calendarKey(l *event.SlotLent) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(l.StartsMs)), l.Slot...)
}

func (v *view) slot(id string) (Slot, error) {
	l, err := loanOf(v.Tx, id)
	if err != nil {
		return Slot{}, err
	}
	s := Slot{
		ID:      l.Slot,
		Service: l.Service,
		Starts:  event.Time(l.StartsMs),
		Minutes: int(l.Minutes),
		Place:   Text{l.PlaceZh, l.PlaceEn},
	}
	lapsed := v.Bucket(bucketCalendar).Get(calendarKey(l)) == nil
	if lapsed || !s.begun(v.now()) {
		s.Left = max(0, int(l.Quantity)-int(spentOf(v.Tx, id)))
	}
	return s, nil
}
