package leak

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// Memory searches all that a process has in its memory now and could have
// written there, as Scan searches a file, though not what is packed in it:
// heap, stacks, what C libraries have, and files it shares. It also finds
// text held as one number for each character, close together or apart, as
// those keep it who draw it.
//
// The process goes on meanwhile, so what moves may be missed. Whoever reads it
// must be allowed to trace it: Linux lets a parent.
func Memory(secrets []string, pid int) ([]Finding, error) {
	forms, err := formsOf(secrets)
	if err != nil {
		return nil, err
	}
	mappings, err := writtenBy(pid)
	if err != nil {
		return nil, err
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return nil, err
	}
	defer memory.Close()
	s := scanner{index: indexOf(forms)}
	read := 0
	for _, m := range mappings {
		content := make([]byte, m.to-m.from)
		n, err := memory.ReadAt(content, int64(m.from))
		if err != nil && !errors.Is(err, io.EOF) {
			continue // a device's, or gone by now
		}
		read += n
		s.match(m.String(), content[:n])
		s.apart(m.String(), content[:n], secrets)
	}
	if read == 0 {
		return nil, fmt.Errorf("process %d: no memory can be read", pid)
	}
	return s.found, nil
}

// mapping is a part of a process's memory.
type mapping struct {
	from, to uint64
	name     string
}

func (m mapping) String() string { return fmt.Sprintf("%s at %x", m.name, m.from) }

// writtenBy are the mappings that a process may have written to: all but
// private ones of files it only reads.
func writtenBy(pid int) (all []mapping, err error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var m mapping
		var may, offset, device, inode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s %s %s %s", &m.from, &m.to, &may, &offset, &device, &inode); err != nil {
			return nil, fmt.Errorf("mapping %q: %w", lines.Text(), err)
		}
		if fields := strings.Fields(lines.Text()); len(fields) > 5 {
			m.name = strings.Join(fields[5:], " ")
		}
		if may[0] == 'r' && (may[1] == 'w' || may[3] == 's') {
			all = append(all, m)
		}
	}
	return all, lines.Err()
}

// farthest is how many bytes characters may lie apart.
const farthest = 64

// apart finds the characters of secrets as little-endian numbers of 32 bits
// that lie equally far apart.
func (s *scanner) apart(path string, content []byte, secrets []string) {
	var seen [1 << 16]bool
	for _, secret := range secrets {
		first, _ := utf8.DecodeRuneInString(secret)
		seen[uint16(first)] = true
	}
	for at := 0; at+4 <= len(content); at += 4 {
		if !seen[binary.LittleEndian.Uint16(content[at:])] {
			continue
		}
		for _, secret := range secrets {
			if step := spaced(content[at:], []rune(secret)); step > 0 {
				s.found = append(s.found, Finding{path, at, secret, fmt.Sprintf("UTF-32LE, %d bytes apart", step)})
			}
		}
	}
}

// spaced is how far apart the characters lie that content begins with, 0 for
// not at all.
func spaced(content []byte, runes []rune) int {
	for step := 4; step <= farthest; step += 4 {
		for i, r := range runes {
			if i*step+4 > len(content) || binary.LittleEndian.Uint32(content[i*step:]) != uint32(r) {
				break
			}
			if i == len(runes)-1 {
				return step
			}
		}
	}
	return 0
}
