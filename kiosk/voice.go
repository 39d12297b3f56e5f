package main

import (
	"context"
	"flag"
	"log/slog"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/voice"
)

// voiceSettings are whether the kiosk speaks, and with whose voice.
type voiceSettings struct {
	on    bool
	files string
}

func (s *voiceSettings) flags() {
	flag.BoolVar(&s.on, "voice", false, "speak at a few moments, such as checked in; nothing of a person is said")
	flag.StringVar(&s.files, "voice-files", "", "a `folder` of recordings to speak with, such as checked-in.zh.wav, in place of the made ones")
}

// speak lets a flow speak, where that is wanted and can be; a kiosk that
// cannot works as well. run speaks until its ctx ends.
func (s voiceSettings) speak(config *flow.Config, log *slog.Logger) (run func(context.Context)) {
	if !s.on {
		return func(context.Context) {}
	}
	speaker, err := voice.New(s.files, log)
	if err != nil {
		log.Warn("no voice", "cause", err)
		return func(context.Context) {}
	}
	config.Voice = speaker
	return speaker.Run
}
