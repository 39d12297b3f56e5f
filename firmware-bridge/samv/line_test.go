package samv

import (
	"os"
	"time"
)

// script is a line whose answers are known beforehand, without any time: each Read gives the next piece, and an
// empty piece or the end of what is there is a deadline that passed.
type script struct {
	answer  func(request []byte) [][]byte // what comes after each command
	pending [][]byte
	asked   [][]byte
}

func (s *script) Write(b []byte) (int, error) {
	s.asked = append(s.asked, append([]byte(nil), b...))
	s.pending = append(s.pending, s.answer(b)...)
	return len(b), nil
}

func (s *script) SetReadDeadline(time.Time) error { return nil }

func (s *script) Read(b []byte) (int, error) {
	if len(s.pending) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	piece := s.pending[0]
	s.pending = s.pending[1:]
	if len(piece) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, piece)
	if n < len(piece) {
		s.pending = append([][]byte{piece[n:]}, s.pending...)
	}
	return n, nil
}

// answers is a module at the end of a script that answers each command with the same bytes, whole.
func answers(frames ...[]byte) *script {
	return &script{answer: func([]byte) [][]byte { return frames }}
}

// bytewise splits what comes into single bytes, as slow adapters do.
func bytewise(b []byte) (pieces [][]byte) {
	for _, c := range b {
		pieces = append(pieces, []byte{c})
	}
	return pieces
}
