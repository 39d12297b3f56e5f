package flow

import "testing"

// Who reads a lesson is not hurried out of it; who has left is gone in the usual time.
func TestReadingTakesItsTime(t *testing.T) {
	k := atRoad()
	k.pass(40)
	shows[PackPage](t, k)
	k.tap(Stay{})
	k.tap(Back{})
	k.pass(30)
	shows[Home](t, k)
}
