package station

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// Status is what the station knows of itself. Delivered means receipted by
// the hub, never "connected".
type Status struct {
	Station string
	Epoch   uint32
	// Last is the sequence of the newest record, Delivered of the newest the
	// hub has receipted.
	Last, Delivered uint64
	// Earlier is how many records of earlier epochs the hub has not receipted.
	Earlier uint64
	// DeliveredUpTo is when the newest receipted record was made; zero where
	// none has been.
	DeliveredUpTo time.Time
	// ReceiptAt is when that receipt came; zero where none has.
	ReceiptAt time.Time
	// WaitingSince is when the oldest record that waits was made; zero where
	// none waits.
	WaitingSince time.Time
	// Forked is set where the hub says that it holds other records of this
	// station and epoch: a person must settle it.
	Forked bool
	// Trust says how far the station's clock can be trusted now.
	Trust event.ClockTrust
	// CertifiedUntil is when the certificate ends that opens the broker, zero
	// where there is none. The hub renews it in time.
	CertifiedUntil time.Time
	// Storage is how much room the disk has left for records.
	Storage Level
	// Recovery is what Open had to do to a damaged file; zero where nothing.
	Recovery Recovery
	// Free is how many bytes the disk has left; 0 where that cannot be read.
	Free uint64
	// Link is what the agent last told of the way to the hub.
	Link Link
}

// Waiting is how many records the hub has not receipted yet.
func (s Status) Waiting() uint64 { return s.Earlier + s.Last - s.Delivered }

// Status reads what the station knows of itself.
func (s *Station) Status() (Status, error) {
	_, trust := s.clock.read()
	st := Status{Station: s.id, Epoch: s.epoch, Trust: trust, Storage: s.room.level(), Recovery: s.recovery}
	st.Free, _ = s.room.free()
	if link := s.link.Load(); link != nil {
		st.Link = *link
	}
	err := s.view(func(v *view) (err error) {
		d := s.delivery(v.Tx)
		at := s.standing(v, d)
		st.Last, st.Forked = s.lastOf(v.Tx, s.epoch), d.forked
		st.Delivered, st.Earlier = d.upTo, s.earlier(v.Tx, d)
		if d.epoch != s.epoch {
			st.Delivered = 0
		}
		st.ReceiptAt, st.WaitingSince = at.ReceiptAt, at.WaitingSince
		st.CertifiedUntil = v.credentials().until()
		st.DeliveredUpTo, err = s.madeAt(v.Tx, d.epoch, d.upTo)
		return err
	})
	return st, err
}

// earlier counts what epochs before the present one still have to deliver.
func (s *Station) earlier(tx *bolt.Tx, d delivery) (waiting uint64) {
	for epoch, delivered := d.epoch, d.upTo; epoch < s.epoch; delivered = 0 {
		waiting += s.lastOf(tx, epoch) - delivered
		epoch = s.epochAfter(tx, epoch)
	}
	return waiting
}
