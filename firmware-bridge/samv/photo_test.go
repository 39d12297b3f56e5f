package samv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program writes a shell script that stands for the operator's decoder.
func program(t *testing.T, script string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "decoder")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return []string{path, "an argument"}
}

func TestPhotoDecoder(t *testing.T) {
	photo := Photo("wlt bytes of a card")
	for magic, kind := range map[string]string{`BM`: "image/bmp", `\211PNG\r\n\032\n`: "image/png", `\377\330\377`: "image/jpeg"} {
		d := PhotoDecoder{Command: program(t, `[ "$1" = "an argument" ] && printf '`+magic+`' && cat`)}
		got, err := d.Decode(t.Context(), photo)
		if err != nil || got.Type != kind || !bytes.HasSuffix(got.Data, photo) || len(got.Data) > len(photo)+8 {
			t.Errorf("%s: %v, %v", kind, got, err)
		}
	}
}

// TestPhotoDecoderFails in every way a program can, and each time says how.
func TestPhotoDecoderFails(t *testing.T) {
	for name, test := range map[string]struct {
		command []string
		photo   Photo
		want    string
	}{
		"none set":      {nil, Photo("x"), "no decoder program is set"},
		"no photo":      {program(t, "printf BM"), nil, "there is no photo"},
		"not there":     {[]string{filepath.Join(t.TempDir(), "none")}, Photo("x"), "no such file"},
		"exit status":   {program(t, "echo 'licence expired' >&2; echo more >&2; exit 3"), Photo("x"), "exit status 3 licence expired"},
		"no image":      {program(t, "echo '<html>'"), Photo("x"), "is no BMP, PNG or JPEG"},
		"no output":     {program(t, "exit 0"), Photo("x"), "(0 bytes) is no BMP"},
		"endless":       {program(t, "printf BM; exec yes"), Photo("x"), "more than 1048576 bytes"},
		"endless words": {program(t, "head -c 3000000 /dev/zero >&2; exit 1"), Photo("x"), "exit status 1"},
		"reads nothing": {program(t, "exec <&-; exit 4"), Photo(bytes.Repeat([]byte("x"), 1<<20)), "exit status 4"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			image, err := PhotoDecoder{Command: test.command, Timeout: time.Minute}.Decode(t.Context(), test.photo)
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("only after %v", took)
			}
			if !errors.Is(err, ErrPhoto) || !strings.Contains(err.Error(), test.want) || image.Data != nil || len(err.Error()) > 600 {
				t.Errorf("%v, %v", image, err)
			}
		})
	}
}

// TestPhotoDecoderIsKilled with its children, when its time is up and when the caller no longer wants it.
func TestPhotoDecoderIsKilled(t *testing.T) {
	enough := errors.New("the rider left")
	for name, cause := range map[string]error{"timeout": context.DeadlineExceeded, "cancelled": enough} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pidFile := filepath.Join(t.TempDir(), "pid")
			d := PhotoDecoder{Command: program(t, "sleep 1000 & echo $! > "+pidFile+".new; mv "+pidFile+".new "+pidFile+"; wait")}
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if name == "timeout" {
				d.Timeout = 2 * time.Second // enough for the script to start
			} else {
				go func() { child(t, pidFile); cancel(enough) }()
			}
			began := time.Now()
			_, err := d.Decode(ctx, Photo("x"))
			if took := time.Since(began); !errors.Is(err, ErrPhoto) || !errors.Is(err, cause) || took > 10*time.Second {
				t.Errorf("%v after %v", err, took)
			}
			gone(t, child(t, pidFile))
		})
	}
}

// child waits for the process that the script started.
func child(t *testing.T, pidFile string) int {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if b, err := os.ReadFile(pidFile); err == nil {
			pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
			return pid
		}
	}
	t.Error("the script did not start")
	return 0
}

// gone waits until a process is no more, or only its parent's to bury.
func gone(t *testing.T, pid int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || bytes.Contains(stat, []byte(") Z ")) {
			return
		}
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	t.Errorf("process %d lives on", pid)
}

// TestDecoderSeesLittle of the station's environment, where secrets may be.
func TestDecoderSeesLittle(t *testing.T) {
	t.Setenv("NUANXIN_SECRET", "a key")
	t.Setenv("LD_LIBRARY_PATH", "/opt/vendor")
	got, err := PhotoDecoder{Command: program(t, "printf BM; env")}.Decode(t.Context(), Photo("x"))
	if err != nil || bytes.Contains(got.Data, []byte("a key")) || !bytes.Contains(got.Data, []byte("/opt/vendor")) {
		t.Errorf("%s, %v", got.Data, err)
	}
}

// TestPhotosDoNotLeak into logs; JSON has them, for that is asked for.
func TestPhotosDoNotLeak(t *testing.T) {
	photo, image := Photo("secret face"), Image{"image/bmp", []byte("secret face")}
	var out bytes.Buffer
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("read", "photo", photo, "image", image, "event", Placed{Photo: photo})
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		fmt.Fprintf(&out, verb, photo)
		fmt.Fprintf(&out, verb, image)
		fmt.Fprintf(&out, verb, Placed{Photo: photo})
	}
	for _, secret := range []string{"secret", "736563726574", "115 101", "c2VjcmV0"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q leaked:\n%s", secret, out.String())
		}
	}
	if b, err := json.Marshal(photo); err != nil || string(b) != `"c2VjcmV0IGZhY2U="` {
		t.Errorf("%s, %v", b, err)
	}
}
