package evdev

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Candidate is a device that types, and may be a scanner.
type Candidate struct {
	Path    string `json:"path"`    // the name to configure: by-id, or by-path for a device without
	File    string `json:"file"`    // the device file now, such as /dev/input/event7
	Name    string `json:"name"`    // as the device calls itself
	Scanner bool   `json:"scanner"` // the name is a scanner's
}

// List finds the keyboards below a root directory, which is / but in tests; those whose names are scanners'
// come first. Many a scanner names itself "USB Keyboard": then unplug it and see which one is gone.
func List(root string) []Candidate {
	var found []Candidate
	for _, by := range []string{"by-id", "by-path"} {
		links, _ := filepath.Glob(filepath.Join(root, "dev/input", by, "*-event-kbd"))
		for _, link := range links {
			c, there := describe(root, link)
			known := slices.ContainsFunc(found, func(f Candidate) bool { return f.File == c.File })
			if there && !known {
				found = append(found, c)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Candidate) int { return rank(a) - rank(b) })
	return found
}

func rank(c Candidate) int {
	if c.Scanner {
		return 0
	}
	return 1
}

func describe(root, link string) (Candidate, bool) {
	file, err := filepath.EvalSymlinks(link)
	if err != nil {
		return Candidate{}, false
	}
	name, _ := os.ReadFile(filepath.Join(root, "sys/class/input", filepath.Base(file), "device/name"))
	c := Candidate{Path: link, File: file, Name: strings.TrimSpace(string(name))}
	c.Scanner = seemsScanner(filepath.Base(link) + " " + c.Name)
	return c, true
}

// words are in the names of scanners and their makers.
var words = []string{
	"scan", "barcode", "bar code", "kbw", "2d imager",
	"honeywell", "metrologic", "newland", "zebra", "symbol", "datalogic", "cipherlab", "opticon", "grow", "mindeo",
}

func seemsScanner(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
}
