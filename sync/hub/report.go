package hub

import "time"

// StationReport is how a station stands, for people.
type StationReport struct {
	Station
	Epoch uint32 // the newest, 0 while nothing came
	UpTo  uint64 // the last record of it that is receipted
	// ReceiptAt is when the cursor last moved, zero for never.
	ReceiptAt time.Time
	// SetAside batches and DeadLetters wait for a person.
	SetAside, DeadLetters int
}

// Behind is how many records the station has spoken of that are not here.
func (s StationReport) Behind() uint64 {
	switch {
	case s.LastEpoch > s.Epoch: // nothing of it came yet
		return s.Last
	case s.LastEpoch < s.Epoch:
		return 0
	}
	return max(s.Last, s.UpTo) - s.UpTo
}

// SlotReport is how a slot stands.
type SlotReport struct {
	Slot
	Lent, Booked int
	// Loans, by station.
	Loans map[string]int
}

// EventQuery asks for records after a Pos, of one station or of all.
type EventQuery struct {
	Station string // "": of all
	After   int64
	Limit   int
	Newest  bool // the newest first, instead of the oldest
}
