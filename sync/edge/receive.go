package edge

import (
	"errors"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/sync/wire"
)

// fresh is how old an answer may be to tell the time.
const fresh = 20 * time.Second

// Receive takes a message from the hub. What the hub did not sign is passed
// over: the carrier is not trusted.
func (c *Core) Receive(now time.Time, data []byte) error {
	defer c.tell()
	d, err := wire.OpenDownward(data, c.Station, c.Hub)
	switch {
	case errors.Is(err, wire.ErrSignature):
		c.fault(CodeForged, err)
		return nil
	case err != nil:
		c.fault(CodeUnreadable, err)
		return nil
	case d.Receipt != nil:
		return c.receipt(now, *d.Receipt)
	default:
		return c.page(now, *d.Page)
	}
}

func (c *Core) receipt(now time.Time, r wire.Receipt) error {
	q, answers := c.hello.answered(r.Nonce)
	current := r.Epoch == c.at.Epoch
	if current {
		c.up.grant(r.Credit, r.RetryAfter, now) // it holds even if the file fails below
	}
	if answers {
		if err := c.hear(now.Sub(q.at), r.HubTime); err != nil {
			return err
		}
	}
	switch {
	case !current:
		return nil // late, of an epoch delivered before
	case r.Verdict == wire.Forked:
		return c.refuse(now, r, station.StuckForked)
	case r.Verdict == wire.StaleEpoch:
		return c.refuse(now, r, station.StuckStaleEpoch)
	case r.UpTo < c.at.Delivered:
		return c.behind(now, r, answers && q.epoch == r.Epoch && r.UpTo < q.delivered)
	case c.refused != "" && !answers && r.UpTo == c.at.Delivered:
		return nil // it may have been said before the refusal
	}
	return c.deliver(now, r, answers)
}

// hear takes the time from the answer to a greeting. Any other receipt may
// have been kept and sent again by the carrier.
func (c *Core) hear(took time.Duration, hub time.Time) error {
	if took > fresh {
		return nil
	}
	return c.Inbox.Hear(hub.Add(took / 2))
}

// refuse stops sending: a person has to act. An earlier epoch is left to that
// person, and the next one sent.
func (c *Core) refuse(now time.Time, r wire.Receipt, why station.Stuck) error {
	c.fault(string(why), errRefused, "epoch", r.Epoch, "up_to", r.UpTo)
	c.refused = why
	c.up.goBack()
	if err := c.Inbox.Fork(r.Epoch); err != nil {
		return err
	}
	return c.settle(now)
}

// settle looks at the station after a receipt; where an epoch is done, the
// next begins.
func (c *Core) settle(now time.Time) error {
	epoch := c.at.Epoch
	if err := c.read(); err != nil {
		return err
	}
	if c.at.Epoch != epoch {
		c.refused = ""
		c.dog.progress(now)
		c.begin(now)
	}
	return nil
}

// deliver notes a receipt. One that does not fit the journal, though it is the
// answer to a greeting, says that the hub holds other records: batches from
// before the fork would be accepted for ever and bring nothing on.
func (c *Core) deliver(now time.Time, r wire.Receipt, answers bool) error {
	had, epoch := c.at.Delivered, c.at.Epoch
	err := c.Inbox.Deliver(r.Epoch, r.UpTo, r.Hash)
	if errors.Is(err, station.ErrForeignReceipt) {
		return c.foreign(now, r, answers, err)
	}
	if err == nil {
		err = c.settle(now)
	}
	if err != nil || c.at.Epoch != epoch {
		return err
	}
	if c.at.Delivered > had {
		c.dog.progress(now)
	}
	c.refused = ""
	c.up.receipted(c.at.Delivered, now)
	if r.Verdict == wire.Resend {
		c.up.resend()
	}
	return nil
}

func (c *Core) foreign(now time.Time, r wire.Receipt, answers bool, err error) error {
	if answers {
		return c.refuse(now, r, station.StuckForked)
	}
	c.fault(CodeForeignReceipt, err)
	return nil
}

// behind is a receipt for less than the hub has receipted before. Mostly it is
// late. Only the answer to a greeting that told more (regressed) proves that the
// hub has lost records, having been restored from a backup.
func (c *Core) behind(now time.Time, r wire.Receipt, regressed bool) error {
	if !regressed {
		if r.Verdict == wire.Resend {
			c.hello.missing(now)
		}
		return nil
	}
	err := c.Inbox.Regress(r.Epoch, r.UpTo, r.Hash)
	switch {
	case errors.Is(err, station.ErrRecordsGone):
		c.fault(CodeRecordsGone, err)
		c.refused = station.StuckRecordsGone
		c.up.goBack()
		return nil
	case errors.Is(err, station.ErrForeignReceipt):
		return c.foreign(now, r, true, err)
	case err != nil:
		return err
	}
	c.fault(CodeHubLostRecords, errLost, "from", r.UpTo+1, "to", c.at.Delivered)
	if err := c.read(); err != nil {
		return err
	}
	c.refused = ""
	c.up.upTo, c.up.back = c.at.Delivered, 0
	c.up.goBack()
	return nil
}

// page applies a run of the down-journal. What is still missing may be in the
// next page of the same answer, so it is asked for after a moment.
func (c *Core) page(now time.Time, p wire.Page) error {
	if p.JournalEpoch != c.at.JournalEpoch {
		c.later = max(c.later, p.JournalEpoch)
		c.fault(CodeOtherEpoch, errOtherEpoch, "page_epoch", p.JournalEpoch, "epoch", c.at.JournalEpoch)
		return nil
	}
	had := c.at.DownCursor
	err := c.Inbox.Apply(p.First, p.Entries)
	if err != nil && !errors.Is(err, station.ErrGap) {
		c.fault(CodePage, err) // records go up all the same
	}
	if err := c.read(); err != nil {
		return err
	}
	c.downLast = max(c.downLast, p.Last)
	switch {
	case c.at.DownCursor >= c.downLast:
		c.hello.complete()
	case c.at.DownCursor > had:
		c.hello.more(now)
	default:
		c.hello.missing(now)
	}
	return nil
}
