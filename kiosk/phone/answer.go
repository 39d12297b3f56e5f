package phone

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// call is one request of a rider's phone.
type call struct {
	*http.Request
	now  time.Time
	lang lang
	*session
}

// handler decides what to answer; it writes nothing itself.
type handler func(*call) answer

// answer is a page, an image or a redirect.
type answer struct {
	status   int
	page     string // the template's name
	view     any    // what that template shows
	picture  []byte
	location string
	undone   bool   // the form may be sent again: it did nothing
	file     string // name to save the body under, "" for a page
	body     []byte
	note     string // a line above the page, among words.Notes
	script   bool   // the page has the script for texts
}

func show(page string, view any) answer {
	return answer{status: http.StatusOK, page: page, view: view}
}

// scripted is a page where a text is written, or has just been.
func scripted(page string, view any) answer {
	return answer{status: http.StatusOK, page: page, view: view, script: true}
}

// again is a form's page once more, with what was written in it and a note on
// why. A form that did not act leads nowhere, so that it may be sent again. An
// answer that is no form's page stays as it is.
func (a answer) again(note string) answer {
	if a.script {
		a.status, a.note = http.StatusUnprocessableEntity, note
	}
	return a
}

// plain is a page that says one thing; said names it among words.Said.
func plain(status int, said string) answer {
	return answer{status: status, page: "say", view: said}
}

func picture(file []byte) answer { return answer{status: http.StatusOK, picture: file} }

// see redirects after a form, so that reloading repeats nothing. Arguments are
// query keys and values in turn.
func see(path string, query ...string) answer {
	q := url.Values{}
	for i := 0; i < len(query); i += 2 {
		q.Set(query[i], query[i+1])
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return answer{status: http.StatusSeeOther, location: path}
}

// undone is see of a form that did nothing, with a note on why. Sent again it
// acts.
func undone(note, path string, query ...string) answer {
	a := see(path, append(query, "note", note)...)
	a.undone = true
	return a
}

func (s *Server) send(w http.ResponseWriter, c *call, a answer) {
	switch {
	case a.location != "":
		w.Header().Set("Location", a.location)
		w.WriteHeader(a.status)
	case a.picture != nil:
		s.write(w, a.status, http.DetectContentType(a.picture), a.picture)
	case a.file != "":
		w.Header().Set("Content-Disposition", `attachment; filename="`+a.file+`"`)
		s.write(w, a.status, "application/json; charset=utf-8", a.body)
	case a.page == "":
		w.WriteHeader(a.status)
	default:
		if a.script {
			w.Header().Set("Content-Security-Policy", policy+"; script-src 'self'; connect-src 'self'")
		}
		var text bytes.Buffer
		if err := pages[a.page].Execute(&text, s.frame(c, a)); err != nil {
			s.Log.Error("phone page was not drawn", "page", a.page, "err", err)
			http.Error(w, "500", http.StatusInternalServerError)
			return
		}
		s.write(w, a.status, "text/html; charset=utf-8", text.Bytes())
	}
}

func (s *Server) write(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		s.Log.Debug("phone went away", "err", err)
	}
}

const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard sets what every answer carries: nothing is kept by a cache, framed,
// sniffed, sent on as a referrer, or loaded from anywhere else.
func guard(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
}
