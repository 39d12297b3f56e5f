package station

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// subject is one thing a station knows about: its tables and everything that
// has to be done with them beside the subject's own methods. Any func may be
// nil.
type subject struct {
	buckets [][]byte
	// apply takes an entry of the down-journal, and leaves alone what is not
	// of this subject. It may append records.
	apply func(c *change, d *event.Down) error
	// check compares the tables with the journal and with each other.
	check func(v *view, r *Report)
	// mine lists what the tables hold of a rider.
	mine func(v *view, who event.Pseudonym) ([]Item, error)
	// erase removes what the tables hold of a rider.
	erase func(c *change, who event.Pseudonym) error
	// restored makes the tables of a restored file safe: what was lent to the
	// lost one may have been spent since.
	restored func(c *change) error
}

// subjects are all there are. A new one is added here and nowhere else.
var subjects = []subject{
	keys,
	certificates,
	passes,
	revocations,
	daily,
	configured,
	attendants,
	names,
	persons,
	visits,
	consents,
	services,
	slots,
	bookings,
	restored,
	points,
	learning,
	tasks,
	directory,
	submissions,
	appeals,
	stories,
	announcements,
	seats,
	members,
}

// Item is one thing the station holds of a rider.
type Item struct {
	// Subject names it, such as "visit".
	Subject string
	At      time.Time
	// Value is fit for JSON.
	Value any
}

// view is the station at one moment, for reading.
type view struct {
	*bolt.Tx
	s *Station
	// at is the station's clock at that moment.
	at time.Time
}

func (v *view) now() time.Time { return v.at }

// view runs read on the station as it stands.
func (s *Station) view(read func(*view) error) error {
	return storage(s.db.View(func(tx *bolt.Tx) error { return read(&view{tx, s, s.Now()}) }))
}

// view is how a change reads: what it wrote itself included.
func (c *change) view() *view { return &view{c.Tx, c.s, c.now()} }
