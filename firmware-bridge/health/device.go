package health

import (
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// Device is one device's place in a Tracker; whoever drives the device tells it what happens. Its methods may
// be called from any goroutine.
type Device struct {
	tracker *Tracker
	record  record
	shown   Health
}

// Up tells that the device answers.
func (d *Device) Up() {
	d.note(func(now time.Time) {
		if d.record.lost {
			d.shown.Replugs++
		}
		d.record.up(now)
	})
}

// Down tells that the device cannot be used, and why.
func (d *Device) Down(err error) {
	d.note(func(now time.Time) { d.record.down(causeOf(err), now) })
}

// Warn tells of what does not keep the device from serving, such as little paper; nil that it is over.
func (d *Device) Warn(err error) {
	d.note(func(time.Time) { d.record.warning = causeOf(err) })
}

// Did tells that the device read a card, scanned a code or printed a receipt.
func (d *Device) Did() {
	d.note(func(now time.Time) {
		d.shown.Done++
		d.shown.LastGood = now
		d.record.did(now)
	})
}

// Failed tells that a card, a code or a receipt failed. A reason that is the device's own, such as a failed
// self-test, takes the device down until it does something well, or for a minute.
func (d *Device) Failed(err error) {
	d.note(func(now time.Time) {
		c := causeOf(err)
		if d.shown.Failed == nil {
			d.shown.Failed = map[Reason]uint64{}
		}
		d.shown.Failed[c.reason]++
		d.record.fail(c, now)
	})
}

// note changes the record and has the watchers look.
func (d *Device) note(change func(now time.Time)) {
	d.tracker.mu.Lock()
	defer d.tracker.mu.Unlock()
	now := d.tracker.now()
	change(now)
	d.refresh(now)
	d.tracker.wake()
}

// refresh works out what to show.
func (d *Device) refresh(now time.Time) {
	v := d.record.judge(now, d.shown.State.Out())
	switch {
	case !d.record.answers:
		d.shown.Since = d.record.turned
	case v.state != d.shown.State || v.reason != d.shown.Reason:
		d.shown.Since = now
	}
	d.shown.State, d.shown.Reason, d.shown.Detail, d.shown.Advice = v.state, v.reason, v.detail, v.advice
}

// cause is a reason with what there is to say about it.
type cause struct {
	reason Reason
	detail string
	advice remedy.Advice
}

func causeOf(err error) cause {
	reason, advice := Of(err)
	if err == nil {
		return cause{}
	}
	return cause{reason, err.Error(), advice}
}
