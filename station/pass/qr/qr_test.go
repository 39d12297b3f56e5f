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

func TestModulesHaveNoQuietZone(t *testing.T) {
	m, err := Modules("NX1")
	if err != nil || len(m) != 21 || len(m[0]) != 21 || !m[0][0] || !m[20][0] || !m[0][20] {
		t.Errorf("%d rows, %v", len(m), err)
	}
}

// TestPrintedModulesAreThoseOfTheCode reads the blocks back.
func TestPrintedModulesAreThoseOfTheCode(t *testing.T) {
	const text = "https://hub.example:8481#0123"
	want, err := Modules(text)
	if err != nil {
		t.Fatal(err)
	}
	printed, err := Print(text)
	if err != nil {
		t.Fatal(err)
	}
	const quiet = 4 // ISO/IEC 18004, 6.3.8
	lines := strings.Split(strings.TrimSuffix(printed, "\n"), "\n")
	for y := range want {
		for x, dark := range want[y] {
			block := []rune(lines[(y+quiet)/2])[x+quiet]
			light := block == '█' || block == '▀' && (y+quiet)%2 == 0 || block == '▄' && (y+quiet)%2 == 1
			if light == dark {
				t.Fatalf("module %d, %d is %q, dark %v", x, y, block, dark)
			}
		}
	}
}
