package edge

import (
	"errors"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// Codes of Link.LastError beside those of station.Stuck; docs/wire.md tells
// what to do about each.
const (
	CodeForged         = "forged_message"
	CodeUnreadable     = "unreadable_message"
	CodeForeignReceipt = "foreign_receipt"
	CodeRecordsGone    = string(station.StuckRecordsGone)
	CodeHubLostRecords = "hub_lost_records"
	CodeOtherEpoch     = "page_of_other_epoch"
	CodePage           = "page_not_applied"
	CodeSilent         = string(station.StuckSilent)
	CodeTelemetry      = "telemetry_too_large"
)

var (
	errRefused    = errors.New("the hub refuses this journal: ask its operator")
	errLost       = errors.New("the hub has lost records that it had receipted; they are sent again")
	errOtherEpoch = errors.New("the page is for another epoch of the station")
)

// Status is the truth about the way to the hub. Nothing in it means
// "delivered" but ReceiptUpTo.
type Status struct {
	station.Link
	// ReceiptUpTo is the newest record of Epoch that the hub has receipted,
	// ReceiptAt when that receipt came; zero where none has.
	Epoch       uint32
	ReceiptUpTo uint64
	ReceiptAt   time.Time
	// Waiting is how many records the hub has not receipted, WaitingSince when
	// the oldest was made (zero where none waits).
	Waiting      uint64
	WaitingSince time.Time
}

// Status tells how things stand. An error is the station's file failing.
func (c *Core) Status() (Status, error) { return status(c.Outbox, c.link) }

func status(o Outbox, l station.Link) (Status, error) {
	at, err := o.Standing()
	return Status{l, at.Epoch, at.Delivered, at.ReceiptAt, at.Waiting, at.WaitingSince}, err
}

// fault keeps what went wrong. No reason to stop: whatever is lost is sent
// again.
func (c *Core) fault(code string, cause error, more ...any) {
	c.failed(code)
	c.Log.Warn("trouble with the hub", append([]any{"code", code, "cause", cause}, more...)...)
}

func (c *Core) failed(code string) { c.link.LastError, c.link.LastErrorAt = code, c.Now() }

// tell passes on to the station what has changed.
func (c *Core) tell() {
	if c.link.Stuck = c.stuck(); c.link != c.told {
		c.told = c.link
		c.Inbox.Linked(c.link)
	}
}
