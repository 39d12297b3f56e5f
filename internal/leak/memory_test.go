package leak

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapped is memory that Go knows nothing of.
func mapped(t *testing.T) []byte {
	t.Helper()
	b, err := unix.Mmap(-1, 0, 1<<20, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(b) })
	return b
}

// places are those in b where Memory finds a secret in this process.
func places(t *testing.T, b []byte, secret string) (all []int) {
	t.Helper()
	found, err := Memory([]string{secret}, os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	first := int(uintptr(unsafe.Pointer(&b[0])))
	for _, f := range found {
		var mapping int
		if _, err := fmt.Sscanf(f.Path[strings.LastIndex(f.Path, "at "):], "at %x", &mapping); err != nil {
			t.Fatal(err)
		}
		if at := mapping + f.Offset - first; at >= 0 && at < len(b) {
			all = append(all, at)
		}
	}
	return all
}

func TestMemoryIsSearchedForEachWayOfWriting(t *testing.T) {
	const secret = "欧阳测试"
	b := mapped(t)
	if all := places(t, b, secret); len(all) > 0 {
		t.Fatalf("in nothing, at %v", all)
	}
	wanted := []int{1001, 5000, 6000, 7000}
	copy(b[1001:], secret)
	for i, step := range []int{4, 20, 64} {
		for n, r := range []rune(secret) {
			binary.LittleEndian.PutUint32(b[wanted[i+1]+n*step:], uint32(r))
		}
	}
	got := places(t, b, secret)
	for _, at := range wanted {
		if !slices.Contains(got, at) {
			t.Errorf("at %d it is not found, at %v it is", at, got)
		}
	}
	clear(b)
	if all := places(t, b, secret); len(all) > 0 {
		t.Errorf("overwritten, at %v", all)
	}
}

func TestMemoryThatCannotBeSearched(t *testing.T) {
	if found, err := Memory([]string{"欧阳测试"}, 1<<30); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of no process: %v, %v", found, err)
	}
	if found, err := Memory([]string{"欧"}, os.Getpid()); !errors.Is(err, ErrShort) {
		t.Errorf("for one character: %v, %v", found, err)
	}
}
