// Package durable replaces files so that power lost at any moment leaves the
// old one or the new one, whole.
package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Replace writes a file of mode 0600 and puts it in place of path. When it
// returns nil, the file and its name are on disk; otherwise path is as it was.
func Replace(path string, fill func(io.Writer) error) error {
	draft := path + ".new"
	f, err := os.OpenFile(draft, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(draft))
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// SyncFolder brings the names in a folder to disk.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
