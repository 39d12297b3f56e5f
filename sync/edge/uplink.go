package edge

import "time"

// Window and patience of the sending side.
const (
	// window is how many batches may be under way without a receipt, unless the
	// hub's credit is less.
	window = 4
	// unheard is how many may be until the hub has answered on this connection,
	// and after a batch had no answer.
	unheard = 1
	// patience is how long the oldest batch may be under way: then everything
	// after the last receipt is sent again (go-back-N). It doubles each time up
	// to longest, and follows what receipts take on a slow line.
	patience = 10 * time.Second
	longest  = 5 * time.Minute
	// longestPause is how much of a hub's retry-after is honoured.
	longestPause = time.Hour
)

// uplink counts what is under way.
type uplink struct {
	upTo     uint64 // newest record the hub has
	sent     uint64 // newest record handed to the carrier
	flights  []flight
	allowed  int           // how many may be under way
	patience time.Duration // with the next batch
	back     uint64        // the last record that resending was asked from, plus one
	pause    time.Time     // no batch is sent before it; it outlasts a connection
}

// flight is a batch without a receipt.
type flight struct {
	last    uint64
	at, due time.Time
}

// begin sends from the record after upTo.
func (u *uplink) begin(upTo uint64) {
	*u = uplink{upTo: upTo, sent: upTo, allowed: unheard, patience: patience, pause: u.pause}
}

// open says whether another batch may be under way.
func (u *uplink) open(now time.Time) bool {
	return !now.Before(u.pause) && len(u.flights) < u.allowed
}

// overdue says whether the oldest batch had no answer.
func (u *uplink) overdue(now time.Time) bool {
	return len(u.flights) > 0 && !now.Before(u.flights[0].due)
}

// sentUpTo notes that a batch ending in last is under way.
func (u *uplink) sentUpTo(last uint64, now time.Time) {
	u.sent = last
	u.flights = append(u.flights, flight{last, now, now.Add(u.patience)})
}

// grant does as a receipt says about those to come.
func (u *uplink) grant(credit uint32, retryAfter time.Duration, now time.Time) {
	u.allowed = window
	if credit > 0 {
		u.allowed = int(min(credit, window))
	}
	u.pause = now.Add(min(retryAfter, longestPause))
}

// receipted notes that the hub has everything up to a record.
func (u *uplink) receipted(upTo uint64, now time.Time) {
	if upTo > u.upTo {
		u.back = 0
	}
	u.upTo, u.sent = upTo, max(u.sent, upTo)
	for len(u.flights) > 0 && u.flights[0].last <= upTo {
		u.follow(now.Sub(u.flights[0].at))
		u.flights = u.flights[1:]
	}
}

// follow fits the patience to what a receipt took; it shrinks slowly, as a
// receipt may be that of an earlier sending.
func (u *uplink) follow(took time.Duration) {
	u.patience = min(max(patience, 2*took, u.patience*3/4), longest)
}

// giveUp takes all that is under way for lost.
func (u *uplink) giveUp() {
	u.goBack()
	u.back = 0
	u.allowed = unheard
	u.patience = min(2*u.patience, longest)
}

// resend does as the hub asks, once for each place: every batch behind the
// missing one brings the same request.
func (u *uplink) resend() {
	if u.back != u.upTo+1 {
		u.goBack()
		u.back = u.upTo + 1
	}
}

// goBack sends again from the record after the last receipt.
func (u *uplink) goBack() { u.sent, u.flights = u.upTo, nil }
