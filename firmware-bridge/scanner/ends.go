package scanner

import "bytes"

// ends learns which end mark a scanner sends: CR, LF, CRLF or none. The last bytes of a burst tell it, that
// is, of what comes between two silences. Until it is known, a burst is held back whole.
type ends struct {
	known bool
	mark  string
	doubt string // what the burst before showed, where it was not mark

	last  [2]byte // of the burst
	heard bool    // the burst has begun
	plain bool    // the burst has text outside STX and ETX
}

// hear takes bytes of the burst.
func (e *ends) hear(b []byte, wrapped bool) {
	e.last[0] = e.last[1]
	if len(b) > 1 {
		e.last[0] = b[len(b)-2]
	}
	e.last[1] = b[len(b)-1]
	e.heard = true
	e.plain = e.plain || !wrapped && !blank(b)
}

// learn ends the burst. It reports whether the mark became known just now. A known mark changes only when two
// bursts in a row show the same other one: a text may end in a line end of its own.
func (e *ends) learn() (first bool) {
	shown, plain := e.shown(), e.plain
	e.last, e.heard, e.plain = [2]byte{}, false, false
	switch {
	case !plain:
		return false
	case !e.known:
		e.known, e.mark, e.doubt = true, shown, shown
		return true
	case shown == e.doubt:
		e.mark = shown
	}
	e.doubt = shown
	return false
}

func (e *ends) shown() string {
	switch {
	case e.last == [2]byte{'\r', '\n'}:
		return "\r\n"
	case e.last[1] == '\r', e.last[1] == '\n':
		return string(e.last[1:])
	}
	return ""
}

// guess takes the first line end of what is held for the mark, when no silence comes to tell. It reports
// whether the mark became known.
func (e *ends) guess(held []byte) bool {
	i := bytes.IndexAny(held, "\r\n")
	if e.known || i < 0 {
		return false
	}
	e.known, e.mark = true, string(held[i:i+1])
	if bytes.HasPrefix(held[i:], []byte("\r\n")) {
		e.mark = "\r\n"
	}
	e.doubt = e.mark
	return true
}
