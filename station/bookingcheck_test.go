package station_test

import (
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// TestCheckFindsWhatIsWrongWithBookings damages tables that agree with each
// other and the journal in each way that the check is for.
func TestCheckFindsWhatIsWrongWithBookings(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"another state": {func(tx *bolt.Tx) error {
			key, row := tx.Bucket([]byte("bookings")).Cursor().First()
			row = append([]byte{byte(attended)}, row[1:]...)
			return tx.Bucket([]byte("bookings")).Put(key, row)
		}, "not in the journal as it stands"},
		"not in the agenda": {func(tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte("agenda")).Cursor().First()
			return tx.Bucket([]byte("agenda")).Delete(key)
		}, "is not in the agenda"},
		"nothing but in the agenda": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("agenda")).Put(make([]byte, 20), make([]byte, 17))
		}, "names no booking"},
		"not in the calendar": {func(tx *bolt.Tx) error {
			key, _ := tx.Bucket([]byte("calendar")).Cursor().Last()
			return tx.Bucket([]byte("calendar")).Delete(key)
		}, "slot free: not in the calendar"},
		"places of no slot": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("spent")).Put([]byte("none"), make([]byte, 8))
		}, "names no slot"},
		"waiting beside a free place": {func(tx *bolt.Tx) error {
			return relent(tx, "full", func(l *event.SlotLent) { l.Quantity++ })
		}, "slot full: 1 wait, and 1 of 2 places are spent"},
		"more promised than lent": {func(tx *bolt.Tx) error {
			return relent(tx, "full", func(l *event.SlotLent) { l.Quantity-- })
		}, "slot full: 0 lent, 1 spent"},
		"booked while another was active": {func(tx *bolt.Tx) error {
			return relent(tx, "over", func(l *event.SlotLent) { l.Minutes = 600 })
		}, "while another of health-check was active"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := busy(t)
			damaged(t, cfg.Path, c.damage)
			s, err := station.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}

// busy is a closed station: rider 1 missed a slot that is over and has booked
// a full one, for which rider 2 waits; a third slot is free.
func busy(t *testing.T) station.Config {
	s, clock, cfg := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 1})
	stationtest.Lend(t, s, "over", clock.Time.Add(time.Hour), 1)
	firstOf(s.Book(rider(1), "over"))
	clock.Time = clock.Time.Add(2 * time.Hour)
	stationtest.Lend(t, s, "full", clock.Time.Add(time.Hour), 1)
	stationtest.Lend(t, s, "free", clock.Time.Add(2*time.Hour), 1)
	firstOf(s.Book(rider(1), "full"))
	firstOf(s.Wait(rider(2), "full"))
	stationtest.Close(t, s) // good so far
	return cfg
}

func relent(tx *bolt.Tx, slot string, change func(*event.SlotLent)) error {
	b := tx.Bucket([]byte("slots"))
	d, err := event.DecodeDown(b.Get([]byte(slot)))
	if err != nil {
		return err
	}
	change(d.GetSlotLent())
	row, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	return b.Put([]byte(slot), row)
}
