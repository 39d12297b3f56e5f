package lossyfs

import (
	"maps"
	"slices"
)

// Kind says what an Op did.
type Kind uint8

// The kinds of Op and the fields that each uses beside Kind.
const (
	Write  Kind = iota // File, Off, Data
	Resize             // File, Off: the new size
	Sync               // File: fsync or fdatasync, which has to keep the size too
	Create             // File, Name
	Rename             // Name, To
	Remove             // Name
	Settle             // fsync of a folder: the names as they are now
)

// Op is one thing a program did to the file system, as the program saw it
// done. Names are paths from the root of the file system, without a slash in front.
type Op struct {
	Kind     Kind
	File     int
	Off      int64
	Data     []byte
	Name, To string
}

// Files are the contents of a file system by name.
type Files map[string][]byte

// sorted gives each file of a beginning its number in the log, from 1.
func (f Files) sorted() []string { return slices.Sorted(maps.Keys(f)) }
