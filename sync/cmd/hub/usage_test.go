package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWrongCommandLinesSayWhatToDo(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	if status, out := command("enroll", "--name-zh", "测试站", "st-1", "--data", data); status != 0 || !strings.Contains(out, "not running") {
		t.Fatalf("%d %s", status, out)
	}
	slot := []string{"slots", "add", "--data", data, "--service", "legal-aid", "--start", tomorrow(), "--capacity", "3"}
	with := func(more ...string) []string { return append(append([]string{}, slot...), more...) }
	for _, c := range []struct {
		args []string
		says string
	}{
		{nil, "say what to do"},
		{[]string{"fly"}, `no command "fly"`},
		{[]string{"slots"}, "no command"},
		{[]string{"run"}, "--data DIR is missing"},
		{[]string{"run", "--data", data, "--colour"}, "-colour"},
		{[]string{"run", "--data", data, "--mqtt", "0.0.0.0:0"}, "--host NAME is missing"},
		{[]string{"run", "--data", data, "--broker", "mqtt.example"}, "tls://host:port"},
		{[]string{"run", "--data", data, "--broker", "tcp://mqtt.example:1883"}, "tls://host:port"},
		{[]string{"enroll", "--data", data}, "STATION is missing"},
		{[]string{"enroll", "a", "b", "--data", data}, "one argument too many"},
		{[]string{"enroll", "Station 1", "--data", data}, "lower-case letters"},
		{[]string{"enroll", "st-1", "--data", data, "--json", "--qr", "-"}, "--json and --qr -"},
		{[]string{"stations", "--data", data + "x"}, "no hub's data folder"},
		{[]string{"certificate", "--data", data}, "--out DIR is missing"},
		{[]string{"export", "--data", data}, "TABLE is missing"},
		{[]string{"export", "records", "--data", data}, "no such table"},
		{[]string{"replay", "nobody", "--data", data}, "no such follower, there are unread, visits, bookings, others"},
		{[]string{"revoke", "st-1", "--data", data}, "say why"},
		{[]string{"revoke", "st-9", "--because", "stolen", "--data", data}, "no such station"},
		{[]string{"revoke", "st-1", "--because", "stolen", "--data", data}, "no such key"},
		{[]string{"run", "--data", data, "--access", "mosquitto=acl", "--access-reload", "true"}, "--access is for a --broker"},
		{[]string{"run", "--data", data, "--broker", "tls://b:1", "--access", "mosquitto=acl"}, "--access-reload COMMAND"},
		{[]string{"run", "--data", data, "--broker", "tls://b:1", "--access", "emqx=acl"}, "mosquitto=FILE"},
		{[]string{"run", "--data", data, "--broker", "tls://b:1", "--access", "rabbitmq=http://127.0.0.1:1"}, "administrator's name"},
		{[]string{"run", "--data", data, "--broker", "tls://b:1", "--access", "rabbitmq=http://admin@127.0.0.1:1"}, "--access-password FILE"},
		{[]string{"run", "--data", data, "--broker", "tls://b:1", "--access", "rabbitmq=http://admin:hush@127.0.0.1:1"}, "lists the processes"},
		{with("--station", "st-2"), "no such station"},
		{with("--station", "st-1=4"), "raise --capacity"},
		{with("--station", "st-1=x"), "STATION=N"},
		{with("--count", "0"), "--count 0"},
		{with("--start", "at nine"), "2026-11-24 09:00"},
		{with("--start", "2020-01-01 09:00"), "its start is past"},
		{with("--service", "haircut"), "health-check, legal-aid"},
		{with("--capacity", "0"), "capacity 0"},
	} {
		if status, out := command(c.args...); status != 2 || !strings.Contains(out, c.says) {
			t.Errorf("%v: %d %s", c.args, status, out)
		}
	}
	if status, out := command("run", "--data", data, "--mqtt", "127.0.0.1:99999"); status != 1 {
		t.Errorf("an impossible port: %d %s", status, out)
	}
}

func TestAdvertisedAddress(t *testing.T) {
	for _, c := range []struct {
		listening string
		hosts     []string
		want      string
	}{
		{"127.0.0.1:8883", nil, "tls://127.0.0.1:8883"},
		{"10.0.0.7:8883", nil, "tls://10.0.0.7:8883"},
		{"0.0.0.0:8883", []string{"hub.example", "10.0.0.7"}, "tls://hub.example:8883"},
		{"[::]:8883", nil, ""},
		{"0.0.0.0:8883", nil, ""},
		{":8883", nil, ""},
		{"8883", nil, ""},
	} {
		if got, err := advertised("tls", c.listening, c.hosts); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %v: %q, %v", c.listening, c.hosts, got, err)
		}
	}
	got := certified([]string{"hub.example"}, "0.0.0.0:1", ":2", "10.0.0.7:3", "localhost:4")
	if want := []string{"hub.example", "10.0.0.7", "localhost"}; !slices.Equal(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"help"}, {"run", "-h"}, {"enroll", "--help"}, {"slots", "add", "-h"}} {
		if status, out := command(args...); status != 0 || !strings.Contains(out, "data") {
			t.Errorf("%v: %d %s", args, status, out)
		}
	}
}

func TestSlotsAndStationsAreListed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	command("enroll", "st-1", "--name-zh", "测试站", "--name-en", "Test", "--data", data)
	for range 2 { // the second changes nothing
		if status, out := command("slots", "add", "--data", data, "--service", "health-check", "--start", tomorrow(),
			"--minutes", "20", "--count", "3", "--capacity", "5", "--station", "st-1=2"); status != 0 || strings.Count(out, "lent st-1=2") != 3 {
			t.Fatalf("%d %s", status, out)
		}
	}
	if status, out := command("slots", "list", "--data", data); status != 0 || strings.Count(out, "st-1=2") != 3 || !strings.Contains(out, "测试站") {
		t.Errorf("%d %s", status, out)
	}
	if status, out := command("stations", "--data", data); status != 0 || !strings.Contains(out, "has not enrolled") {
		t.Errorf("%d %s", status, out)
	}
}

func TestSecondHubOnTheSameData(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	start(t, data, "--mqtt", "127.0.0.1:0")
	if status, out := command("run", "--data", data, "--mqtt", "127.0.0.1:0"); status != 1 || !strings.Contains(out, "another nuanxin-hub") {
		t.Errorf("%d %s", status, out)
	}
}
