package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/wire"
)

// asHub makes a process of the test binary a hub.
const asHub = "NUANXIN_TEST_AS_HUB"

func TestMain(m *testing.M) {
	if os.Getenv(asHub) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// replica is a hub that is a process of its own.
type replica struct {
	t    *testing.T
	args []string
	data string
	log  safe

	mu  sync.Mutex
	cmd *exec.Cmd
}

func (r *replica) start() {
	r.t.Helper()
	_ = os.Remove(filepath.Join(r.data, "addresses.json"))
	cmd := exec.Command(os.Args[0], r.args...)
	cmd.Env = append(os.Environ(), asHub+"=1")
	cmd.Stdout, cmd.Stderr = &r.log, &r.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.cmd = cmd
	r.mu.Unlock()
}

// kill ends it without warning.
func (r *replica) kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cmd != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait()
		r.cmd = nil
	}
}

// fleet is two replicas on one database and one broker.
type fleet struct {
	replicas [2]*replica
	shared   []string // flags of every command
	url      string
}

func startFleet(t *testing.T) *fleet {
	dir := t.TempDir()
	keys, certs := filepath.Join(dir, "keys"), filepath.Join(dir, "certs")
	if status, out := command("certificate", "--data", dir, "--keys", keys, "--out", certs); status != 0 {
		t.Fatal(out)
	}
	var acl strings.Builder
	for _, name := range []string{"one", "two"} {
		acl.WriteString(strings.Replace(mosquitto.ACL, "user hub\n", "user "+hub.ReplicaName(name)+"\n", 1))
	}
	b := mosquitto.Start(t, mosquitto.Config{
		CA: filepath.Join(certs, "ca.crt"), Cert: filepath.Join(certs, "server.crt"), Key: filepath.Join(certs, "server.key"), ACL: acl.String(),
	})
	// The database is not killed: what a process has committed stays.
	f := &fleet{url: postgrestest.Start(t, "fsync = off").New(t)}
	f.shared = []string{"--store", f.url, "--keys", keys}
	for i, name := range []string{"one", "two"} {
		r := &replica{t: t, data: filepath.Join(dir, name)}
		r.args = append([]string{
			"run", "--data", r.data, "--replica", name, "--broker", "tls://" + b.Addr(),
			"--http", "127.0.0.1:0", "--enrol", "127.0.0.1:0",
		}, f.shared...)
		r.start()
		t.Cleanup(r.kill)
		f.replicas[i] = r
	}
	for _, r := range f.replicas {
		eventually(t, func() bool {
			_, err := readAddresses(filepath.Join(r.data, "addresses.json"))
			return err == nil
		}, &r.log)
	}
	return f
}

// deliver sends a journal in batches until the hub has it, as a station would,
// and returns how often it had to send something again.
func (s *joined) deliver(ctx context.Context, journal [][]byte) (again int, err error) {
	for upTo := 0; upTo < len(journal); {
		if ctx.Err() != nil {
			return again, fmt.Errorf("%s: %d of %d: %w", s.Station, upTo, len(journal), ctx.Err())
		}
		n := min(1+rand.IntN(20), len(journal)-upTo)
		message, err := s.batchOf(journal, upTo, n)
		if err != nil {
			return again, err
		}
		if err := s.conn.Publish(ctx, wire.Up.Topic(s.Station), message); err != nil {
			return again, err
		}
		before := upTo
		s.hears(func(d wire.Downward) bool {
			if d.Receipt != nil {
				upTo = max(upTo, int(d.Receipt.UpTo))
			}
			return upTo > before
		}, time.Second)
		if upTo == before {
			again++
		}
	}
	return again, nil
}

func (s *joined) batchOf(journal [][]byte, from, n int) ([]byte, error) {
	prev := event.Genesis(s.Station, s.Epoch)
	for _, r := range journal[:from] {
		prev = prev.Next(r)
	}
	return wire.EncodeBatch(wire.Batch{Station: s.Station, Epoch: s.Epoch, First: uint64(from) + 1, Prev: prev, Records: journal[from : from+n]}, s.key)
}

// TestReplicasAreKilledAtAnyMoment has stations deliver to two hubs, of which
// one or the other is killed at random moments.
func TestReplicasAreKilledAtAnyMoment(t *testing.T) {
	const count, length, kills = 16, 400, 8
	f := startFleet(t)
	var stations []*joined
	var journals [][][]byte
	for i := range count {
		s := join(t, f.replicas[i%2].data, fmt.Sprintf("st-%d", i), f.shared...)
		s.connect(t)
		s.say(t, wire.Hello, s.hello(0, 0), paged(1))
		stations, journals = append(stations, s), append(journals, checkIns(length, i))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	stop, killed := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(killed)
		for n := 0; n < kills; n++ {
			select {
			case <-stop:
			case <-time.After(time.Duration(100+rand.IntN(700)) * time.Millisecond):
			}
			r := f.replicas[rand.IntN(2)]
			r.kill()
			r.start()
		}
	}()
	var all sync.WaitGroup
	for i, s := range stations {
		all.Go(func() {
			if again, err := s.deliver(ctx, journals[i]); err != nil {
				t.Error(err)
			} else {
				t.Logf("%s sent %d batches again", s.Station, again)
			}
		})
	}
	all.Wait()
	close(stop)
	<-killed
	if t.Failed() {
		t.Logf("hub one:\n%s\nhub two:\n%s", &f.replicas[0].log, &f.replicas[1].log)
	}
	f.holds(t, stations, journals)
}

func checkIns(n, seed int) (all [][]byte) {
	for i := range n {
		r, _ := event.Encode(&event.Record{
			Stamp: &event.Stamp{WallMs: int64(seed*1000 + i + 1), Boot: 1, MonoMs: int64(i)},
			Body:  &event.Record_CheckIn{CheckIn: &event.CheckIn{Means: event.Means_MEANS_ANONYMOUS}},
		})
		all = append(all, r)
	}
	return all
}

// holds checks that the database has every journal once and in order, and that
// the followers come to the end.
func (f *fleet) holds(t *testing.T, stations []*joined, journals [][][]byte) {
	t.Helper()
	s, err := postgres.Open(t.Context(), f.url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := map[string][][]byte{}
	for i, j := range stations {
		want[j.Station] = journals[i]
	}
	events, err := s.Events(t.Context(), hub.EventQuery{Limit: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]int{}
	for i, e := range events {
		at := next[e.Station]
		if e.Pos != int64(i+1) || e.Seq != uint64(at+1) || at >= len(want[e.Station]) || !bytes.Equal(e.Bytes, want[e.Station][at]) {
			t.Fatalf("the record at %d is %s at position %d, after %d of that station", i+1, e.Ref, e.Pos, at)
		}
		next[e.Station]++
	}
	for id, journal := range want {
		if next[id] != len(journal) {
			t.Errorf("%s: %d of %d records", id, next[id], len(journal))
		}
	}
	eventually(t, func() bool {
		var n int
		err := s.Reader.QueryRow(`SELECT count(*) FROM check_ins`).Scan(&n)
		return err == nil && n == len(events)
	}, &f.replicas[0].log)
}

// TestPushReachesAStationOfADeadReplica: whichever hub a station has greeted,
// any of them pushes what is new for it.
func TestPushReachesAStationOfADeadReplica(t *testing.T) {
	f := startFleet(t)
	s := join(t, f.replicas[0].data, "st-1", f.shared...)
	s.connect(t)
	for i, r := range []*replica{f.replicas[0], f.replicas[1]} {
		other := f.replicas[1-i]
		other.kill()
		s.say(t, wire.Hello, s.hello(0, 0), paged(1)) // to the one that is left
		other.start()
		r.kill()
		start := tomorrow()
		start = start[:len(start)-1] + fmt.Sprint(i)
		status, out := command(append([]string{
			"slots", "add", "--data", other.data, "--service", "legal-aid", "--start", start, "--capacity", "3", "--station", "st-1",
		}, f.shared...)...)
		if status != 0 {
			t.Fatal(out)
		}
		if !s.hears(paged(uint64(5+i)), patience) {
			t.Fatalf("the loan was not pushed; the log:\n%s", &other.log)
		}
		r.start()
	}
}

func TestFirstDayWithPostgreSQL(t *testing.T) {
	url := postgrestest.Start(t, "fsync = off").New(t)
	t.Setenv(storeVariable, url)
	data := filepath.Join(t.TempDir(), "hub")
	firstDay(t, data, "--mqtt", "127.0.0.1:0")
	if _, err := os.Stat(filepath.Join(data, "hub.db")); err == nil {
		t.Error("a file was made beside the database")
	}
	if status, out := command("stations", "--data", data); status != 0 || !strings.Contains(out, "st-1") {
		t.Errorf("%d %s", status, out)
	}
}
