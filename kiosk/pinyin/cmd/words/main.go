// Command words makes the table of package pinyin from word lists in the form
// of Rime's dictionaries: word, syllables and weight between tabs, a list. A
// later list has the last word on a weight.
package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/go-text/typesetting/font"
)

// longest is how many syllables a word may have.
const longest = 4

type word struct {
	text      string
	syllables string // between blanks
	weight    float64
}

type words map[[2]string]word

func main() {
	all, out, face := words{}, "", ""
	flag.Func("dict", "a word list to read, several times", all.read)
	flag.StringVar(&face, "font", "", "the `font` that must have every character")
	flag.StringVar(&out, "o", "words.bin", "the `file` to write")
	flag.Parse()
	if err := write(all, face, out); err != nil {
		log.Fatal(err)
	}
}

// read adds a list. What stands before "..." and behind # is no word.
func (all words) read(name string) error {
	file, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text := string(file)
	if _, body, ok := strings.Cut(text, "\n...\n"); ok {
		text = body
	}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		part := strings.Split(lines.Text(), "\t")
		if len(part) != 3 || strings.HasPrefix(part[0], "#") {
			continue
		}
		weight, err := strconv.ParseFloat(part[2], 64)
		if err != nil {
			return fmt.Errorf("%s: %q: %w", name, lines.Text(), err)
		}
		all[[2]string{part[0], part[1]}] = word{part[0], part[1], weight}
	}
	return lines.Err()
}

func write(all words, face, out string) error {
	file, err := os.Open(face)
	if err != nil {
		return err
	}
	defer file.Close()
	drawn, err := font.ParseTTF(file)
	if err != nil {
		return err
	}
	lengths, syllables := all.usable(drawn)
	data := []byte(strings.Join(syllables, "\n") + "\n\n")
	for _, list := range lengths {
		data = appendList(data, list, syllables)
	}
	return os.WriteFile(out, data, 0o644)
}

// usable are the words worth having, by their number of syllables, and their syllables.
func (all words) usable(drawn *font.Face) (lengths [longest][]word, syllables []string) {
	for _, w := range all {
		n := len(strings.Fields(w.syllables))
		missing := func(r rune) bool { _, ok := drawn.NominalGlyph(r); return !ok || r > 0xFFFF }
		if n > longest || n != len([]rune(w.text)) || w.weight < 1 || strings.ContainsFunc(w.text, missing) {
			continue
		}
		lengths[n-1] = append(lengths[n-1], w)
		syllables = append(syllables, strings.Fields(w.syllables)...)
	}
	slices.Sort(syllables)
	return lengths, slices.Compact(syllables)
}

func appendList(data []byte, list []word, syllables []string) []byte {
	type entry struct {
		key, text string
		weight    byte
	}
	entries := make([]entry, len(list))
	for i, w := range list {
		var key []byte
		for _, s := range strings.Fields(w.syllables) {
			n, _ := slices.BinarySearch(syllables, s)
			key = binary.BigEndian.AppendUint16(key, uint16(n))
		}
		entries[i] = entry{string(key), w.text, scaled(w.weight)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(b.weight, a.weight), strings.Compare(a.text, b.text))
	})
	data = binary.BigEndian.AppendUint32(data, uint32(len(entries)))
	for _, e := range entries {
		data = append(data, e.key...)
		for _, unit := range utf16.Encode([]rune(e.text)) {
			data = binary.BigEndian.AppendUint16(data, unit)
		}
		data = append(data, e.weight)
	}
	return data
}

// scaled is a weight on a scale on which 17 are a factor of e.
func scaled(weight float64) byte { return byte(min(255, math.Round(17*math.Log(weight)))) }
