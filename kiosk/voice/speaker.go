package voice

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// ErrNoPlayer: nothing on the machine plays sound files.
var ErrNoPlayer = errors.New("no player of sound files: install alsa-utils (aplay) or pulseaudio-utils (paplay)")

// players are what is looked for, in this order, each with what goes before
// the file.
var players = [][]string{{"aplay", "-q"}, {"paplay"}}

const (
	// waiting is how many prompts may wait while one is being said.
	waiting = 2
	// longest is how long a player may take for one prompt.
	longest = 10 * time.Second
)

// Speaker says prompts, one after the other. It is a flow.Voice.
type Speaker struct {
	player  []string
	folder  string
	prompts chan string
	log     *slog.Logger
	silent  bool // the last one failed, and that has been told
}

var _ flow.Voice = (*Speaker)(nil)

// New makes a Speaker of the first player there is; own is a folder of
// recordings, "" for none. It returns ErrNoPlayer where there is none. Whoever
// calls it must call Run, which also removes what New has written.
func New(own string, log *slog.Logger) (*Speaker, error) {
	player, err := findPlayer()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "nuanxin-voice-*")
	if err != nil {
		return nil, err
	}
	if err := unpack(folder, own); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return &Speaker{player: player, folder: folder, prompts: make(chan string, waiting), log: log}, nil
}

func findPlayer() ([]string, error) {
	for _, p := range players {
		if path, err := exec.LookPath(p[0]); err == nil {
			return append([]string{path}, p[1:]...), nil
		}
	}
	return nil, ErrNoPlayer
}

// Speak has a cue said in a language. It returns at once; where others wait
// already, it is not said: who it was for has gone on by then.
func (s *Speaker) Speak(c flow.Cue, l i18n.Lang) {
	select {
	case s.prompts <- nameOf(c, l):
	default:
	}
}

// Run speaks until ctx ends.
func (s *Speaker) Run(ctx context.Context) {
	defer os.RemoveAll(s.folder)
	for {
		select {
		case <-ctx.Done():
			return
		case name := <-s.prompts:
			s.tell(name, s.play(ctx, name))
		}
	}
}

func (s *Speaker) play(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	play := exec.CommandContext(ctx, s.player[0], append(s.player[1:], filepath.Join(s.folder, name))...)
	play.WaitDelay = time.Second // whatever holds its output open
	return play.Run()
}

// tell logs the first of failures, and when it speaks again.
func (s *Speaker) tell(prompt string, err error) {
	switch failed := err != nil; {
	case failed && !s.silent:
		s.log.Warn("not spoken", "prompt", prompt, "cause", err)
	case !failed && s.silent:
		s.log.Info("spoken again", "prompt", prompt)
	}
	s.silent = err != nil
}
