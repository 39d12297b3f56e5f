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
	// ErrRejected says that the store cannot take these very rows, or that what
	// it holds for them is damaged: trying again cannot help, leaving them out
	// does.
	ErrRejected = errors.New("the database does not take it")
)

// Store keeps what the hub knows. Several hubs may share one.
type Store interface {
	// Update runs f in a read-write transaction. When it returns nil, what f did
	// is on disk; otherwise nothing of it is. Where the database undoes the
	// transaction for another's sake f runs again, so it has to begin anew.
	Update(ctx context.Context, f func(Tx) error) error
	// View runs f on a snapshot.
	View(ctx context.Context, f func(Tx) error) error
}

// Tx is one transaction. Those that may run at the same time take what they
// lock in this order, so that none waits for another in a circle: Alone, Hold,
// Announce, AppendDown and TakeIn, Append.
type Tx interface {
	// Alone makes every transaction that also calls it wait until this one has
	// ended, at any hub of the store. Whoever decides about what stations share
	// (slots, codes, names) calls it first; what a station sends of its own does not.
	Alone() error
	Stations
	Journals
	Downlinks
	Capacities
	Codes
	Keys
	Positions
	Tables
	Fleet
	Audits
}

// Station is a station the hub knows by name.
type Station struct {
	ID             string
	NameZH, NameEN string
	// Key signs its batches; nil until it has joined.
	Key ed25519.PublicKey
	// Revoked is since when its present key counts no more; zero: it does.
	Revoked time.Time
	// Certified is until when the newest certificate for its present key is
	// good, zero where that is not known.
	Certified time.Time
	// Heard is when its present key was last heard of, zero for never.
	Heard time.Time
	// Last is the newest record it has spoken of, in LastEpoch.
	LastEpoch uint32
	Last      uint64
	// Journal is the newest epoch it has greeted with, 0 for none under its
	// present key.
	Journal uint32
	// Sent is the last entry of its down-journal in the answer to its last
	// greeting.
	Sent uint64
	// Fleet is how much of the fleet's journal its own has taken in. PutStation
	// and Spoke leave it alone.
	Fleet int64
}

// Standing is a station, and how far the hub has each epoch of its journal.
type Standing struct {
	Station
	Cursors map[uint32]Cursor
}

// Newest is the newest epoch the hub has anything of, 0 for none.
func (s Standing) Newest() (newest uint32) {
	for epoch := range s.Cursors {
		newest = max(newest, epoch)
	}
	return newest
}

// Stations are the stations known by name.
type Stations interface {
	// Station returns ErrUnknownStation where there is none.
	Station(id string) (Station, error)
	// Named returns those there are of some stations, in no order.
	Named(ids []string) ([]Station, error)
	// StationIDs lists all of them, sorted.
	StationIDs() ([]string, error)
	// Hold is Named with cursors, and locks the stations until the transaction
	// ends: nobody else moves their cursors or writes their rows.
	Hold(ids []string) (map[string]*Standing, error)
	// PutStation adds or replaces. One that is there has to be held.
	PutStation(Station) error
	// Spoke notes Heard, LastEpoch, Last, Journal and Sent of stations held.
	Spoke([]Station) error
}

// Cursor is how far the hub has an epoch of a station's journal.
type Cursor struct {
	Station string
	Epoch   uint32
	// UpTo is the last record held, 0 for none; Hash is the chain there.
	UpTo uint64
	Hash event.Hash
}

// Record is a record that the hub keeps.
type Record struct {
	event.Ref
	Kind  string
	Hash  event.Hash // the chain at this record
	Bytes []byte     // as the station encoded it
}

// Received is a record with its place in the order of all stations.
type Received struct {
	// Pos counts all records from 1 in the order of commits: who reads on after
	// the highest Pos seen misses nothing.
	Pos int64
	Record
	At time.Time
}

// Place is where a record is in the order of all stations, and its kind.
type Place struct {
	event.Ref
	Pos  int64
	Kind string
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
	// HashAt is the chain at a record held.
	HashAt(event.Ref) (event.Hash, error)
	// Append stores batches of stations held, which follow their cursors, and
	// moves the cursors to their new places. Until the transaction ends no other
	// appends, so that positions grow in the order of commits.
	Append(batches []Batch, to []Cursor, at time.Time) error
	// Quarantine keeps each batch once, however often it comes.
	Quarantine([]SetAside, time.Time) error
	// Head is the position of the newest record.
	Head() (int64, error)
	// Records are those after one position up to another, in their order, of
	// some kinds or (nil) of all.
	Records(after, upTo int64, kinds []string) ([]Received, error)
	// RecordsOf are those of one station, of some kinds, in their order.
	RecordsOf(station string, kinds []string) ([]Received, error)
	// Places are where those of some records are that are held, in no order, each
	// as often as it is asked for.
	Places([]event.Ref) ([]Place, error)
	// Reclassify corrects the kind of a record stored before this version of
	// the hub could read it.
	Reclassify(ref event.Ref, kind string) error
}

// Entry is one entry of a station's down-journal.
type Entry struct {
	Station string
	Kind    string
	// Subject is the slot or service the entry is about.
	Subject string
	Bytes   []byte
}

// Ask is a station's cursor in its down-journal.
type Ask struct {
	Station string
	After   uint64
}

// Run is a part of a station's down-journal.
type Run struct {
	Station string
	// Journal is the station's, as it is now.
	Journal uint32
	First   uint64
	Entries [][]byte
	Last    uint64 // of the whole journal
}

// Downlinks are the journals the hub keeps for its stations.
type Downlinks interface {
	// AppendDown adds entries to the ends of their stations' journals. Until the
	// transaction ends no other does.
	AppendDown([]Entry, time.Time) error
	// Newest is the newest entry of a kind about a subject, nil where none is.
	Newest(station, kind, subject string) ([]byte, error)
	// BlankAbout empties all entries of a kind about a subject, of all stations,
	// and the subject with them. The kind is one that names a rider.
	BlankAbout(kind, subject string) error
	// Down returns at most limit entries of each journal asked for; a journal
	// with nothing new may be left out.
	Down(asked []Ask, limit int) ([]Run, error)
	// Blank empties all entries of a kind, which keep their sequence.
	Blank(station, kind string) error
	// DownHead is the position of the newest entry of all journals.
	DownHead() (int64, error)
	// DownBetween returns the entries after one position up to another that were
	// not Sent, of the stations heard of since a time.
	DownBetween(after, upTo int64, heard time.Time) ([]Run, error)
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
	// Lend adds to a station's loan. It returns ErrRejected where the loans would
	// exceed the capacity.
	Lend(slot, station string, quantity int, at time.Time) error
	// Return takes from a station's loan, at most what there is, and returns how
	// much.
	Return(slot, station string, quantity int) (int, error)
	// Begun lists at most limit slots that have started by a time and are not
	// closed, the oldest first.
	Begun(by time.Time, limit int) ([]Slot, error)
	// Close notes that a slot has begun: nothing of it is lent any more.
	Close(slot string) error
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

// DeadLetter is a record that a follower could not digest.
type DeadLetter struct {
	Follower string
	Pos      int64
	event.Ref
	Kind   string
	Reason string
	At     time.Time
}

// Positions are how far each follower has read, and what it left behind.
type Positions interface {
	// Position is a follower's, 0 for one that is not known.
	Position(name string) (int64, error)
	// Claim is Position, and locks the follower until the transaction ends. Where
	// another hub has it, it waits, or without wait reports that it is taken.
	Claim(name string, wait bool) (position int64, claimed bool, err error)
	// Move sets the position of a follower.
	Move(name string, position int64) error
	// Version is that of the follower whose work the tables hold, 0 for one that
	// is not known.
	Version(name string) (int, error)
	// SetVersion sets it.
	SetVersion(name string, version int) error
	// PutDeadLetters adds letters, or replaces those of the same record.
	PutDeadLetters([]DeadLetter) error
	// DeadLetters lists those of a follower (or "": of all) by position and
	// follower, from behind one of them.
	DeadLetters(follower string, after DeadLetter, limit int) ([]DeadLetter, error)
	// Forget removes the dead letters of a follower: those at some positions, or
	// (nil) all.
	Forget(follower string, positions []int64) error
}
