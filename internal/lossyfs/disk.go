package lossyfs

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// Sector is the bytes a disk writes whole or not at all.
const Sector = 512

// Disk is what is certain to survive a power cut, and what may.
type Disk struct {
	// Lies makes it a disk that answers the sync of a file and has not done it:
	// the control that shows what a test would find.
	Lies bool

	files   map[int]*content
	names   map[string]int
	renames []Op // names changed since the last Settle, oldest first
}

// content is a file as it was last synced, and what was done to it since.
type content struct {
	stable []byte
	since  []Op
}

// NewDisk holds the files that a file system began with, all of them synced.
func NewDisk(began Files) *Disk {
	d := &Disk{files: map[int]*content{}, names: map[string]int{}}
	for i, name := range began.sorted() {
		d.names[name], d.files[i+1] = i+1, &content{stable: slices.Clone(began[name])}
	}
	return d
}

// Do takes the next op of a log.
func (d *Disk) Do(op Op) {
	switch op.Kind {
	case Write, Resize:
		f := d.files[op.File]
		f.since = append(f.since, op)
	case Sync:
		if !d.Lies {
			d.files[op.File].sync()
		}
	case Create:
		d.files[op.File] = &content{}
		d.renames = append(d.renames, op)
	case Rename, Remove:
		d.renames = append(d.renames, op)
	case Settle:
		d.settle()
	}
}

func (c *content) sync() {
	for _, op := range c.since {
		c.stable = apply(c.stable, op, everySector)
	}
	c.since = nil
}

func (d *Disk) settle() {
	for _, op := range d.renames {
		rename(d.names, op)
	}
	d.renames = nil
}

// Cut is what a power cut leaves, chosen by rng among everything it could.
// Names change in their order, as a file system's own journal keeps them, so
// that only the last of them are lost; of file contents, whatever was not
// synced may be lost or torn, in any combination.
func (d *Disk) Cut(rng *rand.Rand) Files {
	names := maps.Clone(d.names)
	for _, op := range d.renames[:rng.IntN(len(d.renames)+1)] {
		rename(names, op)
	}
	left := Files{}
	for _, name := range slices.Sorted(maps.Keys(names)) { // in order: rng decides
		left[name] = d.files[names[name]].cut(damages[rng.IntN(len(damages))], rng)
	}
	return left
}

func (c *content) cut(damage damage, rng *rand.Rand) []byte {
	left := slices.Clone(c.stable)
	survives := damage(rng, len(c.since))
	for i, op := range c.since {
		left = apply(left, op, func(sector int) bool { return survives(i, sector) })
	}
	return left
}

// apply does a Write or a Resize, the sectors that survive only. A new size is
// one sector: it is there or not.
func apply(file []byte, op Op, survives func(sector int) bool) []byte {
	if op.Kind == Resize {
		if !survives(0) {
			return file
		}
		return resize(file, op.Off)
	}
	for at := op.Off; at < op.Off+int64(len(op.Data)); {
		end := min((at/Sector+1)*Sector, op.Off+int64(len(op.Data)))
		if survives(int(at/Sector - op.Off/Sector)) {
			file = resize(file, max(int64(len(file)), end))
			copy(file[at:], op.Data[at-op.Off:end-op.Off])
		}
		at = end
	}
	return file
}

func everySector(int) bool { return true }

// resize makes a file longer, with zeros, or shorter.
func resize(file []byte, size int64) []byte {
	if grown := size - int64(len(file)); grown > 0 {
		return append(file, make([]byte, grown)...)
	}
	return file[:size]
}

func rename(names map[string]int, op Op) {
	switch op.Kind {
	case Create:
		names[op.Name] = op.File
	case Rename:
		names[op.To] = names[op.Name]
		delete(names, op.Name)
	case Remove:
		delete(names, op.Name)
	}
}
