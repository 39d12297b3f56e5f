// Package crash tests that nothing a station has confirmed is ever lost: its
// process is killed at any moment, and the power is cut at any moment under a
// disk that keeps only what was synced.
//
// A child process lives: it opens a station's file and records from several
// goroutines, and says what was confirmed, each thing only after the call that
// did it had returned. Whatever then happens to it, all it had said must be in
// the file, which must open and check without a fault, and hold nothing by halves.
//
// KILLS and CUTS in the environment say how often; `make crash` does more than
// `make test`. Where FUSE cannot be had, as in a container without /dev/fuse,
// the power cuts fail and say how to get it; LOSSYFS=off leaves them out.
package crash
