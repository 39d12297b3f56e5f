package lossyfs

import (
	"context"
	"path"
	"strings"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// dir is a folder. Folders themselves survive every power cut; the names in
// them may not.
type dir struct {
	fs.Inode
	fs *FS
}

var (
	_ fs.NodeOnAdder   = (*dir)(nil)
	_ fs.NodeCreater   = (*dir)(nil)
	_ fs.NodeRenamer   = (*dir)(nil)
	_ fs.NodeUnlinker  = (*dir)(nil)
	_ fs.NodeMkdirer   = (*dir)(nil)
	_ fs.NodeRmdirer   = (*dir)(nil)
	_ fs.NodeFsyncer   = (*dir)(nil)
	_ fs.NodeSetattrer = (*dir)(nil)
	_ fs.NodeStatfser  = (*dir)(nil)
)

// OnAdd hangs up the files the file system begins with.
func (d *dir) OnAdd(ctx context.Context) {
	if !d.IsRoot() {
		return
	}
	for i, name := range d.fs.began.sorted() {
		data := append([]byte(nil), d.fs.began[name]...)
		d.folder(ctx, path.Dir(name)).hang(ctx, path.Base(name), &file{fs: d.fs, number: i + 1, data: data})
	}
}

// folder is the one at a path below d, made where there is none.
func (d *dir) folder(ctx context.Context, below string) *dir {
	at := d
	for name := range strings.SplitSeq(below, "/") {
		if name == "." {
			continue
		}
		next := at.GetChild(name)
		if next == nil {
			next = at.subfolder(ctx)
			at.AddChild(name, next, false)
		}
		at = next.Operations().(*dir)
	}
	return at
}

func (d *dir) subfolder(ctx context.Context) *fs.Inode {
	return d.NewPersistentInode(ctx, &dir{fs: d.fs}, fs.StableAttr{Mode: syscall.S_IFDIR})
}

func (d *dir) hang(ctx context.Context, name string, f *file) *fs.Inode {
	node := d.NewPersistentInode(ctx, f, fs.StableAttr{Mode: syscall.S_IFREG})
	d.AddChild(name, node, true)
	return node
}

func (d *dir) path(name string) string { return path.Join(d.Path(nil), name) }

// Create makes an empty file.
func (d *dir) Create(ctx context.Context, name string, _, _ uint32, _ *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	made := &file{fs: d.fs}
	made.number = d.fs.create(d.path(name))
	return d.hang(ctx, name, made), nil, fuse.FOPEN_KEEP_CACHE, 0
}

// Rename moves a file; folders stay where they are.
func (d *dir) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	if flags != 0 || d.GetChild(name).IsDir() {
		return syscall.ENOTSUP
	}
	d.fs.note(Op{Kind: Rename, Name: d.path(name), To: to.(*dir).path(newName)}, nil)
	return 0
}

// Unlink removes a name.
func (d *dir) Unlink(_ context.Context, name string) syscall.Errno {
	d.fs.note(Op{Kind: Remove, Name: d.path(name)}, nil)
	return 0
}

// Mkdir makes a folder.
func (d *dir) Mkdir(ctx context.Context, _ string, _ uint32, _ *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return d.subfolder(ctx), 0
}

// Rmdir removes a folder.
func (d *dir) Rmdir(context.Context, string) syscall.Errno { return 0 }

// Fsync makes certain the names as they are now.
func (d *dir) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	d.fs.note(Op{Kind: Settle}, nil)
	return 0
}

// Setattr takes any mode, owner and time, and keeps none.
func (d *dir) Setattr(context.Context, fs.FileHandle, *fuse.SetAttrIn, *fuse.AttrOut) syscall.Errno {
	return 0
}

// Statfs says that there is room: this disk loses, but is never full.
func (d *dir) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Blocks, out.Bfree, out.Bavail = 4096, 1<<20, 1<<20, 1<<20
	return 0
}
