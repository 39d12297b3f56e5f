package voice

import (
	"embed"
	"errors"
	"os"
	"path/filepath"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

//go:generate ./make.sh

//go:embed sounds/*.wav
var made embed.FS

// nameOf is the file of a cue in a language: "checked-in.zh.wav".
func nameOf(c flow.Cue, l i18n.Lang) string {
	return string(c) + "." + l.Pick("zh", "en") + ".wav"
}

// unpack writes the sounds into a folder, for players that take files; a
// recording of own under the same name is taken in place of the made one.
func unpack(folder, own string) error {
	all, err := made.ReadDir("sounds")
	if err != nil {
		return err
	}
	for _, entry := range all {
		sound, err := recorded(own, entry.Name())
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, entry.Name()), sound, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func recorded(own, name string) ([]byte, error) {
	if own != "" {
		sound, err := os.ReadFile(filepath.Join(own, name))
		if !errors.Is(err, os.ErrNotExist) {
			return sound, err
		}
	}
	return made.ReadFile("sounds/" + name)
}
