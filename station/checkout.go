package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrNotCheckedIn: the rider has no visit that a check-out could end.
var ErrNotCheckedIn error = rule("the rider is not checked in")

// visitLife is when a visit that nobody checked out of is over: a check-out
// days later would only tell how long the rider was away.
const visitLife = 24 * time.Hour

// CheckOut ends a rider's visit and returns how long it was, to the
// millisecond. It returns ErrAnonymous, because an anonymous visit cannot be
// found again, or ErrNotCheckedIn.
func (s *Station) CheckOut(who event.Pseudonym) (time.Duration, error) {
	if !who.Known() {
		return 0, ErrAnonymous
	}
	var stayed time.Duration
	err := s.change(func(c *change) (err error) {
		stayed, err = c.checkOut(who)
		return err
	})
	return stayed, err
}

func (c *change) checkOut(who event.Pseudonym) (time.Duration, error) {
	row, found := c.view().visitOf(who)
	stayed := row.since(c.at)
	if !found || row.left || stayed > visitLife {
		return 0, ErrNotCheckedIn
	}
	row.left, row.stayed = true, stayed.Milliseconds()
	_, _, err := c.append(&event.Record{Body: &event.Record_CheckOut{CheckOut: &event.CheckOut{
		CheckIn: reference(row.ref), StayedMs: row.stayed,
	}}})
	if err != nil {
		return 0, err
	}
	return stayed, c.put(bucketVisits, who[:], row.bytes())
}
