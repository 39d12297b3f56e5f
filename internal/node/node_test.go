package node_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/hubtest"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/control"
	hubstore "github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// eventually polls: real sockets are involved.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not in time: " + what)
		}
	}
}

func run(t *testing.T, n *node.Node) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	stopped := false
	stop = func() {
		if cancel(); !stopped {
			stopped = true
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	return stop
}

func TestAStationJoinsAndDelivers(t *testing.T) {
	hub := hubtest.Start(t)
	folder := t.TempDir()
	if _, err := node.Open(folder, node.Options{}); !errors.Is(err, node.ErrNotEnrolled) {
		t.Fatalf("before: %v", err)
	}
	if _, err := node.Enrol(t.Context(), folder, hub.Door, hub.Invite(t, "st-1")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(folder, "membership.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("membership: %v, %v", info.Mode(), err)
	}
	n, err := node.Open(folder, node.Options{AtOnce: true})
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, n)
	// An invented person.
	if _, err := n.Station.CheckIn(n.Station.ByCard("测试", "11010119900307571X")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything is delivered", func() bool {
		st, err := n.Station.Status()
		return err == nil && st.Waiting() == 0 && st.Last == 4 // begun, the day's canary, the person, the visit
	})

	select {
	case told := <-hub.Told:
		if !strings.Contains(told, `"journal":{"epoch":1,`) {
			t.Errorf("telemetry: %s", told)
		}
	case <-time.After(20 * time.Second):
		t.Error("no telemetry")
	}
	if st, err := n.Station.Status(); err != nil || st.Link.Connected.IsZero() || st.Link.Stuck != "" {
		t.Errorf("%+v, %v", st.Link, err)
	}

	var running *control.Client
	eventually(t, "the socket answers", func() bool {
		running, err = control.Dial(node.Socket(folder))
		return err == nil
	})
	if st, err := running.Status(); err != nil || st.Delivered != 4 {
		t.Errorf("by the socket: %+v, %v", st, err)
	}
	if r, err := running.Check(); err != nil || r.Records != 4 || len(r.Faults) > 0 {
		t.Errorf("checked by the socket: %+v, %v", r, err)
	}
	stop()
	if _, err := control.Dial(node.Socket(folder)); !errors.Is(err, control.ErrNotRunning) {
		t.Errorf("after it stopped: %v", err)
	}
}

func TestBadInvitations(t *testing.T) {
	hub, other := hubtest.Start(t), hubtest.Start(t)
	used := hub.Invite(t, "st-1")
	if _, err := node.Enrol(t.Context(), t.TempDir(), hub.Door, used); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		at, code string
		want     error
	}{
		"no code":          {hub.Door, "what?", wire.ErrCode},
		"used":             {hub.Door, used, node.ErrRefused},
		"another hub":      {other.Door, hub.Invite(t, "st-2"), node.ErrOtherHub},
		"not over https":   {"http://hub.example", hub.Invite(t, "st-3"), nil},
		"nobody there":     {"https://127.0.0.1:1", hub.Invite(t, "st-4"), nil},
		"of another's hub": {hub.Door, other.Invite(t, "st-5"), node.ErrOtherHub},
	} {
		folder := t.TempDir()
		_, err := node.Enrol(t.Context(), folder, c.at, c.code)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := node.LoadMembership(folder); !errors.Is(err, node.ErrNotEnrolled) {
			t.Errorf("%s left a membership: %v", name, err)
		}
	}
}

// TestAReplacedPCKeepsTheName: a new PC under the same name begins a later
// epoch, so that nothing it records takes the place of an old record.
func TestAReplacedPCKeepsTheName(t *testing.T) {
	hub := hubtest.Start(t)
	var epochs []uint32
	for range 2 {
		folder := t.TempDir()
		if _, err := node.Enrol(t.Context(), folder, hub.Door, hub.Invite(t, "st-1")); err != nil {
			t.Fatal(err)
		}
		n, err := node.Open(folder, node.Options{AtOnce: true})
		if err != nil {
			t.Fatal(err)
		}
		stop := run(t, n)
		if _, err := n.Station.CheckIn(station.Anonymous()); err != nil {
			t.Fatal(err)
		}
		eventually(t, "everything is delivered", func() bool {
			st, err := n.Station.Status()
			epochs = append(epochs, st.Epoch)
			return err == nil && st.Waiting() == 0
		})
		stop()
	}
	if first, last := epochs[0], epochs[len(epochs)-1]; last <= first {
		t.Errorf("epoch %d, then %d", first, last)
	}
}

// TestADamagedFileIsMadeGoodWithTheHub: after a disk lost the file, what the
// newest snapshot held and the hub did not is delivered under its old epoch,
// then the new epoch.
func TestADamagedFileIsMadeGoodWithTheHub(t *testing.T) {
	hub := hubtest.Start(t)
	folder := t.TempDir()
	if _, err := node.Enrol(t.Context(), folder, hub.Door, hub.Invite(t, "st-1")); err != nil {
		t.Fatal(err)
	}
	checkIns := func(n *node.Node, count int) {
		for range count {
			if _, err := n.Station.CheckIn(station.Anonymous()); err != nil {
				t.Fatal(err)
			}
		}
	}
	n, err := node.Open(folder, node.Options{AtOnce: true})
	if err != nil {
		t.Fatal(err)
	}
	lend := func(at time.Duration) {
		slot := hubstore.Slot{Service: "health-check", Starts: time.Now().Add(at).Truncate(time.Minute), Minutes: 20, Capacity: 3}
		if _, err := hub.SetSlots(t.Context(), []hubstore.Slot{slot}, []hubstore.Share{{Station: "st-1"}}); err != nil {
			t.Fatal(err)
		}
	}
	places := func(n *node.Node) (slots, left int) {
		all, err := n.Station.Slots("health-check")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			left += s.Left
		}
		return len(all), left
	}
	stop := run(t, n)
	lend(time.Hour)
	eventually(t, "the first loan", func() bool { _, left := places(n); return left == 3 })
	checkIns(n, 5)
	if _, err := n.Station.Snapshot(); err != nil {
		t.Fatal(err)
	}
	lend(2 * time.Hour) // and spent, as far as anyone knows, from the file that is lost
	eventually(t, "the second loan", func() bool { _, left := places(n); return left == 6 })
	stop()
	if err := os.Truncate(node.File(folder), 4096); err != nil {
		t.Fatal(err)
	}
	if n, err = node.Open(folder, node.Options{AtOnce: true}); err != nil {
		t.Fatal(err)
	}
	run(t, n)
	checkIns(n, 3)
	eventually(t, "both epochs are delivered", func() bool {
		st, err := n.Station.Status()
		return err == nil && st.Waiting() == 0 && st.Epoch == 2 && st.Recovery.Snapshot != ""
	})
	events, err := hub.Store.Events(t.Context(), hubstore.EventQuery{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	perEpoch := map[uint32]int{}
	for _, e := range events {
		if e.Kind == "check_in" {
			perEpoch[e.Epoch]++
		}
	}
	lend(3 * time.Hour)
	eventually(t, "a new loan", func() bool { slots, _ := places(n); return slots == 2 })
	if _, left := places(n); left != 3 {
		t.Errorf("%d places to promise; only the loan to the restored file, of 3, is safe", left)
	}
	if perEpoch[1] != 5 || perEpoch[2] != 3 {
		t.Errorf("check-ins at the hub by epoch: %v", perEpoch)
	}
}
