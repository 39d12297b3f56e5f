package voice

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// player puts an executable aplay before all others.
func player(t *testing.T, script string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "aplay"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
	return folder
}

// speaker runs one until the test ends.
func speaker(t *testing.T, own string) (s *Speaker, log *bytes.Buffer, end func()) {
	t.Helper()
	log = new(bytes.Buffer)
	s, err := New(own, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	end = func() { cancel(); running.Wait() }
	t.Cleanup(end)
	return s, log, end
}

// heard gives the lines that a player writes into the named pipe "said" beside
// it, waiting for each.
func heard(t *testing.T, folder string) (next func() string) {
	t.Helper()
	pipe := filepath.Join(folder, "said")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(pipe, os.O_RDWR, 0) // it opens without a writer, and never ends
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return func() string {
		t.Helper()
		_ = file.SetReadDeadline(time.Now().Add(10 * time.Second))
		var line []byte
		for b := make([]byte, 1); ; line = append(line, b[0]) {
			if _, err := file.Read(b); err != nil {
				t.Fatalf("the player said nothing: %v", err)
			}
			if b[0] == '\n' {
				return string(line)
			}
		}
	}
}

func TestEveryCueHasASoundInBothLanguages(t *testing.T) {
	for _, c := range flow.Cues() {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			sound, err := made.ReadFile("sounds/" + nameOf(c, l))
			if err != nil || !bytes.HasPrefix(sound, []byte("RIFF")) || len(sound) < 16000 || len(sound) > 200_000 {
				t.Errorf("%s: %d bytes, %v", nameOf(c, l), len(sound), err)
			}
		}
	}
	if all, _ := made.ReadDir("sounds"); len(all) != 2*len(flow.Cues()) {
		t.Errorf("%d sounds for %d cues", len(all), len(flow.Cues()))
	}
}

func TestPromptsArePlayedInTurnAndInTheirLanguage(t *testing.T) {
	folder := player(t, `echo "$1 $(basename "$2") $(head -c 4 "$2")" >"$(dirname "$0")/said"`+"\n")
	said := heard(t, folder)
	s, _, _ := speaker(t, "")
	s.Speak(flow.CueCheckedIn, i18n.ZH)
	if got := said(); got != "-q checked-in.zh.wav RIFF" {
		t.Errorf("played %q", got)
	}
	s.Speak(flow.CueTakeCard, i18n.EN)
	if got := said(); got != "-q take-card.en.wav RIFF" {
		t.Errorf("played %q", got)
	}
}

func TestARecordingTakesThePlaceOfTheMadeSound(t *testing.T) {
	folder := player(t, `echo "$(cat "$2" | head -c 4)" >"$(dirname "$0")/said"`+"\n")
	said := heard(t, folder)
	own := t.TempDir()
	if err := os.WriteFile(filepath.Join(own, "booked.zh.wav"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _, _ := speaker(t, own)
	s.Speak(flow.CueBooked, i18n.ZH)
	if got := said(); got != "mine" {
		t.Errorf("played %q", got)
	}
	s.Speak(flow.CueBooked, i18n.EN)
	if got := said(); got != "RIFF" {
		t.Errorf("played %q", got)
	}
}

// A player that hangs holds up neither the flow nor the end.
func TestAPlayerThatHangsHoldsUpNobody(t *testing.T) {
	folder := player(t, `echo started >"$(dirname "$0")/said"; exec sleep 60`+"\n")
	said := heard(t, folder)
	s, _, end := speaker(t, "")
	began := time.Now()
	for range 1000 {
		s.Speak(flow.CueEnding, i18n.ZH)
	}
	said()
	end()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	if _, err := os.Stat(s.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the sounds stay behind: %v", err)
	}
}

func TestAFailingPlayerIsToldOnceAndMissedByNobody(t *testing.T) {
	folder := player(t, `echo "$2" >"$(dirname "$0")/said"; exit 1`+"\n")
	said := heard(t, folder)
	s, log, end := speaker(t, "")
	for range 3 {
		s.Speak(flow.CueBooked, i18n.ZH)
		said()
	}
	end()
	if n := strings.Count(log.String(), "not spoken"); n != 1 {
		t.Errorf("told %d times:\n%s", n, log)
	}
}

func TestWithoutAPlayerThereIsNoVoice(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := New("", slog.New(slog.DiscardHandler)); !errors.Is(err, ErrNoPlayer) {
		t.Errorf("got %v", err)
	}
}
