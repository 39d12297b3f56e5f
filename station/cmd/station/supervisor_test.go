package main

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/internal/hubtest"
	"github.com/nuanxin/station-kit/internal/node"
	"github.com/nuanxin/station-kit/station"
)

// TestTheFirstSupervisor is made while no process runs, gets a new PIN from the running one, and signs in by what
// was printed.
func TestTheFirstSupervisor(t *testing.T) {
	hub := hubtest.Start(t)
	folder := t.TempDir()
	if status, out := command("enroll", "--data", folder, "--hub", hub.Door, "--code", hub.Invite(t, "st-1")); status != 0 {
		t.Fatalf("enroll: %d %s", status, out)
	}
	n, err := node.Open(folder, node.Options{AtOnce: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Station.Close(); err != nil {
		t.Fatal(err)
	}
	first := install(t, folder)
	n, err = node.Open(folder, node.Options{AtOnce: true})
	if err != nil {
		t.Fatal(err)
	}
	if in, err := n.Station.SignIn("boss", first); err != nil || in.Name != "班长" || in.Role != station.RoleSupervisor {
		t.Errorf("%+v, %v", in, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- n.Run(t.Context()) }()
	t.Cleanup(func() { <-ended })
	awaitSocket(t, folder)
	second := install(t, folder)
	if _, err := n.Station.SignIn("boss", first); second != first && !errors.Is(err, station.ErrWrongPIN) {
		t.Errorf("the first PIN still signs in: %v", err)
	}
	if _, err := n.Station.SignIn("boss", second); err != nil {
		t.Errorf("the second PIN does not: %v", err)
	}
	if status, out := command("supervisor", "--data", folder, "--id", "Boss!"); status != 1 || !strings.Contains(out, "an account needs") {
		t.Errorf("a bad identifier: %d %s", status, out)
	}
}

func install(t *testing.T, folder string) string {
	t.Helper()
	status, out := command("supervisor", "--data", folder, "--id", "boss", "--name", "班长")
	m := regexp.MustCompile(`PIN is (\d{6})\.`).FindStringSubmatch(out)
	if status != 0 || m == nil || station.GoodPIN(m[1]) != nil {
		t.Fatalf("%d %s", status, out)
	}
	return m[1]
}

func awaitSocket(t *testing.T, folder string) {
	t.Helper()
	for {
		if status, _ := command("status", "--data", folder); status == 0 {
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("the socket does not answer")
		}
	}
}

func TestAPINIsReadFromTheInput(t *testing.T) {
	if pin, err := chosenPIN("-", strings.NewReader("482137\n")); err != nil || pin != "482137" {
		t.Errorf("%q, %v", pin, err)
	}
	if _, err := chosenPIN("-", strings.NewReader("\n")); err == nil {
		t.Error("an empty one is taken")
	}
	if _, err := chosenPIN("482137", nil); !errors.Is(err, errUsage) {
		t.Errorf("one that others could read: %v", err)
	}
}
