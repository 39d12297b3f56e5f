package station_test

import (
	"os"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

func TestOnlyOldReceiptedRecordsAreThinned(t *testing.T) {
	h := &hands{wall: nine}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = h.clock()
	s := stationtest.Open(t, cfg)
	stationtest.Lend(t, s, "a", nine.AddDate(1, 0, 0), 2)
	b, err := s.Book(rider(1), "a")
	must(t, err)
	for range 700 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err)
	}
	h.pass(100 * 24 * time.Hour)
	_, err = s.CheckIn(station.Anonymous()) // record 703, young
	must(t, err)

	thin := func(want int) {
		t.Helper()
		if n, err := s.Thin(); err != nil || n != want {
			t.Errorf("%d removed, %v; want %d", n, err, want)
		}
	}
	thin(0) // nothing is receipted
	deliver(t, s, 600)
	thin(599) // the newest receipted stays
	thin(0)
	deliver(t, s, 703)
	thin(103) // all but the young one
	report, err := s.Check()
	if err != nil || len(report.Faults) > 0 || report.Records != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 1 || s.Receipt(held[0]) != s.Receipt(b) {
		t.Errorf("the booking: %v, %v", held, err)
	}
	must(t, s.Cancel(rider(1).Pseudonym, b.Ref))
	stationtest.Close(t, s)

	before, after, err := station.Compact(cfg)
	if err != nil || after >= before {
		t.Errorf("compacted from %d to %d, %v", before, after, err)
	}
	s = stationtest.Open(t, cfg)
	if at, err := s.Standing(); err != nil || at.Last != 704 || at.Delivered != 703 {
		t.Errorf("%+v, %v", at, err)
	}
}

func TestRestoreTakesABackupBack(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 2)
	backup := cfg.Path + ".backup"
	f, err := os.Create(backup)
	must(t, err)
	must(t, s.Backup(f))
	must(t, f.Close())
	_, err = s.CheckIn(station.Anonymous())
	must(t, err)
	if _, err := station.Restore(cfg, backup); err == nil {
		t.Error("restored over an open file")
	}
	stationtest.Close(t, s)
	kept, err := station.Restore(cfg, backup)
	must(t, err)
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the old file: %v", err)
	}
	s = stationtest.Open(t, cfg)
	slots, err := s.Slots("health-check")
	must(t, err)
	for _, sl := range slots {
		if sl.Left != 0 {
			t.Errorf("a restored file promises %d places", sl.Left)
		}
	}
	if st, _ := s.Status(); st.Epoch != 2 {
		t.Errorf("epoch %d", st.Epoch)
	}
	stationtest.Close(t, s)
	other := cfg
	other.ID, other.Path = "st-2", cfg.Path+".other"
	if _, err := station.Restore(other, backup); err == nil {
		t.Error("another station's backup was restored")
	}
	truncate(t, backup, 8<<10)
	if _, err := station.Restore(cfg, backup); err == nil {
		t.Error("half a backup was restored")
	}
}
