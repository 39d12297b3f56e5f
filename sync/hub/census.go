package hub

import "time"

// Census is the whole fleet in figures, and what waits for a person.
type Census struct {
	// Known stations, of which Enrolled have a key.
	Known, Enrolled int
	// HeardSince and ReceiptSince are how many of those enrolled were heard of, or
	// had a record receipted, within each of the ages asked for; Receipts is how
	// many ever had one, ReceiptAges the sum of their ages.
	HeardSince, ReceiptSince []int
	Receipts                 int
	ReceiptAges              time.Duration
	// Oldest are stations whose newest receipt is the oldest, the oldest first;
	// those that never had one are left out.
	Oldest []LastReceipt
	// Told is how many gave telemetry within each of the ages asked for, Ailing
	// how many of those of the last half hour tell of each trouble.
	Told   []int
	Ailing map[string]int

	Quarantine  int
	DeadLetters map[string]int // by follower
	Followers   []Progress
	// Capacity of the slots to come, and what is Lent and Booked of it.
	Capacity, Lent, Booked int
}

// LastReceipt is when a station last had a record receipted.
type LastReceipt struct {
	Station string
	At      time.Time
}

// Progress is how far a follower is.
type Progress struct {
	Follower string
	// Position is the last record read, Behind how many come after it, Since when
	// the first of these came; zero where there is none.
	Position, Behind int64
	Since            time.Time
}

// CensusQuery says what to count.
type CensusQuery struct {
	Now time.Time
	// Ages to count by; each counts those that are younger.
	Heard, Receipts, Told []time.Duration
	// Oldest is how many stations to name, 0 for none and less for all.
	Oldest int
	// Followers to look at.
	Followers []string
}
