package edge

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/wire"
)

// over makes a world with records that wait, connected.
func over(t *testing.T, records int) *world {
	w := newWorld(t)
	w.append(records)
	w.connect()
	return w
}

// turn lets everything that is under way up arrive, then everything down.
func (w *world) turn() {
	w.Helper()
	up := w.up
	w.up = nil
	for _, m := range up {
		w.arrive(m)
	}
	down := w.down
	w.down = nil
	for _, m := range down {
		w.receive(m)
	}
}

func (w *world) hears(r wire.Receipt) {
	w.Helper()
	w.answer(wire.Downward{Receipt: &r})
	m := w.down[len(w.down)-1]
	w.down = w.down[:len(w.down)-1]
	w.receive(m)
}

func (w *world) want(what string, got, want any) {
	w.Helper()
	if got != want {
		w.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func TestItGreetsAndTriesOneThenFillsTheWindow(t *testing.T) {
	w := over(t, 200)
	w.want("messages", w.sent, 2)
	w.want("batches", w.batches, 1)
	w.turn()
	w.want("batches after the first receipt", w.batches, 1+window)
	w.want("telemetry", w.vitals, 1)
	w.hub.credit = 2
	w.turn()
	w.want("under way with a credit of 2", len(w.core.up.flights), 2)
}

func TestARetryAfterIsHonouredOverConnections(t *testing.T) {
	w := over(t, 100)
	w.hub.retry = 5 * time.Minute
	w.turn()
	w.cut()
	w.connect() // the world complains of a batch within the pause
	w.now = w.now.Add(time.Second)
	before := w.batches
	w.pump()
	w.hub.retry = 0
	w.want("batches within it", w.batches, before)
	w.until(func() bool { return w.batches > before })
	w.want("waited", w.now.Sub(t0), 5*time.Minute)
}

func TestARetryAfterHoldsThoughTheFileFails(t *testing.T) {
	w := over(t, 100)
	w.hub.retry = 5 * time.Minute
	for _, m := range w.up {
		w.arrive(m)
	}
	w.st.broken = errors.New("the disk fails")
	if err := w.core.Receive(w.now, w.down[0]); !errors.Is(err, w.st.broken) {
		t.Fatalf("the answer to a greeting, over a failing disk: %v", err)
	}
	w.st.broken, w.up, w.down = nil, nil, nil
	w.pause = w.now.Add(w.hub.retry)
	w.cut()
	w.now = w.now.Add(time.Second)
	w.connect() // the world complains of a batch within the pause
}

func TestNoAnswerMeansGoBackAndAsk(t *testing.T) {
	w := over(t, 100)
	w.turn()
	w.up = nil // all lost
	before := w.sent
	w.now = w.now.Add(patience)
	w.pump()
	w.want("sent", w.sent-before, 2) // a greeting and one batch
	first, _ := wire.OpenBatch(w.up[1], keys)
	w.want("from", first.First, w.st.delivered+1)
	w.want("patience", w.core.up.patience, 2*patience)
}

func TestPatienceFollowsASlowLine(t *testing.T) {
	w := over(t, 100)
	up := w.up
	for range 2 { // no answer twice: 10 s, 20 s
		w.now = w.core.up.flights[0].due
		w.pump()
	}
	w.now = w.now.Add(25 * time.Second)
	w.arrive(up[1])
	w.receive(w.down[0])
	w.want("patience", w.core.up.patience, 50*time.Second)
	for range 20 {
		w.turn()
		w.append(10)
	}
	w.want("patience on a fast line", w.core.up.patience, patience)
}

func TestRequestsToResendAreOne(t *testing.T) {
	w := over(t, 100)
	w.turn()
	w.up = w.up[1:] // the first of four is lost
	before := w.batches
	w.turn() // three say so
	w.want("sent again", w.batches-before, window)
	w.turn()
	w.want("delivered", w.st.delivered, uint64(50))
}

func TestAHubThatLies(t *testing.T) {
	for name, lie := range map[string]func(w *world) wire.Receipt{
		"more than there is": func(w *world) wire.Receipt {
			return wire.Receipt{Epoch: 1, UpTo: w.st.last() + 1, Verdict: wire.Accepted}
		},
		"another hash": func(w *world) wire.Receipt {
			return wire.Receipt{Epoch: 1, UpTo: 20, Hash: event.Hash{1}, Verdict: wire.Accepted}
		},
		"another epoch": func(w *world) wire.Receipt {
			return wire.Receipt{Epoch: 2, UpTo: 1, Verdict: wire.Forked}
		},
		"going backwards": func(w *world) wire.Receipt {
			return wire.Receipt{Epoch: 1, UpTo: 5, Hash: w.st.links[5], Verdict: wire.Accepted}
		},
		"resend what is receipted": func(w *world) wire.Receipt {
			return wire.Receipt{Epoch: 1, UpTo: 5, Hash: w.st.links[5], Verdict: wire.Resend}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := over(t, 200)
			w.turn()
			delivered, sent := w.st.delivered, w.core.up.sent
			for range 10 {
				w.hears(lie(w))
			}
			w.want("delivered", w.st.delivered, delivered)
			w.want("sent", w.core.up.sent, sent)
			w.want("forks", w.st.forks, 0)
			w.settle(time.Hour)
			w.want("delivered at last", w.st.delivered, w.st.last())
		})
	}
}

// What a hub restored from a backup has lost is sent again, once it says so in
// answer to a greeting.
func TestAHubRestoredFromABackup(t *testing.T) {
	w := over(t, 100)
	w.settle(time.Minute)
	w.hub.restore(30)
	w.append(10)
	w.settle(5 * time.Minute)
	w.want("at the hub", w.hub.upTo, uint64(110))
	w.want("delivered", w.st.delivered, uint64(110))
	w.want("code", w.st.link.LastError, CodeHubLostRecords)
	w.want("stuck", w.st.link.Stuck, station.Stuck(""))
}

// A hub that asks for records which were removed here is not sent others, and
// asked no more often than usual; people are told.
func TestAHubThatAsksForRecordsThatAreGone(t *testing.T) {
	w := over(t, 100)
	w.settle(time.Minute)
	w.hub.restore(30)
	w.st.gone = 60
	w.append(10)
	before, batches := w.sent, w.batches
	w.settle(time.Hour)
	w.want("stuck", w.st.link.Stuck, station.StuckRecordsGone)
	w.want("code", w.st.link.LastError, CodeRecordsGone)
	if n := w.sent - before; n > 80 {
		t.Errorf("%d messages in an hour", n)
	}
	if n := w.batches - batches; n > 1 {
		t.Errorf("%d batches", n)
	}
	w.want("redials", w.redials, 0)
	w.want("delivered, still", w.st.delivered, uint64(100))
	w.cut()
	w.connect()
	w.want("still stuck", w.st.link.Stuck, station.StuckRecordsGone)
	w.hub.restore(0)
	w.st.gone = 0 // a newer backup was found, as far as the station can tell
	w.settle(5 * time.Minute)
	w.want("delivered at last", w.st.delivered, uint64(110))
}

func TestAForkWaitsForAPerson(t *testing.T) {
	w := over(t, 20)
	w.settle(time.Minute)
	w.hears(wire.Receipt{Epoch: 1, UpTo: 20, Hash: event.Hash{1}, Verdict: wire.Forked})
	w.want("stuck", w.st.link.Stuck, station.StuckForked)
	w.hears(w.hub.receipt(wire.Accepted, w.now)) // from before, repeated
	before := w.batches
	w.append(10)
	w.cut()
	w.connect()
	w.want("batches", w.batches, before)
	w.want("forks told", w.st.forks, 1)
	w.settle(3 * time.Minute) // the hub's answer to a greeting fits again
	w.want("stuck", w.st.link.Stuck, station.Stuck(""))
	w.want("delivered", w.st.delivered, uint64(30))
}

// Behind a broker that drops batches, a connection is given up, later each
// time, and people are told.
// TestAForkBeforeWhatIsSent: the hub holds more than the station, and other
// records. Batches from before the fork it accepts, so only its answer to
// a greeting shows it.
func TestAForkBeforeWhatIsSent(t *testing.T) {
	w := over(t, 0)
	for range 3 {
		w.turn()
	}
	w.hub.upTo, w.hub.links = 2, []event.Hash{w.hub.links[0], {1}, {2}}
	w.now = w.now.Add(2 * time.Minute)
	w.pump()
	w.turn()
	w.want("stuck", w.st.link.Stuck, station.StuckForked)
	w.want("told", w.st.forks, 1)
}

// TestAPageForALaterEpoch: the file has gone back to before it was restored.
func TestAPageForALaterEpoch(t *testing.T) {
	w := over(t, 0)
	w.answer(wire.Downward{Page: &wire.Page{First: 1, Entries: [][]byte{[]byte("x")}, Last: 1, JournalEpoch: 2}})
	w.receive(w.down[len(w.down)-1])
	w.want("stuck", w.st.link.Stuck, station.StuckStaleEpoch)
	w.want("cursor", w.st.cursor, uint64(0))
}

func TestASilentHubIsDialledAnew(t *testing.T) {
	w := newWorld(t)
	w.hub.deaf = true
	w.append(10)
	var at []time.Duration
	var up time.Time
	for len(at) < 7 {
		if !w.on {
			up = w.now
			w.connect()
		}
		redials := w.redials
		wake := w.pump()
		w.up, w.down = nil, nil
		if w.redials > redials {
			at = append(at, w.now.Sub(up))
			w.want("stuck", w.st.link.Stuck, station.StuckSilent)
			continue
		}
		w.now = wake
	}
	for i, want := range []time.Duration{150, 300, 600, 1200, 2400, 2400, 2400} { // random is a half
		w.want("given up after", at[i], want*time.Second)
	}
	w.hub.deaf = false
	w.settle(time.Minute)
	w.want("stuck at last", w.st.link.Stuck, station.Stuck(""))
	w.want("limit", w.core.dog.limit, silence)
	w.now = w.now.Add(24 * time.Hour)
	w.pump()
	w.want("on when nothing waits", w.on, true)
}

func TestTheRestOfTheJournalIsAskedForEverLater(t *testing.T) {
	w := over(t, 0)
	w.turn()
	w.answer(wire.Downward{Page: &wire.Page{First: 5, Entries: [][]byte{{1}}, Last: 5, JournalEpoch: 1}})
	gap := w.down[0]
	w.down, w.up = nil, nil
	var asked []time.Duration
	for len(asked) < 4 {
		sent := w.sent
		w.receive(gap)
		if w.sent > sent {
			w.Fatalf("asked at once")
		}
		w.until(func() bool { return w.sent > sent })
		asked = append(asked, w.now.Sub(t0))
		w.up = nil
	}
	for i, want := range []time.Duration{1, 3, 7, 15} {
		w.want("asked", asked[i], want*time.Second)
	}
}

// Pages that do not fit, however many come, do not put off the asking.
func TestAskingIsNotPutOff(t *testing.T) {
	w := over(t, 0)
	w.turn()
	w.up = nil
	sent := w.sent
	for i := range uint64(4) {
		w.answer(wire.Downward{Page: &wire.Page{First: 5 + i, Entries: [][]byte{{1}}, Last: 8, JournalEpoch: 1}})
		w.receive(w.down[0])
		w.down = nil
		w.now = w.now.Add(300 * time.Millisecond)
	}
	w.pump()
	w.want("asked within 1.2 s", w.sent-sent, 1)
}

// An old page that comes again does not hide that a newer one is missing.
func TestAnOldPageHidesNoGap(t *testing.T) {
	w := over(t, 0)
	w.hub.down = []string{"1", "2"}
	w.turn()
	w.turn()
	w.want("cursor", w.st.cursor, uint64(2))
	old := w.hub.pages(0)[0]
	w.hub.down = append(w.hub.down, "3", "4", "5")
	w.answer(wire.Downward{Page: new(w.hub.pages(4)[0])}) // 3 and 4 were lost
	w.answer(wire.Downward{Page: &old})
	w.turn()
	w.now = w.now.Add(2 * time.Second)
	w.pump()
	w.turn()
	w.want("cursor soon after", w.st.cursor, uint64(5))
}

func TestTelemetry(t *testing.T) {
	w := over(t, 0)
	w.turn()
	w.want("on connecting", w.vitals, 1)
	for range 10 { // a change is told, but not each
		w.core.Changed()
		w.now = w.now.Add(time.Second)
		w.pump()
	}
	w.want("in ten seconds of changes", w.vitals, 3)
	w.settleFor(21 * time.Minute)
	w.want("in twenty minutes more", w.vitals, 3+4)
	w.core.Dropped()
	w.now = w.now.Add(vitalsGap)
	w.pump()
	w.want("again after it was dropped", w.vitals, 3+4+1)

	w.core.Telemetry = func() []byte { return make([]byte, wire.MaxVitals+1) }
	w.core.Changed()
	w.now = w.now.Add(vitalsGap)
	w.append(1)
	w.settle(time.Minute)
	w.want("code", w.st.link.LastError, CodeTelemetry)
	w.want("delivered all the same", w.st.delivered, uint64(1))
}

// TestEveryCodeIsExplained: whoever reads a code finds what to do.
func TestEveryCodeIsExplained(t *testing.T) {
	text, err := os.ReadFile("../../docs/wire.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{
		string(station.StuckForked), string(station.StuckStaleEpoch), CodeForged, CodeUnreadable, CodeForeignReceipt,
		CodeRecordsGone, CodeHubLostRecords, CodeOtherEpoch, CodePage, CodeSilent, CodeTelemetry,
		"refused", "unreachable", "connection_lost", "station_file",
	} {
		if !strings.Contains(string(text), "\n| `"+code+"` |") {
			t.Errorf("docs/wire.md does not explain %s", code)
		}
	}
}

// until lets time pass with nothing arriving.
func (w *world) until(ok func() bool) {
	w.Helper()
	for wake := w.pump(); !ok(); wake = w.pump() {
		w.now = wake
	}
}

// settleFor lets time pass, with an honest hub.
func (w *world) settleFor(d time.Duration) {
	w.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		w.turn()
		w.now = w.pump()
	}
}
