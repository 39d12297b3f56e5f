// Package leak searches what a test left behind for texts that must not be
// there, in every form they could have been written in. It is for tests only.
package leak
