package lossyfs

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// FS is a mounted file system.
type FS struct {
	server *fuse.Server
	began  Files

	mu    sync.Mutex
	log   []Op
	files int // made so far; their numbers in the log
}

// Mount mounts a file system that holds such files on a folder. The folder
// must be a mount point of nobody else's.
//
// It needs /dev/fuse, and root or fusermount3 (Debian's package fuse3); an
// error says so.
func Mount(folder string, began Files) (*FS, error) {
	f := &FS{began: began, files: len(began)}
	server, err := fs.Mount(folder, &dir{fs: f}, &fs.Options{MountOptions: fuse.MountOptions{
		DirectMount: true, // as root; others go through fusermount3
		FsName:      "lossyfs",
		Name:        "lossyfs",
		// Nothing changes behind the kernel's back, so its cache is right.
		ExplicitDataCacheControl: true,
		DisableXAttrs:            true,
	}})
	if err != nil {
		return nil, fmt.Errorf("mount a FUSE file system: %w: %s", err, advice())
	}
	f.server = server
	return f, nil
}

func advice() string {
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no /dev/fuse here: modprobe fuse, or start the container with --device /dev/fuse --cap-add SYS_ADMIN"
	case err != nil:
		return "run as root, or chmod 666 /dev/fuse: " + err.Error()
	}
	device.Close()
	return "run as root with CAP_SYS_ADMIN, or apt-get install fuse3"
}

// Unmount takes the file system away, whoever still uses it.
func (f *FS) Unmount(folder string) error {
	if err := f.server.Unmount(); err == nil {
		return nil
	}
	return syscall.Unmount(folder, syscall.MNT_DETACH)
}

// Log is what was done so far.
func (f *FS) Log() []Op {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.log)
}

// note does something to a file or to names and logs it, so that the log has
// the order in which it was done.
func (f *FS) note(op Op, do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if do != nil {
		do()
	}
	f.log = append(f.log, op)
}

// create logs a new file and gives its number.
func (f *FS) create(name string) (number int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files++
	f.log = append(f.log, Op{Kind: Create, File: f.files, Name: name})
	return f.files
}
