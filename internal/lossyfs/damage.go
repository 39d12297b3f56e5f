package lossyfs

import "math/rand/v2"

// damage chooses, for so many writes that were not synced, which sectors of
// which survive. It is asked in the order of the writes and their sectors.
type damage func(rng *rand.Rand, writes int) func(write, sector int) bool

var damages = []damage{lost, kept, someWrites, tornLast, someSectors}

// lost: nothing had reached the disk.
func lost(*rand.Rand, int) func(write, sector int) bool {
	return func(int, int) bool { return false }
}

// kept: everything had, though nobody had waited for it.
func kept(*rand.Rand, int) func(write, sector int) bool {
	return func(int, int) bool { return true }
}

// someWrites: the disk did whole writes in an order of its own.
func someWrites(rng *rand.Rand, writes int) func(write, sector int) bool {
	survivors := make([]bool, writes)
	for i := range survivors {
		survivors[i] = rng.IntN(2) == 0
	}
	return func(write, _ int) bool { return survivors[write] }
}

// tornLast: the disk wrote in order and the power went amid one write.
func tornLast(rng *rand.Rand, writes int) func(write, sector int) bool {
	if writes == 0 {
		return lost(rng, 0)
	}
	last, whole := rng.IntN(writes), rng.IntN(9) // of a page of 4096 bytes, 0 to all 8
	return func(write, sector int) bool { return write < last || write == last && sector < whole }
}

// someSectors: every sector for itself, many or few.
func someSectors(rng *rand.Rand, _ int) func(write, sector int) bool {
	share := rng.Float64()
	return func(int, int) bool { return rng.Float64() < share }
}
