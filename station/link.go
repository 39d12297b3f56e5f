package station

import "time"

// Link is the way to the hub as the agent finds it. None of it says that
// anything was delivered: only receipts do.
type Link struct {
	// Connected is since when there has been a connection, by the station's
	// clock; zero where there is none.
	Connected time.Time
	// Stuck says why waiting records do not move although there is a
	// connection; empty where they do, or none wait.
	Stuck Stuck
	// LastError is the code of what last went wrong on the way, and LastErrorAt
	// when, by the station's clock; see docs/wire.md.
	LastError   string
	LastErrorAt time.Time
}

// Stuck is a reason why records cannot be delivered.
type Stuck string

// The reasons. At all but StuckSilent a person has to act, and nothing is sent
// until the hub's answers change.
const (
	// StuckForked: the hub holds other records of this station and epoch.
	StuckForked Stuck = "forked"
	// StuckStaleEpoch: the hub has seen a later epoch of this station: another
	// PC, or a restored file, works under its name.
	StuckStaleEpoch Stuck = "stale_epoch"
	// StuckRecordsGone: the hub, restored from an old backup, asks for records
	// that it once receipted and that were removed here since.
	StuckRecordsGone Stuck = "records_gone"
	// StuckSilent: no receipt has come for long, on a connection that seemed
	// fine. The agent connects anew and goes on trying.
	StuckSilent Stuck = "silent"
)

// Linked takes what the agent tells.
func (s *Station) Linked(l Link) { s.link.Store(&l) }
