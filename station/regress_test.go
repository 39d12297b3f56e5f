package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// A hub restored from a backup takes back receipts: what it lost waits again,
// as long as it is still here.
func TestAHubMayLoseWhatItReceipted(t *testing.T) {
	h := &hands{wall: nine}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = h.clock()
	s := stationtest.Open(t, cfg)
	for range 10 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err)
	}
	at := func(seq uint64) event.Hash {
		link, _, err := s.Records(seq, 1, 1)
		must(t, err)
		return link
	}
	four, three := at(4), at(3)
	deliver(t, s, 9)
	must(t, s.Regress(1, 9, at(9))) // nothing lost
	must(t, s.Regress(2, 1, at(1))) // another epoch's
	if err := s.Regress(1, 4, three); !errors.Is(err, station.ErrForeignReceipt) {
		t.Errorf("another journal's: %v", err)
	}
	if st, err := s.Status(); err != nil || st.Delivered != 9 || st.Waiting() != 2 {
		t.Fatalf("%+v, %v", st, err)
	}
	h.pass(100 * 24 * time.Hour)
	must(t, s.Regress(1, 7, at(7)))
	st, err := s.Status()
	if err != nil || st.Delivered != 7 || st.Waiting() != 4 || !st.WaitingSince.Equal(nine) {
		t.Errorf("%+v, %v", st, err)
	}
	deliver(t, s, 5) // a receipt from before changes nothing
	if _, err := s.Thin(); err != nil {
		t.Fatal(err)
	}
	if _, records, err := s.Records(7, 10, 1<<20); err != nil || len(records) != 4 {
		t.Errorf("%d records wait, %v", len(records), err)
	}
	// 1 to 6 have been removed.
	for _, asked := range []struct {
		upTo uint64
		link event.Hash
	}{{0, event.Genesis("st-1", 1)}, {4, four}} {
		if err := s.Regress(1, asked.upTo, asked.link); !errors.Is(err, station.ErrRecordsGone) {
			t.Errorf("from %d: %v", asked.upTo, err)
		}
	}
	must(t, s.Regress(1, 6, at(6))) // the newest removed: the chain goes on from it
	st, err = s.Status()
	if err != nil || st.Delivered != 6 || !st.DeliveredUpTo.IsZero() {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestStatusTellsOfTheLink(t *testing.T) {
	s, _ := open(t)
	link := station.Link{Connected: nine, Stuck: station.StuckSilent, LastError: "silent", LastErrorAt: nine}
	s.Linked(link)
	if st, err := s.Status(); err != nil || st.Link != link || st.Free == 0 {
		t.Errorf("%+v, %v", st, err)
	}
}
