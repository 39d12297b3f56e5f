package hub

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrUnknownStation says that no station of that name was ever enrolled.
	ErrUnknownStation = errors.New("no such station: enrol it with `nuanxin-hub enroll STATION`")
	// ErrUnknownSlot says that no slot has that identifier.
	ErrUnknownSlot = errors.New("no such slot: `nuanxin-hub slots list` shows them")
)

// Store keeps what the hub knows.
type Store interface {
	// Update runs f in a read-write transaction, one at a time. When it returns
	// nil, what f did is on disk; otherwise nothing of it is.
	Update(ctx context.Context, f func(Tx) error) error
	// View runs f on a snapshot.
	View(ctx context.Context, f func(Tx) error) error
}

// Tx is one transaction.
type Tx interface {
	Stations
	Journals
	Projections
	Downlinks
	Capacities
	Codes
}

// Station is a station the hub knows by name.
type Station struct {
	ID             string
	NameZH, NameEN string
	// Key signs its batches; nil until it has joined.
	Key ed25519.PublicKey
	// Heard is when its present key was last heard of, zero for never.
	Heard time.Time
	// Last is the newest record it has spoken of, in LastEpoch.
	LastEpoch uint32
	Last      uint64
	// Journal is the newest epoch it has greeted with, 0 for none under its
	// present key.
	Journal uint32
}

// Stations are the stations known by name.
type Stations interface {
	// Station returns ErrUnknownStation where there is none.
	Station(id string) (Station, error)
	// StationIDs lists all of them, sorted.
	StationIDs() ([]string, error)
	// PutStation adds or replaces.
	PutStation(Station) error
	// Heard notes that the station spoke, of records up to last of an epoch.
	Heard(id string, at time.Time, epoch uint32, last uint64) error
}

// Cursor is how far the hub has an epoch of a station's journal.
type Cursor struct {
	Station string
	Epoch   uint32
	// UpTo is the last record held, 0 for none; Hash is the chain there.
	UpTo uint64
	Hash event.Hash
}

// Record is a record as the hub keeps it.
type Record struct {
	event.Ref
	Kind  string
	Hash  event.Hash // the chain at this record
	Bytes []byte     // as the station encoded it
}

// SetAside is a batch that contradicts what the hub holds, kept for a person.
type SetAside struct {
	Station string
	Epoch   uint32
	First   uint64
	Reason  string
	Message []byte // the whole signed message
}

// Journals are the records of stations.
type Journals interface {
	// Cursor returns the cursor of an epoch; UpTo is 0 for one not begun.
	Cursor(station string, epoch uint32) (Cursor, error)
	// NewestEpoch is 0 for a station that has sent nothing.
	NewestEpoch(station string) (uint32, error)
	// HashAt is the chain at a record held.
	HashAt(event.Ref) (event.Hash, error)
	// Append stores records that follow the cursor, and moves it to its new
	// place.
	Append(records []Record, to Cursor, at time.Time) error
	// Quarantine keeps a batch once, however often it comes.
	Quarantine(SetAside, time.Time) error
}

// CheckIn is a row of the check-ins' table.
type CheckIn struct {
	event.Ref
	At        time.Time
	Pseudonym event.Pseudonym
	Means     string
}

// Booking is a row of the bookings' table.
type Booking struct {
	CheckIn
	Slot, Service string
	Starts        time.Time
}

// Projections are plain tables computed from the records.
type Projections interface {
	AddCheckIn(CheckIn) error
	AddBooking(Booking) error
	// CancelBooking notes that the record by cancelled the booking. It reports
	// whether there was such a booking of the slot, not cancelled before.
	CancelBooking(booking event.Ref, slot string, by event.Ref, at time.Time) (bool, error)
	// MoveBooking notes that the booking by took the old one's place.
	MoveBooking(old, by event.Ref, at time.Time) error
	// DeadLetter notes a record that no projection could digest, and why.
	DeadLetter(of event.Ref, kind, reason string) error
}

// Entry is one entry of a station's down-journal.
type Entry struct {
	Station string
	Kind    string
	// Subject is the slot or service the entry is about.
	Subject string
	Bytes   []byte
}

// Downlinks are the journals the hub keeps for its stations.
type Downlinks interface {
	// AppendDown adds an entry to the end of its station's journal.
	AppendDown(Entry, time.Time) error
	// Newest is the newest entry of a kind about a subject, nil where none is.
	Newest(station, kind, subject string) ([]byte, error)
	// Down returns at most limit entries after the sequence after, and the
	// sequence of the journal's last.
	Down(station string, after uint64, limit int) (entries [][]byte, last uint64, err error)
	// Blank empties all entries of a kind, which keep their sequence.
	Blank(station, kind string) error
	// Stirred lists the stations whose journals grew after a mark, and the
	// mark to ask with next.
	Stirred(mark int64) (stations []string, next int64, err error)
}

// Slot is a time at which a service can be had, and for how many.
type Slot struct {
	ID, Service      string
	Starts           time.Time
	Minutes          int
	PlaceZH, PlaceEN string
	Capacity         int
}

// Capacities are the slots and what is lent of them.
type Capacities interface {
	// Slot returns ErrUnknownSlot where there is none.
	Slot(id string) (Slot, error)
	PutSlot(Slot) error
	// Loans is how many places of a slot each station was lent.
	Loans(slot string) (map[string]int, error)
	// Lend adds to a station's loan. It fails where the loans would exceed the
	// capacity.
	Lend(slot, station string, quantity int, at time.Time) error
}

// Code is a one-time code, of which only the hash is kept.
type Code struct {
	Hash    [32]byte
	Station string
	Expires time.Time
	Used    time.Time // zero: not yet
}

// Codes are the one-time codes of enrolment.
type Codes interface {
	// PutCode adds or replaces a code.
	PutCode(Code) error
	// Code reports whether there is one of that hash.
	Code(hash [32]byte) (Code, bool, error)
}
