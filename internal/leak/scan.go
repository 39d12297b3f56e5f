package leak

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Finding is a secret that was found.
type Finding struct {
	// Path of the file, and behind it what was unpacked there, as in
	// "station.log gzip@120".
	Path   string
	Offset int // bytes
	Secret string
	// Form says how it was written, such as "UTF-16LE in base64 at 1".
	Form string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s, byte %d: %q as %s", f.Path, f.Offset, f.Secret, f.Form)
}

// Scan searches files, and folders with all that is below them, for the
// secrets: in UTF-8, UTF-16 and GB18030 (GBK), each as it is, in base64 and in
// hexadecimal, also inside what gzip and zstd packed. A bbolt file is searched
// like any other, page by page as it lies on the disk: freed pages too.
//
// It returns ErrShort for a secret that chance could write, and an error where
// there was no file to search: a scan of nothing proves nothing.
func Scan(secrets []string, paths ...string) ([]Finding, error) {
	forms, err := formsOf(secrets)
	if err != nil {
		return nil, err
	}
	s := scanner{index: indexOf(forms)}
	for _, path := range paths {
		before := s.files
		if err := filepath.WalkDir(path, s.visit); err != nil {
			return nil, err
		}
		if s.files == before {
			return nil, fmt.Errorf("%s holds no file to search", path)
		}
	}
	return s.found, nil
}

type scanner struct {
	index index
	files int
	found []Finding
}

func (s *scanner) visit(path string, entry fs.DirEntry, err error) error {
	if err != nil || !entry.Type().IsRegular() {
		return err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	s.files++
	s.names(path)
	s.search(path, content, 0)
	return nil
}

// names: a file could be called after a rider.
func (s *scanner) names(path string) { s.match("the name of "+path, []byte(filepath.Base(path))) }

// search looks at content and at what is packed in it, to a depth of three.
func (s *scanner) search(path string, content []byte, depth int) {
	s.match(path, content)
	if depth == 3 {
		return
	}
	for _, p := range packings {
		for at := range p.starts(content) {
			unpacked := p.unpack(content[at:])
			s.search(fmt.Sprintf("%s %s@%d", path, p.name, at), unpacked, depth+1)
		}
	}
}

func (s *scanner) match(path string, content []byte) {
	for at := 0; at+prefix <= len(content); at++ {
		for _, f := range s.index.at(content[at:]) {
			if strings.HasPrefix(string(content[at:min(at+len(f.bytes), len(content))]), f.bytes) {
				s.found = append(s.found, Finding{path, at, f.secret, f.name})
			}
		}
	}
}

// prefix is how many bytes lead to the forms that begin with them.
const prefix = 4

// index finds the forms that may begin at a place. seen is asked first: of
// most places it knows that none does.
type index struct {
	seen  [1 << 16]bool
	forms map[[prefix]byte][]form
}

func indexOf(forms []form) index {
	x := index{forms: map[[prefix]byte][]form{}}
	for _, f := range forms {
		key := [prefix]byte([]byte(f.bytes[:prefix]))
		x.seen[uint16(key[0])<<8|uint16(key[1])] = true
		x.forms[key] = append(x.forms[key], f)
	}
	return x
}

func (x *index) at(b []byte) []form {
	if !x.seen[uint16(b[0])<<8|uint16(b[1])] {
		return nil
	}
	return x.forms[[prefix]byte(b)]
}
