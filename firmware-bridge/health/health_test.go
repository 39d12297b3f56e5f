package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// inBubble runs a test with a card reader that is watched: shown are the changes that a screen would draw.
func inBubble(t *testing.T, test func(t *testing.T, d *health.Device, shown func() []string)) {
	synctest.Test(t, func(t *testing.T) {
		tracker := health.New(time.Now)
		d := tracker.Add(health.CardReader, "/dev/x")
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var seen []string
		go tracker.Watch(ctx, func(all []health.Health) {
			seen = append(seen, strings.TrimSpace(fmt.Sprintf("%v %s %s", time.Since(began), all[0].State, all[0].Reason)))
		})
		defer cancel()
		test(t, d, func() []string { synctest.Wait(); return seen })
	})
}

// after lets time pass, with all that happens in it.
func after(d time.Duration) { time.Sleep(d); synctest.Wait() }

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("shown were\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestAnUnpluggedReaderIsAbsentAndBackAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		after(time.Second)
		d.Up()
		after(time.Second)
		d.Down(port.ErrGone)
		after(100 * time.Millisecond)
		d.Down(port.ErrNotFound)
		after(time.Minute)
		d.Up()
		expect(t, shown(), "0s degraded starting", "1s ready", "2s degraded unplugged", "4s absent unplugged", "1m2.1s ready")
	})
}

func TestAReaderAbsentFromTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		after(time.Second)
		d.Down(port.ErrNotFound)
		after(time.Hour)
		expect(t, shown(), "0s degraded starting", "1s degraded unplugged", "3s absent unplugged")
	})
}

// A loss that is over within the grace never shows as out.
func TestAMomentWithoutTheReaderIsNotShownAsOut(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		d.Up()
		after(time.Minute)
		d.Down(samv.ErrSilent)
		after(1900 * time.Millisecond)
		d.Up()
		after(time.Hour)
		expect(t, shown(), "0s ready", "1m0s degraded silent", "1m1.9s ready")
	})
}

// TestALoosePlugDoesNotBlink goes and comes every few seconds for two minutes: the line on the screen changes a few times,
// not forty, and never says that the reader works while it is about to go.
func TestALoosePlugDoesNotBlink(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		for range 20 {
			d.Up()
			after(3 * time.Second)
			d.Down(port.ErrGone)
			after(3 * time.Second)
		}
		d.Up()
		after(10 * time.Minute)
		got := shown()
		outs := 0
		for i, s := range got {
			if bad := strings.Contains(s, "down") || strings.Contains(s, "absent"); bad && (i == 0 || strings.Contains(got[i-1], "ready") || strings.Contains(got[i-1], "degraded")) {
				outs++
			}
		}
		if outs > 2 {
			t.Errorf("shown as out %d times: %q", outs, got)
		}
		if last := got[len(got)-2:]; !strings.HasSuffix(last[0], "degraded unstable") || !strings.HasSuffix(last[1], "ready") {
			t.Errorf("in the end: %q", last)
		}
	})
}

// A reader that was lost often and reads a card has shown that it works.
func TestACardReadEndsTheProbation(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		for range 3 {
			d.Up()
			after(time.Second)
			d.Down(port.ErrGone)
			after(5 * time.Second)
		}
		d.Up()
		after(time.Second)
		if now := shown(); !strings.HasSuffix(now[len(now)-1], "down unstable") {
			t.Errorf("on probation: %q", now)
		}
		d.Did()
		if now := shown(); !strings.HasSuffix(now[len(now)-1], "degraded unstable") {
			t.Errorf("after a card: %q", now)
		}
	})
}

func TestOneBadCardIsNoNewsAndFourAre(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		d.Up()
		for range 3 {
			d.Failed(samv.ReadFailed)
			d.Did()
			d.Failed(samv.UnknownCard) // a bank card
			d.Failed(samv.UnknownCard)
		}
		expect(t, shown(), "0s ready")
		d.Failed(fmt.Errorf("read: %w", samv.ReadFailed))
		expect(t, shown(), "0s ready", "0s degraded card-moved")
		for range 13 {
			d.Did()
		}
		expect(t, shown(), "0s ready", "0s degraded card-moved", "0s ready")
	})
}

func TestAFailedSelfTestTakesTheReaderOutForAMinute(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		d.Up()
		d.Failed(samv.SelfTestFailed)
		after(time.Hour)
		expect(t, shown(), "0s down self-test-failed", "1m0s ready")
		d.Failed(samv.NotAuthorised)
		shown()
		d.Did()
		if now := shown(); !strings.HasSuffix(now[len(now)-1], "ready") {
			t.Errorf("after a card: %q", now)
		}
	})
}

func TestAWarningLeavesThePrinterInService(t *testing.T) {
	inBubble(t, func(t *testing.T, d *health.Device, shown func() []string) {
		d.Up()
		d.Warn(escpos.ErrPaperLow)
		shown()
		d.Down(escpos.ErrPaperOut)
		after(time.Minute)
		d.Up()
		shown()
		d.Warn(nil)
		expect(t, shown(), "0s degraded paper-low", "0s degraded paper-out", "2s down paper-out", "1m0s degraded paper-low", "1m0s ready")
	})
}

// TestWhatTheHubIsTold pins the keys: programs elsewhere read them.
func TestWhatTheHubIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tracker := health.New(time.Now)
		d := tracker.Add(health.CardReader, "/dev/serial/by-path/x")
		tracker.Add(health.Scanner, "/dev/y").Up()
		d.Up()
		d.Did()
		d.Failed(samv.ReadFailed)
		d.Down(port.ErrGone)
		d.Up()
		time.Sleep(5 * time.Second)
		d.Down(fmt.Errorf("open x: %w", port.ErrPermission))
		time.Sleep(time.Minute)
		got, err := json.Marshal(tracker.Snapshot())
		if err != nil {
			t.Fatal(err)
		}
		_, a := health.Of(port.ErrPermission)
		advice, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		want := `[{"device":"card-reader","path":"/dev/serial/by-path/x","state":"down","reason":"no-permission",` +
			`"detail":"open x: ` + port.ErrPermission.Error() + `","advice":` + string(advice) + `,` +
			`"since":"2000-01-01T00:00:05Z","last_good":"2000-01-01T00:00:00Z","done":1,"failed":{"card-moved":1},"replugs":1},` +
			`{"device":"scanner","path":"/dev/y","state":"ready","since":"2000-01-01T00:00:00Z","done":0,"replugs":0}]`
		if string(got) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		var back []health.Health
		if err := json.Unmarshal(got, &back); err != nil || len(back) != 2 || back[0].Advice != a {
			t.Errorf("read back: %+v, %v", back, err)
		}
	})
}

func TestASnapshotIsNobodyElses(t *testing.T) {
	tracker := health.New(time.Now)
	d := tracker.Add(health.CardReader, "x")
	d.Failed(samv.ReadFailed)
	first := tracker.Snapshot()
	first[0].Failed[health.CardMoved] = 99
	d.Failed(samv.ReadFailed)
	if got := tracker.Snapshot()[0].Failed[health.CardMoved]; got != 2 {
		t.Errorf("%d failures", got)
	}
}

// TestManyAtOnce is for the race detector, and for watchers that come and go.
func TestManyAtOnce(t *testing.T) {
	tracker := health.New(time.Now)
	d := tracker.Add(health.CardReader, "x")
	ctx, cancel := context.WithCancel(t.Context())
	var watchers, drivers sync.WaitGroup
	for range 3 {
		watchers.Go(func() { tracker.Watch(ctx, func([]health.Health) {}) })
		drivers.Go(func() {
			for range 200 {
				d.Up()
				d.Failed(samv.ReadFailed)
				d.Did()
				d.Down(port.ErrGone)
				tracker.Snapshot()
			}
		})
	}
	drivers.Wait()
	cancel()
	watchers.Wait()
	if got := tracker.Snapshot()[0]; got.Done != 600 || got.Failed[health.CardMoved] != 600 {
		t.Errorf("%+v", got)
	}
}

// TestEveryErrorHasAReasonAndAdvice in both languages, whatever wraps it.
func TestEveryErrorHasAReasonAndAdvice(t *testing.T) {
	for err, want := range map[error]health.Reason{
		port.ErrNotFound: health.Unplugged, port.ErrGone: health.Unplugged, port.ErrDangling: health.Unplugged,
		port.ErrPermission: health.NoPermission, port.ErrInUse: health.InUse, port.ErrNotTTY: health.NotSerial,
		port.ErrAmbiguous: health.Ambiguous, port.ErrBaud: health.WrongBaud, port.ErrTimeout: health.Stuck,
		samv.ErrSilent: health.Silent, samv.ErrGarbled: health.Garbled, samv.ErrEcho: health.Echo,
		samv.ErrReply: health.OutOfStep, samv.ErrText: health.UnknownLayout,
		samv.SelfTestFailed: health.SelfTestFailed, samv.NotAuthorised: health.NotAuthorised,
		samv.UnknownCard: health.UnknownCard, samv.CardRejected: health.CardRejected, samv.BadLength: health.ReaderError,
		scanner.ErrText: health.Unreadable, scanner.ErrTooLong: health.TooLong, scanner.ErrTorn: health.Torn, scanner.ErrNoAck: health.NoAck,
		wedge.ErrLost: health.Torn, wedge.ErrTyped: health.Unreadable, wedge.ErrKey: health.Unreadable,
		evdev.ErrNotFound: health.Unplugged, evdev.ErrGone: health.Unplugged, evdev.ErrPermission: health.NoPermission,
		evdev.ErrInUse: health.InUse, evdev.ErrNotInput: health.NotInput,
		escpos.ErrPaperOut: health.PaperOut, escpos.ErrCoverOpen: health.CoverOpen, escpos.ErrCutter: health.Jam,
		escpos.ErrPaperLow: health.PaperLow, escpos.ErrUnrecoverable: health.PrinterError, escpos.ErrRecoverable: health.Cooling,
		escpos.ErrOffline: health.Offline, escpos.ErrSilent: health.Silent, escpos.ErrUnplugged: health.Unplugged,
		escpos.ErrFull: health.QueueFull, escpos.ErrStale: health.Stale, escpos.ErrAttempts: health.BrokeOff, escpos.ErrDocument: health.BadDocument,
		errors.New("odd"): health.Unknown,
		fmt.Errorf("%w: %w", escpos.ErrUnplugged, port.ErrPermission): health.NoPermission,
	} {
		reason, advice := health.Of(fmt.Errorf("somewhere: %w", err))
		if reason != want {
			t.Errorf("%v has the reason %q, want %q", err, reason, want)
		}
		for _, text := range []remedy.Text{advice.Rider, advice.Technician} {
			if text.ZH == "" || text.EN == "" {
				t.Errorf("%v: %+v", err, advice)
			}
		}
	}
	if reason, advice := health.Of(nil); reason != "" || advice != (remedy.Advice{}) {
		t.Errorf("no error has the reason %q", reason)
	}
}
