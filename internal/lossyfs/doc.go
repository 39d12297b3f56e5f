// Package lossyfs is a file system for tests that loses what it may lose: on a
// power cut, any part of what was written and not yet synced.
//
// A [FS] is mounted by FUSE and keeps its files in memory, with a log of what
// reached it: writes, sizes, names, syncs, in the order in which their callers
// saw them done. A [Disk] replays such a log up to any point and says what a
// power cut there could have left. So one life of a program is cut thousands
// of times, and each cut can be made again from its seed.
//
// The kernel passes each write on at once (there is no write-back cache) and
// answers reads and shared read-only maps from its page cache, which it fills
// and updates itself. So a program that writes with pwrite and reads through a
// map, as bbolt does, sees what it would see on any other file system.
//
// The program must run in a process of its own: a page fault on the map waits
// for this package's goroutines, and the Go runtime cannot stop the world
// while one of its threads waits in a page fault.
package lossyfs
