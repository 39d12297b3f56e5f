package phone

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

// idLeast and idMost bound an Ask's ID: 128 bits in base 32 are 26.
const idLeast, idMost = 20, 64

// Texts is where the texts go that the screen asked for. Its methods are
// called from requests' goroutines. They may come after Withdraw.
type Texts interface {
	// Opened: the page of an Ask has been opened, or is being written on.
	Opened(id string)
	// Typed: the text has come, once, of 1 to Most characters, its lines parted
	// by \n.
	Typed(id, text string)
}

// Ask is one text that the screen wants of a phone. ID is unguessable
// randomness of 20 to 64 letters and digits, because whoever knows it may
// write. Title and Hint say what the text is for, Most is its length in
// characters, English the language of the page, else Chinese.
type Ask struct {
	ID, Title, Hint string
	Most            int
	English         bool
}

// Offer opens a page for one text and gives its path, "" for an Ask without an
// ID fit for a path, or of no characters. It is open until a text has come, it
// is withdrawn, or half an hour has passed.
func (s *Server) Offer(a Ask) (path string) {
	a.Most = min(a.Most, textMost)
	if !fitID(a.ID) || a.Most < 1 || s.Texts == nil {
		return ""
	}
	s.asks.add(&asked{Ask: a, since: s.Now()})
	return textPath(a.ID)
}

func fitID(id string) bool {
	odd := func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return len(id) >= idLeast && len(id) <= idMost && !strings.ContainsFunc(id, odd)
}

// Withdraw closes the page: a text sent later is refused, and the phone says
// so.
func (s *Server) Withdraw(id string) {
	if a := s.asks.find(id); a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.closed = true
	}
}

func textPath(id string) string { return "/t/" + id }

// arriveToWrite lets in whoever scanned the code of an Ask, as a rider who
// scanned the station's: both stand before the screen.
func (s *Server) arriveToWrite(w http.ResponseWriter, r *http.Request) {
	c, a := s.stranger(r), s.asks.find(r.PathValue("id"))
	if a != nil {
		c.lang = langOf(a.English)
	}
	c.session = s.find(r)
	if a == nil || r.Method != http.MethodGet {
		s.send(w, c, plain(http.StatusGone, "unasked"))
		return
	}
	now := a.stage(c)
	if now != waiting {
		s.send(w, c, a.told(now))
		return
	}
	if c.session == nil {
		if refused, ok := s.admit(w, c); !ok {
			s.send(w, c, refused)
			return
		}
	}
	s.Texts.Opened(a.ID)
	s.send(w, c, scripted("write", writeView{Ask: a.Ask}))
}

// told is the page of an Ask that waits no more.
func (a *asked) told(now stage) answer {
	switch now {
	case mine:
		return scripted("sent", textPath(a.ID))
	case written:
		return plain(http.StatusGone, "written")
	}
	return plain(http.StatusGone, "unasked")
}

type writeView struct {
	Ask
	Text string // as written so far
}

// Path is where the form goes.
func (v writeView) Path() string { return textPath(v.ID) }

// takeText takes the text of the form.
func (s *Server) takeText(c *call) answer {
	a := s.asks.find(c.PathValue("id"))
	if a == nil {
		return plain(http.StatusGone, "unasked")
	}
	c.lang = langOf(a.English)
	text := plainText(c.PostForm.Get("text"))
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return scripted("write", writeView{Ask: a.Ask}).again("empty")
	case n > a.Most:
		return scripted("write", writeView{a.Ask, text}).again("long")
	}
	now, first := a.claim(c)
	if first {
		s.Texts.Typed(a.ID, text)
	}
	if now == mine {
		return see(textPath(a.ID))
	}
	return a.told(now)
}

// still hears that an Ask is being written on.
func (s *Server) still(c *call) answer {
	a := s.asks.find(c.PathValue("id"))
	if a == nil || a.stage(c) != waiting {
		return answer{status: http.StatusGone}
	}
	s.Texts.Opened(a.ID)
	return answer{status: http.StatusNoContent}
}
