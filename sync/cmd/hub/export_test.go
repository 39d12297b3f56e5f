package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestExportWritesCSV(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	for _, id := range []string{"st-2", "st-1"} {
		if status, out := command("enroll", id, "--data", data); status != 0 {
			t.Fatal(out)
		}
	}
	const want = "station,epoch,cause,version,storage,free_bytes,clock_offset_ms,canary_ms,canary_at\nst-1,,,,,,,,\nst-2,,,,,,,,\n"
	if status, out := command("export", "station_states", "--data", data); status != 0 || out != want {
		t.Errorf("%d %s", status, out)
	}
	if status, out := command("replay", "all", "--data", data); status != 0 || !strings.Contains(out, "all has read") {
		t.Errorf("%d %s", status, out)
	}
}
