package station

import (
	"errors"
	"fmt"
)

// Rules that a request can break. Nothing is recorded.
var (
	// ErrAnonymous: what was asked for needs a rider the station can recognise.
	ErrAnonymous error = rule("only a known rider can do this")
	// ErrNoSlot: the station has never heard of the slot.
	ErrNoSlot error = rule("no such slot")
	// ErrSlotStarted: the slot has begun; its places have lapsed.
	ErrSlotStarted error = rule("the slot has begun")
	// ErrSlotFull: the station has no place of the slot left to promise.
	ErrSlotFull error = rule("no place left in the slot")
	// ErrAlreadyBooked: the rider holds a place of this service already; it is
	// returned beside the error.
	ErrAlreadyBooked error = rule("the rider holds a booking of this service")
	// ErrNoBooking: the rider holds no such booking.
	ErrNoBooking error = rule("no such booking")
	// ErrGap: a page of the down-journal begins after the next entry due.
	ErrGap error = rule("the page does not follow the down-journal's cursor")
	// ErrForeignReceipt: a receipt does not fit this journal.
	ErrForeignReceipt error = rule("the receipt does not fit this journal")
	// ErrRecordsGone: the hub asks for records that it had receipted and that
	// were removed here since.
	ErrRecordsGone error = rule("the hub asks for records that this station no longer has")
)

// ErrStorage: the disk failed or is full. Nothing was recorded.
var ErrStorage = errors.New("the record could not be stored")

// ErrOtherStation: the file belongs to another station.
var ErrOtherStation = errors.New("the file belongs to another station")

// rule is an error that the caller caused, not the disk.
type rule string

func (r rule) Error() string { return string(r) }

// storage wraps err as ErrStorage, unless a rule was broken.
func storage(err error) error {
	if r := rule(""); err == nil || errors.As(err, &r) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrStorage, err)
}
