package leak

import (
	"crypto/rand"
	"runtime"
	"slices"
	"testing"
)

func TestWhatFunctionsHoldIsFoundInTheHeap(t *testing.T) {
	backwards := []byte(rand.Text())
	held := holding(backwards)
	if found, err := Heap(backwards, t.TempDir()); err != nil || !found {
		t.Errorf("held by a function: %v, %v", found, err)
	}
	runtime.KeepAlive(held)
	held = nil
	if found, err := Heap(backwards, t.TempDir()); err != nil || found {
		t.Errorf("held by nobody: %v, %v", found, err)
	}
	runtime.KeepAlive(held)
}

// holding is a function that has closed over the text. It is made on a stack of
// its own, which is gone then.
func holding(backwards []byte) func() string {
	made := make(chan func() string)
	go func() {
		text := slices.Clone(backwards)
		slices.Reverse(text)
		secret := string(text)
		made <- func() string { return secret }
	}()
	return <-made
}
