package station

import (
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/nuanxin/station-kit/station/event"
)

// SeatLevel is how many seats are free, as an attendant sees it. The kit counts
// none.
type SeatLevel byte

// The levels. SeatsUnsaid takes back what was said.
const (
	SeatsUnsaid SeatLevel = iota
	SeatsPlenty
	SeatsFew
	SeatsNone
)

// seatsHold is how long what an attendant said of the seats holds good.
const seatsHold = 2 * time.Hour

var (
	// bucketSeats is this station's own, and no record: the hub is not told.
	bucketSeats = []byte("seats")
	// keySeats: the level (1 byte), then the event.Stamp of when it was said.
	keySeats = []byte("seats")
)

var seats = subject{buckets: [][]byte{bucketSeats}, check: checkSeats}

// Seats are what an attendant last said of the free seats.
type Seats struct {
	Level SeatLevel // SeatsUnsaid where nobody said so within the last two hours
	Age   time.Duration
}

// SaySeats notes how many seats are free now, until it is said anew or two hours
// are over. A level that there is not is none said.
func (s *Station) SaySeats(level SeatLevel) error {
	if level > SeatsNone {
		level = SeatsUnsaid
	}
	return s.change(func(c *change) error {
		stamp, err := proto.Marshal(c.at)
		if err != nil {
			return err
		}
		return c.put(bucketSeats, keySeats, append([]byte{byte(level)}, stamp...))
	})
}

// Seats is what was said of the free seats and still holds.
func (s *Station) Seats() (Seats, error) {
	var said Seats
	err := s.view(func(v *view) error {
		level, at, ok := seatsIn(v.Bucket(bucketSeats).Get(keySeats))
		if age, known := v.s.clock.since(at); ok && known && level != SeatsUnsaid && age < seatsHold {
			said = Seats{level, age}
		}
		return nil
	})
	return said, err
}

func seatsIn(row []byte) (SeatLevel, *event.Stamp, bool) {
	at := new(event.Stamp)
	if len(row) == 0 || row[0] > byte(SeatsNone) || proto.Unmarshal(row[1:], at) != nil {
		return SeatsUnsaid, nil, false
	}
	return SeatLevel(row[0]), at, true
}

func checkSeats(v *view, r *Report) {
	row := v.Bucket(bucketSeats).Get(keySeats)
	if _, _, ok := seatsIn(row); row != nil && !ok {
		r.fault("seats: the row says nothing")
	}
}
