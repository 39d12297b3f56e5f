package station_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/leak"
	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

const weekPIN = "830164" // of the attendants

// week is one at a station, with all it leaves behind below root.
type week struct {
	t      *testing.T
	fleet  *stationtest.Fleet
	cfg    station.Config
	s      *station.Station
	root   string
	log    *slog.Logger
	wall   time.Time
	day    int
	people []person
	cards  map[string]station.Rider // as last read, by number
	// went counts how often each act did what it does.
	went map[string]int
	kept int
}

func newWeek(t *testing.T) *week {
	t.Helper()
	w := &week{t: t, fleet: stationtest.NewFleet(t), root: t.TempDir(), people: people(8), went: map[string]int{}, cards: map[string]station.Rider{}}
	w.cfg = w.fleet.Config(t, "st-1")
	w.cfg.Path = filepath.Join(w.path("station"), "station.db")
	w.wall = time.Date(2026, 11, 23, 7, 0, 0, 0, event.Zone)
	w.cfg.Clock = handOf(&w.wall)
	log, err := os.Create(filepath.Join(w.path("log"), "station.log"))
	must(t, err)
	t.Cleanup(func() { must(t, log.Close()) })
	w.log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	standard := slog.Default()
	slog.SetDefault(w.log)
	t.Cleanup(func() { slog.SetDefault(standard) })
	return w
}

// path makes a folder below root.
func (w *week) path(name string) string {
	path := filepath.Join(w.root, name)
	must(w.t, os.MkdirAll(path, 0o700))
	return path
}

// keep writes a file of its own into a folder.
func (w *week) keep(folder string, content []byte) {
	w.kept++
	writeFile(w.t, filepath.Join(w.path(folder), fmt.Sprintf("%d-%04d", w.day, w.kept)), content)
}

// Slots of the day: of health checks, later in the day of the same, and of
// legal aid with one place.
func (w *week) slot() string  { return fmt.Sprintf("health-%d", w.day) }
func (w *week) later() string { return fmt.Sprintf("later-%d", w.day) }
func (w *week) legal() string { return fmt.Sprintf("legal-%d", w.day) }

// TestAWeekLeavesNoIdentity: whoever steals the mini-PC, its backups or its
// logs, or taps the broker, finds no ID number, name, phone or address in it,
// however written. Then the test proves that it would have found one.
func TestAWeekLeavesNoIdentity(t *testing.T) {
	w := newWeek(t)
	for w.day = range 7 {
		w.morning()
		w.riders()
		w.evening()
	}
	_, _, err := station.Compact(w.cfg)
	must(t, err)
	for _, a := range acts {
		if (w.went[a.name] == 0) != a.refused {
			t.Errorf("%q did what it does %d times", a.name, w.went[a.name])
		}
	}
	found, err := leak.Scan(w.secrets(), w.root)
	must(t, err)
	for _, f := range found[:min(len(found), 20)] {
		t.Error(f)
	}
	t.Run("planted", w.plant)
}

func (w *week) secrets() (all []string) {
	for _, p := range w.people {
		all = append(all, p.secrets()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// morning opens the station and brings what the hub has for the day.
func (w *week) morning() {
	w.s = stationtest.Open(w.t, w.cfg)
	if w.day == 0 {
		w.found()
	}
	if w.day == 2 {
		w.fleet.Rotate(w.t, w.s)
	}
	stationtest.Lend(w.t, w.s, w.slot(), w.wall.Add(14*time.Hour), 8)
	stationtest.Lend(w.t, w.s, w.later(), w.wall.Add(15*time.Hour), 8)
	stationtest.Send(w.t, w.s, &event.Down{Body: &event.Down_SlotLent{SlotLent: &event.SlotLent{
		Slot: w.legal(), Service: "legal-aid", StartsMs: w.wall.Add(14 * time.Hour).UnixMilli(), Minutes: 30, Quantity: 1,
	}}})
	must(w.t, w.s.Daily())
	_, err := w.s.SignIn("duty", weekPIN)
	w.note("sign in", err)
}

func (w *week) found() {
	for _, o := range []*event.ServiceOffered{{Id: "health-check", MinAge: 18}, {Id: "legal-aid", Waitlist: 9}} {
		stationtest.Send(w.t, w.s, &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: o}})
	}
	publish(w.t, w.s, station.PurposeStory, 1)
	publish(w.t, w.s, station.PurposeMembership, 1)
	offerTask(w.t, w.s, &event.TaskOffered{Id: "patrol", Places: 99})
	stationtest.Send(w.t, w.s, &event.Down{Body: &event.Down_Settings{Settings: &event.Settings{RetentionDays: 2}}})
	must(w.t, w.s.InstallSupervisor("chief", "值班长", weekPIN))
	must(w.t, w.s.SetAttendant(station.Attendant{ID: "duty", Name: "值班员", Role: station.RoleAttendant}, weekPIN, "chief"))
}

// riders come one after another: by card, and now and then by phone.
func (w *week) riders() {
	for i, who := range w.people {
		w.wall = w.wall.Add(time.Hour)
		r := w.card(who)
		if (i+w.day)%4 == 3 {
			r = w.s.ByPhone()
		}
		for _, a := range acts {
			if (i+w.day)%a.every == 0 {
				w.wall = w.wall.Add(time.Minute)
				w.did(a, a.do(moment{w.s, w, who, r}))
			}
		}
	}
}

// card reads a card, every fourth day: a pseudonym takes its time.
func (w *week) card(who person) station.Rider {
	if _, read := w.cards[who.number]; !read || w.day%4 == 0 {
		w.cards[who.number] = w.s.ByCard(who.name, who.number)
	}
	return w.cards[who.number]
}

func (w *week) did(a act, err error) {
	w.note(a.name, err)
	if errors.Is(err, station.ErrStorage) {
		w.t.Errorf("day %d, %s: %v", w.day, a.name, err)
	}
	if err == nil {
		w.went[a.name]++
	}
}

// note logs as the kiosk does.
func (w *week) note(what string, err error) {
	w.log.Info("a rider was served", "what", what, "err", err)
}

// evening copies the station in every way there is, delivers, and ends the day:
// in the middle of the week by going back to a backup.
func (w *week) evening() {
	s := w.s
	must(w.t, s.Daily())
	_, err := s.Snapshot()
	must(w.t, err)
	var backup, export bytes.Buffer
	must(w.t, errors.Join(s.Backup(&backup), s.Export(&export)))
	w.keep("exports", export.Bytes())
	w.keep("backups", backup.Bytes())
	last := filepath.Join(w.path("backups"), fmt.Sprintf("%d-%04d", w.day, w.kept))
	w.deliver()
	_, err = s.Thin()
	must(w.t, err)
	_, err = s.DropClosed()
	must(w.t, err)
	stationtest.Close(w.t, s)
	if w.day == 3 {
		_, err := station.Restore(w.cfg, last)
		must(w.t, err)
	}
	w.wall = time.Date(2026, 11, 24+w.day, 7, 0, 0, 0, event.Zone)
}

// deliver sends everything to the hub in batches, which are kept as they are on
// the wire.
func (w *week) deliver() {
	for {
		at, err := w.s.Standing()
		must(w.t, err)
		prev, records, err := w.s.Records(at.Delivered, 100, 64<<10)
		must(w.t, err)
		if len(records) == 0 {
			return
		}
		link := prev
		for _, r := range records {
			link = link.Next(r)
		}
		batch := wire.Batch{Station: w.s.ID(), Epoch: at.Epoch, First: at.Delivered + 1, Prev: prev, Records: records}
		sent, err := wire.EncodeBatch(batch, w.cfg.Issuer.Key)
		must(w.t, err)
		w.keep("wire", sent)
		must(w.t, w.s.Deliver(at.Epoch, batch.Last(), link))
	}
}

// plant has the station write a name in the clear, where it writes those of
// attendants, and wants it found in everything the day leaves behind: so all of
// it was searched.
func (w *week) plant(t *testing.T) {
	who := w.people[0]
	w.day, w.t = 7, t
	w.morning()
	must(t, w.s.SetAttendant(station.Attendant{ID: "planted", Name: who.name, Role: station.RoleAttendant}, weekPIN, "chief"))
	w.evening()
	w.log.Error("planted", "phone", []byte(who.phone)) // in JSON, base64
	damaged(t, w.cfg.Path, func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("planted"), []byte(who.number))
	})
	damaged(t, w.cfg.Path, func(tx *bolt.Tx) error { return tx.Bucket([]byte("meta")).Delete([]byte("planted")) })
	found, err := leak.Scan(w.secrets(), w.root)
	must(t, err)
	for where, secret := range map[string]string{
		"station/station.db": who.name, "station/snapshots/": who.name, "backups/7-": who.name, "exports/7-": who.name,
		"wire/7-": who.name, "log/station.log": who.phone, "station/": who.number,
	} {
		if !slices.ContainsFunc(found, func(f leak.Finding) bool {
			return f.Secret == secret && strings.HasPrefix(f.Path, filepath.Join(w.root)+"/"+where)
		}) {
			t.Errorf("what was planted in %s was not found", where)
		}
	}
}
