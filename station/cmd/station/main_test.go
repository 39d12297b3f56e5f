package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/hubtest"
)

func command(args ...string) (status int, out string) {
	var b bytes.Buffer
	status = run(context.Background(), args, &b, &b)
	return status, b.String()
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"fly"}, `no command "fly"`},
		{[]string{"enroll", "--data", "x"}, "--code CODE or --scan PORT"},
		{[]string{"enroll", "--data", "x", "--code", "c", "--scan", "-"}, "--code CODE or --scan PORT"},
		{[]string{"enroll", "--data", "x", "--code", strings.Repeat("0", 32)}, "--hub URL is needed"},
		{[]string{"status", "--nonsense"}, "nonsense"},
		{[]string{"check", "too", "many"}, "too many"},
		{[]string{"backup", "--data", "x"}, "which file"},
	} {
		if status, out := command(c.args...); status != 2 || !strings.Contains(out, c.want) {
			t.Errorf("%q: %d %s", c.args, status, out)
		}
	}
	if status, out := command("help"); status != 0 || !strings.Contains(out, "nuanxin-station run") {
		t.Errorf("help: %d %s", status, out)
	}
	if status, out := command("status", "--data", t.TempDir()); status != 1 || !strings.Contains(out, "no station runs") {
		t.Errorf("an empty folder: %d %s", status, out)
	}
}

// TestALife enrols a station, runs it, asks it while it runs and after it has
// stopped, and copies it.
func TestALife(t *testing.T) {
	hub := hubtest.Start(t)
	folder, copies := t.TempDir(), t.TempDir()
	if status, out := command("enroll", "--data", folder, "--hub", hub.Door, "--code", hub.Invite(t, "st-1")); status != 0 || !strings.Contains(out, "Enrolled as st-1") {
		t.Fatalf("enroll: %d %s", status, out)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	var out bytes.Buffer
	go func() { ended <- run(ctx, []string{"run", "--data", folder, "--at-once"}, &out, &out) }()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		status, out := command("status", "--data", folder)
		if status == 0 && strings.Contains(out, "delivered  2, 0 waiting") && strings.Contains(out, "the hub renews it") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("not delivered: %d %s", status, out)
		}
	}
	ask(t, folder, filepath.Join(copies, "while-it-runs"))
	stop()
	if status := <-ended; status != 0 {
		t.Errorf("run: %d %s", status, &out)
	}
	ask(t, folder, filepath.Join(copies, "after"))
}

func ask(t *testing.T, folder, name string) {
	t.Helper()
	if status, out := command("check", "--data", folder); status != 0 || out != "2 records, 0 bookings, 0 faults\n" {
		t.Errorf("check: %d %s", status, out)
	}
	if status, out := command("export", "--data", folder); status != 0 || !strings.Contains(out, `"ref":"st-1/1/1","kind":"epoch_started"`) {
		t.Errorf("export: %d %s", status, out)
	}
	for _, verb := range []string{"backup", "export"} {
		file := name + "." + verb
		if status, out := command(verb, "--data", folder, file); status != 0 {
			t.Errorf("%s: %d %s", verb, status, out)
		}
		if info, err := os.Stat(file); err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", verb, info, err)
		}
		if status, out := command(verb, "--data", folder, file); status != 1 || !strings.Contains(out, "exists") {
			t.Errorf("%s over a file that exists: %d %s", verb, status, out)
		}
	}
}
