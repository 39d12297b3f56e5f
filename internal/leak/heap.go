package leak

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
)

// Heap reports whether a text is in this process in anything that is still
// held, what functions have closed over and stacks too. The text is given
// backwards, so that whoever looks for it does not hold it.
//
// Texts of fewer than 16 bytes may be found though nothing holds them: they
// share their memory with others. It writes to a folder, as much as the process
// holds.
func Heap(backwards []byte, folder string) (bool, error) {
	runtime.GC()
	runtime.GC() // what pools keep for one collection
	path := filepath.Join(folder, "heap")
	file, err := os.Create(path)
	if err != nil {
		return false, err
	}
	debug.WriteHeapDump(file.Fd())
	dump, err := os.ReadFile(path)
	if err := errors.Join(err, file.Close(), os.Remove(path)); err != nil {
		return false, err
	}
	text := make([]byte, len(backwards))
	for i, b := range backwards {
		text[len(text)-1-i] = b
	}
	return bytes.Contains(dump, text), nil
}
