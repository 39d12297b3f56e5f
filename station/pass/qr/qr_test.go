package qr

import (
	"strings"
	"testing"
)

// TestAPassFillsVersion10: one character more, and every printed pass would be
// of a finer grain.
func TestAPassFillsVersion10(t *testing.T) {
	const pass = 311 // characters
	for size, version := range map[int]int{pass: 10, pass + 1: 11} {
		code, err := encode("NX1" + strings.Repeat("A", size-3))
		if err != nil || code.VersionNumber != version {
			t.Errorf("%d characters: version %d, %v; want %d", size, code.VersionNumber, err, version)
		}
	}
}
