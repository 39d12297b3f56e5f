package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// ErrReload says that the command that makes a broker read its file again
// failed.
var ErrReload = errors.New("the broker's reload command failed")

// File is a broker that reads its list from a file when told to.
type File struct {
	// Path is the file. It is replaced as a whole and everyone may read it: it
	// holds no secret.
	Path string
	// Render writes the list: MosquittoList or NATSList.
	Render func(Stations) []byte
	// Reload is the command, with its arguments, that makes the broker read
	// the file again, such as systemctl reload mosquitto.
	Reload []string

	loaded []byte // what the broker has read since this File was made
}

// Apply replaces the file and reloads, unless the broker has read the same.
func (f *File) Apply(ctx context.Context, now Stations) error {
	list := f.Render(now)
	if f.loaded != nil && bytes.Equal(f.loaded, list) {
		return nil
	}
	if err := f.replace(list); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, f.Reload[0], f.Reload[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %q: %w: %.500s", ErrReload, f.Reload, err, out)
	}
	f.loaded = list
	return nil
}

// replace never leaves half a list, also where several hubs of a machine write
// it. It needs no sync: the hub writes the list anew when it starts.
func (f *File) replace(list []byte) error {
	draft, err := os.CreateTemp(filepath.Dir(f.Path), "."+filepath.Base(f.Path)+"-*")
	if err != nil {
		return err
	}
	_, err = draft.Write(list)
	if err = errors.Join(err, draft.Chmod(0o644), draft.Close()); err == nil {
		err = os.Rename(draft.Name(), f.Path)
	}
	if err != nil {
		_ = os.Remove(draft.Name())
	}
	return err
}
