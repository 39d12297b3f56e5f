package main

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station/pass/qr"
	"github.com/nuanxin/station-kit/sync/wire"
)

func TestEnrollDrawsWhatTheStationScans(t *testing.T) {
	data, picture := filepath.Join(t.TempDir(), "hub"), filepath.Join(t.TempDir(), "code.png")
	const door = "https://hub.example:8481"
	status, out := command("enroll", "st-1", "--data", data, "--hub", door, "--json", "--qr", picture)
	var i invitation
	if err := json.Unmarshal([]byte(out), &i); status != 0 || err != nil {
		t.Fatalf("%d %s", status, out)
	}
	if read, err := wire.ParseInvitation(i.Scan); err != nil || read.Hub != door || read.Code.String() != i.Code {
		t.Errorf("%q: %+v, %v", i.Scan, read, err)
	}
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if image, err := png.Decode(f); err != nil || image.Bounds().Dx() < 300 {
		t.Errorf("the picture: %v", err)
	}
	if info, err := f.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("anybody reads the picture: %v", info.Mode())
	}

	status, out = command("enroll", "st-1", "--data", data, "--hub", door, "--qr", "-")
	_, code, _ := strings.Cut(out, "Enrolment code of station st-1:\n\n    ")
	code, _, _ = strings.Cut(code, "\n")
	drawn, err := qr.Print(door + "#" + code)
	if status != 0 || err != nil || !strings.HasPrefix(out, drawn) {
		t.Errorf("%d %v\n%s", status, err, out)
	}
}
