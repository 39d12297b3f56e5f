package lossyfs

import (
	"context"
	"slices"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// file is a file as its writers see it: with everything they wrote.
type file struct {
	fs.Inode
	fs     *FS
	number int
	data   []byte // guarded by fs.mu
}

var (
	_ fs.NodeOpener    = (*file)(nil)
	_ fs.NodeReader    = (*file)(nil)
	_ fs.NodeWriter    = (*file)(nil)
	_ fs.NodeGetattrer = (*file)(nil)
	_ fs.NodeSetattrer = (*file)(nil)
	_ fs.NodeFsyncer   = (*file)(nil)
	_ fs.NodeFlusher   = (*file)(nil)
	_ fs.NodeAllocater = (*file)(nil)
)

// Open lets the kernel keep what it has cached.
func (f *file) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if flags&syscall.O_TRUNC != 0 {
		f.do(Op{Kind: Resize, File: f.number})
	}
	return nil, fuse.FOPEN_KEEP_CACHE, 0
}

// Read copies: the answer is sent when the lock is free again.
func (f *file) Read(_ context.Context, _ fs.FileHandle, into []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	off = min(off, int64(len(f.data)))
	return fuse.ReadResultData(into[:copy(into, f.data[off:])]), 0
}

// Write copies data, which is the caller's.
func (f *file) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	f.do(Op{Kind: Write, File: f.number, Off: off, Data: slices.Clone(data)})
	return uint32(len(data)), 0
}

func (f *file) do(op Op) {
	f.fs.note(op, func() { f.data = apply(f.data, op, everySector) })
}

// Fsync is fsync and fdatasync.
func (f *file) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	f.fs.note(Op{Kind: Sync, File: f.number}, nil)
	return 0
}

// Flush is close, which promises nothing.
func (f *file) Flush(context.Context, fs.FileHandle) syscall.Errno { return 0 }

// Setattr takes a size; it keeps no mode, owner or time.
func (f *file) Setattr(ctx context.Context, h fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		f.do(Op{Kind: Resize, File: f.number, Off: int64(size)})
	}
	return f.Getattr(ctx, h, out)
}

// Getattr says the size.
func (f *file) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	f.fs.mu.Lock()
	defer f.fs.mu.Unlock()
	out.Mode, out.Size = 0o600, uint64(len(f.data))
	return 0
}

// Allocate makes the file as long as it has to be, with zeros.
func (f *file) Allocate(_ context.Context, _ fs.FileHandle, off, size uint64, mode uint32) syscall.Errno {
	if mode != 0 {
		return syscall.ENOTSUP
	}
	f.fs.mu.Lock()
	long := uint64(len(f.data)) >= off+size
	f.fs.mu.Unlock()
	if !long {
		f.do(Op{Kind: Resize, File: f.number, Off: int64(off + size)})
	}
	return 0
}
