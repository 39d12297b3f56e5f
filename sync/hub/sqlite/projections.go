package sqlite

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// AddCheckIn implements hub.Projections.
func (t *tx) AddCheckIn(c hub.CheckIn) error {
	return t.exec(`INSERT INTO check_ins (station, epoch, seq, at_ms, pseudonym, means) VALUES (?, ?, ?, ?, ?, ?)`,
		c.Station, c.Epoch, number(c.Seq), millis(c.At), orNull(c.Pseudonym.Bytes()), c.Means)
}

// AddBooking implements hub.Projections.
func (t *tx) AddBooking(b hub.Booking) error {
	return t.exec(`INSERT INTO bookings (station, epoch, seq, at_ms, pseudonym, means, slot, service, starts_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.Station, b.Epoch, number(b.Seq), millis(b.At), orNull(b.Pseudonym.Bytes()), b.Means, b.Slot, b.Service, millis(b.Starts))
}

// CancelBooking implements hub.Projections.
func (t *tx) CancelBooking(booking event.Ref, slot string, by event.Ref, at time.Time) (bool, error) {
	return t.changed(`UPDATE bookings SET state = 'cancelled', cancelled_epoch = ?, cancelled_seq = ?, cancelled_ms = ?
		WHERE station = ? AND epoch = ? AND seq = ? AND slot = ? AND state = 'booked'`,
		by.Epoch, number(by.Seq), millis(at), booking.Station, booking.Epoch, number(booking.Seq), slot)
}

// MoveBooking implements hub.Projections.
func (t *tx) MoveBooking(old, by event.Ref, at time.Time) error {
	return t.exec(`UPDATE bookings SET state = 'cancelled', cancelled_epoch = ?, cancelled_seq = ?, cancelled_ms = ?
		WHERE station = ? AND epoch = ? AND seq = ? AND state = 'booked'`,
		by.Epoch, number(by.Seq), millis(at), old.Station, old.Epoch, number(old.Seq))
}

// DeadLetter implements hub.Projections.
func (t *tx) DeadLetter(of event.Ref, kind, reason string) error {
	return t.exec(`INSERT INTO dead_letters (station, epoch, seq, kind, reason) VALUES (?, ?, ?, ?, ?)`,
		of.Station, of.Epoch, number(of.Seq), kind, reason)
}
