package station

import (
	"strings"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// HeldBooking is what "my data" says of a booking.
type HeldBooking struct {
	Ref     string    `json:"ref"`
	Service string    `json:"service"`
	Slot    string    `json:"slot"`
	Starts  time.Time `json:"starts"`
	State   string    `json:"state"`
	Since   time.Time `json:"since"`
}

func bookingsHeld(v *view, who event.Pseudonym) ([]Item, error) {
	held, err := v.bookingsOf(who)
	var all []Item
	for _, b := range held {
		all = append(all, Item{Subject: "booking", At: b.Made, Value: HeldBooking{
			b.Ref.String(), b.Slot.Service, b.Slot.ID, b.Slot.Starts, stateWord(b.State), b.Since,
		}})
	}
	return all, err
}

// stateWord is such as "confirmed" or "no_show".
func stateWord(state event.BookingState) string {
	return strings.ToLower(strings.TrimPrefix(state.String(), "BOOKING_STATE_"))
}

// eraseBookings cancels what a rider holds, so that others get the places, and
// removes what is over.
func eraseBookings(c *change, who event.Pseudonym) error {
	held, err := c.view().bookingsOf(who)
	if err != nil {
		return err
	}
	for _, b := range held {
		// Cancelling one may have promoted the next.
		if b, err = c.view().booking(who, b.Ref); err != nil {
			return err
		}
		if err := c.eraseBooking(b); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) eraseBooking(b Booking) error {
	if b.active(c.now()) && !b.Slot.begun(c.now()) {
		return c.cancel(b)
	}
	if err := c.strike(b); err != nil || !spends(b.State) {
		return err
	}
	// The place was used: it leaves the books with its booking.
	if err := c.unspend(b); err != nil {
		return err
	}
	return c.lessen(b.Slot.ID, 1)
}

// keyForgotten of the meta bucket: the slots that started before it (8 bytes,
// Unix milliseconds) may be gone from the tables.
var keyForgotten = []byte("forgotten")

// forgetBookings removes the slots that started before a time, and their
// bookings. It is retention's, for what the hub has receipted.
func forgetBookings(c *change, before time.Time) error {
	old, err := c.view().between(time.UnixMilli(0), before)
	if err != nil {
		return err
	}
	for _, b := range old {
		if err := c.strike(b); err != nil {
			return err
		}
	}
	for _, slot := range c.view().startedBefore(before) {
		if err := c.dropSlot(slot); err != nil {
			return err
		}
	}
	return c.put(bucketMeta, keyForgotten, asBytes(max(millis(before), getUint64(c.Bucket(bucketMeta), keyForgotten))))
}

func (v *view) startedBefore(before time.Time) []*event.SlotLent {
	var all []*event.SlotLent
	for slot := range each(v.Tx, bucketSlots) {
		if l, err := loanOf(v.Tx, string(slot)); err == nil && event.Time(l.StartsMs).Before(before) {
			all = append(all, l)
		}
	}
	return all
}

func (c *change) dropSlot(l *event.SlotLent) error {
	if err := c.drop(bucketCalendar, calendarKey(l)); err != nil {
		return err
	}
	if err := c.drop(bucketSpent, []byte(l.Slot)); err != nil {
		return err
	}
	return c.drop(bucketSlots, []byte(l.Slot))
}
