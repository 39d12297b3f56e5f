package fleetbench

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Sizes of the runs, from the environment.
const (
	recordsVar  = "FLEET_RECORDS"  // in the journal that is drained
	stationsVar = "FLEET_STATIONS" // of the country
	clientsVar  = "FLEET_CLIENTS"  // that come back
	outageVar   = "FLEET_OUTAGE"   // how long the broker is away
	profileVar  = "FLEET_PROFILE"  // folder for the CPU profiles of hub and station
	cacheVar    = "BENCH_CACHE"
)

func size(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: a number from 1", name, text)
	}
	return n
}

func outageLength(t testing.TB) time.Duration {
	t.Helper()
	text := os.Getenv(outageVar)
	if text == "" {
		return 90 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("%s=%q: a duration such as 90s", outageVar, text)
	}
	return d
}

// TestMain prints what was measured after the benchmarks' own lines.
func TestMain(m *testing.M) {
	status := m.Run()
	fmt.Print(table.String())
	os.Exit(status)
}

var table strings.Builder

func head(columns ...string) {
	fmt.Fprintf(&table, "\n| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

func line(format string, args ...any) { fmt.Fprintf(&table, "| "+format+" |\n", args...) }

// load is the machine's load average over the last minute.
func load(t testing.TB) string {
	t.Helper()
	text := must(os.ReadFile("/proc/loadavg"))
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
